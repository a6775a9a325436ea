"""What Microsoft.CognitiveServices and the gateway refuse, in their own codes and texts."""

from __future__ import annotations

from azure_emulator.errors import ArmError, GatewayError


def invalid_kind(kind: object) -> ArmError:
    """An unknown kind, or one that the region does not offer (text seen in public issues)."""
    message = f"The account type '{kind}' is either invalid or unavailable in given region."
    return ArmError(400, "InvalidApiSetId", message)


def invalid_sku(sku: object, kind: str) -> ArmError:
    """A tier that the kind does not have (recorded)."""
    message = f"The SKU name '{sku}' in account type '{kind}' is invalid."
    return ArmError(400, "InvalidSkuId", message)


def second_free_account(kind: str) -> ArmError:
    """One free account a kind and subscription (text seen in public issues, status a guess)."""
    message = f"Operation failed. Only one free account is allowed for account type '{kind}'."
    return ArmError(400, "CanNotCreateMultipleFreeAccounts", message)


def invalid_name() -> ArmError:
    """A bad account name (seen in public issues; the specification's rule also lets a `.` pass)."""
    message = (
        "The account name is invalid. Account name can only include alphanumeric characters, "
        "underscores and hyphens; Account name only allows 2 to 64 characters."
    )
    return ArmError(400, "InvalidAccountName", message)


def domain_invalid(subdomain: str) -> ArmError:
    """A subdomain that cannot be a host name (seen in public issues)."""
    message = f"Sub domain name '{subdomain}' is not valid."
    return ArmError(400, "CustomDomainInvalid", message)


def domain_in_use(subdomain: str) -> ArmError:
    """A subdomain that any account in the world has, soft-deleted ones too (public issues).

    `checkDomainAvailability` gives the same sentence as its reason.
    """
    message = (
        f"Please pick a different name. The subdomain name '{subdomain}' is not available as it's "
        "already used by a resource. If the resource using the name was deleted in the last 48 "
        "hours, you may need to purge the deleted resource. Learn more at "
        '"https://go.microsoft.com/fwlink/?linkid=2215493"'
    )
    return ArmError(409, "CustomDomainInUse", message)


def fixed(what: str) -> ArmError:
    """A property that an existing account keeps (code and text are guesses)."""
    return ArmError(400, "BadRequest", f"The property '{what}' of an account cannot be changed.")


def soft_deleted(resource_id: str) -> ArmError:
    """A soft-deleted account keeps its name until it is restored or purged (public issues)."""
    message = (
        f"An existing resource with ID '{resource_id}' has been soft-deleted. To restore the "
        "resource, you must specify 'restore' to be 'true' in the property. If you don't want to "
        "restore existing resource, please purge it first."
    )
    return ArmError(409, "FlagMustBeSetForRestore", message)


def nothing_to_restore() -> ArmError:
    """`restore` without a soft-deleted account of that id (seen in public repositories)."""
    message = "Could not locate a resource to restore"
    return ArmError(400, "CanNotRestoreANonExistingResource", message)


def local_auth_disabled() -> ArmError:
    """Keys of an account that takes only tokens (Microsoft's documentation)."""
    message = "Failed to list key. disableLocalAuth is set to be true."
    return ArmError(400, "BadRequest", message)


def not_provisioned(resource_id: str, state: str) -> ArmError:
    """A call that needs a finished account (code from public issues, text shortened)."""
    message = f"Account {resource_id} in state {state}"
    return ArmError(409, "AccountProvisioningStateInvalid", message)


def unknown_key(name: object) -> ArmError:
    """There are Key1 and Key2 (code and text are guesses)."""
    return ArmError(400, "BadRequest", f"The key name '{name}' is invalid. Use Key1 or Key2.")


def deleted_account_not_found(name: str) -> ArmError:
    """404: no such account is soft-deleted (code and text are guesses)."""
    return ArmError(
        404, "DeletedAccountNotFound", f"The deleted account '{name}' could not be found."
    )


def missing_key() -> GatewayError:
    """401. A guess by analogy with other Cognitive Services: not seen on this one."""
    message = (
        "Access denied due to missing subscription key. Make sure to include subscription key "
        "when making requests to an API."
    )
    return GatewayError(401, "401", message)


def wrong_key() -> GatewayError:
    """401: no account of the right kind at this host has this key."""
    message = (
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to "
        "provide a valid key for an active subscription and use a correct regional API "
        "endpoint for your resource."
    )
    return GatewayError(401, "401", message)


def missing_data_action(object_id: str, action: str, operation: str) -> GatewayError:
    """401: the principal's roles do not allow it."""
    message = (
        f"The principal `{object_id}` lacks the required data action `{action}` to perform "
        f"`{operation}` operation."
    )
    return GatewayError(401, "PermissionDenied", message)


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
