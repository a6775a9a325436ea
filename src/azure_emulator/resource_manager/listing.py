"""`$filter` and pages of lists, as Azure Resource Manager understands them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import Resource

Item = TypeVar("Item")

_TERM = re.compile(r"\s*(\w+)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*", re.IGNORECASE)
_JOINT = re.compile(r"(and|or)\b", re.IGNORECASE)
_FIELDS: dict[str, Callable[[Resource], str]] = {
    "name": lambda resource: resource.path.name,
    "resourcetype": lambda resource: resource.type,
    "resourcegroup": lambda resource: resource.path.group,
    "location": lambda resource: short(resource.location),
    "kind": lambda resource: resource.kind or "",
}
_TAG = {"tagname", "tagvalue"}


@dataclass(frozen=True)
class Term:
    """One comparison of a filter: `resourceType eq 'Microsoft.Storage/storageAccounts'`."""

    field: str
    equal: bool
    value: str


@dataclass(frozen=True)
class Filter:
    """A `$filter`: terms joined by `and`, and such conjunctions joined by `or`.

    A tag is asked for by `tagName` with or without `tagValue`, and by nothing else beside it.
    """

    text: str
    conjunctions: tuple[tuple[Term, ...], ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> Filter:
        """Read a filter; an empty one matches everything.

        Raises:
            ArmError: 400 InvalidFilterInQueryString.
        """
        if not text or not text.strip():
            return cls("")
        conjunctions: list[tuple[Term, ...]] = []
        terms: list[Term] = []
        start = 0
        while True:
            term = _TERM.match(text, start)
            if term is None:
                raise _invalid_filter(text)
            field, operator, value = term.groups()
            terms.append(
                Term(field.casefold(), operator.casefold() == "eq", value.replace("''", "'"))
            )
            if term.end() == len(text):
                return cls(text, (*conjunctions, tuple(terms))).validated()
            joint = _JOINT.match(text, term.end())
            if joint is None:
                raise _invalid_filter(text)
            if joint[1].casefold() == "or":
                conjunctions.append(tuple(terms))
                terms = []
            start = joint.end()

    def validated(self) -> Filter:
        """This filter, if Azure takes it.

        Raises:
            ArmError: 400 InvalidFilterInQueryString: an unknown field, or tags beside other fields.
        """
        fields = {term.field for terms in self.conjunctions for term in terms}
        if not (fields <= set(_FIELDS) or fields <= _TAG):
            raise _invalid_filter(self.text)
        return self

    @property
    def by_tag(self) -> bool:
        """Whether the filter asks for a tag; Azure then ignores `$expand`."""
        return any(term.field in _TAG for terms in self.conjunctions for term in terms)

    def matches(self, resource: Resource) -> bool:
        """Whether a resource is in the filtered list."""
        if self.by_tag:
            return self.matches_tags(resource.tags)
        return not self.conjunctions or any(
            all(_holds(term, resource) for term in terms) for terms in self.conjunctions
        )

    def matches_tags(self, tags: dict[str, str]) -> bool:
        """Whether something with these tags matches a filter by tag (names in any letter case)."""
        return not self.conjunctions or any(_tagged(terms, tags) for terms in self.conjunctions)


def _holds(term: Term, resource: Resource) -> bool:
    value = short(term.value) if term.field == "location" else term.value
    return (_FIELDS[term.field](resource).casefold() == value.casefold()) == term.equal


def _tagged(terms: Sequence[Term], tags: dict[str, str]) -> bool:
    values = {term.field: term.value for term in terms if term.equal}
    return any(
        name.casefold() == values.get("tagname", name).casefold()
        and value == values.get("tagvalue", value)
        for name, value in tags.items()
    )


def _invalid_filter(text: str) -> ArmError:
    message = f"Invalid $filter '{text}' specified in the query string."
    return ArmError(400, "InvalidFilterInQueryString", message)


def page(
    items: Sequence[Item],
    matches: Callable[[Item], bool],
    *,
    start: int,
    top: int | None,
    size: int,
) -> tuple[list[Item], int | None]:
    """One page of a list, and where the next begins (`None`: this was the last).

    Azure looks at a limited number of items a page and filters afterwards, so that a page may be
    empty and still have a successor.

    Args:
        items: everything.
        matches: the filter.
        start: the first item to look at.
        top: how many items the client wants at most.
        size: how many items one page looks at.
    """
    on_page: list[Item] = []
    for index in range(start, len(items)):
        if index - start == size or len(on_page) == top:
            return on_page, index
        if matches(items[index]):
            on_page.append(items[index])
    return on_page, None


def skip_token(start: int) -> str:
    """The opaque text that stands for a place in a list."""
    return base64.urlsafe_b64encode(str(start).encode()).decode()


def read_skip_token(token: str | None, name: str = "$skiptoken") -> int:
    """The place that a token of `skip_token` stands for; no token is the beginning.

    Args:
        token: as the client sent it.
        name: the parameter that holds it.

    Raises:
        ArmError: 400 InvalidSkipTokenInQueryString (the code is a guess).
    """
    try:
        start = int(base64.urlsafe_b64decode(token)) if token else 0
        if not 0 <= start < 10**9:
            raise ValueError("no place in a list")
    except (ValueError, binascii.Error) as error:
        message = f"The provided {name} '{token}' is not valid."
        raise ArmError(400, "InvalidSkipTokenInQueryString", message) from error
    return start


def read_top(text: str | None) -> int | None:
    """`$top` as a number.

    Raises:
        ArmError: 400 InvalidTopInQueryString (the code is a guess).
    """
    if text is None:
        return None
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        message = f"Invalid $top '{text}' specified in the query string."
        raise ArmError(400, "InvalidTopInQueryString", message)
    return int(text)
