"""Who may pass: tokens and roles at Azure Resource Manager, keys at the Cognitive Services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from azure_emulator.cognitive_services.account import Account
from azure_emulator.entra.state import COGNITIVE_SERVICES, MANAGEMENT, Principal
from azure_emulator.entra.tokens import BadToken
from azure_emulator.errors import ArmError, GatewayError, ServiceError
from azure_emulator.wire import Call, Request, Route

Guard = Callable[[Call, Route], Call]
"""Lets a call pass, with what is now known of its caller, or raises a `ServiceError`."""


def everyone(call: Call, route: Route) -> Call:
    """Nothing is asked for."""
    return call


def token(call: Call, route: Route) -> Call:
    """Azure Resource Manager: a bearer token, then the role.

    Raises:
        ArmError: 401, with the header that names the tenant, or 403 AuthorizationFailed.
    """
    caller = _caller(call)
    if route.action is not None and not _allowed(call, caller, route):
        raise ArmError(
            403,
            "AuthorizationFailed",
            f"The client '{caller.client_id}' with object id '{caller.object_id}' does not have "
            f"authorization to perform action '{route.action}' over scope "
            f"'{_scope(call.request, route.action)}' or the scope is invalid. If access was "
            "recently granted, please refresh your credentials.",
            {"x-ms-failure-cause": "gateway"},
        )
    return replace(call, caller=caller)


@dataclass(frozen=True)
class Key:
    """Custom Vision: a key of an account of the right kind, or a token at the account's own host.

    Args:
        kind: the kind of account whose keys open this service.
        header: the service's own header for the key, besides `Ocp-Apim-Subscription-Key`.
    """

    kind: str
    header: str

    def __call__(self, call: Call, route: Route) -> Call:
        """Find the account.

        Raises:
            GatewayError: 401.
        """
        headers = call.request.headers
        key = headers.get(self.header) or headers.get("ocp-apim-subscription-key")
        if key:
            account = call.cloud.cognitive_services.by_key(call.request.host, key)
            return replace(call, account=self._fitting(account))
        if headers.get("authorization", "").casefold().startswith("bearer "):
            return self._by_token(call, route)
        raise GatewayError(
            401,
            "401",
            # A guess by analogy with other Cognitive Services: not seen on this one.
            "Access denied due to missing subscription key. Make sure to include subscription key "
            "when making requests to an API.",
        )

    def _fitting(self, account: Account | None) -> Account:
        # A multi-service account opens both services.
        if account is None or account.kind not in (self.kind, "CognitiveServices", "AIServices"):
            raise GatewayError(
                401,
                "401",
                "Access denied due to invalid subscription key or wrong API endpoint. Make sure to "
                "provide a valid key for an active subscription and use a correct regional API "
                "endpoint for your resource.",
            )
        return account

    def _by_token(self, call: Call, route: Route) -> Call:
        try:
            claims = call.cloud.entra.claims(_bearer(call.request))
        except BadToken as error:
            raise _Unauthorized() from error
        caller = call.cloud.entra.principals.get(claims["appid"])
        on_time = claims["exp"] > call.cloud.now().timestamp()
        if caller is None or not on_time or claims["aud"].rstrip("/") != COGNITIVE_SERVICES:
            raise _Unauthorized()
        account = self._fitting(call.cloud.cognitive_services.by_host(call.request.host))
        authorization = call.cloud.authorization
        if route.action is not None and not authorization.allows_data(
            caller, route.action, account.id
        ):
            raise GatewayError(
                401,
                "PermissionDenied",
                f"The principal `{caller.object_id}` lacks the required data action "
                f"`{route.action}` to perform `{call.request.method} {call.request.path}` "
                "operation.",
            )
        return replace(call, account=account, caller=caller)


class _Unauthorized(GatewayError):
    """The gateway's answer to a bad token: an envelope of its own."""

    def __init__(self) -> None:
        super().__init__(
            401,
            "401",
            "Unauthorized. Access token is missing, invalid, audience is incorrect "
            f"({COGNITIVE_SERVICES}), or have expired.",
        )

    def body(self) -> dict[str, object]:
        """`{"statusCode", "message"}`."""
        return {"statusCode": self.status, "message": self.message}


def _allowed(call: Call, caller: Principal, route: Route) -> bool:
    authorization, action, path = call.cloud.authorization, route.action or "", call.request.path
    if route.narrowed:
        subscription = "/".join(path.split("/")[:3])
        return authorization.allows_within(caller, action, subscription)
    return authorization.allows(caller, action, path)


def _caller(call: Call) -> Principal:
    cloud = call.cloud
    sent = _bearer(call.request)
    if not sent:
        raise _unauthenticated(
            call,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
            "The authentication failed because of missing 'Authorization' header.",
        )
    try:
        claims = cloud.entra.claims(sent)
        caller = cloud.entra.principals[claims["appid"]]
    except (BadToken, KeyError) as error:
        # The text is a guess: no recording of this answer is known.
        raise _unauthenticated(
            call, "InvalidAuthenticationToken", "The access token is invalid."
        ) from error
    if claims["aud"].rstrip("/") not in MANAGEMENT:
        allowed = ",".join(f"'{audience}/','{audience}'" for audience in reversed(MANAGEMENT))
        raise _unauthenticated(
            call,
            "InvalidAuthenticationTokenAudience",
            "The access token has been obtained for wrong audience or resource "
            f"'{claims['aud']}'. It should exactly match with one of the allowed audiences "
            f"{allowed}.",
        )
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    if expires <= cloud.now():
        raise _unauthenticated(
            call,
            "ExpiredAuthenticationToken",
            f"The access token expiry UTC time '{_american(expires)}' is earlier than current UTC "
            f"time '{_american(cloud.now())}'.",
            "The access token has expired.",
        )
    return caller


def _unauthenticated(
    call: Call, code: str, message: str, description: str | None = None
) -> ServiceError:
    authority = f"https://login.windows.net/{call.cloud.entra.tenant}"
    challenge = (
        f'Bearer authorization_uri="{authority}", error="invalid_token", '
        f'error_description="{description or message}"'
    )
    return ArmError(
        401, code, message, {"WWW-Authenticate": challenge, "x-ms-failure-cause": "gateway"}
    )


def _bearer(request: Request) -> str:
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    return sent.strip() if scheme.casefold() == "bearer" else ""


def _scope(request: Request, action: str) -> str:
    path = request.path.rstrip("/")
    return path.rpartition("/")[0] if action.casefold().endswith("/action") else path


def _american(moment: datetime) -> str:
    """As .NET writes a time where the service runs: `8/20/2024 4:48:47 PM`."""
    hour = moment.strftime("%I:%M:%S %p").lstrip("0")
    return f"{moment.month}/{moment.day}/{moment.year} {hour}"
