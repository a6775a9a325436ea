"""Writes findings for a terminal or a pipe. Pure; ASCII but for what cassettes say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from acceptance.drift import wording

MOST: Final = 100
"""How many differences of one sort are shown; the JSON has all."""

Line = tuple[str, str]
"""A line, and its colour: `red`, `green`, `yellow`, `bold`, or none."""


def lines(found: Mapping[str, Any]) -> Iterator[Line]:
    """All lines."""
    for label, sentence in wording.sentences(found):
        yield f"{label:6}  {sentence}", ""
    yield from _breaks(found["breaks"])
    yield from _listed("New", found["new"], "yellow")
    yield from _listed("Harmless", found["harmless"], "green")
    if found["unexplained"]:
        yield "", ""
        yield "Verdicts that differ, and no shape is why", "bold"
        yield from ((f"  {wording.check_line(change)}", "") for change in found["unexplained"])
    yield "", ""
    yield wording.summary(found), "red" if found["breaks"] else "green"


def _breaks(breaks: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    shown = list(breaks)
    if shown:
        yield "", ""
        yield "Breaks a check", "bold"
    for each in shown[:MOST]:
        if len(each["differences"]) > 1:
            yield "  only together:", ""
        for difference in each["differences"][:MOST]:
            yield f"  {difference['operation']}", ""
            yield f"    {wording.difference_line(difference)}", "red"
        for change in each["checks"]:
            yield f"      {wording.check_line(change)}", ""
        if not each["checks"]:
            yield f"      {wording.UNKNOWN}", ""
    yield from _more(len(shown))


def _listed(title: str, differences: list[Mapping[str, Any]], colour: str) -> Iterator[Line]:
    if not differences:
        return
    yield "", ""
    yield title, "bold"
    operation = ""
    for difference in differences[:MOST]:
        if difference["operation"] != operation:
            operation = difference["operation"]
            yield f"  {operation}", ""
        yield f"    {wording.difference_line(difference)}", colour
    yield from _more(len(differences))


def _more(number: int) -> Iterator[Line]:
    if number > MOST:
        yield f"  and {number - MOST} more; --json has all", ""
