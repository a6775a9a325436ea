"""A picture's content checked, and turned into the numbers that a linear model learns from.

Histograms of oriented gradients (HOG) on the upright, centred, grey square of the picture: shapes
count, colours do not. Measured on the exercise's photos, colour histograms and thumbnails do not
tell cats from dogs; HOG does.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Vector = NDArray[np.float64]

FORMATS = ("JPEG", "PNG", "BMP", "GIF")
MOST_PIXELS_A_SIDE = 10_240
MOST_ASPECT = 25
SIDE = 112
CELL = 16
ORIENTATIONS = 8


class NotAnImageError(Exception):
    """The content is not a whole JPEG, PNG, BMP or GIF."""


class TooManyBytesError(Exception):
    """The content is longer than allowed."""


class BadDimensionsError(Exception):
    """A side is longer than 10,240 px, or the longer side is over 25 times the shorter."""


@dataclass(frozen=True)
class Features:
    """The HOG vectors of a picture and of its mirror image, one shape for all pictures."""

    straight: Vector
    mirrored: Vector


def check(content: bytes, most_bytes: int) -> tuple[int, int]:
    """The width and height in px of an acceptable picture, as a viewer shows it (EXIF turned).

    Raises:
        TooManyBytesError, NotAnImageError, BadDimensionsError: in this order of checking.
    """
    if len(content) > most_bytes:
        raise TooManyBytesError(f"{len(content)} bytes, {most_bytes} are allowed")
    picture, width, height = _opened(content)
    longest, shortest = max(width, height), min(width, height)
    if longest > MOST_PIXELS_A_SIDE or longest > MOST_ASPECT * shortest:
        raise BadDimensionsError(f"{width} x {height} px")
    _load(picture)
    return width, height


def features(content: bytes) -> Features:
    """The features of a picture that `check` accepted.

    Raises:
        NotAnImageError: it cannot be decoded.
    """
    import numpy as np
    from PIL import Image, ImageOps
    from skimage.feature import hog

    picture, _, _ = _opened(content)
    _load(picture)
    square = ImageOps.fit(
        ImageOps.exif_transpose(picture).convert("L"), (SIDE, SIDE), Image.Resampling.BILINEAR
    )
    grey = np.asarray(square, dtype=np.float64) / 255

    def vector(pixels: Vector) -> Vector:
        found: Vector = hog(
            pixels, orientations=ORIENTATIONS, pixels_per_cell=(CELL, CELL), cells_per_block=(2, 2)
        )
        return found

    return Features(vector(grey), vector(grey[:, ::-1]))


class FeatureCache:
    """Features by content: a picture is measured once, however often it is trained with."""

    def __init__(self) -> None:
        """An empty cache."""
        self._known: dict[str, Features] = {}

    def of(self, content: bytes) -> Features:
        """The features of the content, computed at the first asking."""
        key = digest(content)
        if key not in self._known:
            self._known[key] = features(content)
        return self._known[key]


def digest(content: bytes) -> str:
    """The name of a content: the same for the same bytes only."""
    return hashlib.sha256(content).hexdigest()


def _opened(content: bytes) -> tuple[Image, int, int]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Large pictures are allowed here up to a limit of ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
        sideways = picture.getexif().get(_ORIENTATION, 1) >= _FIRST_SIDEWAYS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise NotAnImageError(str(error)) from error
    except Image.DecompressionBombError as error:
        raise BadDimensionsError(str(error)) from error
    width, height = picture.size
    return picture, *((height, width) if sideways else (width, height))


def _load(picture: Image) -> None:
    # A JPEG is decoded at a fraction of its size: ten times faster, and enough for 112 px.
    picture.draft("L", (2 * SIDE, 2 * SIDE))
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise NotAnImageError(str(error)) from error


_ORIENTATION = 0x0112
_FIRST_SIDEWAYS = 5
