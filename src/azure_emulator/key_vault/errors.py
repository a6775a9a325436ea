"""What Key Vault refuses, in the words of public issues; some have an inner error."""

from typing import Any

from azure_emulator.entra.state import Principal
from azure_emulator.errors import ServiceError, template
from azure_emulator.resource_manager.resource import Resource

HELP = "For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid="


class KeyVaultError(ServiceError):
    """An error of Key Vault; `inner` is the code of its inner error, if it has one."""

    inner = ""

    def body(self) -> Any:
        """Nested, and the inner error beside the message."""
        inner = {"innererror": {"code": self.inner}} if self.inner else {}
        return {"error": {"code": self.code, "message": self.message, **inner}}


def unauthorized(tenant: str, message: str) -> KeyVaultError:
    """401, whose header says where to get which token."""
    challenge = (
        f'Bearer authorization="https://login.microsoftonline.com/{tenant}", '
        'resource="https://vault.azure.net"'
    )
    return KeyVaultError(401, "Unauthorized", message, {"WWW-Authenticate": challenge})


def forbidden_by_role(caller: Principal, action: str, vault: Resource, what: str) -> KeyVaultError:
    """403: no role of the caller has the action."""
    return _forbidden(
        "ForbiddenByRbac",
        "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny "
        "assignments or role definitions were changed recently, please observe propagation time."
        f"\r\nCaller: {_caller(caller)}\r\nAction: '{action}'\r\nResource: '{vault.id.lower()}"
        f"{what}'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: "
        f"'DeniedWithNoValidRBAC' \r\nVault: {vault.name};location={vault.location}\r\n",
    )


def forbidden_by_policy(caller: Principal, permission: str, vault: Resource) -> KeyVaultError:
    """403: no access policy of the vault names the caller with the permission."""
    return _forbidden(
        "ForbiddenByPolicy",
        f"The user, group or application '{_caller(caller)}' does not have secrets {permission} "
        f"permission on key vault '{vault.name};location={vault.location}'. {HELP}2125287",
    )


def disabled() -> KeyVaultError:
    """403: the secret is disabled."""
    return _forbidden("SecretDisabled", "Operation get is not allowed on a disabled secret.")


secret_not_found = template(
    KeyVaultError,
    404,
    "SecretNotFound",
    "A secret with (name/id) {} was not found in this key vault. If you recently deleted this "
    f"secret you may be able to recover it using the correct recovery command. {HELP}2125182",
)
bad_parameter = template(KeyVaultError, 400, "BadParameter", "{}")
"""The texts are guesses."""


def _forbidden(inner: str, message: str) -> KeyVaultError:
    error = KeyVaultError(403, "Forbidden", message)
    error.inner = inner
    return error


def _caller(caller: Principal) -> str:
    issuer = f"https://sts.windows.net/{caller.tenant}/"
    return f"appid={caller.client_id};oid={caller.object_id};iss={issuer}"
