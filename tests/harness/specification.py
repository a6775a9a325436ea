"""Microsoft's OpenAPI documents: which operation a path is, and what its answers must be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# Its types are a package of their own, not worth a dependency for one file.
from jsonschema import (  # type: ignore[import-untyped]
    Draft4Validator,
    FormatChecker,
    ValidationError,
)
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from tests.harness.transcript import Exchange

MANAGEMENT = (
    "cognitiveservices/resource-manager/Microsoft.CognitiveServices/stable/2023-05-01/"
    "cognitiveservices.json",
    "machinelearningservices/resource-manager/Microsoft.MachineLearningServices/stable/2024-04-01/"
    "machineLearningServices.json",
    "resources/resource-manager/Microsoft.Resources/stable/2022-12-01/subscriptions.json",
    "resources/resource-manager/Microsoft.Resources/stable/2024-03-01/resources.json",
)
VISION = (
    "cognitiveservices/data-plane/CustomVision/Training/preview/v3.4-preview/Training.json",
    "cognitiveservices/data-plane/CustomVision/Prediction/stable/v3.1/Prediction.json",
)


@dataclass(frozen=True)
class Operation:
    """One operation of a document.

    Args:
        pointer: the JSON pointer of the operation in its document.
        responses: by status or `default`: what is documented.
    """

    document: Path
    id: str
    pointer: str
    method: str
    template: str
    responses: dict[str, Any]

    def matches(self, method: str, path: str) -> bool:
        """Whether a call is one of this operation; letter case ignored."""
        return method == self.method and bool(_regex(self.template).fullmatch(path))


def operations(root: Path) -> list[Operation]:
    """All operations of all documents; those with the most fixed words first."""
    found = [each for name in (*MANAGEMENT, *VISION) for each in _operations(root / name)]
    return sorted(found, key=lambda each: len(re.sub(r"\{\w+\}", "", each.template)), reverse=True)


def _operations(path: Path) -> Iterator[Operation]:
    document = json.loads(path.read_text(encoding="utf-8"))
    for template, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield Operation(
                    document=path,
                    id=operation["operationId"],
                    pointer=f"/paths/{_escaped(template)}/{method}",
                    method=method.upper(),
                    template=document.get("basePath", "") + template,
                    responses=operation["responses"],
                )


def complaints(operation: Operation, exchange: Exchange) -> Iterator[str]:
    """What is wrong with an answer by its document."""
    status = str(exchange.status)
    key = status if status in operation.responses else "default"
    if key not in operation.responses or (key == "default" and exchange.status < 400):
        yield f"status {status} is not documented"
        return
    response = operation.responses[key]
    if "schema" not in response:
        return
    if exchange.body is None and exchange.method != "HEAD":
        yield f"status {status} has no body"
        return
    where = f"{operation.pointer}/responses/{key}/schema"
    yield from complaints_of(operation.document, where, exchange.body)


def complaints_of(document: Path, pointer: str, body: Any) -> Iterator[str]:
    """What is wrong with a value by the schema at a pointer in a document."""
    validator = Draft4Validator(
        {"$ref": f"{document.as_uri()}#{pointer}"},
        registry=Registry(retrieve=_retrieve),  # type: ignore[call-arg]
        format_checker=FormatChecker(["uuid"]),
    )
    for error in validator.iter_errors(body):
        for leaf in _leaves(error):
            yield f"{_place(leaf)}: {leaf.message}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    # A nullable value is "one of": its own schema's complaints say more.
    deeper = [each for each in error.context or () if each.validator_value != "null"]
    if not deeper:
        yield error
    for each in deeper:
        yield from _leaves(each)


def _place(error: ValidationError) -> str:
    keys = ("[]" if isinstance(key, int) else f".{key}" for key in error.absolute_path)
    return "".join(keys).lstrip(".")


def _retrieve(uri: str) -> Resource[Any]:
    return _document(Path(uri.removeprefix("file://")))


@cache
def _document(path: Path) -> Resource[Any]:
    contents = _translated(json.loads(path.read_text(encoding="utf-8")))
    return Resource.from_contents(contents, default_specification=DRAFT4)


def _translated(value: Any) -> Any:
    """Swagger's own words in JSON Schema's: nullable values, and enumerations that are open."""
    if isinstance(value, list):
        return [_translated(each) for each in value]
    if not isinstance(value, dict):
        return value
    schema = {key: _translated(each) for key, each in value.items()}
    if (schema.get("x-ms-enum") or {}).get("modelAsString"):
        schema.pop("enum", None)
    if schema.get("x-nullable") is True:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


@cache
def _regex(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", template)
    regex = "".join("[^/]+" if index % 2 else re.escape(each) for index, each in enumerate(pieces))
    return re.compile(regex, re.IGNORECASE)


def _escaped(template: str) -> str:
    # A pointer's `/`, and what a URI's fragment may not hold.
    pointer = template.replace("~", "~0").replace("/", "~1")
    return pointer.replace("{", "%7B").replace("}", "%7D")
