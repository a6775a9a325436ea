"""What the file service answers to what is right, when it cannot serve it."""

from http.client import responses

from azure_emulator.errors import ServiceError
from azure_emulator.file_shares.errors import FileServiceError
from azure_emulator.routing import Call, Route, retry_after

REFUSALS = {
    500: ("InternalError", "Server encountered an internal error. Please try again after some "
          "time."),
    503: ("ServerBusy", "The server is currently unable to receive requests. Please retry your "
          "request."),
}  # fmt: skip
"""By status, of Microsoft's page "Common REST API error codes"."""


def outage(call: Call, _route: Route | None, status: int, wait: int | None) -> ServiceError:
    """The service's error of a status, as XML."""
    phrase = responses.get(status, "Error")
    code, message = REFUSALS.get(status, (phrase.title().replace(" ", ""), f"{phrase}."))
    headers = retry_after(status, wait)
    return FileServiceError(call.cloud, status, code, message, headers=headers)
