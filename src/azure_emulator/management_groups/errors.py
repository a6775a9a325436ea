"""What Microsoft.Management refuses. Guess: all of it but the codes."""

from azure_emulator.errors import ArmError, template

group_not_found = template(ArmError, 404, "NotFound", "The management group '{}' cannot be found.")
bad_name = template(ArmError, 400, "BadRequest", "The management group's name '{}' is invalid.")
not_empty = template(
    ArmError, 400, "BadRequest", "The management group '{}' cannot be deleted: it is not empty."
)
circle = template(
    ArmError, 409, "Conflict", "The management group '{}' cannot be moved below itself."
)
