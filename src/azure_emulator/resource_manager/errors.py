"""What Azure Resource Manager itself refuses, before any provider is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId

BY_ARM = {"x-ms-failure-cause": "gateway"}
"""The header on errors that Resource Manager makes itself."""


class MissingRegistrationError(ArmError):
    """409: the subscription has not registered a resource provider; the SDKs then register it."""

    def __init__(self, namespace: str) -> None:
        message = (
            f"The subscription is not registered to use namespace '{namespace}'. "
            "See https://aka.ms/rps-not-found for how to register subscriptions."
        )
        super().__init__(409, "MissingSubscriptionRegistration", message, BY_ARM)
        self.namespace = namespace

    def body(self) -> Any:
        """As seen in 2025, the error repeated in `details` with the namespace as its target."""
        error = {"code": self.code, "message": self.message}
        detail = {"code": self.code, "target": self.namespace, "message": self.message}
        return {"error": {**error, "details": [detail]}}


def subscription_not_found(subscription: str) -> ArmError:
    """404: there is no such subscription, or the caller may not know it."""
    message = f"The subscription '{subscription}' could not be found."
    return ArmError(404, "SubscriptionNotFound", message, BY_ARM)


def subscription_disabled(subscription: str) -> ArmError:
    """409: a disabled subscription takes no changes."""
    message = (
        f"The subscription '{subscription}' is disabled and therefore marked as read only. You "
        "cannot perform any write actions on this subscription until it is re-enabled."
    )
    return ArmError(409, "ReadOnlyDisabledSubscription", message, BY_ARM)


def invalid_namespace(namespace: str) -> ArmError:
    """404: there is no such resource provider."""
    message = f"The resource namespace '{namespace}' is invalid."
    return ArmError(404, "InvalidResourceNamespace", message, BY_ARM)


def group_not_found(name: str) -> ArmError:
    """404: the subscription has no such group."""
    message = f"Resource group '{name}' could not be found."
    return ArmError(404, "ResourceGroupNotFound", message, BY_ARM)


def group_being_deleted(group: Group) -> ArmError:
    """409: nothing can be made in a group that is being deleted."""
    message = (
        f"The resource group '{group.name}' is in deprovisioning state and cannot perform "
        "this operation."
    )
    return ArmError(409, "ResourceGroupBeingDeleted", message, BY_ARM)


def group_elsewhere(group: Group, location: str) -> ArmError:
    """409: a group stays in its location."""
    message = (
        f"Invalid resource group location '{location}'. "
        f"The Resource group already exists in location '{group.location}'."
    )
    return ArmError(409, "InvalidResourceGroupLocation", message, BY_ARM)


def invalid_group(message: str) -> ArmError:
    """400: a name that no group can have."""
    return ArmError(400, "InvalidResourceGroup", message, BY_ARM)


def location_required() -> ArmError:
    """400: there is no location."""
    message = "The location property is required for this definition."
    return ArmError(400, "LocationRequired", message, BY_ARM)


def group_location_unavailable(location: str, offered: Sequence[str]) -> ArmError:
    """400: no group can be in this location."""
    message = (
        f"The provided location '{location}' is not available for resource group. "
        f"List of available regions is '{','.join(offered)}'."
    )
    return ArmError(400, "LocationNotAvailableForResourceGroup", message, BY_ARM)


def location_unavailable(location: str, type_: str, offered: Sequence[str]) -> ArmError:
    """400: the type is not offered in this location; the text is recorded."""
    message = (
        f"The provided location '{location}' is not available for resource type '{type_}'. "
        f"List of available regions for the resource type is '{','.join(offered)}'."
    )
    return ArmError(400, "LocationNotAvailableForResourceType", message, BY_ARM)


def resource_elsewhere(existing: Resource, group: str, location: str) -> ArmError:
    """409: a resource stays in its location."""
    message = (
        f"The resource '{existing.name}' already exists in location '{existing.location}' in "
        f"resource group '{group}'. A resource with the same name cannot be created in "
        f"location '{location}'. Please select a new resource name."
    )
    return ArmError(409, "InvalidResourceLocation", message, BY_ARM)


def resource_not_found(resource: ResourceId) -> ArmError:
    """404: the group has no such resource; the text is recorded since 2022."""
    message = (
        f"The Resource '{resource.described}' under resource group '{resource.group}' was not "
        "found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    )
    return ArmError(404, "ResourceNotFound", message, BY_ARM)


def parent_not_found(parent: ResourceId) -> ArmError:
    """404: a child needs its parent."""
    message = (
        "Can not perform requested operation on nested resource. "
        f"Parent resource '{parent.name}' not found."
    )
    return ArmError(404, "ParentResourceNotFound", message, BY_ARM)


def operation_not_found(operation: str) -> ArmError:
    """404: no such operation was begun. Guess: the code."""
    message = f"The operation '{operation}' could not be found."
    return ArmError(404, "OperationNotFound", message, BY_ARM)


def missing_api_version() -> ArmError:
    """400: each call names the version of the API that it means."""
    message = "The api-version query parameter (?api-version=) is required for all requests."
    return ArmError(400, "MissingApiVersionParameter", message, BY_ARM)


def invalid_content(reason: str) -> ArmError:
    """400: the body is not what it must be."""
    message = f"The request content was invalid and could not be deserialized: '{reason}'."
    return ArmError(400, "InvalidRequestContent", message, BY_ARM)
