"""What counts as a picture, and what is measured on it."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from azure_emulator.vision.drawings import drawing
from azure_emulator.vision.features import (
    BadDimensionsError,
    NotAnImageError,
    TooManyBytesError,
    check,
    features,
)

ENOUGH = 6 * 2**20


def picture(size: tuple[int, int] = (40, 30), kind: str = "PNG", **options: object) -> bytes:
    """A plain picture, encoded."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind, **options)
    return out.getvalue()


def cat() -> bytes:
    """A drawn cat."""
    content = drawing("cat-001.jpg")
    assert content
    return content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "GIF"])
def test_the_four_formats_are_pictures(kind: str) -> None:
    """JPEG, PNG, BMP and GIF are measured in px."""
    assert check(picture(kind=kind), ENOUGH) == (40, 30)


@pytest.mark.parametrize("content", [b"", b"<html></html>", picture(kind="TIFF"), cat()[:900]])
def test_anything_else_is_no_picture(content: bytes) -> None:
    """Nothing, a page, another format, and a picture cut short are refused."""
    with pytest.raises(NotAnImageError):
        check(content, ENOUGH)


def test_a_picture_may_be_too_long() -> None:
    """A content longer than allowed is refused before it is decoded."""
    with pytest.raises(TooManyBytesError, match="100 are allowed"):
        check(picture(kind="BMP"), 100)


@pytest.mark.parametrize("size", [(10_241, 500), (26, 1), (1, 26)])
def test_a_picture_may_be_too_large_or_too_thin(size: tuple[int, int]) -> None:
    """No side over 10,240 px, and no shape longer than 25:1."""
    with pytest.raises(BadDimensionsError):
        check(picture(size), ENOUGH)


@pytest.mark.parametrize("size", [(25, 1), (10_240, 1_000), (10_000, 9_000)])
def test_a_picture_may_be_at_the_limit(size: tuple[int, int]) -> None:
    """The limits themselves are allowed, even where Pillow warns of a bomb."""
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    assert check(out.getvalue(), ENOUGH) == size


def test_a_bomb_is_not_decoded() -> None:
    """A header that announces a monstrous picture is refused on its word."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    start = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    rest = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(BadDimensionsError):
        check(b"\x89PNG\r\n\x1a\n" + start + rest, ENOUGH)


def turned(orientation: int) -> bytes:
    """The cat, stored turned by a camera."""
    image = Image.open(io.BytesIO(cat()))
    back = {6: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_180}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.transpose(back).save(out, "PNG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("orientation", [3, 6])
def test_a_camera_s_turn_is_undone(orientation: int) -> None:
    """EXIF orientation: size and features are those of the upright picture."""
    straight = io.BytesIO()
    Image.open(io.BytesIO(cat())).save(straight, "PNG")
    upright = straight.getvalue()
    assert check(turned(orientation), ENOUGH) == check(upright, ENOUGH)
    assert np.allclose(features(turned(orientation)).straight, features(upright).straight)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_all_colour_modes_are_seen_alike(mode: str) -> None:
    """A light grey picture is one, however its pixels are stored."""
    image = Image.new("L", (50, 40), 255 if mode == "1" else 200)
    stored = image.convert("I").point(lambda level: level * 256) if mode == "I;16" else image
    out = io.BytesIO()
    stored.convert(mode).save(out, "PNG")
    assert check(out.getvalue(), ENOUGH) == (50, 40)
    same = io.BytesIO()
    image.save(same, "PNG")
    assert np.allclose(
        features(out.getvalue()).straight, features(same.getvalue()).straight, atol=1e-3
    )


def test_all_pictures_have_features_of_one_shape() -> None:
    """Size, format, transparency and colour mode make no difference to the shape."""
    out = io.BytesIO()
    Image.new("P", (50, 90)).save(out, "GIF", transparency=0)
    paletted = io.BytesIO()
    Image.new("P", (50, 90)).save(paletted, "PNG", transparency=b"\x00\x10")
    shapes = {
        features(content).straight.shape
        for content in (picture(), cat(), out.getvalue(), paletted.getvalue())
    }
    assert len(shapes) == 1
