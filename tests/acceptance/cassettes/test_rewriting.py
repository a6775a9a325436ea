"""A cassette of the first format is rewritten once: the same exchanges, as vcrpy has them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from acceptance.cassettes.cli import main
from acceptance.cassettes.file import read
from acceptance.cassettes.rewriting import rewrite


def first_format() -> dict[str, Any]:
    """A cassette as this suite wrote it before it took vcrpy's format, without its digest."""
    request = {"method": "GET", "url": "https://host/1", "headers": {}, "body": ""}
    response = {"status": 200, "reason": "OK", "headers": {"content-type": "a/b"}, "body": "ä\nb"}
    with_key = {**request, "method": "POST", "headers": {"training-key": "k"}, "body": "{}"}
    return {
        "recorded": {
            "at": "2026-11-23T06:00:00+00:00",
            "against": "emulator",
            "suite": "0.1.0",
            "api_versions": ["Microsoft.Resources 2025-04-01"],
            "complete": False,
            "options": {"resource_group": None, "notebook": "a.ipynb"},
            "sign_in": {"reason": "a", "cure": "b"},
            "notebook_sha256": "0" * 64,
        },
        "interactions": [
            {"request": request, "failed": "timeout"},
            {"request": request, "response": response},
            {"request": with_key, "failed": "hung up"},
            {"request": with_key, "response": response},
        ],
        "end": 4,
    }


class WithoutAliases(yaml.SafeDumper):
    """Writes an object again where it stands again, as the first format did."""

    def ignore_aliases(self, data: Any) -> bool:
        """Of all objects."""
        return True


def save(path: Path, document: dict[str, Any]) -> str:
    """Write a document with its digest, as the first format made it; the file's SHA-256."""
    recorded = [document["recorded"], document["interactions"]]
    text = json.dumps(recorded, sort_keys=True, default=str)
    digest = {"digest": hashlib.sha256(text.encode()).hexdigest()}
    written = yaml.dump({**document, **digest}, Dumper=WithoutAliases)
    path.write_text(written, encoding="utf-8")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the cassette is."""
    return tmp_path / "run.yaml"


def test_all_that_was_recorded_stays(path: Path) -> None:
    """Exchanges and silences keep their order and values; the old file's SHA-256 is kept."""
    sha256 = save(path, first_format())
    assert rewrite(path)
    cassette = read(path)
    recorded = {**first_format()["recorded"], "rewritten_from": sha256}
    assert vars(cassette.recorded) == recorded
    request: dict[str, Any] = {
        "method": "GET",
        "uri": "https://host/1",
        "headers": {},
        "body": None,
    }
    with_key = {**request, "method": "POST", "headers": {"training-key": ["k"]}, "body": "{}"}
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"content-type": ["a/b"]},
        "body": {"string": "ä\nb"},
    }
    assert cassette.exchanges == [
        {"request": request, "failed": "timeout"},
        {"request": request, "response": response},
        {"request": with_key, "failed": "hung up"},
        {"request": with_key, "response": response},
    ]


def test_the_second_time_changes_nothing(path: Path) -> None:
    """A file that has vcrpy's format is left alone; the same file is always rewritten alike."""
    save(path, first_format())
    before = path.read_bytes()
    assert rewrite(path)
    after = path.read_bytes()
    assert not rewrite(path)
    assert path.read_bytes() == after
    path.write_bytes(before)
    assert rewrite(path)
    assert path.read_bytes() == after


def test_a_grading_names_the_command(path: Path) -> None:
    """The first format is not graded; the message says what makes it gradable."""
    save(path, first_format())
    with pytest.raises(pytest.UsageError) as refused:
        read(path)
    assert str(refused.value) == (
        f"The cassette {path} has the first format of this suite. "
        f"Rewrite it: python -m acceptance.cassettes rewrite {path}"
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("host/1", "host/2", "was altered after it was recorded"),
        ("digest: ", "digest: 0", "was altered after it was recorded"),
        ("end: 4", "end: 5", "is torn"),
        ("url: https://host/1", "url: 7", "is broken: 'url' is missing or wrong"),
        ("failed: timeout", "failed: 7", "is broken: 'failed' is missing or wrong"),
        ("status: 200", "status: '200'", "is broken: 'status' is missing or wrong"),
        ("complete: false", "complete: 'no'", "is broken: 'complete' is missing or wrong"),
        ("interactions:", "interactions: 7\nx:", "is broken: 'interactions' is missing or wrong"),
        ("interactions:", "interactions: [7]\nx:", "is broken: 'interactions' is missing or wrong"),
        ("interactions:", "x:", "is no cassette of this suite"),
    ],
)
def test_what_is_not_as_it_was_recorded_is_refused(
    path: Path, old: str, new: str, sentence: str
) -> None:
    """A new digest is made only where the old one fits; a refused file is not touched."""
    save(path, first_format())
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    before = path.read_bytes()
    with pytest.raises(pytest.UsageError, match=sentence):
        rewrite(path)
    assert path.read_bytes() == before


def test_a_folder_is_rewritten_and_the_rest_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each cassette of a folder has its line; one that is refused costs the status alone."""
    a, b, c = (tmp_path / f"{name}.yaml" for name in "abc")
    save(a, first_format())
    b.write_text("other: text")
    save(c, first_format())
    rewrite(c)
    assert main(["rewrite", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{a}: rewritten\n{c}: unchanged, it has vcrpy's format\n"
    assert printed.err.startswith(f"The file {b} is no cassette of this suite")
    assert main(["rewrite", str(a), str(c)]) == 0
    assert main(["rewrite", str(tmp_path / "none.yaml")]) == 1


def test_a_folder_without_a_cassette_is_a_slip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing that was rewritten is no success."""
    with pytest.raises(SystemExit) as ended:
        main(["rewrite", str(tmp_path)])
    assert ended.value.code == 2
    assert f"the folder {tmp_path} holds no cassette (*.yaml)" in capsys.readouterr().err


def test_it_is_a_command(path: Path) -> None:
    """`python -m acceptance.cassettes rewrite FILE`."""
    save(path, first_format())
    command = [sys.executable, "-m", "acceptance.cassettes", "rewrite", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == f"{path}: rewritten\n"
