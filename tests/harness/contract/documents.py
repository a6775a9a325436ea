"""Which operation of Microsoft's OpenAPI documents a request is, in the version it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from azure_emulator.wire import Request
from tests.harness.contract.schemas import Check, Node, compiled, contents

MANAGEMENT = "management.azure.com"

_VISION = re.compile(r"/customvision/(?P<version>v[^/]+)/(?P<service>training|prediction)/", re.I)

_RESOURCE = re.compile(
    r"/subscriptions/[^/]+/resourcegroups/[^/]+/providers/(?!microsoft\.(authorization|resources)/)"
    r"[^/]+(/[^/]+/[^/]+)+",
    re.IGNORECASE,
)
"""A resource in a group, whose type is none of Resource Manager's own."""

GENERIC = ("{resourceId}", "{scope}", "{parentResourcePath}")
"""Arguments that stand for several segments: Resource Manager's generic operations."""


@dataclass(frozen=True)
class Operation:
    """One operation of a document.

    Args:
        version: of the document.
        template: the path, with the document's base.
        parameters: of the path and the operation, references resolved.
    """

    document: Path
    service: str
    version: str
    id: str
    method: str
    template: str
    data: dict[str, Any] = field(hash=False, compare=False)
    parameters: tuple[dict[str, Any], ...] = field(hash=False, compare=False)

    @property
    def name(self) -> str:
        """For people: the service, the version, the operation."""
        return f"{self.service} {self.version} {self.id}"

    @cached_property
    def answers(self) -> dict[str, Check | None]:
        """By status or `default`: the check of the body, `None` if there is none."""
        node = Node(self.document, {})
        return {
            status: compiled(node.child(response["schema"])) if "schema" in response else None
            for status, response in self.data["responses"].items()
        }

    @cached_property
    def body(self) -> Check | None:
        """The check of what is sent."""
        for parameter in self.parameters:
            if parameter["in"] == "body":
                return compiled(Node(self.document, parameter["schema"]), sent=True)
        return None

    @cached_property
    def query(self) -> dict[str, dict[str, Any]]:
        """The query's parameters, by name."""
        return {each["name"]: each for each in self.parameters if each["in"] == "query"}


@dataclass
class _Branch:
    fixed: dict[str, _Branch] = field(default_factory=dict)
    open: _Branch | None = None
    operations: dict[str, Operation] = field(default_factory=dict)

    def grown(self, segment: str) -> _Branch:
        if segment.startswith("{"):
            self.open = self.open or _Branch()
            return self.open
        return self.fixed.setdefault(segment.casefold(), _Branch())

    def find(self, segments: list[str], start: int = 0) -> Iterator[_Branch]:
        if start == len(segments):
            yield self
            return
        for branch in (self.fixed.get(segments[start]), self.open):
            if branch is not None:
                yield from branch.find(segments, start + 1)


class Document:
    """The operations of one file, found by the words of their paths."""

    def __init__(self, path: Path, service: str, version: str) -> None:
        self.path, self.service, self.version = path, service, version
        self._tree = _Branch()

    @cached_property
    def operations(self) -> list[Operation]:
        """All of them."""
        return list(self._read())

    @cached_property
    def tree(self) -> _Branch:
        """The operations without generic ones."""
        for operation in self.operations:
            if not any(name in operation.template for name in GENERIC):
                branch = self._tree
                for segment in operation.template.strip("/").split("/"):
                    branch = branch.grown(segment)
                branch.operations[operation.method] = operation
        return self._tree

    def find(self, method: str, path: str) -> Operation | None:
        """The operation that a call is."""
        segments = path.strip("/").casefold().split("/")
        for branch in self.tree.find(segments):
            if method in branch.operations:
                return branch.operations[method]
        scoped = (regex for regex in self.scoped if regex.fullmatch(path.rstrip("/")))
        return next((found for regex in scoped if (found := self.scoped[regex].get(method))), None)

    @cached_property
    def scoped(self) -> dict[re.Pattern[str], dict[str, Operation]]:
        """The operations at any scope, by their paths and methods."""
        found: dict[re.Pattern[str], dict[str, Operation]] = {}
        for operation in self.operations:
            if operation.template.startswith("/{scope}/"):
                rest = re.sub(
                    r"\{\w+\}", "[^/]+", operation.template[len("/{scope}") :].rstrip("/")
                )
                regex = re.compile(f"/.+{rest}", re.IGNORECASE)
                found.setdefault(regex, {})[operation.method] = operation
        return found

    def _read(self) -> Iterator[Operation]:
        document = contents(self.path)
        for template, methods in document["paths"].items():
            common = methods.get("parameters", ())
            for method, data in methods.items():
                if method != "parameters":
                    node = Node(self.path, {})
                    given = (*common, *data.get("parameters", ()))
                    yield Operation(
                        document=self.path,
                        service=self.service,
                        version=self.version,
                        id=data["operationId"],
                        method=method.upper(),
                        template=document.get("basePath", "") + template,
                        data=data,
                        parameters=tuple(node.child(each).resolved().schema for each in given),
                    )


class Documents:
    """All documents, by service and version.

    Args:
        root: the folder `specification` of azure-rest-api-specs.
    """

    def __init__(self, root: Path) -> None:
        self.all = [
            Document(path, *_labels(path))
            for path in sorted(root.glob("**/*.json"))
            if not {"examples", "common-types"} & set(path.parts)
        ]

    def find(self, request: Request) -> Operation | None:
        """The operation that a request is, in its version's document or the nearest one."""
        vision = _VISION.match(request.path)
        if vision:
            service, version = vision["service"].casefold(), vision["version"].casefold()
            documents = [
                each for each in self.all if (each.service, each.version) == (service, version)
            ]
        elif request.host == MANAGEMENT:
            documents = self._nearest(request.parameter("api-version") or "")
        else:
            return None
        found = (each.find(request.method, request.path) for each in documents)
        return next(filter(None, found), None)

    def any_version(self, method: str, path: str) -> set[tuple[str, str]]:
        """The service and the id of each operation that a call is in any version."""
        found = set()
        for document in self.all:
            version = f"/customvision/{document.version}/"
            own = re.sub("/customvision/[^/]+/", version, re.sub("/+", "/", path), flags=re.I)
            if operation := document.find(method, own):
                found.add((document.service, operation.id))
        return found

    def generic(self, request: Request) -> Operation | None:
        """The generic operation on a resource of a type that has no document."""
        if request.host != MANAGEMENT or not _RESOURCE.fullmatch(request.path):
            return None
        for document in self._nearest(request.parameter("api-version") or ""):
            for operation in document.operations:
                if operation.id.endswith("ById") and operation.method == request.method:
                    return operation
        return None

    def _nearest(self, version: str) -> list[Document]:
        services = dict.fromkeys(
            each.service for each in self.all if each.service not in ("training", "prediction")
        )
        return [_closest([e for e in self.all if e.service == name], version) for name in services]


def _closest(documents: list[Document], version: str) -> Document:
    """The document of a version; else the newest before it, else the oldest."""
    ordered = sorted(documents, key=lambda each: each.version)
    before = [each for each in ordered if each.version <= version]
    return before[-1] if before else ordered[0]


def _labels(path: Path) -> tuple[str, str]:
    version, name = path.parent.name, path.stem
    return {"Training": "training", "Prediction": "prediction"}.get(name, name), version
