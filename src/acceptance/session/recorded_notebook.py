"""The notebook of a cassette: known by its SHA-256, whatever it is called and whoever moved it."""

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from acceptance.cassettes import file
from acceptance.cassettes.file import Recorded
from acceptance.cassettes.handed_in import LARGEST
from acceptance.causes import NoAnswer
from acceptance.files import read_file

MOST = 1000
"""How many notebooks of the cassette's folder are looked at."""


def find(cassette: Path, recorded: Recorded) -> Path | None:
    """The notebook that was recorded, in the cassette's folder; `None` if it is not there."""
    if not recorded.notebook_sha256:
        return None
    for path in dict.fromkeys(_candidates(cassette, recorded)):
        if _digest(path) == recorded.notebook_sha256:
            return path
    return None


def lost(cassette: Path, recorded: Recorded) -> NoAnswer | None:
    """Why the notebook that was recorded cannot be judged, if there was one and it is not there."""
    if not (name := _name(recorded)) or find(cassette, recorded):
        return None
    cure = "put it there as it was recorded, or hand the notebook in with --notebook=FILE"
    for path in (cassette.with_name(name), cassette.with_suffix(".ipynb")):
        if path.is_file():
            return NoAnswer(
                f"{path.name} is not the notebook that was recorded with the cassette, or was "
                "altered since: its SHA-256 is another",
                cure,
            )
    return NoAnswer(f"the cassette's notebook, {name}, is not beside it", cure)


def require(cassette: Path, recorded: Recorded) -> None:
    """Refuse a cassette whose notebook was recorded with it, and is not there as it was.

    Raises:
        pytest.UsageError: naming it, and what became of it.
    """
    if recorded.notebook_sha256 and (loss := lost(cassette, recorded)):
        raise pytest.UsageError(f"{cassette}: {loss.reason}. Nothing of it was graded.")


def place_beside(cassette: Path) -> Path:
    """Where the scrubbed notebook of a new cassette goes: nothing makes way for it."""
    return free(cassette.with_suffix(".ipynb"), "scrubbed")


def free(path: Path, word: str = "") -> Path:
    """The path, or one like it that is not taken: `FILE-2.yaml`, or `FILE.WORD.ipynb`."""
    if not path.exists():
        return path
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    first = [path.with_stem(f"{path.stem}.{word}")] if word else []
    return next(other for other in (*first, *islice(names, 10_000)) if not other.exists())


def _name(recorded: Recorded) -> str:
    return Path(recorded.options.get("notebook") or "").name


def _candidates(cassette: Path, recorded: Recorded) -> Iterator[Path]:
    """By its recorded name, by the cassette's name, then all that are there."""
    if name := _name(recorded):
        yield cassette.with_name(name)
    yield cassette.with_suffix(".ipynb")
    yield from sorted(islice(cassette.parent.glob("*.[iI][pP][yY][nN][bB]"), MOST))


def _digest(path: Path) -> str:
    """The digest of a notebook's file, "" if it cannot be read or is larger than is recorded."""
    try:
        return file.text_digest(read_file(path, LARGEST))
    except OSError:
        return ""
