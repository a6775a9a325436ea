"""What Microsoft.KeyVault refuses, in the words of public issues."""

from azure_emulator.errors import ArmError, template

NAME_RULE = (
    "The vault name '{}' is invalid. A vault's name must be between 3-24 alphanumeric characters. "
    "The name must begin with a letter, end with a letter or digit, and not contain consecutive "
    "hyphens. Follow this link for more information: https://go.microsoft.com/fwlink/?linkid=2147742"
)
TAKEN = (
    "The vault name '{0}' is already in use. Vault names are globally unique so it is possible "
    "that the name is already taken. If you are sure that the vault name was not taken then it is "
    "possible that a vault with the same name was recently deleted but not purged after being "
    "placed in a recoverable state. If the vault is in a recoverable state then the vault will "
    "need to be purged before reusing the name. For more information about VaultAlreadyExists, "
    "follow this link: https://go.microsoft.com/fwlink/?linkid=2147740"
)

invalid_name = template(ArmError, 400, "VaultNameNotValid", NAME_RULE)
taken = template(ArmError, 409, "VaultAlreadyExists", TAKEN)
soft_deleted = template(
    ArmError,
    409,
    "ConflictError",
    "A vault with the same name already exists in deleted state. You need to either recover or "
    "purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 "
    "for more information on soft delete.",
)
deleted_not_found = template(
    ArmError,
    404,
    "DeletedVaultNotFound",
    "The specified deleted vault '{}' does not exist. Follow this link for more information: "
    "https://go.microsoft.com/fwlink/?linkid=2126400",
)
purge_protected = template(
    ArmError,
    400,
    "VaultPurgeNotAllowed",
    "The vault '{}' has purge protection, and is purged by itself alone.",
)
"""Guess: code and text."""
bad_policies = template(ArmError, 400, "BadRequest", "The parameter {} is missing or not valid.")
"""Guess: the text for what is missing."""
