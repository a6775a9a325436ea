"""What was heard in a live run: kept in memory, scrubbed, and only then fit for a file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from acceptance.cassettes import file, scrubbing
from acceptance.cassettes.file import Exchange, Recorded
from acceptance.cassettes.player import body_text
from acceptance.cassettes.pseudonyms import Pseudonyms, is_id
from acceptance.version import suite_version

if TYPE_CHECKING:
    from requests import PreparedRequest
    from vcr.request import Request  # type: ignore[import-untyped]  # published without types

SIGN_IN_HOSTS = (
    *("login.microsoftonline.com", "login.microsoft.com", "login.windows.net", "sts.windows.net"),
    *("login.microsoftonline.us", "login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
    "169.254.169.254",
)
"""Where tokens come from: Entra ID, and the metadata service of Azure's virtual machines."""

SIGN_IN_ADDRESSES = ("AZURE_AUTHORITY_HOST", "IDENTITY_ENDPOINT", "MSI_ENDPOINT")
"""Environment variables that name one more such place, as azure-identity reads them."""

CREDENTIALS = {
    "AZURE_CLIENT_SECRET": "the client secret",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD": "the certificate's password",
    "AZURE_PASSWORD": "the password",
}
IDENTITIES = {
    "AZURE_USERNAME": "the user's name",
    "AZURE_TENANT_ID": "the tenant's id",
    "AZURE_CLIENT_ID": "the client's id",
    "AZURE_SUBSCRIPTION_ID": "the subscription's id",
}
"""Environment variables whose values may stand in no recording."""

SHORTEST_SECRET = 8
"""Characters; what is shorter would be found in innocent words."""

Heard = tuple["Request", dict[str, Any]]
"""vcrpy's request and response; where nobody answered, `{"failed": why}` for a response."""


@dataclass
class Tape:
    """What vcrpy heard in this run, with all its secrets: in memory only."""

    heard: list[Heard] = field(default_factory=list, repr=False)
    _missed: list[tuple[int, Heard]] = field(default_factory=list, repr=False)
    _running: Sized = field(default=(), repr=False)

    @contextmanager
    def recording(self, path: Path) -> Iterator[None]:
        """The context in which everything but signing in is heard."""
        import vcr  # type: ignore[import-untyped]  # published without types

        recorder = vcr.VCR().use_cassette(
            str(path),
            persister=self,
            record_mode=vcr.mode.ALL,
            before_record_request=not_a_sign_in(os.environ),
        )
        try:
            with recorder as self._running:
                yield
        finally:
            for place, missed in reversed(self._missed):
                self.heard.insert(place, missed)

    def missed(self, asked: PreparedRequest, why: str) -> None:
        """Keep a request that got no answer, in its place among the others."""
        from vcr.request import Request

        request = Request(asked.method, asked.url, asked.body, dict(asked.headers))
        self._missed.append((len(self._running), (request, {"failed": why})))

    def load_cassette(self, _path: str, serializer: Any) -> tuple[list[Any], list[Any]]:
        """Nothing: every recording starts anew."""
        return [], []

    def save_cassette(self, _path: str, exchanges: Mapping[str, Any], serializer: Any) -> None:
        """Keep what was heard; nothing is written here."""
        self.heard = list(zip(exchanges["requests"], exchanges["responses"], strict=True))


def not_a_sign_in(environment: Mapping[str, str]) -> Callable[[Request], Request | None]:
    """What vcrpy asks before it listens: `None` for the requests that it must not hear."""
    named = (urlsplit(environment.get(name, "")).hostname for name in SIGN_IN_ADDRESSES)
    hosts = {*SIGN_IN_HOSTS, *named}
    return lambda request: None if request.host in hosts else request


@dataclass
class Secrets:
    """What is known of a run: value -> what it is.

    `by_value` has what is recognised by its value alone; `by_shape` what also has a shape.
    """

    by_value: dict[str, str] = field(default_factory=dict, repr=False)
    by_shape: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def all(self) -> dict[str, str]:
        """All that may stand in no recording."""
        return {**self.by_shape, **self.by_value}

    def add(self, table: dict[str, str], value: str | None, what: str) -> None:
        """Remember a value, if there is one and it is long enough for a secret."""
        if value and len(value) >= SHORTEST_SECRET:
            table[value] = what


