"""Signing in, on azure-identity's own way to Microsoft Entra: watched, and no longer than allowed.

Imported by live runs only: it needs azure-identity at once.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    ServiceResponseError,
)
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import CredentialUnavailableError, DefaultAzureCredential

from acceptance.azure.attempts import Attempt, attempt
from acceptance.azure.bounds import BoundedAdapter, TooLarge, TooSlow
from acceptance.azure.transport import TIMEOUT, retry_after
from acceptance.pauses import Pauses


class Impatient(Exception):
    """Microsoft Entra wants to be asked again later than this run can wait."""


class SignInTransport(RequestsTransport):  # type: ignore[misc]  # its package says too little
    """Carries the requests of all credentials; the credentials themselves decide to repeat one.

    Args:
        wait: waits so many seconds, unless the run's patience is at an end; whether it did.
        pauses: those that are shared with other gradings; None for none.

    Attributes:
        trouble: what became of the last request, if it failed: azure-identity keeps but its text.
    """

    def __init__(self, wait: Callable[[float], bool], pauses: Pauses | None = None) -> None:
        session = requests.Session()
        for scheme in ("https://", "http://"):
            session.mount(scheme, BoundedAdapter())
        super().__init__(session=session, connection_timeout=TIMEOUT[0], read_timeout=TIMEOUT[1])
        self.trouble: Exception | None = None
        self._wait = wait
        self._pauses = pauses or Pauses(None)
        self._paused = False

    def send(self, request: Any, **options: Any) -> Any:
        """Send a request, and remember its failure."""
        self.trouble = None
        host = urlsplit(request.url).hostname or ""
        self._pauses.wait(host)
        try:
            response = super().send(request, **options)
        except (TooLarge, TooSlow) as error:
            self.trouble = ServiceResponseError(str(error), error=error)
            raise self.trouble from error
        except AzureError as error:
            self.trouble = error
            raise
        if response.status_code >= 400:
            self.trouble = HttpResponseError(response=response)
        if response.status_code == 429:
            asked_for = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            self._paused = self._pauses.begin(host, asked_for)
        return response

    def sleep(self, duration: float) -> None:
        """Wait before a repetition, unless it waits in a shared pause.

        Raises:
            Impatient: that would be too long.
        """
        paused, self._paused = self._paused, False
        if not paused and not self._wait(duration):
            raise Impatient


class Watched:
    """One kind of credential, whose failure is noted; azure-identity's chain asks it.

    Args:
        kind: the credential.
        ask: is called with what asks it for a token, and its name.
        tenant: the directory to sign in to, if one is named.
    """

    def __init__(self, kind: Any, ask: Callable[..., Any], tenant: str | None) -> None:
        self._kind = kind
        self._ask = ask
        self._tenant = {"tenant_id": tenant} if tenant else {}
        self._credential_name = getattr(kind, "_credential_name", type(kind).__name__)

    def get_token_info(self, *scopes: str, options: Any = None) -> Any:
        """A token, in the directory that is named.

        Raises:
            ClientAuthenticationError: there is none.
        """
        options = {**(options or {}), **self._tenant}
        return self._ask(
            lambda: self._kind.get_token_info(*scopes, options=options), self._credential_name
        )

    def __enter__(self) -> "Watched":
        """Open what the credential holds."""
        self._kind.__enter__()
        return self

    def __exit__(self, *reason: object) -> None:
        """Close what the credential holds."""
        self._kind.__exit__(*reason)

    def close(self) -> None:
        """The same."""
        self.__exit__(None, None, None)


class Credentials:
    """All kinds of credentials that azure-identity tries, and what came of each.

    Args:
        transport: carries their requests.
        tenant: the directory to sign in to; `None` leaves it to each credential.
        seconds: how long `az` and the like may take for a token.

    Attributes:
        chain: the credential for the SDKs' clients.
        attempts: those that gave no token when they were last asked, in order.

    Raises:
        ValueError: a variable of the environment has a value that azure-identity does not take.
    """

    def __init__(self, transport: SignInTransport, tenant: str | None, seconds: float) -> None:
        self.attempts: list[Attempt] = []
        self._transport = transport
        self._seconds = seconds
        with _variable("AZURE_TENANT_ID", tenant):
            self.chain = DefaultAzureCredential(transport=transport, process_timeout=seconds)
        self.chain.credentials = tuple(
            Watched(kind, self._ask, tenant) for kind in self.chain.credentials
        )

    def _ask(self, ask: Callable[[], Any], name: str) -> Any:
        self._transport.trouble = None
        try:
            return ask()
        except CredentialUnavailableError as error:
            self._note(name, error)
            raise
        except Exception as error:
            # azure-identity's own holds the response of Entra's, which is told of by the transport.
            plain = ClientAuthenticationError(message=str(error))
            plain.__cause__ = self._transport.trouble or error
            self._note(name, plain)
            raise

    def _note(self, name: str, error: Exception) -> None:
        made = attempt(name, error, self._seconds)
        self.attempts = [*(each for each in self.attempts if each.name != made.name), made]


@contextmanager
def _variable(name: str, value: str | None) -> Iterator[None]:
    """An environment variable that has this value for the moment, if there is one."""
    before = os.environ.get(name)
    if value is not None:
        os.environ[name] = value
    try:
        yield
    finally:
        if before is not None:
            os.environ[name] = before
        elif value is not None:
            del os.environ[name]
