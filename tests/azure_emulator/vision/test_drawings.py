"""The pictures that the project draws itself."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from azure_emulator.vision.drawings import drawing

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("cat-001.jpeg", "JPEG"),
        ("dog-test-001.jpg", "JPEG"),
        ("CAT-7.PNG", "PNG"),
        ("dog-x.gif", "GIF"),
        ("dog-x.bmp", "BMP"),
    ],
)
def test_a_pet_s_name_draws_it(name: str, kind: str) -> None:
    """The ending decides the format, in any letter case."""
    content = drawing(name)
    assert content
    assert Image.open(io.BytesIO(content)).format == kind


def printed_by(script: str) -> str:
    """What a process of its own prints."""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout


@pytest.mark.parametrize("name", ["horse-001.jpg", "cat.jpg", "cat-001", "cat-001.tiff", ""])
def test_other_names_draw_nothing(name: str) -> None:
    """Only cats and dogs, in the four formats, can be drawn."""
    assert drawing(name) is None


def test_each_name_is_another_picture() -> None:
    """No two of the exercise's names give the same bytes."""
    names = [f"{kind}-{n:03}.jpg" for kind in ("cat", "dog") for n in range(1, 16)]
    assert len({drawing(name) for name in names}) == 30


def test_a_name_gives_the_same_bytes_in_every_process() -> None:
    """A picture does not depend on the process that draws it."""
    script = (
        "from azure_emulator.vision.drawings import drawing; import hashlib;"
        "print(hashlib.sha256(drawing('cat-001.jpg')).hexdigest())"
    )
    printed = {printed_by(script) for _ in range(2)}
    assert len(printed) == 1


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """The modules of the emulator load without numpy, Pillow, scikit-image and scikit-learn."""
    script = (
        "import azure_emulator.training.routes, azure_emulator.prediction.routes;"
        "import azure_emulator.web_images.routes;"
        "import sys;"
        "print(sorted({'numpy', 'PIL', 'skimage', 'sklearn'} & set(sys.modules)))"
    )
    assert printed_by(script).strip() == "[]"
