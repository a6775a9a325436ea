"""No secret and no person's name leaks, whatever happens: a marker stands in every such field.

What is searched: the cassette and its notebook, every report, logs at the lowest level, and all
that a run prints, with the options that print most.
"""

from __future__ import annotations

import json
import re
import secrets
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from acceptance.cassettes.pseudonyms import PUBLIC_IDS
from acceptance.cassettes.scrubbing import remaining
from tests.harness.leak_probe import EMAIL, GROUPS, KEY_LEFT, PEOPLE, PLANS, STATUS
from tests.harness.tampering import FORMATS, Leftovers, tampered_runs

CASSETTES = Path(__file__).resolve().parents[1] / "fixtures" / "cassettes"


@pytest.fixture(scope="module")
def runs() -> Iterator[Callable[[str], Leftovers]]:
    """What a run left behind, by its name, once it is over."""
    groups = {name: group for group in GROUPS for name in group}
    with tampered_runs([[PLANS[name] for name in group] for group in GROUPS]) as futures:
        by_group: dict[tuple[str, ...], Future[list[Leftovers]]] = dict(
            zip(GROUPS, futures, strict=True)
        )
        yield lambda name: by_group[groups[name]].result()[groups[name].index(name)]


@pytest.mark.parametrize("name", PLANS)
def test_nothing_secret_leaks(name: str, runs: Callable[[str], Leftovers]) -> None:
    """No key, token, secret, signature, id or person stands in what a run prints or writes."""
    left = runs(name)
    assert left.status == STATUS.get(name, 6), left.output
    markers = {**left.secrets, **PEOPLE, KEY_LEFT: "the key in the notebook"}
    assert {"a SAS", "an access token"} <= set(markers.values()) or name not in ("complete",)
    for file, text in {**left.files, "the terminal": left.output}.items():
        assert not where(text, markers), f"{file}: {where(text, markers)}"


def where(text: str, markers: dict[str, str]) -> str:
    """What stands in a text, and around it; "" if nothing does."""
    found = remaining(text, markers)
    if not found:
        return ""
    each = [value for value, what in markers.items() if what == found and value in text]
    places = [text.find(value) for value in each[:3]]
    return f"{found} ({len(each)}): {[text[max(0, at - 150) : at + 100] for at in places]}"


@pytest.mark.parametrize("name", PLANS)
def test_every_run_left_all_that_was_searched(name: str, runs: Callable[[str], Leftovers]) -> None:
    """A search in nothing finds nothing: the cassette and all reports are really there."""
    files = runs(name).files
    stopped = dict.fromkeys(("crash", "interrupted"), "run.incomplete.yaml")
    recorded = {**stopped, "unkept": None}.get(name, "run.yaml")
    assert files.keys() >= {f"report.{each}" for each in FORMATS} | ({recorded} - {None})
    assert all(text for file, text in files.items() if file != "log"), files.keys()


def test_a_live_report_says_what_was_asked(runs: Callable[[str], Leftovers]) -> None:
    """Nobody takes a grading of the emulator for one of Azure."""
    source = json.loads(runs("complete").files["report.json"])["source"]
    assert (source["kind"], source["against"], source["sha256"]) == ("live", "emulator", None)


def test_the_notebook_that_is_kept_is_searched_too(runs: Callable[[str], Leftovers]) -> None:
    """It has the careless cell, with pseudonyms."""
    text = runs("complete").files["run.ipynb"]
    assert "print(key)" in text
    assert re.search(r"scrubbed-key-\d+|00000000-?0000-?4000", text)


SHAPES = {
    "an id": r"(?i)(?<![0-9a-f])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])",
    "an e-mail address": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "a token": r"eyJ[\w-]{8,}\.",
    "a signature": r"(?i)[?&]sig=",
    "a key": r"[A-Za-z0-9+]{60,}|[A-Za-z0-9+/]{86}==",
    "an assignment of a key": r"(?i)(accountkey|sharedaccesskey|client_secret|password)=",
}
HARMLESS = re.compile(
    r"0{8}-?0{4}-?40{3}-?80{3}-?\d{12}|person-\d+@example\.org|[0-9a-f]{64}|" + "|".join(PUBLIC_IDS)
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", sorted(CASSETTES.iterdir()), ids=lambda path: path.name)
def test_what_is_committed_holds_no_secret(path: Path, shape: str) -> None:
    """In the cassettes of this project stand only pseudonyms, and ids that everybody has."""
    text = path.read_text(encoding="utf-8")
    found = {match[0] for match in re.finditer(SHAPES[shape], text)}
    assert not {each for each in found if not HARMLESS.fullmatch(each)}


def test_a_search_by_shape_finds_something() -> None:
    """Each shape is found where it stands."""
    planted = (
        f"{uuid.uuid4()} {secrets.token_hex(16)} {EMAIL} {'eyJ' + 'a' * 9}.b ?sig" + "=x "
        f"{'k' * 84} password" + "=x"
    )
    assert all(re.search(shape, planted) for shape in SHAPES.values())
