"""What Azure Resource Manager answers to what is right, when it cannot serve it."""

import re
from http.client import responses

from azure_emulator.entra.state import Entra
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.errors import ArmError, ServiceError
from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.guard import expired_token
from azure_emulator.resource_manager.throttling import KINDS, requests_exceeded, subscription_in
from azure_emulator.routing import Call, Route, retry_after

REFUSALS = {
    409: ("Conflict", "Another operation is in progress on the selected resource."),
    500: ("InternalServerError", "Encountered internal server error."),
    502: ("BadGatewayConnection", "The network connectivity issue encountered for '{}'; cannot "
          "fulfill the request."),
    503: ("ServerTimeout", "The request timed out."),
    504: ("GatewayTimeout", "The gateway did not receive a response from '{}' within the specified "
          "time period."),
}  # fmt: skip
"""By status: the code, and the message, with the resource provider's name. Seen in public issues;
guess: that of 409, and which code goes with 503."""


def outage(call: Call, route: Route | None, status: int, wait: int | None) -> ServiceError:
    """Resource Manager's error of a status: refused or throttled with who asked for what."""
    headers = retry_after(status, wait)
    path, actor = call.request.path, _actor(call)
    if status == 429:
        kind = KINDS.get(call.request.method, ("write",))[0]
        seconds = int(headers["Retry-After"])
        return requests_exceeded(kind, subscription_in(path), actor, seconds)
    if status == 403:
        action = (route.action if route else None) or "Microsoft.Resources/subscriptions/read"
        return errors.authorization_failed(actor, actor, action, path)
    if status == 401:  # Recorded: the two times of an expired token can be the same.
        error = expired_token(call, call.cloud.now())
        error.headers.update(headers)
        return error
    phrase = responses.get(status, "Error")
    code, message = REFUSALS.get(status, (phrase.title().replace(" ", ""), f"{phrase}."))
    provider = re.search(r"/providers/([^/]+)", path, re.IGNORECASE)
    message = message.format(provider[1] if provider else "Microsoft.Resources")
    return ArmError(status, code, message, {**headers, **errors.BY_ARM})


def _actor(call: Call) -> str:
    try:
        return str(call.cloud.state(Entra).claims(call.request.bearer_token)["oid"])
    except InvalidTokenError:
        return ""
