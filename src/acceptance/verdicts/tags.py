"""Reads a scenario's tags (`@check(2.2.6) @points(4)`) and description into a check. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from acceptance.plain_text import plain
from acceptance.verdicts.verdict import Check

ARGUMENTS: Final[Mapping[str, str]] = {
    "step": "number",
    "task": "number",
    "check": "id",
    "points": "number",
    "owns": "thing",
}
"""The tags that take an argument, and what it is called in `pytest -m "task(number=2)"`."""

_TAG: Final = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_VARIANT: Final = re.compile(r"^[ \t]*If ([^.,:;]+):(?=\s|$)", re.MULTILINE)


class FeatureError(Exception):
    """The features do not say what a check is; the message has one sentence a line."""


@dataclass(frozen=True)
class Scenario:
    """One scenario as it stands in its feature.

    Attributes:
        title: its title.
        task_title: the feature's title.
        tags: its own and its feature's, without the @.
        description: its description, as indented.
        file: the feature's file, relative, with forward slashes.
        line: the scenario's line, from 1.
    """

    title: str
    task_title: str
    tags: frozenset[str]
    description: str
    file: str
    line: int

    @property
    def place(self) -> str:
        """`features/2.2_train.feature:46`."""
        return f"{self.file}:{self.line}"

    @property
    def information(self) -> bool:
        """Whether it is shown and never scored."""
        return "information" in self.tags

    @property
    def fixes(self) -> list[tuple[str, str]]:
        """The labels and texts of its description, each in one line; that of the first is empty.

        A text with a label begins a line with `If LABEL:`, and is of use if the label was found.
        """
        first, *others = _VARIANT.split(self.description)
        pairs = [("", first), *zip(others[::2], others[1::2], strict=True)]
        return [(plain(_one_line(label)), plain(_one_line(text))) for label, text in pairs]

    def values(self, name: str) -> list[str]:
        """The arguments of every tag of that name, in order."""
        return sorted(value for tag, value in map(split, self.tags) if tag == name)


def split(tag: str) -> tuple[str, str]:
    """`check(2.2.6)` as `("check", "2.2.6")`; a tag without argument has an empty one."""
    match = _TAG.fullmatch(tag)
    return (match[1], match[2].strip()) if match else (tag, "")


@lru_cache(maxsize=1024)
def read(scenario: Scenario) -> Check:
    """The check that a scenario asks; the same for the same scenario.

    Raises:
        FeatureError: a tag is missing, twice, not a number, or does not fit the others.
    """
    problems = [text for text in _problems(scenario) if text]
    if problems:
        raise FeatureError("\n".join(f"{scenario.place}: {text}" for text in problems))
    variants = dict(scenario.fixes)
    return Check(
        step=int(scenario.values("step")[0]),
        task=int(scenario.values("task")[0]),
        id="" if scenario.information else plain(scenario.values("check")[0]),
        title=plain(scenario.title),
        points=0 if scenario.information else int(scenario.values("points")[0]),
        task_title=plain(scenario.task_title),
        fix=variants.pop(""),
        variants=variants,
        file=scenario.file,
        line=scenario.line,
    )


def owners(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """The id of the check that owns a thing, by the thing's name.

    Raises:
        FeatureError: an id or a thing belongs to two scenarios.
    """
    ids: dict[str, Scenario] = {}
    owned: dict[str, Scenario] = {}
    problems = []
    for scenario in scenarios:
        for id_ in scenario.values("check"):
            if (first := ids.setdefault(id_, scenario)) is not scenario:
                problems.append(f"{scenario.place}: @check({id_}) is also at {first.place}")
        for thing in scenario.values("owns"):
            if (first := owned.setdefault(thing, scenario)) is not scenario:
                problems.append(f"{scenario.place}: @owns({thing}) is also at {first.place}")
    if problems:
        raise FeatureError("\n".join(problems))
    return {thing: scenario.values("check")[0] for thing, scenario in owned.items()}


def once(checks: Iterable[Check]) -> None:
    """Refuse an outline: each of its examples would ask the same check.

    Raises:
        FeatureError: an outline.
    """
    seen: set[str] = set()
    for check in checks:
        if check.id and check.id in seen:
            raise FeatureError(
                f"{check.file}:{check.line}: @check({check.id}) is asked once for each example; "
                "write a scenario, with an id of its own, instead of each example"
            )
        seen.add(check.id)


def _problems(scenario: Scenario) -> Iterable[str]:
    yield from (_one_number(scenario, name) for name in ("step", "task"))
    ids = scenario.values("check")
    if scenario.information:
        scored = [name for name in ("check", "points", "owns") if scenario.values(name)]
        yield from (f"@information goes without @{name}" for name in scored)
    elif not ids:
        yield f'the scenario "{plain(scenario.title)}" has neither @check(id) nor @information'
    else:
        yield _one_number(scenario, "points")
        yield "" if len(ids) == 1 and ids[0] else "@check needs exactly one id"
    yield from _unclear_fixes(scenario)


def _unclear_fixes(scenario: Scenario) -> Iterable[str]:
    labels = [label for label, _ in scenario.fixes]
    for label, text in scenario.fixes:
        if labels.count(label) > 1:
            yield f'the description says "If {label}:" more than once'
        if not text and len(labels) > 1:
            where = f'after "If {label}:"' if label else 'before its first "If"'
            yield f"the description says nothing {where}"


def _one_number(scenario: Scenario, name: str) -> str:
    values = scenario.values(name)
    if len(values) == 1 and values[0].isascii() and values[0].isdigit():
        return ""
    if not values:
        return f"@{name}(number) is missing"
    return f"@{name} needs exactly one whole number, not {plain(', '.join(values))}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
