"""The one way to Azure for every SDK: what may be asked, how often, for how long.

Signing in is the exception: that is azure-identity's own business, with its own transport.
"""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import requests
from requests.exceptions import ChunkedEncodingError, SSLError, Timeout

from acceptance.azure.bounds import BoundedAdapter
from acceptance.azure.fitting import is_onward
from acceptance.azure.response_schemas import Unreadable, require_schema
from acceptance.pauses import Pauses

Client = TypeVar("Client")

Record = Callable[[requests.PreparedRequest, requests.Response | Exception], None]
"""What is given each request of a run that is recorded, and what became of it."""

TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and seconds between two bytes of an answer."""

PAUSES = (1.0, 3.0)
"""Seconds before each further attempt, where Azure failed or did not answer."""

THROTTLE = 5.0
"""Seconds before each further attempt after a 429 without `Retry-After` (Resource Manager)."""

SHORTEST_PAUSE = 1.0
"""Seconds before any further attempt: an answer may ask for none, for ever."""

MOST_REQUESTS = 500
"""How many requests a run sends, repetitions and pages counted; a usual one sends some 20."""

RUN_SECONDS = 900.0
"""How long a run waits for answers, all in all."""

READING_POSTS: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = (
    (re.compile(r"/subscriptions/.+/Microsoft\.CognitiveServices/accounts/[^/]+/listKeys"), {}),
    (re.compile(r"/+customvision/[^/]+/training/projects/[^/]+/quicktest/url"), {"store": "false"}),
    (re.compile(r"/+customvision/[^/]+/prediction/[^/]+/classify/.+/url/nostore"), {}),
)
"""The POST requests that change and store nothing: path, and the query that makes it so."""


class WriteRefused(Exception):
    """The suite was about to send what is not known to be read-only: a fault of the suite."""


def refuse_writes(method: str, url: str) -> None:
    """Let only a request pass that changes and stores nothing in Azure, and that is encrypted.

    Raises:
        WriteRefused: any other request.
    """
    address = urlsplit(url)
    query = {name.lower(): values[-1].lower() for name, values in parse_qs(address.query).items()}
    reading = method in ("GET", "HEAD") or (
        method == "POST"
        and any(
            path.fullmatch(address.path) and needed.items() <= query.items()
            for path, needed in READING_POSTS
        )
    )
    if address.scheme != "https" or not reading:
        raise WriteRefused(f"{method} {address.scheme}://{address.hostname}{address.path}")


class Endless(Exception):
    """A run that has sent all the requests, or waited all the time, that a run may."""


class Transport(BoundedAdapter):
    """Carries the requests of all SDK clients, and is the only one to repeat any.

    408, 5xx and failed connections are tried twice more, and so is 429 without `Retry-After`; with
    it, 429 is tried as often as the patience that is left allows. All else is answered at once.
    Where pauses are shared, a 429 of such a host is waited for by all, and costs nobody's patience.

    Args:
        patience: seconds that the whole run may spend waiting for Azure to recover.
        sleep: waits that many seconds.
        tell: is told a sentence before each wait.
        record: is given each request and its answer, or why it got none.
        pauses: those that are shared with other gradings; None for none.

    Attributes:
        sent: how many requests were asked for, repetitions not counted.
        emulated: whether the last answer came from the emulator; `None` before the first.
    """

    def __init__(
        self,
        *,
        patience: float = 120.0,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _sentence: None,
        record: Record = lambda _request, _outcome: None,
        pauses: Pauses | None = None,
    ) -> None:
        super().__init__()
        self.pauses = pauses or Pauses(None)
        self.sent = 0
        self.emulated: bool | None = None
        self._links: set[str] = set()
        self._record = record
        self._attempts = MOST_REQUESTS
        self._seconds = RUN_SECONDS
        self._patience = patience
        self._sleep = sleep
        self._tell = tell

    def send(
        self, request: requests.PreparedRequest, *arguments: Any, **options: Any
    ) -> requests.Response:
        """Send the request, wait and repeat as described above; the body is read here, too.

        Raises:
            WriteRefused: the request is not known to be read-only; nothing was sent.
            requests.exceptions.RequestException: no answer, or a torn one.
            TooLarge, TooSlow: an answer that is none of Azure's.
            Endless: the run has asked enough; nothing was sent.
            Unreadable: an answer to something else, or one that leads in a circle.
        """
        refuse_writes(request.method or "", request.url or "")
        self.sent += 1
        try:
            response = self._repeated(request, *arguments, **options)
        except Exception as error:
            self._record(request, error)
            raise
        if response.status_code < 400:
            answer = require_schema(request.url or "", response.status_code, response.content)
            link = answer.get("nextLink") if isinstance(answer, dict) else None
            self._follow(request.url or "", link or "")
        return response

    def _follow(self, url: str, link: str) -> None:
        if link and link in self._links:
            raise Unreadable("pages that lead in a circle")
        if link and not is_onward(url, link):
            raise Unreadable("a page that leads elsewhere")
        self._links.add(link)

    def _repeated(
        self, request: requests.PreparedRequest, *arguments: Any, **options: Any
    ) -> requests.Response:
        pauses, host = iter(PAUSES), urlsplit(request.url or "").hostname or ""
        while True:
            self.pauses.wait(host)
            try:
                response = self._exchange(request, *arguments, **options)
            except SSLError:
                raise
            except (requests.ConnectionError, Timeout, ChunkedEncodingError):
                if not self.wait(next(pauses, None)):
                    raise
            else:
                pause = pause_before_repeating(response, pauses)
                if response.status_code == 429 and self.pauses.begin(host, pause):
                    continue
                if not self.wait(pause):
                    return response

    def _exchange(
        self, request: requests.PreparedRequest, *arguments: Any, **options: Any
    ) -> requests.Response:
        if self._attempts <= 0:
            raise Endless(f"more than {MOST_REQUESTS} requests")
        if self._seconds <= 0:
            raise Endless(f"more than {RUN_SECONDS:.0f} seconds of waiting")
        options["timeout"] = TIMEOUT
        began = time.monotonic()
        self._attempts -= 1
        try:
            response = super().send(request, *arguments, **options)
        finally:
            self._seconds -= time.monotonic() - began
        self._record(request, response)
        self.emulated = "x-emulated-by" in response.headers
        if response.status_code >= 400 and not response.content:
            response._content = b"{}"  # Of nothing at all, msrest cannot even make its exception.
        return response

    def wait(self, seconds: float | None) -> bool:
        """Wait so many seconds, at least one, unless the patience is at an end; whether it did."""
        if seconds is None or (seconds := max(seconds, SHORTEST_PAUSE)) > self._patience:
            return False
        self._patience -= seconds
        self._tell(f"Azure is busy or silent: trying again in {seconds:.0f} s.")
        self._sleep(seconds)
        return True

    def impatient(self) -> "Transport":
        """Another, for what is not Azure's: it records to the same place, and waits for nobody."""
        return Transport(patience=0, record=self._record)

    def unrecorded(self) -> "Transport":
        """Another, for what no cassette holds: it waits as this one, within bounds of its own."""
        return Transport(sleep=self._sleep, tell=self._tell, pauses=self.pauses)

    def session(self) -> requests.Session:
        """A session of its own headers and cookies over this transport."""
        session = requests.Session()
        session.mount("https://", self)
        session.mount("http://", self)
        return session

    def to_resource_manager(self, credential: Any) -> dict[str, Any]:
        """The arguments that make a client of azure-mgmt-* use this transport.

        The policies are named one by one because the clients' own list registers resource providers
        in the subscription (a write, on a 409), retries, and follows redirects with the token.
        """
        from azure.core.pipeline import policies
        from azure.core.pipeline.transport import RequestsTransport

        from acceptance.azure.challenges import ChallengePolicy

        return {
            "transport": RequestsTransport(session=self.session(), session_owner=False),
            "policies": [
                policies.RequestIdPolicy(),
                policies.UserAgentPolicy(),
                policies.ContentDecodePolicy(),
                ChallengePolicy(credential, "https://management.azure.com/.default"),
            ],
        }

    def under(self, client: Client) -> Client:
        """Put this transport under a client of msrest, which keeps a session of its own.

        Of its own it stays: msrest writes the account's key into the session's headers.
        """
        config = client.config  # type: ignore[attr-defined]
        # Each client looks through a list of 500 codes 999 times; the next ones find a set.
        policy = type(config.retry_policy)
        policy.safe_codes = frozenset(policy.safe_codes)
        config.redirect_policy.allow = False
        config.session_configuration_callback = self._mount
        return client

    def _mount(self, session: requests.Session, *_: Any, **options: Any) -> dict[str, Any]:
        session.mount("https://", self)
        session.mount("http://", self)
        return options


def pause_before_repeating(response: requests.Response, pauses: Any) -> float | None:
    """Seconds to wait before the request is repeated; `None` if this answer stands.

    Args:
        pauses: the pauses that are left for failures, taken one by one.
    """
    if response.status_code == 429:
        asked_for = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        return THROTTLE if asked_for is None and next(pauses, None) else asked_for
    if response.status_code == 408 or response.status_code >= 500:
        return next(pauses, None)
    return None


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a `Retry-After` header asks for, in a number or by an HTTP date, if any."""
    if value and re.fullmatch(r"\d{1,9}", value.strip()):
        return float(value)
    try:
        date = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds())
