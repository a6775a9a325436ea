"""What is wrong with an exchange by its operation's document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from azure_emulator.wire import JSON_TYPE, Request, Response
from tests.harness.contract.documents import Operation


def wrong_with_answer(operation: Operation, request: Request, response: Response) -> list[str]:
    """Complaints about an answer: its status, its content type, its body."""
    status = str(response.status)
    key = status if status in operation.answers else "default"
    if key not in operation.answers or (key == "default" and response.status < 400):
        return [f"status {status} is not documented"]
    check = operation.answers[key]
    if request.method == "HEAD":
        return []
    if response.body is None:
        return [f"status {status} has no body"] if check else []
    if check is None:
        return [] if response.status >= 400 else [f"status {status} has a body"]
    sent = next((v for k, v in response.headers.items() if k.casefold() == "content-type"), "")
    if not (sent or JSON_TYPE).startswith("application/json"):
        return [f"content type {sent}"]
    found: list[str] = []
    try:
        body = json.loads(response.body) if isinstance(response.body, bytes) else response.body
    except ValueError:
        return [f"status {status} has a body that is no JSON"]
    check(body, f"{status} ", found)
    return found


def wrong_with_request(operation: Operation, request: Request) -> list[str]:
    """Complaints about a request: its query, its content type, its body."""
    return [*_query(operation, request), *_body(operation, request)]


def _query(operation: Operation, request: Request) -> Iterator[str]:
    documented = {name.casefold(): each for name, each in operation.query.items()}
    given = {name.casefold(): value for name, value in request.query.items()}
    for name, value in given.items():
        if name not in documented:
            yield f"?{name} is unknown"
        elif not _fits(documented[name], value):
            yield f"?{name} is no {documented[name].get('format') or documented[name]['type']}"
    for name, each in documented.items():
        if each.get("required") and name not in given:
            yield f"?{name} is missing"


_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_GUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


def _fits(schema: dict[str, Any], value: str) -> bool:
    if schema["type"] == "array":
        return all(_fits(schema["items"], each) for each in value.split(",") if each)
    if "enum" in schema and schema.get("type") == "string":
        return value in schema["enum"]
    if schema.get("format") == "uuid":
        return bool(_GUID.fullmatch(value))
    if schema["type"] in ("integer", "number"):
        return bool(_NUMBER.fullmatch(value))
    return schema["type"] != "boolean" or value.casefold() in ("true", "false")


def _body(operation: Operation, request: Request) -> Iterator[str]:
    body = next((each for each in operation.parameters if each["in"] == "body"), None)
    check = operation.body
    if body is None or check is None:
        return
    if not request.body:
        if body.get("required"):
            yield "body is missing"
        return
    kind = request.headers.get("content-type", "")
    if not re.match(r"application/([\w.-]+\+)?json\b", kind):
        yield f"content type {kind or 'is missing'}"
        return
    try:
        data = request.json()
    except ValueError:
        yield "body is no JSON"
        return
    found: list[str] = []
    check(data, "body ", found)
    yield from found
