"""Records a live run as vcrpy would: in memory only, until all secrets are scrubbed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from acceptance.azure.bounds import LED_TO
from acceptance.azure.errors import silence_kind
from acceptance.cassettes import scrubbing
from acceptance.cassettes.file import Exchange, Recorded
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.version import suite_version

if TYPE_CHECKING:
    from requests import PreparedRequest, Response
    from vcr.request import Request  # type: ignore[import-untyped]  # published without types

SECRET_VARIABLES = {
    "AZURE_CLIENT_SECRET": "the client secret",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD": "the certificate's password",
    "AZURE_PASSWORD": "the password",
    "AZURE_USERNAME": "the user's name",
    "AZURE_TENANT_ID": "the tenant's id",
    "AZURE_CLIENT_ID": "the client's id",
    "AZURE_SUBSCRIPTION_ID": "the subscription's id",
}
"""Environment variables whose values may stand in no cassette."""

SHORTEST_SECRET = 8
"""Characters; what is shorter would be found in innocent words."""

CLOCK = "management.azure.com"
"""The host whose answers say when a cassette was recorded: no student chooses it."""

RawExchange = tuple["Request", dict[str, Any]]
"""vcrpy's request and response; `{"failed": kind}` if there was no response. Both hold secrets."""


@dataclass
class Recorder:
    """Keeps the exchanges of a run, with all their secrets, in memory.

    It is given what the transport sends, so that signing in, which has a transport of its own, is
    never recorded.

    Attributes:
        answered: when the last answer was given, by its own word; `None` if none says so.
    """

    exchanges: list[RawExchange] = field(default_factory=list, repr=False)
    answered: datetime | None = None

    def record(self, request: PreparedRequest, outcome: Response | Exception) -> None:
        """Keep a request and its answer, or the kind of the silence."""
        from requests import Response
        from vcr.request import Request

        kept = Request(request.method, request.url, request.body, dict(request.headers))
        if not isinstance(outcome, Response):
            self.exchanges.append((kept, {"failed": silence_kind(outcome)}))
            return
        if urlsplit(kept.uri).hostname == CLOCK:
            self.answered = _date(outcome.headers.get("Date", "")) or self.answered
        answer = {
            "status": {"code": outcome.status_code, "message": outcome.reason or ""},
            "headers": dict(outcome.headers),
            "body": {"string": outcome.content},
        }
        self.exchanges.append((kept, answer))


def known_secrets(
    exchanges: Iterable[RawExchange], environment: Mapping[str, str]
) -> dict[str, str]:
    """What may stand in no cassette, and what it is.

    The keys that Azure answered, the tokens and keys that were sent, the subscription, and the
    environment's credentials and identities.
    """
    secrets = {environment.get(name, ""): what for name, what in SECRET_VARIABLES.items()}
    for request, response in exchanges:
        for name, value in request.headers.items():
            if name.lower() in (*scrubbing.KEY_HEADERS, "authorization"):
                sent = scrubbing.header_text(value).rpartition(" ")[2]
                secrets[sent] = f"what was sent as {name}"
        if "body" in response and request.path.casefold().endswith("/listkeys"):
            body = scrubbing.readable(response["body"]["string"] or b"")
            secrets |= dict.fromkeys(_texts(body), "a resource's key")
        if subscription := re.search(r"/subscriptions/([^/]+)", request.path):
            secrets[subscription[1]] = "the subscription's id"
    return {value: what for value, what in secrets.items() if len(value) >= SHORTEST_SECRET}


def _texts(body: str) -> list[str]:
    """The texts in a flat JSON object, of a name that stands in it twice both."""
    try:
        answer = json.loads(body, object_pairs_hook=list)
    except ValueError:
        return []
    pairs = [item for item in answer if isinstance(item, tuple)] if isinstance(answer, list) else []
    return [value for _, value in pairs if isinstance(value, str)]


def scrubbed(exchange: RawExchange, pseudonyms: Pseudonyms) -> Exchange:
    """An exchange as it may stand in a file."""
    sent, received = exchange
    request = {
        "method": sent.method,
        "uri": scrubbing.scrub_text(sent.uri, pseudonyms),
        "headers": scrubbing.scrub_request_headers(sent.headers, pseudonyms),
        "body": scrubbing.scrub_body(scrubbing.readable(sent.body_bytes or b""), pseudonyms)
        or None,
    }
    if "failed" in received:
        return {"request": request, "failed": received["failed"]}
    headers = {name.lower(): scrubbing.header_text(v) for name, v in received["headers"].items()}
    body = scrubbing.readable(received["body"]["string"] or b"")
    status = received["status"]
    kept = scrubbing.scrub_response_headers(headers, pseudonyms)
    if LED_TO in headers:  # A replay has to follow.
        kept[LED_TO] = [scrubbing.scrub_text(headers[LED_TO], pseudonyms)]
    response = {
        "status": {"code": status["code"], "message": status["message"] or ""},
        "headers": kept,
        "body": {"string": scrubbing.scrub_body(body, pseudonyms)},
    }
    return {"request": request, "response": response}


def described(exchanges: list[Exchange], answered: datetime | None = None, **run: Any) -> Recorded:
    """What a cassette says about its run; `run` has the fields that no exchange shows.

    Args:
        answered: when the last answer was given; `None` for now, by this machine's clock.
    """
    versions = {_api_version(exchange["request"]["uri"]) for exchange in exchanges}
    return Recorded(
        at=(answered or datetime.now(UTC)).isoformat(timespec="seconds"),
        against=_service(exchanges),
        suite=suite_version(),
        api_versions=sorted(versions - {""}),
        **run,
    )


def _date(header: str) -> datetime | None:
    """The time in a header `Date`, UTC; `None` if it is none."""
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _service(exchanges: Iterable[Exchange]) -> str:
    responses = [exchange["response"] for exchange in exchanges if "response" in exchange]
    if any("x-emulated-by" in response["headers"] for response in responses):
        return "emulator"
    return "azure" if responses else "unknown"


def _api_version(url: str) -> str:
    address = urlsplit(url)
    vision = re.search(r"/customvision/(v[\w.-]+)/(\w+)", address.path)
    if vision:
        return f"Custom Vision {vision[2].lower()} {vision[1]}"
    provider = re.search(r"/providers/([\w.]+)", address.path)
    version = dict(parse_qsl(address.query)).get("api-version", "")
    return version and f"{provider[1] if provider else 'Microsoft.Resources'} {version}"


def asked_about(exchanges: Iterable[Exchange]) -> str | None:
    """The (pseudonym of the) subscription that a run asked about."""
    urls = (exchange["request"]["uri"] for exchange in exchanges)
    matches = (re.search(r"/subscriptions/([^/?]+)/", url) for url in urls)
    return next((match[1] for match in matches if match), None)
