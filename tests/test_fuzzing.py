"""Whatever a student's file says, reading it ends with a verdict or one clear message.

A usual run tries the same few inputs each time; `make fuzz` tries many others, for as long as is
wanted.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from acceptance.cassettes import file
from acceptance.cassettes.player import Player
from acceptance.cassettes.rewriting import rewrite
from acceptance.evidence.changes import changes
from acceptance.reports.document import Document
from acceptance.runner import GradingRequest, Runner, TroubleKind
from acceptance.verdicts import waivers
from fixtures.notebook.reading import read_notebook
from tests.harness.commands import CHECKS, ROOT
from tests.harness.documents import all_met
from tests.harness.mutations import TEXTS, VALUES, damaged, few, mutated

CASSETTE = ROOT / "fixtures" / "cassettes" / "complete.yaml"
RECORDED = yaml.load(CASSETTE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
NOTEBOOK = json.loads(CASSETTE.with_suffix(".ipynb").read_text(encoding="utf-8"))
WAIVERS = """- check: 2.2.*
  student: all
  reason: the upload was broken
  until: 2026-12-01
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder for the files."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """What grades."""
    with Runner(workers=1) as runner:
        yield runner


def sealed(recorded: Any) -> str:
    """The text of a cassette's document, with the digest that belongs to it."""
    if isinstance(recorded, dict):
        try:
            digest = file.digest_of([recorded["metadata"], recorded["interactions"]])
        except (KeyError, TypeError, ValueError):
            digest = ""
        recorded["digest"] = digest
    text: str
    try:
        text = yaml.dump(recorded, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**9)
    except UnicodeEncodeError:  # Half a pair, which this dumper cannot write.
        text = yaml.dump(recorded, Dumper=yaml.SafeDumper)
    return text


def save(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    return path


@few(60)
@given(content=damaged(CASSETTE.read_bytes()) | TEXTS.map(str.encode) | VALUES.map(sealed))
def test_a_damaged_cassette_is_refused(content: str | bytes, folder: Path) -> None:
    """It is read, or refused in a sentence."""
    path = save(folder, "a.yaml", content)
    for read in (file.read, rewrite):
        with suppress(pytest.UsageError):
            read(path)


@few(60)
@given(recorded=mutated(RECORDED))
def test_a_cassette_of_another_shape_is_refused(recorded: Any, folder: Path) -> None:
    """Or all of it can be played."""
    path = save(folder, "b.yaml", sealed(recorded))
    try:
        cassette = file.read(path)
    except pytest.UsageError:
        return
    Player(cassette, path).load_cassette("")


def require_graded(
    runner: Runner, cassette: Path | None = None, notebook: Path | None = None
) -> None:
    """Every check has a verdict and nothing is a fault of the suite, or one clear sentence."""
    request = GradingRequest(ROOT, cassette=cassette, notebook=notebook, time_limit=60)
    grading = runner.grade(request)
    if grading.trouble:
        assert grading.trouble.kind is TroubleKind.USAGE, grading.output
        assert "Traceback" not in grading.output
        return
    assert grading.document
    assert len(grading.document.checks) == CHECKS
    assert not grading.document.faults, grading.output


ANSWERS = st.sampled_from(
    [n for n, each in enumerate(RECORDED["interactions"]) if each["response"]["body"]["string"]]
)


@few(12)
@given(data=st.data())
def test_a_cassette_of_odd_answers_is_graded(
    data: st.DataObject, folder: Path, runner: Runner
) -> None:
    """Whatever Azure may have answered, the rest of the submission has its verdicts."""
    recorded = json.loads(json.dumps(RECORDED))
    for number in data.draw(st.lists(ANSWERS, min_size=1, max_size=4)):
        body = recorded["interactions"][number]["response"]["body"]
        answer = json.loads(body["string"])
        body["string"] = json.dumps(data.draw(mutated(answer)))
    require_graded(runner, cassette=save(folder, "c.yaml", sealed(recorded)))


@few(12)
@given(recorded=mutated(RECORDED["metadata"]["recorded"]))
def test_a_cassette_with_odd_metadata_is_graded(
    recorded: Any, folder: Path, runner: Runner
) -> None:
    """Or refused in a sentence."""
    whole = json.loads(json.dumps(RECORDED))
    whole["metadata"]["recorded"] = recorded
    require_graded(runner, cassette=save(folder, "d.yaml", sealed(whole)))


@few(40)
@given(content=damaged(json.dumps(NOTEBOOK).encode()) | TEXTS.map(str.encode))
def test_a_damaged_notebook_is_read(content: bytes, folder: Path) -> None:
    """As what it is."""
    read_notebook(save(folder, "a.ipynb", content))


@few(16)
@given(notebook=mutated(NOTEBOOK))
def test_an_odd_notebook_is_graded(notebook: Any, folder: Path, runner: Runner) -> None:
    """And the rest of the submission beside it."""
    require_graded(runner, notebook=save(folder, "b.ipynb", json.dumps(notebook)))


@few(150)
@given(
    text=TEXTS
    | damaged(WAIVERS.encode()).map(lambda content: content.decode("utf-8", "replace"))
    | mutated(yaml.safe_load(WAIVERS)).map(lambda data: yaml.safe_dump(data))
)
def test_odd_waivers_are_refused(text: str) -> None:
    """Or read."""
    with suppress(waivers.WaiversError):
        waivers.read(text)


REPORT = all_met().to_json()


@few(60)
@given(report=mutated(json.loads(json.dumps(REPORT))) | VALUES)
def test_an_odd_report_is_none(report: Any) -> None:
    """Or can be compared."""
    try:
        before = Document.from_json(report)
    except ValueError:
        return
    assert all(isinstance(change, str) for change in changes(before, Document.from_json(REPORT)))
