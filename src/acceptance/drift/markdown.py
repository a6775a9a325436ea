"""Writes findings as Markdown for GitHub's job summary, or an issue. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from acceptance.drift import wording
from acceptance.reports.markdown import Wording

MOST: Final = 100
"""How many differences of one sort are shown; the JSON has all."""

WORDS: Final = Wording(wording.LONGEST)


def render(found: Mapping[str, Any]) -> str:
    """The whole text, GitHub-flavoured."""
    return "\n".join([*_lines(found), ""])


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield "# Drift"
    yield ""
    yield f"**{wording.summary(found)}**"
    yield ""
    for label, sentence in wording.sentences(found):
        yield f"- {label}: {WORDS.code(sentence)}"
    yield from _breaks(found["breaks"])
    for title, name in (("New", "new"), ("Harmless", "harmless")):
        yield from _listed(title, found[name])
    if found["unexplained"]:
        yield from ("", "## Verdicts that differ, and no shape is why", "")
        yield from (f"- {WORDS.text(wording.check_line(each))}" for each in found["unexplained"])


def _breaks(breaks: list[Mapping[str, Any]]) -> Iterator[str]:
    if breaks:
        yield from ("", "## Breaks a check", "")
    for each in breaks[:MOST]:
        yield from map(_item, each["differences"][:MOST])
        yield from (f"  - {WORDS.text(wording.check_line(change))}" for change in each["checks"])
        if not each["checks"]:
            yield f"  - {wording.UNKNOWN}"
    yield from _more(len(breaks))


def _listed(title: str, differences: list[Mapping[str, Any]]) -> Iterator[str]:
    if differences:
        yield from ("", f"<details><summary>{title}: {len(differences)}</summary>", "")
        yield from map(_item, differences[:MOST])
        yield from _more(len(differences))
        yield from ("", "</details>")


def _item(difference: Mapping[str, Any]) -> str:
    line = wording.difference_line(difference)
    return f"- {WORDS.code(difference['operation'])}: {WORDS.code(line)}"


def _more(number: int) -> Iterator[str]:
    if number > MOST:
        yield f"- and {number - MOST} more; the JSON has all"
