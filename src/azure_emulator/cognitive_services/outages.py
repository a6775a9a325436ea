"""What the gateway of the Cognitive Services answers to what is right, when it cannot serve it."""

from http.client import responses

from azure_emulator.cognitive_services import errors
from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.cognitive_services.throttling import rate_exceeded
from azure_emulator.errors import GatewayError, ServiceError
from azure_emulator.routing import Call, Route, retry_after

TEXTS = {
    403: "Out of call volume quota. Quota will be replenished in 12 days.",
    404: "Resource not found",
    500: "Internal server error",
    503: "Service unavailable",
}
"""Guess: that of 500 and 503; those of 403 and 404 have been seen in public issues."""


def outage(call: Call, route: Route | None, status: int, wait: int | None) -> ServiceError:
    """The gateway's error of a status: throttled in the words of what was asked for."""
    if status == 401:
        return errors.wrong_key()
    headers = retry_after(status, wait)
    if status == 429 and route is not None:
        account = call.cloud.state(CognitiveServices).by_host(call.request.host)
        tier = str(((account and account.sku) or {}).get("name", "S0"))
        error = rate_exceeded(call, route, tier, int(headers["Retry-After"]))
        return error
    text = TEXTS.get(status, responses.get(status, "Error"))
    return GatewayError(status, str(status), text, headers)
