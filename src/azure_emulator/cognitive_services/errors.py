"""What Microsoft.CognitiveServices and the gateway refuse, in their own codes and texts."""

from functools import partial

from azure_emulator.errors import ArmError, GatewayError, template

_error = partial(template, ArmError)
_gateway_error = partial(template, GatewayError, 401)

invalid_kind = _error(
    400,
    "InvalidApiSetId",
    "The account type '{}' is either invalid or unavailable in given region.",
)
"""The text has been seen in public issues."""
invalid_sku = _error(400, "InvalidSkuId", "The SKU name '{}' in account type '{}' is invalid.")
"""Recorded."""
second_free_account = _error(
    400,
    "CanNotCreateMultipleFreeAccounts",
    "Operation failed. Only one free account is allowed for account type '{}'.",
)
"""One free account a kind and subscription (text seen in public issues, status a guess)."""
invalid_name = _error(
    400,
    "InvalidAccountName",
    "The account name is invalid. Account name can only include alphanumeric characters, "
    "underscores and hyphens; Account name only allows 2 to 64 characters.",
)
"""Seen in public issues; the specification's rule also lets a `.` pass."""
domain_invalid = _error(400, "CustomDomainInvalid", "Sub domain name '{}' is not valid.")
"""A subdomain that cannot be a host name (seen in public issues)."""
domain_in_use = _error(
    409,
    "CustomDomainInUse",
    "Please pick a different name. The subdomain name '{}' is not available as it's already used "
    "by a resource. If the resource using the name was deleted in the last 48 hours, you may need "
    "to purge the deleted resource. Learn more at "
    '"https://go.microsoft.com/fwlink/?linkid=2215493"',
)
"""Any account in the world has it, soft-deleted ones too (public issues)."""
fixed = _error(400, "BadRequest", "The property '{}' of an account cannot be changed.")
"""Code and text are guesses."""
soft_deleted = _error(
    409,
    "FlagMustBeSetForRestore",
    "An existing resource with ID '{}' has been soft-deleted. To restore the resource, you must "
    "specify 'restore' to be 'true' in the property. If you don't want to restore existing "
    "resource, please purge it first.",
)
"""A soft-deleted account keeps its name until it is restored or purged (public issues)."""
nothing_to_restore = _error(
    400, "CanNotRestoreANonExistingResource", "Could not locate a resource to restore"
)
"""`restore` without a soft-deleted account of that id (seen in public repositories)."""
local_auth_disabled = _error(
    400, "BadRequest", "Failed to list key. disableLocalAuth is set to be true."
)
"""Keys of an account that takes only tokens (Microsoft's documentation)."""
not_provisioned = _error(409, "AccountProvisioningStateInvalid", "Account {} in state {}")
"""A call that needs a finished account (code from public issues, text shortened)."""
unknown_key = _error(400, "BadRequest", "The key name '{}' is invalid. Use Key1 or Key2.")
"""Code and text are guesses."""
deleted_account_not_found = _error(
    404, "DeletedAccountNotFound", "The deleted account '{}' could not be found."
)
"""Code and text are guesses."""

missing_key = _gateway_error(
    "401",
    "Access denied due to missing subscription key. Make sure to include subscription key when "
    "making requests to an API.",
)
"""A guess by analogy with other Cognitive Services: not seen on this one."""
wrong_key = _gateway_error(
    "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a "
    "valid key for an active subscription and use a correct regional API endpoint for your "
    "resource.",
)
missing_data_action = _gateway_error(
    "PermissionDenied",
    "The principal `{}` lacks the required data action `{}` to perform `{}` operation.",
)


no_such_operation = template(GatewayError, 404, "404", "Resource not found")
"""Seen in public issues. Guess: that no key is asked for, that a method which an operation does not
have is such a one too (`HEAD`, `OPTIONS`), and that versions 1.0 to 2.2 are gone."""


class InvalidTokenError(GatewayError):
    """401: a bad token; the gateway answers it in an envelope of its own."""

    def __init__(self, audience: str) -> None:
        super().__init__(
            401,
            "401",
            "Unauthorized. Access token is missing, invalid, audience is incorrect "
            f"({audience}), or have expired.",
        )

    def body(self) -> dict[str, object]:
        """`{"statusCode", "message"}`."""
        return {"statusCode": self.status, "message": self.message}
