"""Why Microsoft.CognitiveServices refuses, in its own codes and texts."""

from __future__ import annotations

from azure_emulator.errors import ArmError


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
    """A subdomain that any account in the world has, soft-deleted ones too (public issues)."""
    return ArmError(409, "CustomDomainInUse", domain_in_use_text(subdomain))


def domain_in_use_text(subdomain: str) -> str:
    """The sentence that also `checkDomainAvailability` gives as its reason."""
    return (
        f"Please pick a different name. The subdomain name '{subdomain}' is not available as it's "
        "already used by a resource. If the resource using the name was deleted in the last 48 "
        "hours, you may need to purge the deleted resource. Learn more at "
        '"https://go.microsoft.com/fwlink/?linkid=2215493"'
    )


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
