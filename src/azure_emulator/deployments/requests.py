"""The requests that a deployment sends: through the same door as everybody's, as its caller.

So each resource is made by its own service, with the roles, rules and errors of any request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from azure_emulator.cloud import Cloud
from azure_emulator.deployments.errors import OperationFailedError
from azure_emulator.entra.state import MANAGEMENT, Entra, Principal
from azure_emulator.wire import Request, Response

HOST = "management.azure.com"


class Requests:
    """Sends requests of one principal.

    Args:
        token: a bearer token of the principal, for Resource Manager.
    """

    def __init__(self, cloud: Cloud, caller: Principal) -> None:
        self._cloud = cloud
        self._token = cloud.state(Entra).token_of(caller, MANAGEMENT[0]).text

    def send(self, method: str, path: str, version: str, body: Any = None) -> Response:
        """The answer to a request, whatever it says."""
        content = b"" if body is None else json.dumps(body).encode()
        return self._send(method, f"https://{HOST}{path}?api-version={version}", content)

    def follow(self, url: str) -> Response:
        """The answer to a question how an operation gets on."""
        return self._send("GET", url, b"")

    def ask(self, method: str, path: str, version: str, body: Any = None) -> Any:
        """What an answer holds.

        Raises:
            OperationFailedError: it is an error.
        """
        response = self.send(method, path, version, body)
        if response.status >= 400:
            raise OperationFailedError(response.status, error_of(response))
        return data_of(response)

    def _send(self, method: str, url: str, content: bytes) -> Response:
        parts = urlsplit(url)
        headers = {
            "authorization": f"Bearer {self._token}",
            "content-type": "application/json",
        }
        target = f"{parts.path}?{parts.query}"
        request = Request.parse(method, parts.hostname or HOST, target, headers, content)
        return sent(self._cloud, request)


def sent(cloud: Cloud, request: Request) -> Response:
    """The answer of another service; what breaks off is one that says so."""
    try:
        return cloud.ask(request)
    except (ConnectionError, TimeoutError):
        message = "The resource provider did not answer."
        return Response(503, {"error": {"code": "ServiceUnavailable", "message": message}})


def data_of(response: Response) -> Any:
    """The JSON data of an answer, if it holds any."""
    if not isinstance(response.body, bytes):
        return response.body
    try:
        return json.loads(response.body)
    except ValueError:
        return None


def error_of(response: Response) -> Mapping[str, Any]:
    """The error that an answer holds, in any of Azure's forms."""
    data = data_of(response)
    error = data.get("error", data) if isinstance(data, dict) else None
    if isinstance(error, dict) and "code" in error:
        return error
    return {"code": str(response.status), "message": "The resource provider sent no error."}
