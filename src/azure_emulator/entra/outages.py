"""What Microsoft Entra and Graph answer to what is right, when they cannot serve it."""

from http.client import responses
from urllib.parse import parse_qs

from azure_emulator.entra import errors
from azure_emulator.errors import EntraError, ServiceError
from azure_emulator.routing import Call, Route, plain_outage, retry_after

REFUSALS = {
    400: (90013, "invalid_request", "Invalid input received from the user."),
    403: (53003, "access_denied", "Access has been blocked by Conditional Access policies. The "
          "access policy does not allow token issuance."),
    408: (90033, "temporarily_unavailable", "A transient error has occurred. Please try again."),
    429: (90055, "temporarily_unavailable", "The server is busy: there are too many requests."),
    500: (50000, "server_error", "There was an error issuing a token."),
    503: (90033, "temporarily_unavailable", "A transient error has occurred. Please try again."),
    504: (90046, "temporarily_unavailable", "A transient error has occurred. Please try again."),
}  # fmt: skip
"""By status: Entra's number, OAuth's word, the sentence. Numbers from Microsoft's page "Microsoft
Entra authentication and authorization error codes"; guess: which status and sentence go with one.
"""


def outage(call: Call, route: Route | None, status: int, wait: int | None) -> ServiceError:
    """Of Entra an OAuth error; of Graph its own."""
    if call.request.host.startswith("graph."):
        return _graph_outage(call, route, status, wait)
    if status == 401:
        client_id = parse_qs(call.request.body.decode("latin-1")).get("client_id", [""])[0]
        return errors.wrong_secret(call.cloud, client_id)
    # What nobody can wait for is not called transient: as 400, or as 500, in the status's words.
    number, code, _ = REFUSALS[400 if status < 500 else 500]
    own = (number, code, responses.get(status, "Error") + ".")
    number, code, sentence = REFUSALS.get(status, own)
    error = EntraError(
        status,
        code,
        number,
        sentence,
        when=call.cloud.now(),
        trace=call.cloud.new_id(),
        correlation=call.cloud.new_id(),
    )
    error.headers.update(retry_after(status, wait))
    return error


def _graph_outage(call: Call, route: Route | None, status: int, wait: int | None) -> ServiceError:
    if status == 429:
        headers = retry_after(status, wait)
        return ServiceError(status, "TooManyRequests", "Please retry again later.", headers)
    return plain_outage(call, route, status, wait)
