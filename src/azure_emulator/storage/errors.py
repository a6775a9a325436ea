"""What Microsoft.Storage refuses, in the words of its recorded answers and public issues."""

from functools import partial

from azure_emulator.errors import ArmError, template
from azure_emulator.storage.content_types import JSON

_error = partial(template, ArmError, headers=JSON)

NAME_RULE = (
    "{} is not a valid storage account name. Storage account name must be between 3 and 24 "
    "characters in length and use numbers and lower-case letters only."
)
TAKEN = "The storage account named {} is already taken."

name_invalid = _error(400, "AccountNameInvalid", NAME_RULE)
name_taken = _error(409, "StorageAccountAlreadyTaken", TAKEN)
in_another_group = _error(
    409,
    "StorageAccountInAnotherResourceGroup",
    "The account {} is already in another resource group in this subscription.",
)
invalid_values = _error(
    400,
    "InvalidValuesForRequestParameters",
    "Values for request parameters are invalid: {}.",
)
share_not_found = _error(404, "ShareNotFound", "The specified share does not exist.")
container_not_found = _error(404, "ContainerNotFound", "The specified container does not exist.")
invalid_share_name = _error(
    400, "InvalidResourceName", "The specified resource name contains invalid characters."
)
invalid_quota = _error(400, "InvalidHeaderValue", "The quota of a share is 1 to 102400 GiB.")
"""Guess: the text."""
