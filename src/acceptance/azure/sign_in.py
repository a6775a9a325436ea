"""Signing in, on azure-identity's own way to Microsoft Entra: watched, and no longer than allowed.

Imported by live runs only: it needs azure-core at once.
"""

from collections.abc import Callable
from typing import Any

from azure.core.exceptions import AzureError, HttpResponseError
from azure.core.pipeline.transport import RequestsTransport

from acceptance.azure.transport import TIMEOUT


class Impatient(Exception):
    """Microsoft Entra wants to be asked again later than this run can wait."""


class SignInTransport(RequestsTransport):  # type: ignore[misc]  # its package says too little
    """Carries the requests of all credentials; the credentials themselves decide to repeat one.

    Args:
        wait: waits so many seconds, unless the run's patience is at an end; whether it did.

    Attributes:
        trouble: what became of the last request, if it failed: azure-identity keeps but its text.
    """

    def __init__(self, wait: Callable[[float], bool]) -> None:
        super().__init__(connection_timeout=TIMEOUT[0], read_timeout=TIMEOUT[1])
        self.trouble: Exception | None = None
        self._wait = wait

    def send(self, request: Any, **options: Any) -> Any:
        """Send a request, and remember its failure."""
        self.trouble = None
        try:
            response = super().send(request, **options)
        except AzureError as error:
            self.trouble = error
            raise
        if response.status_code >= 400:
            self.trouble = HttpResponseError(response=response)
        return response

    def sleep(self, duration: float) -> None:
        """Wait before a repetition.

        Raises:
            Impatient: that would be too long.
        """
        if not self._wait(duration):
            raise Impatient