def known_secrets(heard: Iterable[Heard], environment: Mapping[str, str]) -> Secrets:
    """The keys that Azure answered, the tokens and keys sent, who signed in, and where."""
    secrets = Secrets()
    for request, answer in heard:
        for name, value in request.headers.items():
            if name.lower() in (*scrubbing.KEY_HEADERS, "authorization"):
                sent = scrubbing.header_text(value).rpartition(" ")[2]
                secrets.add(secrets.by_value, sent, f"what was sent as {name}")
        if "body" in answer and request.path.casefold().endswith("/listkeys"):
            for key in _texts(scrubbing.readable(answer["body"]["string"] or b"")):
                secrets.add(secrets.by_value, key, "a resource's key")
        found = re.search(r"/subscriptions/([^/]+)", request.path)
        secrets.add(secrets.by_shape, found and found[1], "the subscription's id")
    for name, what in CREDENTIALS.items():
        secrets.add(secrets.by_value, environment.get(name), what)
    for name, what in IDENTITIES.items():
        value = environment.get(name, "")
        shaped = is_id(value)
        secrets.add(secrets.by_shape if shaped else secrets.by_value, value, what)
    return secrets


def _texts(body: str) -> list[str]:
    """The texts in a flat JSON object."""
    try:
        answer = json.loads(body)
    except ValueError:
        return []
    values = answer.values() if isinstance(answer, dict) else ()
    return [value for value in values if isinstance(value, str)]


def scrubbed(heard: Heard, pseudonyms: Pseudonyms) -> Exchange:
    """One exchange as it may stand in a file."""
    request, answer = heard
    asked = file.Request(
        method=request.method,
        url=scrubbing.scrub_text(request.uri, pseudonyms),
        headers=scrubbing.scrub_request_headers(request.headers, pseudonyms),
        body=scrubbing.scrub_body(body_text(request.body), pseudonyms),
    )
    if failed := answer.get("failed"):
        return Exchange(asked, None, failed)
    headers = {name.lower(): scrubbing.header_text(v) for name, v in answer["headers"].items()}
    encoding = headers.get("content-encoding", "")
    body = scrubbing.readable(answer["body"]["string"] or b"", encoding)
    return Exchange(
        asked,
        file.Response(
            status=answer["status"]["code"],
            reason=answer["status"]["message"] or "",
            headers=scrubbing.scrub_response_headers(headers, pseudonyms),
            body=scrubbing.scrub_body(body, pseudonyms),
        ),
    )


def described(
    exchanges: list[Exchange],
    options: Mapping[str, Any],
    *,
    complete: bool,
    sign_in: Mapping[str, str] | None = None,
    notebook_sha256: str = "",
) -> Recorded:
    """What the recording says of itself."""
    return Recorded(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        against=_asked(exchanges),
        suite=suite_version(),
        api_versions=sorted({_api_version(each.request.url) for each in exchanges} - {""}),
        complete=complete,
        options=options,
        sign_in=sign_in or {},
        notebook_sha256=notebook_sha256,
    )


def _asked(exchanges: Iterable[Exchange]) -> str:
    answers = [exchange.response for exchange in exchanges if exchange.response]
    if any("x-emulated-by" in answer.headers for answer in answers):
        return "emulator"
    return "azure" if answers else "unknown"


def _api_version(url: str) -> str:
    address = urlsplit(url)
    vision = re.search(r"/customvision/(v[\w.-]+)/(\w+)", address.path)
    if vision:
        return f"Custom Vision {vision[2].lower()} {vision[1]}"
    provider = re.search(r"/providers/([\w.]+)", address.path)
    version = dict(parse_qsl(address.query)).get("api-version", "")
    return version and f"{provider[1] if provider else 'Microsoft.Resources'} {version}"


def asked_about(exchanges: Iterable[Exchange]) -> str | None:
    """The (stand-in of the) subscription that a run asked about."""
    urls = (exchange.request.url for exchange in exchanges)
    found = (re.search(r"/subscriptions/([^/?]+)/", url) for url in urls)
    return next((match[1] for match in found if match), None)
