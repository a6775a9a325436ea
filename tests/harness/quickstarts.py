"""Microsoft's quickstarts and their pictures, from copies that are at hand; none is ours to keep.

`QUICKSTART_CODE` and `QUICKSTART_IMAGES` name checkouts (or git folders) of two public repositories
of Azure-Samples: cognitive-services-quickstart-code and cognitive-services-sample-data-files.
Without the first, git is asked for it; without the second, the pictures are drawn.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from azure_emulator.vision.drawings import drawing

CODE = "cognitive-services-quickstart-code"
CLONED = Path(__file__).resolve().parents[2] / "build" / "clients" / CODE
FOLDERS = {
    "ImageClassification": {"Hemlock": "hemlock", "Japanese_Cherry": "japanese_cherry"},
    "ObjectDetection": {"fork": "fork", "scissors": "scissors"},
}
"""The folders of pictures of each quickstart -> what their files' names begin with."""

COUNTS = {"ImageClassification": 10, "ObjectDetection": 20}
TESTS = {"ImageClassification": "Test", "ObjectDetection": "test"}


def quickstart(path: str) -> bytes:
    """A file of the quickstarts; skips the test where there is no copy."""
    named = os.environ.get("QUICKSTART_CODE")
    content = _content(Path(named) if named else _cloned(), path)
    if content is None:
        pytest.skip(f"{named or CLONED} has no {path}")
    return content


def write_images(kind: str, folder: Path) -> str:
    """Write a quickstart's pictures into a folder; where they are from."""
    named = os.environ.get("QUICKSTART_IMAGES")
    for number, name in enumerate(_names(kind)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        content = _content(Path(named), f"CustomVision/{kind}/Images/{name}") if named else None
        animal = "cat" if number < COUNTS[kind] else "dog"
        drawn = drawing(f"{animal}-{number:03}.jpg")
        assert drawn is not None
        file.write_bytes(content or drawn)
    return "Microsoft's" if named else "drawn"


def _names(kind: str) -> Iterator[str]:
    for folder, name in FOLDERS[kind].items():
        for number in range(1, COUNTS[kind] + 1):
            yield f"{folder}/{name}_{number}.jpg"
    yield f"{TESTS[kind]}/test_image.jpg"


def _content(repository: Path, path: str) -> bytes | None:
    if (repository / path).is_file():
        return (repository / path).read_bytes()
    shown = subprocess.run(
        ["git", "-C", str(repository), "show", f"HEAD:{path}"], capture_output=True, check=False
    )
    return None if shown.returncode else shown.stdout


def _cloned() -> Path:
    if not CLONED.exists():
        CLONED.parent.mkdir(parents=True, exist_ok=True)
        address = f"https://github.com/Azure-Samples/{CODE}"
        command = ["git", "clone", "--quiet", "--depth=1", address, str(CLONED)]
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        try:
            subprocess.run(command, env=environment, capture_output=True, check=True, timeout=120)
        except (subprocess.SubprocessError, OSError):
            shutil.rmtree(CLONED, ignore_errors=True)
            pytest.skip(f"git does not reach {CODE}: name a checkout in QUICKSTART_CODE")
    return CLONED
