"""The exercise's images: 15 cats and 15 dogs, from a folder or by their public URLs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from solution.errors import BadInput, Refused

PUBLIC = (
    "https://raw.githubusercontent.com/udacity/AI_fundamentals/main/"
    "computer-vision/exercises/image-classification/training-images"
)
_JPG = {
    "cats": frozenset({3, 5, 6, 7, 8, 9, 10, 12, 15}),
    "dogs": frozenset({8, 12, 13}),
}
"""The numbers of the files that end in `.jpg`; the others end in `.jpeg`."""

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif"})
"""The formats that Custom Vision takes."""

BATCH = 64
"""The most images that Custom Vision takes in one request."""


@dataclass(frozen=True)
class Picture:
    """One image to upload: a file, or the URL from which Azure fetches it."""

    name: str
    file: Path | None = None
    url: str = ""


def pictures(folder: Path | None, animals: str) -> list[Picture]:
    """The training images of the `cats` or the `dogs`, by name.

    Raises:
        BadInput: the folder, or its subfolder, is not there or holds no image.
    """
    if folder is None:
        return [Picture(name, url=f"{PUBLIC}/{animals}/{name}") for name in _public_names(animals)]
    return [Picture(file.name, file=file) for file in image_files(folder / animals)]


def image_files(folder: Path) -> list[Path]:
    """The image files directly in a folder, by name.

    Raises:
        BadInput: it is not there, or holds none.
    """
    if not folder.is_dir():
        raise BadInput(f"no folder {folder}: the images are expected there")
    files = sorted(file for file in folder.iterdir() if file.suffix.casefold() in SUFFIXES)
    if not files:
        raise BadInput(f"no image in {folder}: {', '.join(sorted(SUFFIXES))} are taken")
    return files


def batches(images: list[Picture]) -> Iterator[list[Picture]]:
    """The images in the portions that Azure takes."""
    for start in range(0, len(images), BATCH):
        yield images[start : start + BATCH]


def fetched(urls: tuple[str, ...]) -> bytes:
    """The image at the first of the URLs that answers.

    Raises:
        Refused: none does.
    """
    import requests

    for url in urls:
        answer = requests.get(url, timeout=30)
        if answer.ok:
            return answer.content
    raise Refused(f"no test image at {' or '.join(urls)}; give a folder with --test-images")


def _public_names(animals: str) -> list[str]:
    return [
        f"{animals[:-1]}-{number:03}.{'jpg' if number in _JPG[animals] else 'jpeg'}"
        for number in range(1, 16)
    ]
