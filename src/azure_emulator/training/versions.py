"""What each version of Custom Vision knows: its operations, the fields of its models, its words.

Each operation's requests and answers pass here, at one place: the names in a request are taken in
any letter case, and an answer holds only what the document of the asked version has. A service
declares an `Api`; nothing else of it asks for a version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial, wraps
from typing import Any
from urllib.parse import parse_qsl

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.routing import Handler, Route
from azure_emulator.training import kinds
from azure_emulator.training.errors import not_implemented, unsupported_media_type
from azure_emulator.wire import Request, Response

MULTI_STATUS = 207
JSON_TYPES = ("application/json", "text/json")
XML_TYPES = ("application/xml", "text/xml")
FORM_TYPE = "application/x-www-form-urlencoded"
"""What the documents say that each operation with a model takes."""
MOST_FIELDS = 1_000
IMAGE = "<image>"
"""The body of an operation that takes the bytes of images."""
IMAGE_TYPES = ("multipart/form-data", "application/octet-stream", "image/")
FREE = "{}"
"""The model of a map, whose keys are the client's own."""


@dataclass(frozen=True)
class Field:
    """A field of a model: of which model it is itself, and since which version it is there."""

    model: str = ""
    since: str = ""


@dataclass(frozen=True)
class Operation:
    """An operation: its path with `{}` for each argument, and the models of its two bodies.

    Args:
        taken_since: the version since which it takes a body.
        parameters: of its query, with the version since which it has them; others are as old as it.
    """

    method: str
    path: str
    takes: str = ""
    taken_since: str = ""
    parameters: str = ""
    answers: str = ""
    since: str = ""

    @property
    def later(self) -> list[tuple[str, str]]:
        """Its parameters that are newer than itself, case-folded, each with its version."""
        pairs = (text.split("@") for text in self.parameters.split(",") if text)
        return [(name.casefold(), since) for name, since in pairs]

    def fits(self, method: str, path: str) -> bool:
        """Whether a request is one of this operation; letter case ignored."""
        regex = re.escape(self.path).replace(re.escape("{}"), "[^/]+")
        return method == self.method and bool(re.fullmatch(regex, path, re.IGNORECASE))


