"""What a student writes is shown and never obeyed: by no terminal, browser or spreadsheet."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.harness.hostile_input import RUNS, plan
from tests.harness.tampering import Leftovers, tampered_runs

Runs = Callable[[str, str], Leftovers]
SECONDS = 10.0
"""Processor time that a run may take more than one without hostility: 100 kB are no work."""

every_run = pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in RUNS.items() for name in names]
)


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    """What a run with a text left behind, once it is over; "" is the harmless text."""
    groups = {kind: ("", *names) for kind, names in RUNS.items()}
    plans = [[plan(kind, name) for name in names] for kind, names in groups.items()]
    with tampered_runs(plans) as futures:
        by_kind = dict(zip(groups, futures, strict=True))
        yield lambda kind, name: by_kind[kind].result()[groups[kind].index(name)]


@every_run
def test_the_verdicts_are_those_of_a_harmless_text(kind: str, name: str, runs: Runs) -> None:
    """Nothing is earned, lost or hidden by what stands in a name; live or replayed."""
    left, harmless = runs(kind, name), runs(kind, "")
    assert left.verdicts == harmless.verdicts, left.output
    assert left.replayed == left.verdicts
    assert left.status == harmless.status == 1


@every_run
def test_a_run_stays_quick(kind: str, name: str, runs: Runs) -> None:
    """No text makes a search in it take forever, and no report is as long as the text."""
    left = runs(kind, name)
    assert left.seconds < runs(kind, "").seconds + SECONDS
    reports = {file: text for file, text in left.files.items() if file.startswith("report.")}
    assert all(len(text) < 120_000 for text in [*reports.values(), left.output])


@every_run
def test_a_terminal_gets_nothing_but_text(kind: str, name: str, runs: Runs) -> None:
    """No control character, no mark that turns or hides text, no half of a pair."""
    assert not unseen(runs(kind, name).output)


@every_run
def test_reports_are_text_too(kind: str, name: str, runs: Runs) -> None:
    """What a report holds is seen by whoever reads it."""
    for file, text in runs(kind, name).files.items():
        if file.startswith("report."):
            assert not unseen(text) - {"\t"}, file


def unseen(text: str) -> set[str]:
    """The characters of a text that nobody sees, line breaks apart."""
    hidden = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return {each for each in set(text) - {"\n"} if unicodedata.category(each) in hidden}


class Page(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count it."""
        self.elements[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        """Keep it."""
        self.texts.append(data.strip())


@every_run
def test_a_page_has_the_elements_of_a_harmless_one(kind: str, name: str, runs: Runs) -> None:
    """No element, attribute or link comes from a text of the student's."""
    page = Page(runs(kind, name).files["report.html"])
    harmless = Page(runs(kind, "").files["report.html"])
    for element in ("script", "img", "iframe", "style", "link", "a", "b", "details", "form"):
        assert page.elements[element] == harmless.elements[element], element
    assert page.attributes <= harmless.attributes
    assert page.links <= harmless.links


@every_run
def test_the_other_reports_keep_their_form(kind: str, name: str, runs: Runs) -> None:
    """JSON and XML are read back, and Markdown has no markup of the student's."""
    files, harmless = runs(kind, name).files, runs(kind, "").files
    json.loads(files["report.json"])
    json.loads(files["report.gradescope"])
    formats = re.compile(r'_format": "(\w+)"')
    assert set(formats.findall(files["report.gradescope"])) == {"text"}
    ElementTree.fromstring(files["report.junit"])  # noqa: S314 - our own
    assert marked_up(files["report.markdown"]) == marked_up(harmless["report.markdown"])


def marked_up(markdown: str) -> set[str]:
    """The elements and links in Markdown, apart from its code spans, where nothing is markup."""
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", markdown)
    return set(re.findall(r"(?<!\\)<[a-z/!][^>]*>|(?<!\\)\]\([^)]*\)", outside, re.IGNORECASE))


@every_run
def test_no_cell_becomes_a_formula(kind: str, name: str, runs: Runs) -> None:
    """Pasted into a spreadsheet, no text of a report is computed."""
    files = runs(kind, name).files
    cells = [
        *strings(json.loads(files["report.json"])),
        *strings(json.loads(files["report.gradescope"])),
        *(part.strip() for part in files["report.markdown"].replace("\n", "|").split("|")),
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-cmd"))]


def strings(data: Any) -> Iterator[str]:
    """All texts in JSON data."""
    if isinstance(data, str):
        yield data
    for inner in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        yield from strings(inner)
