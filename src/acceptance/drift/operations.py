"""Which exchanges are the same operation: names, ids and the version of the interface aside."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from acceptance.azure.bounds import LED_TO
from acceptance.cassettes import player
from acceptance.cassettes.file import Exchange
from acceptance.cassettes.scrubbing import KEY_HEADERS, header_text

HOSTS: Final = (
    (r"management\.azure\.com", "Resource Manager"),
    (r".+\.cognitiveservices\.azure\.com|.+\.api\.cognitive\.microsoft\.com", "Custom Vision"),
    (r".+\.file\.core\.windows\.net", "file share"),
)
"""Hosts by their kind; any other is of the web, whose pages are all one operation."""

HEADERS: Final = ("content-type", "x-ms-failure-cause", LED_TO)
"""The headers of an answer that a grading reads."""

NAMED_AFTER: Final = frozenset({"projects", "iterations", "domains", "prediction"})
"""Segments of Custom Vision's paths after which a name or an id stands."""

SILENCE: Final = "no answer"
"""Where the status of an answer would stand."""

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_VERSION: Final = re.compile(r"v\d[\w.-]*")


@dataclass(frozen=True)
class Operation:
    """What is asked for, of whomever: `GET`, `Resource Manager`, `/subscriptions/{name}`."""

    method: str
    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.host} {self.path}".rstrip()


@dataclass
class Answers:
    """All answers to one operation.

    Attributes:
        by_status: the exchanges by their answers' status, or by `SILENCE`.
        versions: of the interface, as they were asked for.
    """

    by_status: dict[int | str, list[Exchange]] = field(default_factory=dict)
    versions: set[str] = field(default_factory=set)


def last_answers(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """The exchanges that a replay plays: of a repeated request the last one."""
    return list({identity_of(exchange): exchange for exchange in exchanges}.values())


def identity_of(exchange: Exchange) -> player.Identity:
    """What makes a replay take another request for this one."""
    request = exchange["request"]
    keys = (
        (name.lower(), header_text(value))
        for name, value in request["headers"].items()
        if name.lower() in KEY_HEADERS
    )
    body = request["body"] or ""
    return player.identity(request["method"], request["uri"], body, tuple(sorted(keys)))


def by_operation(exchanges: Iterable[Exchange]) -> dict[Operation, Answers]:
    """The exchanges of a cassette by what was asked for."""
    operations: dict[Operation, Answers] = {}
    for exchange in exchanges:
        answers = operations.setdefault(operation_of(exchange["request"]), Answers())
        answers.by_status.setdefault(status_of(exchange), []).append(exchange)
        answers.versions.add(version_of(exchange["request"]["uri"]))
    return operations


def status_of(exchange: Exchange) -> int | str:
    """The status of its answer."""
    if "failed" in exchange:
        return SILENCE
    code: int = exchange["response"]["status"]["code"]
    return code


def operation_of(request: Mapping[str, Any]) -> Operation:
    """What a request asks for."""
    address = urlsplit(request["uri"])
    host = (address.hostname or "").casefold()
    kind = next((kind for pattern, kind in HOSTS if re.fullmatch(pattern, host)), "the web")
    segments = [segment for segment in address.path.casefold().split("/") if segment]
    path = "".join(f"/{segment}" for segment in _TEMPLATES[kind](segments))
    return Operation(request["method"].upper()[:10], kind, path)


def version_of(uri: str) -> str:
    """The version of the interface that is asked for, or ""."""
    address = urlsplit(uri)
    if asked := dict(parse_qsl(address.query)).get("api-version"):
        return asked
    return next(filter(_VERSION.fullmatch, address.path.split("/")), "")


def _of_resource_manager(segments: list[str]) -> list[str]:
    """Types and names take turns, but for the namespace after `providers`; then an action."""
    path: list[str] = []
    is_name = False
    for segment in segments:
        if path[-1:] == ["providers"]:
            path.append(segment)
            is_name = False
        else:
            path.append("{name}" if is_name else segment)
            is_name = not is_name and segment != "providers"
    return path


def _of_custom_vision(segments: list[str]) -> list[str]:
    path: list[str] = []
    for before, segment in zip(["", *segments], segments, strict=False):
        if _VERSION.fullmatch(segment) and before == "customvision":
            path.append("{version}")
        else:
            path.append("{name}" if before in NAMED_AFTER or _ID.fullmatch(segment) else segment)
    return path


def _of_file_share(segments: list[str]) -> list[str]:
    return ["{share}", "{path}"][: len(segments)]


_TEMPLATES: Final[Mapping[str, Callable[[list[str]], list[str]]]] = {
    "Resource Manager": _of_resource_manager,
    "Custom Vision": _of_custom_vision,
    "file share": _of_file_share,
    "the web": lambda _segments: [],
}
