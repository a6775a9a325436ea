"""An image's content checked, and turned into the numbers that the models learn from.

A classifier sees the upright, centred square of the image, a detector the whole image squeezed into
a square. Shapes count (where which edges are), and colours (which hues there are, and which
strongly somewhere). Weighed on 40 photos of cats and dogs, which colours hardly tell apart.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from azure_emulator.vision import filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Vector = NDArray[np.float32]

FORMATS = ("JPEG", "PNG", "BMP", "GIF")
MOST_PIXELS_A_SIDE = 10_240
MOST_ASPECT = 25
SIDE = 224
"""Pixels of the square that a classifier sees."""
WIDE = 320
"""Pixels of the square that a detector sees."""

CELL = 16
BLOCK_FLOOR, BLOCK_MOST = 0.02, 0.2
HUE_FLOOR = 0.1
HUE_CELL, HUE_WEIGHT = 8, 3.0
"""How large a spot of one hue has to be, and how much it counts besides shapes."""

MAP_CELL = 4
MAP_FLOOR = 0.05
MAP_HUE_WEIGHT = 2.0


class NotAnImageError(Exception):
    """The content is not a whole JPEG, PNG, BMP or GIF."""


class TooManyBytesError(Exception):
    """The content is longer than allowed."""


class BadDimensionsError(Exception):
    """A side is longer than 10,240 px, or the longer side is over 25 times the shorter."""


@dataclass(frozen=True)
class Features:
    """The vectors of an image and of its mirror image, one shape for all images."""

    straight: Vector
    mirrored: Vector


def check(content: bytes, most_bytes: int) -> tuple[int, int]:
    """The width and height in px of an acceptable image, as a viewer shows it (EXIF turned).

    Raises:
        TooManyBytesError, NotAnImageError, BadDimensionsError: in this order of checking.
    """
    if len(content) > most_bytes:
        raise TooManyBytesError(f"{len(content)} bytes, {most_bytes} are allowed")
    image, width, height = _opened(content)
    longest, shortest = max(width, height), min(width, height)
    if longest > MOST_PIXELS_A_SIDE or longest > MOST_ASPECT * shortest:
        raise BadDimensionsError(f"{width} x {height} px")
    _load(image, SIDE)
    return width, height


def features(content: bytes) -> Features:
    """What a classifier sees of an image that `check` accepted.

    Raises:
        NotAnImageError: it cannot be decoded.
    """
    from PIL import Image, ImageOps

    image = _upright(content, SIDE)
    square = _pixels(ImageOps.fit(image, (SIDE, SIDE), Image.Resampling.BICUBIC))
    return Features(vector(square), vector(square[:, :, ::-1]))


def vector(pixels: Vector) -> Vector:
    """The numbers of a square image: its shapes, its hues on the whole, its strongest hues.

    Args:
        pixels: 3 x `SIDE` x `SIDE`, red, green and blue of 0..1.
    """
    import numpy as np

    lightness, opponents = filters.halved(pixels)
    cells = filters.pooled(filters.edges(lightness), CELL)
    hues = filters.hues(opponents)
    spots = filters.pooled(hues, HUE_CELL).max((1, 2))
    parts = (
        filters.blocks(cells, BLOCK_FLOOR, BLOCK_MOST).ravel(),
        filters.normalised(hues.mean((1, 2)), HUE_FLOOR),
        spots * np.float32(HUE_WEIGHT),
    )
    return np.concatenate(parts)


@dataclass(frozen=True)
class Picture:
    """The maps of an image and of its mirror image: 16 x 40 x 40."""

    straight: Vector
    mirrored: Vector


def picture(content: bytes) -> Picture:
    """What a detector sees of an image that `check` accepted.

    Raises:
        NotAnImageError: it cannot be decoded.
    """
    from PIL import Image

    image = _upright(content, WIDE).resize((WIDE, WIDE), Image.Resampling.BICUBIC)
    pixels = _pixels(image)
    return Picture(feature_map(pixels), feature_map(pixels[:, :, ::-1]))


def feature_map(pixels: Vector) -> Vector:
    """Edges and hues by place.

    Args:
        pixels: 3 x `WIDE` x `WIDE`, red, green and blue of 0..1.
    """
    import numpy as np

    lightness, opponents = filters.halved(pixels)
    cells = filters.pooled(filters.edges(lightness), MAP_CELL)
    hues = filters.pooled(filters.hues(opponents), MAP_CELL)
    shapes = filters.normalised(cells, MAP_FLOOR)
    return np.concatenate([shapes, hues * np.float32(MAP_HUE_WEIGHT)])


class Content(bytes):
    """An image's bytes, whose digest is computed once."""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 digest, in hexadecimal digits."""
        return hashlib.sha256(self).hexdigest()


def digested(content: bytes) -> Content:
    """An image's bytes, and their digest computed."""
    made = Content(content)
    _ = made.digest
    return made


def digest(content: bytes) -> str:
    """The SHA-256 digest of an image's bytes, in hexadecimal digits."""
    return (content if isinstance(content, Content) else Content(content)).digest


def _opened(content: bytes) -> tuple[Image, int, int]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Large images are allowed here up to a limit of ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        sideways = image.getexif().get(_ORIENTATION, 1) >= _FIRST_SIDEWAYS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise NotAnImageError(str(error)) from error
    except Image.DecompressionBombError as error:
        raise BadDimensionsError(str(error)) from error
    width, height = image.size
    return image, *((height, width) if sideways else (width, height))


def _load(image: Image, side: int) -> None:
    # A large JPEG is decoded at a fraction of its size: ten times faster, and still much larger
    # than what is made of it.
    image.draft("RGB", (2 * side, 2 * side))
    try:
        image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise NotAnImageError(str(error)) from error


def _upright(content: bytes, side: int) -> Image:
    from PIL import ImageOps

    image, _, _ = _opened(content)
    _load(image, side)
    try:
        if image.mode.startswith("I"):  # 16 bits of grey, of which the upper 8 are as good.
            image = image.point(lambda level: level / 256).convert("L")
        return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError) as error:
        raise NotAnImageError(str(error)) from error


def _pixels(image: Image) -> Vector:
    import numpy as np

    return np.asarray(image, dtype=np.float32).transpose(2, 0, 1) / np.float32(255)


_ORIENTATION = 0x0112
_FIRST_SIDEWAYS = 5
