"""Makes the picture of a class page: `python -m tests.harness.class_picture FILE.png`."""

import base64
import io
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from classroom.page.rendering import render
from tests.harness.chromium import Page, opened, running
from tests.harness.class_of_students import standings

WIDTH, SUMMARY, CELLS, GAP = 1240, 800, 640, 16
"""Pixels: of the page, and of what is shown of its summary and its cells."""


def main(picture: Path) -> None:
    """Take the top of the page and its table of cells, one below the other."""
    page = render(standings(240), made=datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "class.html"
        file.write_text(page, encoding="utf-8")
        (profile := Path(folder) / "profile").mkdir()
        with running(profile) as browser, opened(browser, file) as shown:
            shown.show(WIDTH)
            top = shown.value("document.getElementById('students').getBoundingClientRect().top")
            parts = [_taken(shown, 0, SUMMARY), _taken(shown, top, CELLS)]
    whole = Image.new("RGB", (WIDTH, SUMMARY + GAP + CELLS), "white")
    whole.paste(parts[0], (0, 0))
    whole.paste(parts[1], (0, SUMMARY + GAP))
    whole.quantize(48).save(picture, optimize=True)


def _taken(page: Page, top: float, height: int) -> Image.Image:
    clip = {"x": 0, "y": top, "width": WIDTH, "height": height, "scale": 1}
    answer = page.ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
    return Image.open(io.BytesIO(base64.b64decode(answer["data"])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
