"""What Graph tells of principals, applications, users and tenants, as JSON."""

import uuid
from typing import Any

from azure_emulator.entra.directory import KEPT, User
from azure_emulator.entra.state import Principal

PROPERTIES: dict[str, set[str]] = {
    "servicePrincipal": {
        "id", "deletedDateTime", "accountEnabled", "alternativeNames", "appDisplayName", "appId",
        "appOwnerOrganizationId", "appRoles", "displayName", "servicePrincipalNames",
        "servicePrincipalType", "signInAudience", "tags",
    },
    "application": {
        "id", "deletedDateTime", "appId", "displayName", "identifierUris", "keyCredentials",
        "passwordCredentials", "publisherDomain", "signInAudience", "tags",
    },
    "user": {*KEPT, "id"},
    "organization": {
        "id", "countryLetterCode", "displayName", "tenantType", "verifiedDomains",
    },
    "group": {"id", "displayName", "mailNickname", "securityEnabled"},
}  # fmt: skip
"""The properties of each kind that can be filtered and selected."""


def service_principal(principal: Principal) -> dict[str, Any]:
    """A service principal."""
    return {
        "id": principal.object_id,
        "deletedDateTime": None,
        "accountEnabled": True,
        "alternativeNames": [],
        "appDisplayName": principal.name,
        "appId": principal.client_id,
        "appOwnerOrganizationId": principal.tenant,
        "appRoles": [],
        "displayName": principal.name,
        "servicePrincipalNames": [principal.client_id],
        "servicePrincipalType": "Application",
        "signInAudience": "AzureADMyOrg",
        "tags": [],
    }


def application(principal: Principal, domain: str) -> dict[str, Any]:
    """The application of a service principal, which has an id of its own; no secret is told."""
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, principal.client_id)),
        "deletedDateTime": None,
        "appId": principal.client_id,
        "displayName": principal.name,
        "identifierUris": [],
        "keyCredentials": [],
        "passwordCredentials": [],
        "publisherDomain": domain,
        "signInAudience": "AzureADMyOrg",
        "tags": [],
    }


def user(user: User) -> dict[str, Any]:
    """A user: the properties that Graph tells unasked, and those that were given."""
    unasked = dict.fromkeys(KEPT[:10]) | {"businessPhones": []}
    return {**unasked, **user.properties, "id": user.id}


def organization(tenant: str, name: str, domain_name: str) -> dict[str, Any]:
    """A tenant."""
    domain = {
        "capabilities": "Email, OfficeCommunicationsOnline",
        "isDefault": True,
        "isInitial": True,
        "name": domain_name,
        "type": "Managed",
    }
    return {
        "id": tenant,
        "countryLetterCode": "US",
        "displayName": name,
        "tenantType": "AAD",
        "verifiedDomains": [domain],
    }
