"""The guard of `management.azure.com`: a token, then a role."""

from dataclasses import dataclass
from datetime import UTC, datetime

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import MANAGEMENT, Entra, Principal
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.throttling import throttle
from azure_emulator.routing import Call, Route

LARGEST_BODY = 4 * 2**20
"""In bytes; code and text are those of azure-api-management-devops-resource-kit#594."""


@dataclass(frozen=True, kw_only=True)
class ArmCall(Call):
    """A call to Azure Resource Manager.

    Args:
        caller: the principal whose token came with it.
    """

    caller: Principal


def token(call: Call, route: Route) -> ArmCall:
    """A bearer token, then the role, then whatever else forbids it.

    Raises:
        ArmError: 401, with the header that names the tenant, 403 AuthorizationFailed, 413, or 429.
    """
    caller = _caller(call)
    _require_tenant(call, caller)
    throttle(call, caller)
    _require_bearable(call)
    if route.action is not None and not _allowed(call, caller, route):
        raise _forbidden(caller, call.request.path, route.action)
    _ask_vetoes(call.cloud, caller, route.action or "", call.request.method, call.request.path)
    for review in call.cloud.state(Access).reviews:
        review(call.request)
    return ArmCall(cloud=call.cloud, request=call.request, caller=caller)


def authorize(cloud: Cloud, caller: Principal, action: str, method: str, path: str) -> None:
    """Hold what a service does for a caller to the rules of a request.

    Raises:
        ArmError: 403 AuthorizationFailed, or whatever else forbids it.
    """
    if not cloud.state(Access).allows(caller, action, path):
        raise _forbidden(caller, path, action)
    _ask_vetoes(cloud, caller, action, method, path)


def _forbidden(caller: Principal, path: str, action: str) -> ArmError:
    scope = _scope(path, action)
    return errors.authorization_failed(caller.client_id, caller.object_id, action, scope)


def _ask_vetoes(cloud: Cloud, caller: Principal, action: str, method: str, path: str) -> None:
    for veto in cloud.state(Access).vetoes:
        veto(caller, action, method, path)


def _require_bearable(call: Call) -> None:
    if len(call.request.body) > LARGEST_BODY:
        raise ArmError(
            413,
            "RequestContentTooLarge",
            "The request content size exceeds the maximum size of 4 MB.",
        )


def _allowed(call: Call, caller: Principal, route: Route) -> bool:
    access, action, path = call.cloud.state(Access), route.action or "", call.request.path
    if route.narrowed:
        subscription = "/".join(path.split("/")[:3])
        return access.allows_within(caller, action, subscription)
    return access.allows(caller, action, path)


def _caller(call: Call) -> Principal:
    cloud, entra, tenant = call.cloud, call.cloud.state(Entra), _tenant_of(call)
    sent = call.request.bearer_token
    if not sent:
        raise _unauthenticated(
            tenant,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
            "The authentication failed because of missing 'Authorization' header.",
        )
    try:
        claims = entra.claims(sent)
        caller = entra.principals[claims["appid"]]
    except (InvalidTokenError, KeyError) as error:
        # The text is a guess: no recording of this answer is known.
        raise _unauthenticated(
            tenant, "InvalidAuthenticationToken", "The access token is invalid."
        ) from error
    if claims["aud"].rstrip("/") not in MANAGEMENT:
        allowed = ",".join(f"'{audience}/','{audience}'" for audience in reversed(MANAGEMENT))
        raise _unauthenticated(
            tenant,
            "InvalidAuthenticationTokenAudience",
            "The access token has been obtained for wrong audience or resource "
            f"'{claims['aud']}'. It should exactly match with one of the allowed audiences "
            f"{allowed}.",
        )
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    if expires <= cloud.now():
        raise expired_token(call, expires)
    return caller


def expired_token(call: Call, expires: datetime) -> ArmError:
    """401: a token that was good until `expires`, as recorded."""
    now = call.cloud.now()
    return _unauthenticated(
        _tenant_of(call),
        "ExpiredAuthenticationToken",
        f"The access token expiry UTC time '{_american(expires)}' is earlier than current UTC "
        f"time '{_american(now)}'.",
        "The access token has expired.",
    )


def _tenant_of(call: Call) -> str:
    """The tenant of the subscription that the path names; without one, the first of the cloud."""
    home = call.cloud.state(ResourceManager).named_in(call.request.path)
    return home.tenant if home else call.cloud.state(Entra).tenant


def _require_tenant(call: Call, caller: Principal) -> None:
    """Refuse a token of another tenant than the subscription's, in the words of many issues."""
    home = call.cloud.state(ResourceManager).named_in(call.request.path)
    tenant = home.tenant if home else caller.tenant
    if tenant != caller.tenant:
        wrong, right = (f"https://sts.windows.net/{each}/" for each in (caller.tenant, tenant))
        raise _unauthenticated(
            tenant,
            "InvalidAuthenticationTokenTenant",
            f"The access token is from the wrong issuer '{wrong}'. It must match the tenant "
            f"'{right}' associated with this subscription. Please use the authority (URL) "
            f"'https://login.windows.net/{tenant}' to get the token. Note, if the subscription is "
            "transferred to another tenant there is no impact to the services, but information "
            "about new tenant could take time to propagate (up to an hour). If you just "
            "transferred your subscription and see this error message, please try back later.",
            "The access token is from the wrong issuer. It must match the tenant associated with "
            "this subscription.",
        )


def _unauthenticated(
    tenant: str, code: str, message: str, description: str | None = None
) -> ArmError:
    authority = f"https://login.windows.net/{tenant}"
    challenge = (
        f'Bearer authorization_uri="{authority}", error="invalid_token", '
        f'error_description="{description or message}"'
    )
    return ArmError(
        401, code, message, {"WWW-Authenticate": challenge, "x-ms-failure-cause": "gateway"}
    )


def _scope(path: str, action: str) -> str:
    scope = path.rstrip("/")
    return scope.rpartition("/")[0] if action.casefold().endswith("/action") else scope


def _american(time: datetime) -> str:
    """As .NET writes a time where the service runs: `8/20/2024 4:48:47 PM`."""
    hour = time.strftime("%I:%M:%S %p").lstrip("0")
    return f"{time.month}/{time.day}/{time.year} {hour}"
