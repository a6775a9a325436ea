"""The guard of a vault: a token of its tenant, then a role or an access policy."""

from dataclasses import dataclass
from typing import Any

from azure_emulator.entra.state import VAULT, Entra, Principal
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.key_vault import errors
from azure_emulator.key_vault.state import KeyVault
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.resource import Resource
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.routing import Call, Route

ACTIONS = "Microsoft.KeyVault/vaults/secrets/"
PERMISSIONS = {"getSecret": "get", "setSecret": "set", "readMetadata": "list"}
"""What an access policy calls the data actions of roles."""


@dataclass(frozen=True, kw_only=True)
class VaultCall(Call):
    """A call to a vault.

    Args:
        vault: the vault whose host was called.
    """

    vault: Resource


def signed_in(call: Call, route: Route) -> VaultCall:
    """A bearer token for Key Vault, then what the vault goes by: roles, or access policies.

    Raises:
        KeyVaultError: 401, with the challenge by which clients find the tenant, or 403.
    """
    vault = call.cloud.state(KeyVault).at_host(call.request.host)
    if vault is None:  # Its name has ceased to resolve since the connection was made.
        raise ConnectionResetError
    caller, action = _caller(call, vault), route.action or ""
    if vault.properties.get("enableRbacAuthorization") is True:
        if not call.cloud.state(Access).allows_data(caller, action, vault.id):
            secret = "/".join(call.request.path.split("/")[:3]).lower()
            raise errors.forbidden_by_role(caller, action, vault, secret)
    elif not _in_policy(vault, caller, permission := PERMISSIONS[action.split("/")[-2]]):
        raise errors.forbidden_by_policy(caller, permission, vault)
    return VaultCall(cloud=call.cloud, request=call.request, vault=vault)


def _caller(call: Call, vault: Resource) -> Principal:
    """Who asks. Guess: the texts for no token, for one that cannot be read, and for an old one."""
    cloud, entra = call.cloud, call.cloud.state(Entra)
    tenant = cloud.state(ResourceManager).subscription(vault.path.subscription).tenant
    sent = call.request.bearer_token
    if not sent:
        message = "AKV10000: Request is missing a Bearer or PoP token."
        raise errors.unauthorized(tenant, message)
    try:
        claims = entra.claims(sent)
        caller = entra.principals[claims["appid"]]
    except (InvalidTokenError, KeyError) as error:
        raise errors.unauthorized(tenant, "AKV10001: Unable to parse JWT token.") from error
    if claims["aud"] != VAULT:
        message = f"AKV10022: Invalid audience. Expected {VAULT}, found: {claims['aud']}."
        raise errors.unauthorized(tenant, message)
    if caller.tenant != tenant:
        right, wrong = (f"https://sts.windows.net/{each}/" for each in (tenant, caller.tenant))
        message = f"AKV10032: Invalid issuer. Expected one of {right}, found {wrong}."
        raise errors.unauthorized(tenant, message)
    if claims["exp"] <= cloud.now().timestamp():
        raise errors.unauthorized(tenant, "AKV10021: The token has expired.")
    return caller


def _in_policy(vault: Resource, caller: Principal, permission: str) -> bool:
    return any(
        policy.get("objectId") == caller.object_id and {permission, "all"} & _permissions(policy)
        for policy in vault.properties.get("accessPolicies") or ()
        if isinstance(policy, dict)
    )


def _permissions(policy: dict[str, Any]) -> set[str]:
    return {str(each).casefold() for each in (policy.get("permissions") or {}).get("secrets") or ()}
