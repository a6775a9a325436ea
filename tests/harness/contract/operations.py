"""The table of all documented operations: served, valid, equal to a recording. Made by a command.

python -m tests.harness.contract.operations docs/operations.md
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from azure_emulator.services import SERVICES
from tests.harness.contract.comparison import KNOWN, differences, fits
from tests.harness.contract.documents import MANAGEMENT, Document, Documents, Operation
from tests.harness.contract.left_out import LEFT_OUT, REFUSED
from tests.harness.contract.recordings import recordings
from tests.harness.scenario import play
from tests.harness.shared_data import azure
from tests.harness.transcript import Exchange

TITLES = {
    "training": "Custom Vision training",
    "prediction": "Custom Vision prediction",
    "cognitiveservices": "Microsoft.CognitiveServices",
    "machineLearningServices": "Microsoft.MachineLearningServices",
    "resources": "Microsoft.Resources",
    "subscriptions": "Subscriptions and tenants",
}
SCOPES = (
    "/subscriptions/x",
    "/subscriptions/x/resourcegroups/x",
    "/subscriptions/x/resourcegroups/x/providers/x/x/x",
)
DATA_PLANE = "westus2.api.cognitive.microsoft.com"

HEAD = """# Operations

Which operations of Microsoft's OpenAPI documents the emulator serves. This page is made by
`make operations`: it runs the emulator's tests, validates each answer against the document of its
version, and compares answers with Microsoft's recorded ones, where there are some.

*Valid*: answers of success were held against the document; some operations are only ever refused.
*Recorded*: recordings of the same exchange that are equal in status, headers, keys and types; one
with a known difference is in brackets (`tests/harness/contract/comparison.py` has the reason).
"""


@dataclass
class Row:
    """One operation in all its versions.

    Args:
        is_valid: whether the scenario got an answer that is as documented.
        equal: the recordings that it equals, in brackets where a difference is known.
    """

    service: str
    id: str
    versions: list[str] = field(default_factory=list)
    is_served: bool = False
    is_valid: bool = False
    equal: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """For patterns."""
        return f"{self.service} {self.id}"


def rows(
    documents: Documents, exchanges: Mapping[str, Exchange], valid: Iterable[str]
) -> list[Row]:
    """All operations, newest names first asked.

    Args:
        exchanges: those of the scenario, by the names of recordings.
        valid: `service version id` of the operations with a valid answer of success.
    """
    valid = set(valid)
    found: dict[Key, Row] = {}
    for document in sorted(documents.all, key=lambda each: each.version):
        for operation in document.operations:
            row = found.setdefault(key_of(operation), Row(operation.service, operation.id))
            # Operations were given other names in newer versions.
            row.id = operation.id.removesuffix("ById")
            row.versions.append(operation.version)
            row.is_valid |= operation.name in valid
            row.is_served |= is_served(document, operation)
    for name, key in recorded(documents, exchanges):
        found[key].equal.append(name)
    return list(found.values())


Key = tuple[str, str, str]


def key_of(operation: Operation) -> Key:
    """What makes operations of several versions one: service, method, path.

    Resource Manager's two generic ways to one resource are one, too.
    """
    path = re.sub("^/customvision/[^/]+", "", operation.template)
    if operation.id.startswith("Resources_") and "/{parentResourcePath}/" in path:
        path = "/{resourceId}"
    return operation.service, operation.method, path


def is_served(document: Document, operation: Operation) -> bool:
    """Whether a route of the emulator is this operation's."""
    is_vision = operation.service in ("training", "prediction")
    host = DATA_PLANE if is_vision else MANAGEMENT
    routes = [
        route
        for service in SERVICES
        if re.fullmatch(service.hosts, host)
        for route in service.routes
    ]
    for template in templates(operation):
        path = re.sub(r"\{\w+\}", "x", template)
        if document.find(operation.method, path) in (operation, None) and any(
            route.match(operation.method, path) is not None and is_own(template, route.pattern)
            for route in routes
        ):
            return True
    return False


def templates(operation: Operation) -> list[str]:
    """The paths of an operation, at each kind of scope that it may be at."""
    if operation.template.startswith("/{scope}/"):
        return [operation.template.replace("/{scope}", scope) for scope in SCOPES]
    return [operation.template.replace("/{resourceId}", SCOPES[-1])]


def is_own(template: str, pattern: str) -> bool:
    """Whether a route names the last fixed word of an operation, and does not just take any."""
    ends = (path.strip("/").split("/")[::-1] for path in (template, pattern))
    pairs = zip(*ends, strict=False)  # A pattern's first word may stand for several.
    last = next((name for word, name in pairs if word[0] != "{" and word != "x"), "{none}")
    return not last.startswith("{")


def recorded(documents: Documents, exchanges: Mapping[str, Exchange]) -> Iterator[tuple[str, Key]]:
    """Each recording of a documented operation, and the operation."""
    folder = azure("recordings")
    for recording in recordings(folder) if folder else ():
        operation = documents.find(recording.request) or documents.generic(recording.request)
        if operation is None or recording.name not in exchanges:
            continue
        lines = set(differences(recording.data, exchanges[recording.name]))
        known = {line for key in KNOWN if fits(key, recording.name) for line in KNOWN[key]}
        if not lines:
            yield f"`{recording.name}`", key_of(operation)
        elif lines <= known:
            yield f"(`{recording.name}`)", key_of(operation)


def page(table: list[Row]) -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *_summary(table), *_tables(table), *_left_out(table)])


def _summary(table: list[Row]) -> Iterator[str]:
    yield "| | operations | served | valid | with an equal recording |"
    yield "|---|---|---|---|---|"
    for service, title in TITLES.items():
        own = [row for row in table if row.service == service]
        served, valid, equal = (
            sum(map(bool, (getattr(row, name) for row in own)))
            for name in ("is_served", "is_valid", "equal")
        )
        yield f"| {title} | {len(own)} | {served} | {valid} | {equal} |"
    yield ""


def _tables(table: list[Row]) -> Iterator[str]:
    for service, title in TITLES.items():
        yield f"## {title}\n"
        yield "| operation | versions | valid | recorded |"
        yield "|---|---|---|---|"
        for row in sorted(table, key=lambda row: row.id):
            if row.service == service and row.is_served:
                refused = REFUSED.get(row.name)
                valid = f"refused: {refused}" if refused else "yes" if row.is_valid else "no"
                versions = ", ".join(sorted(row.versions))
                yield f"| {row.id} | {versions} | {valid} | {', '.join(row.equal)} |"
        yield ""


def _left_out(table: list[Row]) -> Iterator[str]:
    yield "## Left out\n"
    yield "| operations | why |"
    yield "|---|---|"
    for pattern, reason in LEFT_OUT.items():
        service, _, _ = pattern.partition(" ")
        names = sorted(
            row.id for row in table if not row.is_served and fnmatchcase(row.name, pattern)
        )
        yield f"| {TITLES[service]}: {', '.join(names)} | {reason} |"
    yield ""


def reason_of(row: Row) -> str | None:
    """The pattern that says why an operation is not served."""
    return next((key for key in LEFT_OUT if fnmatchcase(row.name, key)), None)


def write(path: Path, documents: Documents, valid: Iterable[str]) -> None:
    """Make the page, playing the scenario for what is recorded."""
    path.write_text(page(rows(documents, play(), valid)), encoding="utf-8")
