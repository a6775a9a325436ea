"""The gateway of the Cognitive Services: keys of accounts, or tokens at an account's own host."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services import errors
from azure_emulator.cognitive_services.account import Account
from azure_emulator.cognitive_services.outages import outage
from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.cognitive_services.throttling import throttle
from azure_emulator.entra.state import COGNITIVE_SERVICES, Entra
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.resource_manager.access import Access
from azure_emulator.routing import Call, Route, Service
from azure_emulator.wire import Request

REGIONAL = r"[a-z0-9]+\.api\.cognitive\.microsoft\.com"
SUBDOMAIN = r"[a-z0-9-]+\.cognitiveservices\.azure\.com"


@dataclass(frozen=True, kw_only=True)
class AccountCall(Call):
    """A call to a Cognitive Service.

    Args:
        account: the account that the key or the host belongs to.
    """

    account: Account


@dataclass(frozen=True)
class Key:
    """Custom Vision: a key of an account of the right kind, or a token at the account's own host.

    Args:
        kind: the kind of account whose keys open this service.
        header: the service's own header for the key, besides `Ocp-Apim-Subscription-Key`.
    """

    kind: str
    header: str

    def __call__(self, call: Call, route: Route) -> AccountCall:
        """Find the account, and see whether it may be asked once more.

        Raises:
            GatewayError: 401 or 429.
        """
        account_call = self._found(call, route)
        throttle(call, route, account_call.account)
        return account_call

    def _found(self, call: Call, route: Route) -> AccountCall:
        headers = call.request.headers
        key = headers.get(self.header) or headers.get("ocp-apim-subscription-key")
        if key:
            account = call.cloud.state(CognitiveServices).by_key(call.request.host, key)
            return self._call(call, account)
        if headers.get("authorization", "").casefold().startswith("bearer "):
            return self._by_token(call, route)
        raise errors.missing_key()

    def _call(self, call: Call, account: Account | None) -> AccountCall:
        # A multi-service account opens both services.
        if account is None or account.kind not in (self.kind, "CognitiveServices", "AIServices"):
            raise errors.wrong_key()
        return AccountCall(cloud=call.cloud, request=call.request, account=account)

    def _by_token(self, call: Call, route: Route) -> AccountCall:
        cloud, request = call.cloud, call.request
        entra = cloud.state(Entra)
        try:
            claims = entra.claims(request.bearer_token)
        except InvalidTokenError as error:
            raise errors.InvalidTokenError(COGNITIVE_SERVICES) from error
        caller = entra.principals.get(claims["appid"])
        on_time = claims["exp"] > cloud.now().timestamp()
        if caller is None or not on_time or claims["aud"].rstrip("/") != COGNITIVE_SERVICES:
            raise errors.InvalidTokenError(COGNITIVE_SERVICES)
        account_call = self._call(call, cloud.state(CognitiveServices).by_host(request.host))
        action, access = route.action, cloud.state(Access)
        if action is not None and not access.allows_data(caller, action, account_call.account.id):
            operation = f"{request.method} {request.path}"
            raise errors.missing_data_action(caller.object_id, action, operation)
        return account_call


def cognitive_service(
    name: str,
    routes: Sequence[Route],
    state: Callable[[Cloud], object],
    guard: Key,
    documented: Callable[[Request], bool],
) -> Service:
    """A service behind the gateway, at the hosts of accounts and of regions.

    Args:
        name: the name of its package.
        routes: tried in order.
        state: the class of what it keeps.
        guard: knows whose key opens it.
        documented: whether Azure has the operation that a request asks for.
    """
    return Service(
        name=name,
        hosts=f"{SUBDOMAIN}|{REGIONAL}",
        routes=routes,
        state=state,
        guard=guard,
        resolves=_resolves,
        documented=documented,
        unknown=_unknown,
        outage=outage,
        headers=lambda request_id, _request: {
            "apim-request-id": request_id,
            "Request-Id": request_id,
        },
    )


def _unknown(call: Call, _allowed: Sequence[str]) -> None:
    """Refuse a path, a version or a method that Custom Vision does not have.

    Of other services' operations, which a multi-service account has too, nothing is known here.

    Raises:
        GatewayError: 404.
    """
    if re.match("/(customvision(/|$)|$)", call.request.path, re.IGNORECASE):
        raise errors.no_such_operation()


def _resolves(cloud: Cloud, host: str) -> bool:
    """A custom subdomain exists only with its account."""
    regional = not host.endswith(".cognitiveservices.azure.com")
    return regional or cloud.state(CognitiveServices).by_host(host) is not None