@dataclass(frozen=True)
class Api:
    """One of Custom Vision's two APIs in all its versions.

    Args:
        name: the segment of its paths after the version.
        versions: oldest first.
        models: by name, the fields: `name`, `name:Model`, `name:Model@v3.3`.
        words: by model and field, words of an enumeration that came with a later version, and what
            an older one says instead; of a word without that, it leaves the thing out.
        nulls: by model and field, the version since which an empty list is `null`.
        kinds: by name, what a field of a request is, of those in `kinds`.
        multi_status: the version since which a batch that went well in part is 207, before 200.
        operations: one a line: `POST /projects/{} Model@v3.2 ?name@v3.3 -> Project @v3.2`.
    """

    name: str
    versions: Sequence[str]
    models: Mapping[str, str]
    words: Mapping[tuple[str, str], Mapping[str, tuple[str, str]]]
    nulls: Mapping[tuple[str, str], str]
    operations: str
    kinds: Mapping[str, str]
    multi_status: str = ""
    _fields: dict[str, dict[str, Field]] = field(default_factory=dict, repr=False)

    def route(
        self, version: str, method: str, path: str, handler: Handler, action: str
    ) -> Iterator[Route]:
        """The route of an operation in a version; none if that version does not have it.

        Args:
            version: of the API.
            method: the HTTP method.
            path: below the version, its arguments as `{name}`.
            handler: knows nothing of versions.
            action: the data action that a token's role needs.
        """
        anonymous = re.sub(r"\{\w+\}", "{}", path)
        operation = next(
            each for each in self.all if (each.method, each.path) == (method, anonymous)
        )
        if not self._has(version, operation.since):
            return

        @wraps(getattr(handler, "func", handler))
        def versioned(call: AccountCall, **arguments: Any) -> Response:
            request = self._read(version, call.request, operation)
            response = handler(replace(call, request=request), **arguments)
            body = self.answered(version, operation.answers, response.body)
            whole = response.status != MULTI_STATUS or self._has(version, self.multi_status)
            return replace(response, body=body, status=response.status if whole else 200)

        yield Route(method, f"/customvision/{version}/{self.name}{path}", versioned, action)

    def _known(self, version: str, request: Request, operation: Operation) -> Request:
        """The request without what came with a later version.

        ASP.NET passes over what it does not know.
        """
        later = [name for name, since in operation.later if not self._has(version, since)]
        query = {k: v for k, v in request.query.items() if k.casefold() not in later}
        if self._has(version, operation.taken_since):
            return replace(request, query=query)
        return replace(request, query=query, body=b"", _data=[])

    def _read(self, version: str, request: Request, operation: Operation) -> Request:
        """The request as its operation reads it: of a type that it takes, its names in order.

        Guess: an image may have any type of an image.

        Raises:
            CustomVisionError: 415; 501 for XML, which Azure takes too.
        """
        request = self._known(version, request, operation)
        kind = request.media_type
        if not request.body or not operation.takes:
            return request
        if operation.takes == IMAGE:
            if kind and not kind.startswith(IMAGE_TYPES):
                raise unsupported_media_type(kind)
            return request
        if kind in XML_TYPES:
            raise not_implemented("bodies of XML")
        if kind == FORM_TYPE:
            request = replace(request, body=_form(request.body), _data=[])
        elif kind not in JSON_TYPES:
            raise unsupported_media_type(kind or "application/octet-stream")
        return replace(request, named=partial(self.named, version, operation.takes))

    @cached_property
    def all(self) -> tuple[Operation, ...]:
        """All operations of all versions."""
        return tuple(_operation(line) for line in self.operations.strip().splitlines())

    def documents(self, request: Request) -> bool:
        """Whether a version of this API has the operation that is asked for."""
        match = re.fullmatch(r"/customvision/([^/]+)/([^/]+)(/.*)", request.path, re.IGNORECASE)
        if (
            not match
            or match[2].casefold() != self.name
            or match[1].casefold() not in self.versions
        ):
            return False
        path = match[3].rstrip("/")
        return any(
            each.fits(request.method, path) and self._has(match[1].casefold(), each.since)
            for each in self.all
        )

    def answered(self, version: str, model: str, data: Any) -> Any:
        """The data of a model without what that version does not know."""
        if isinstance(data, list):
            said = [each for each in data if not self._unsaid(version, model, each)]
            return [self.answered(version, model, each) for each in said]
        if not isinstance(data, dict) or model not in self.models:
            return data
        fields = self.fields(model)
        kept = {
            name: self._value(version, model, name, value)
            for name, value in data.items()
            if name in fields and self._has(version, fields[name].since)
        }
        return {
            name: self.answered(version, fields[name].model, value) for name, value in kept.items()
        }

    def named(self, version: str, model: str, data: Any) -> Any:
        """The data of a model with each name in the document's own letter case.

        A field that came with a later version is left out.

        Of names that differ in case alone, the last counts, as Newtonsoft's reader has it.

        Raises:
            CustomVisionError: 400 BadRequest for a value that is not what its field is.
        """
        if isinstance(data, list):
            return [self.named(version, model, each) for each in data]
        if not isinstance(data, dict) or model not in self.models:
            return data
        known = {name.casefold(): name for name in self.fields(model)}
        renamed = {known.get(name.casefold(), name): value for name, value in data.items()}
        fields = self.fields(model)
        taken = {
            name: value
            for name, value in renamed.items()
            if name not in fields or self._has(version, fields[name].since)
        }
        for name in taken:
            if name in fields and name in self.kinds:
                taken[name] = kinds.read(self.kinds[name], name, taken[name])
        return {
            name: self.named(version, fields[name].model, value) if name in fields else value
            for name, value in taken.items()
        }

    def fields(self, model: str) -> dict[str, Field]:
        """The fields of a model, by name."""
        if model not in self._fields:
            self._fields[model] = dict(_field(text) for text in self.models[model].split())
        return self._fields[model]

    def _has(self, version: str, since: str) -> bool:
        return not since or self.versions.index(version) >= self.versions.index(since)

    def _unsaid(self, version: str, model: str, data: Any) -> bool:
        """Whether a thing can be said in no word of a version: an export to a later platform."""
        return isinstance(data, dict) and any(
            of == model and since and not older and not self._has(version, since)
            for (of, name), words in self.words.items()
            for since, older in [words.get(str(data.get(name)), ("", ""))]
        )

    def _value(self, version: str, model: str, name: str, value: Any) -> Any:
        words = self.words.get((model, name), {})
        later = {word: old for word, (since, old) in words.items() if not self._has(version, since)}
        if isinstance(value, str):
            return later.get(value) or value
        nulls = self.nulls.get((model, name))
        if isinstance(value, list) and nulls and self._has(version, nulls) and not value:
            return None
        return [word for word in value if word not in later] if later and value else value


def _form(body: bytes) -> bytes:
    """The fields of a form as JSON; those beyond the first thousand are passed over."""
    fields = body.decode("utf-8", "replace").split("&", MOST_FIELDS)[:MOST_FIELDS]
    return json.dumps(dict(parse_qsl("&".join(fields), keep_blank_values=True))).encode()


_LINE = re.compile(
    r"(\w+) (\S+)(?: (\w+|\{\}|<image>)(?:@(\S+))?)?(?: \?(\S+))?(?: -> (\w+|\{\}))?(?: @(\S+))?"
)


def _operation(line: str) -> Operation:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"{line!r} is no operation")
    return Operation(*(part or "" for part in match.groups()))


def _field(text: str) -> tuple[str, Field]:
    rest, _, since = text.partition("@")
    name, _, model = rest.partition(":")
    return name, Field(model, since)
