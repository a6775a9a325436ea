"""Every input ends within 10 s of processor time and 500 MB: with verdicts, or one clear message.

`--whole` tries every shape in every place, as large as is still read and larger.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from acceptance.cassettes.file import digest_of
from tests.harness.bounds import LARGEST, MEMORY, SECONDS, SHAPES, Ended, limited, write
from tests.harness.commands import CHECKS, ROOT

if not hasattr(os, "wait4"):
    pytest.skip("what a process took is known on POSIX only", allow_module_level=True)

JUST_TAKEN = {
    "cassette": (15_000_000,),
    "waivers": (240_000,),
    "notebook": (280_000, 90_000_000),
    "report": (3_900_000,),
}
"""Sizes that the suite still reads; `LARGEST` is what it refuses."""

SUFFIXES = {"cassette": ".yaml", "waivers": ".yml", "notebook": ".ipynb", "report": ".json"}
CASSETTE = ROOT / "fixtures" / "cassettes" / "complete.yaml"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """All cells, or some of them, and few of the largest."""
    if "shape" not in metafunc.fixturenames:
        return
    cells = [
        (place, shape, size)
        for shape in SHAPES
        for place, sizes in JUST_TAKEN.items()
        for size in (*sizes, LARGEST)
    ]
    if not metafunc.config.getoption("--whole"):
        small = [cell for cell in cells if cell[2] < LARGEST]
        cells = small[::15] + [cell for cell in cells if cell[2] == LARGEST][::65]
    metafunc.parametrize(
        ("place", "shape", "size"), cells, ids=[f"{p}, {s}, {n / 10**6:g} MB" for p, s, n in cells]
    )


def require_good_end(ended: Ended, *statuses: int) -> None:
    """Within the bounds, and nothing of Python's or pytest's insides is shown."""
    assert ended.seconds < SECONDS, ended
    assert ended.memory < MEMORY, ended
    assert ended.status in statuses, ended
    assert not re.search("Traceback|INTERNALERROR|Error:", ended.output), ended.output


def grade_with(place: str, path: Path, folder: Path) -> Ended:
    """Grade what has this file in that place."""
    if place != "report":
        return limited("pytest", f"--{place}={path}")
    shutil.copy(CASSETTE, folder / f"{path.stem}.yaml")
    shutil.copy(CASSETTE.with_suffix(".ipynb"), folder)
    return limited("acceptance.evidence", "regrade", folder, "--exercise", ROOT)


def test_any_file_ends_in_time(place: str, shape: str, size: int, tmp_path: Path) -> None:
    """A file of any shape and size: a cassette and waivers are refused in one line, the rest of the
    submission is graded beside a notebook, and a report is no report.
    """
    path = tmp_path / f"hostile{SUFFIXES[place]}"
    write(path, shape, size)
    ended = grade_with(place, path, tmp_path)
    path.unlink()
    if place in ("cassette", "waivers"):
        require_good_end(ended, 4)
        assert len(re.findall("^ERROR: ", ended.output, re.MULTILINE)) == 1
    elif place == "notebook":
        require_good_end(ended, 1, 6)
        assert len(re.findall(r"^  \d\.\d\.\d+ +\d+  \w", ended.output, re.MULTILINE)) == CHECKS
    else:
        require_good_end(ended, 0)
        assert "no earlier report" in ended.output


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop", "missing"])
@pytest.mark.parametrize("place", ["cassette", "waivers", "notebook"])
def test_what_is_no_file_is_refused(place: str, kind: str, tmp_path: Path) -> None:
    """Nobody waits for a pipe that nobody fills, nor reads a device to its end."""
    path = tmp_path / "odd"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path = Path("/dev/zero")
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)
    ended = limited("pytest", f"--{place}={path}")
    if place == "notebook" and kind in ("pipe", "device", "folder"):
        require_good_end(ended, 1, 6)  # It is what was handed in; all else is graded.
        return
    require_good_end(ended, 4)
    assert re.search(f"^ERROR: .*{path}", ended.output, re.MULTILINE), ended.output


def bodies() -> Iterator[tuple[str, str]]:
    """Bodies of answers that a cassette may hold, by what is odd in them."""
    yield "a list of lists", "[" + "[]," * 3_000_000 + "[]]"
    yield "deep", "[" * 5_000_000
    yield "keys", json.dumps({"value": [], **{str(key): {} for key in range(90_000)}})
    yield (
        "a link",
        json.dumps({"value": [], "nextLink": "https://management.azure.com/" + "a" * 10**7}),
    )
    yield "a number", '{"value": ' + "9" * 10_000_000 + "}"
    yield "items", json.dumps({"value": [{"id": "x"}] * 40_000})
    yield "text", "x" * 10_000_000
    yield "a name", json.dumps({"value": [{"id": "x" * 7_000_000, "name": "y" * 500_000}]})


@pytest.mark.parametrize(("name", "body"), list(bodies()), ids=[name for name, _ in bodies()])
def test_any_answer_ends_in_time(name: str, body: str, tmp_path: Path) -> None:
    """A cassette that is in order, but for the answers in it: all of them are this one."""
    document = yaml.safe_load(CASSETTE.read_text(encoding="utf-8"))
    for interaction in document["interactions"][:: 1 if len(body) < 1_000_000 else 30]:
        interaction["response"]["body"]["string"] = body
    document["digest"] = digest_of([document["metadata"], document["interactions"]])
    path = tmp_path / "hostile.yaml"
    path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**9))
    require_good_end(limited("pytest", f"--cassette={path}"), 1, 6)
