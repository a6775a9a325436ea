"""What is refused of tags. Guess: the texts; codes are those of Microsoft's list of errors."""

from functools import partial

from azure_emulator.errors import ArmError, template
from azure_emulator.resource_manager.errors import BY_ARM

_error = partial(template, ArmError, headers=BY_ARM)

bad_name = _error(
    400,
    "InvalidTagNameCharacters",
    "The tag names '{}' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
)
too_long = _error(
    400,
    "InvalidTag",
    "The tag '{}' is too long: a name has at most 512 characters, a value 256.",
)
too_many = _error(
    400, "TooManyTags", "The resource has more than 50 tags: {} were given. At most 50 are allowed."
)
bad_scope = _error(400, "InvalidScope", "The scope '{}' is not valid.")
tag_not_found = _error(
    404, "PredefinedTagNameNotFound", "Predefined tag name '{}' could not be found."
)
"""Recorded in 2020."""
tag_in_use = _error(
    409, "TagInUse", "The tag '{}' is in use, and cannot be deleted until no resource has it."
)
