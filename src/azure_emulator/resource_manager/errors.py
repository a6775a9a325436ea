"""What Azure Resource Manager itself refuses, before any provider is asked."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from azure_emulator.errors import ArmError, template

BY_ARM = {"x-ms-failure-cause": "gateway"}
"""The header on errors that Resource Manager makes itself."""

_error = partial(template, ArmError, headers=BY_ARM)


class MethodNotAllowedError(ArmError):
    """405 for a method that a path does not have.

    The body is that of ASP.NET, seen in public issues of providers. Guess: that Resource Manager's
    own paths answer it too.

    Args:
        method: that is not there.
        allowed: those that are.
    """

    def __init__(self, method: str, allowed: Iterable[str]) -> None:
        message = f"The requested resource does not support http method '{method}'."
        super().__init__(405, "MethodNotAllowed", message, {"Allow": ",".join(allowed), **BY_ARM})

    def body(self) -> Any:
        """`{"Message"}`."""
        return {"Message": self.message}


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


authorization_failed = _error(
    403,
    "AuthorizationFailed",
    "The client '{}' with object id '{}' does not have authorization to perform action '{}' over "
    "scope '{}' or the scope is invalid. If access was recently granted, please refresh your "
    "credentials.",
)
subscription_not_found = _error(
    404, "SubscriptionNotFound", "The subscription '{}' could not be found."
)
invalid_subscription = _error(
    400,
    "InvalidSubscriptionId",
    "The provided subscription identifier '{}' is malformed or invalid.",
)
missing_subscription = _error(
    404,
    "MissingSubscription",
    "The request did not have a subscription or a valid tenant level resource provider.",
)
"""Both have been seen in public issues."""
subscription_disabled = _error(
    409,
    "ReadOnlyDisabledSubscription",
    "The subscription '{}' is disabled and therefore marked as read only. You cannot perform any "
    "write actions on this subscription until it is re-enabled.",
)
invalid_namespace = _error(
    404, "InvalidResourceNamespace", "The resource namespace '{}' is invalid."
)
group_not_found = _error(404, "ResourceGroupNotFound", "Resource group '{}' could not be found.")
group_being_deleted = _error(
    409,
    "ResourceGroupBeingDeleted",
    "The resource group '{}' is in deprovisioning state and cannot perform this operation.",
)
group_elsewhere = _error(
    409,
    "InvalidResourceGroupLocation",
    "Invalid resource group location '{}'. The Resource group already exists in location '{}'.",
)
invalid_group = _error(400, "InvalidResourceGroup", "{}")
location_required = _error(
    400, "LocationRequired", "The location property is required for this definition."
)
group_location_unavailable = _error(
    400,
    "LocationNotAvailableForResourceGroup",
    "The provided location '{}' is not available for resource group. "
    "List of available regions is '{}'.",
)
location_unavailable = _error(
    400,
    "LocationNotAvailableForResourceType",
    "The provided location '{}' is not available for resource type '{}'. "
    "List of available regions for the resource type is '{}'.",
)
resource_elsewhere = _error(
    409,
    "InvalidResourceLocation",
    "The resource '{0.name}' already exists in location '{0.location}' in resource group '{1}'. A "
    "resource with the same name cannot be created in location '{2}'. Please select a new resource "
    "name.",
)
resource_not_found = _error(
    404,
    "ResourceNotFound",
    "The Resource '{0.described}' under resource group '{0.group}' was not found. "
    "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
)
"""Of a `ResourceId`; the text is recorded since 2022."""
parent_not_found = _error(
    404,
    "ParentResourceNotFound",
    "Can not perform requested operation on nested resource. Parent resource '{}' not found.",
)
operation_not_found = _error(404, "OperationNotFound", "The operation '{}' could not be found.")
"""Guess: the code."""
missing_api_version = _error(
    400,
    "MissingApiVersionParameter",
    "The api-version query parameter (?api-version=) is required for all requests.",
)
invalid_api_version = _error(
    400,
    "InvalidApiVersionParameter",
    "The api-version '{}' is invalid. The supported versions are '{}'.",
)
no_provider = _error(
    400,
    "NoRegisteredProviderFound",
    "No registered resource provider found for location '{}' and API version '{}' for type '{}'. "
    "The supported api-versions are '{}'. The supported locations are '{}'.",
)
namespace_not_implemented = _error(
    501, "NotImplementedByEmulator", "The emulator does not implement the namespace '{}'."
)
invalid_type = _error(
    404,
    "InvalidResourceType",
    "The resource type could not be found in the namespace '{}' for api version '{}'.",
)
no_such_version = _error(
    404,
    "InvalidResourceType",
    "The resource type '{}' could not be found in the namespace '{}' for api version '{}'. "
    "The supported api-versions are '{}'.",
)
"""These four texts have been seen in public issues."""
unsupported_media_type = _error(
    415,
    "UnsupportedMediaType",
    "The content media type '{}' is not supported. Only 'application/json' is supported.",
)
"""Seen in public issues of the Azure CLI."""
invalid_content = _error(
    400,
    "InvalidRequestContent",
    "The request content was invalid and could not be deserialized: '{}'.",
)
