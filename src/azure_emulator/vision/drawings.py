"""Cats and dogs drawn by the project itself: no photo is shipped, yet there is something to learn.

An image's name decides all of it, so the same name gives the same bytes.
Cats have pointed ears, a small muzzle, slit eyes and whiskers; dogs have hanging ears, a long
muzzle and a tongue. Pose, size, place, coat, light and background vary.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "gif": "GIF"}
COATS: Sequence[Colour] = (
    (214, 150, 84),
    (120, 116, 112),
    (236, 228, 212),
    (96, 68, 48),
    (182, 128, 92),
    (60, 58, 60),
)
_NAME = re.compile(r"(cat|dog)-[\w-]*\.(jpe?g|png|bmp|gif)", re.IGNORECASE)
_FRAMES = ((360, 270), (270, 360), (320, 320), (400, 260))


@lru_cache(maxsize=128)
def drawing(name: str) -> bytes | None:
    """The image of that file name, such as `cat-001.jpeg`: encoded as its ending says.

    Returns:
        `None` for a name that is neither a cat's nor a dog's.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        return None
    animal, ending = parts[1].lower(), parts[2].lower()
    stem = name.lower().rpartition(".")[0]
    return _encoded(_Portrait.of(Random(stem)), animal, FORMATS[ending])  # noqa: S311 (no secret)


@dataclass(frozen=True)
class _Portrait:
    """What varies from image to image. `unit` is half the width of the head, in px."""

    chance: Random
    frame: tuple[int, int]
    centre: Point
    unit: float
    tilt: float
    coat: Colour
    ground: Colour

    @classmethod
    def of(cls, chance: Random) -> _Portrait:
        width, height = frame = chance.choice(_FRAMES)
        return cls(
            chance=chance,
            frame=frame,
            centre=(width * chance.uniform(0.46, 0.54), height * chance.uniform(0.47, 0.55)),
            unit=min(frame) * chance.uniform(0.23, 0.28),
            tilt=chance.uniform(-9, 9),
            coat=_near(chance, chance.choice(COATS), 14),
            ground=(
                chance.randrange(90, 230),
                chance.randrange(90, 230),
                chance.randrange(90, 230),
            ),
        )


def _encoded(portrait: _Portrait, animal: str, kind: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFilter

    image = Image.new("RGB", portrait.frame, portrait.ground)
    pen = ImageDraw.Draw(image)
    _background(pen, portrait)
    (_cat if animal == "cat" else _dog)(pen, portrait)
    image = image.rotate(
        portrait.tilt, Image.Resampling.BILINEAR, center=portrait.centre, fillcolor=portrait.ground
    )
    image = image.filter(ImageFilter.GaussianBlur(portrait.chance.uniform(0.3, 1.4)))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _background(pen: ImageDraw, portrait: _Portrait) -> None:
    """A floor and a few soft things in the room."""
    chance, (width, height) = portrait.chance, portrait.frame
    floor = height * chance.uniform(0.6, 0.85)
    pen.rectangle((0, floor, width, height), fill=_near(chance, portrait.ground, 25))
    for _ in range(chance.randrange(2, 6)):
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        size = chance.uniform(0.05, 0.16) * width
        pen.ellipse(
            (x - size, y - size, x + size, y + size), fill=_near(chance, portrait.ground, 22)
        )


def _cat(pen: ImageDraw, portrait: _Portrait) -> None:
    chance, coat = portrait.chance, portrait.coat
    dark = _shade(coat, 0.7)
    _oval(pen, portrait, (0, 1.75), (0.85, 1.1), dark)
    height = chance.uniform(1.35, 1.6)
    for side in (-1, 1):
        ear = ((side * 0.95, -0.25), (side * 0.86, -height), (side * 0.15, -0.8))
        _shape(pen, portrait, ear, coat)
        inner = ((side * 0.83, -0.5), (side * 0.79, -height + 0.25), (side * 0.36, -0.8))
        _shape(pen, portrait, inner, (222, 160, 160))
    _oval(pen, portrait, (0, 0), (1, chance.uniform(0.8, 0.88)), coat)
    for x in (-0.2, 0, 0.2):
        _line(pen, portrait, ((x, -0.75), (x * 0.7, -0.45)), dark)
    iris = chance.choice(((120, 180, 70), (210, 180, 60), (110, 160, 200)))
    for side in (-1, 1):
        _oval(pen, portrait, (side * 0.42, -0.12), (0.2, 0.17), iris)
        _oval(pen, portrait, (side * 0.42, -0.12), (0.05, 0.16), (15, 15, 15))
    _muzzle_of_a_cat(pen, portrait)


def _muzzle_of_a_cat(pen: ImageDraw, portrait: _Portrait) -> None:
    pale = _shade(portrait.coat, 1.35)
    for side in (-1, 1):
        _oval(pen, portrait, (side * 0.16, 0.4), (0.22, 0.17), pale)
        for lift in (-0.16, 0, 0.16):
            whisker = ((side * 0.3, 0.38), (side * 1.35, 0.38 + lift + 0.05))
            _line(pen, portrait, whisker, (245, 245, 245))
    _shape(pen, portrait, ((-0.11, 0.2), (0.11, 0.2), (0, 0.33)), (205, 120, 120))


def _dog(pen: ImageDraw, portrait: _Portrait) -> None:
    chance, coat = portrait.chance, portrait.coat
    dark = _shade(coat, 0.6)
    _oval(pen, portrait, (0, 1.9), (1.0, 1.1), _shade(coat, 0.85))
    _oval(pen, portrait, (0, 0), (0.8, chance.uniform(0.95, 1.08)), coat)
    droop = chance.uniform(0.75, 1.05)
    for side in (-1, 1):
        ear = ((side * 0.45, -0.85), (side * 0.95, -0.75), (side * 1.15, droop - 0.2))
        _shape(pen, portrait, (*ear, (side * 0.95, droop), (side * 0.72, 0.1)), dark)
        _oval(pen, portrait, (side * 0.3, -0.25), (0.13, 0.13), (30, 20, 15))
        _oval(pen, portrait, (side * 0.27, -0.29), (0.04, 0.04), (250, 250, 250))
    _oval(pen, portrait, (0, 0.5), (0.46, 0.58), _shade(coat, 1.3))
    if chance.random() < _PANTING:
        _oval(pen, portrait, (0, 1.08), (0.17, 0.3), (225, 110, 120))
    _oval(pen, portrait, (0, 0.22), (0.24, 0.17), (20, 18, 18))
    _line(pen, portrait, ((0, 0.4), (0, 0.72)), (40, 30, 30))
    for side in (-1, 1):
        _line(pen, portrait, ((0, 0.72), (side * 0.26, 0.84)), (40, 30, 30))


_PANTING = 0.7


def _at(portrait: _Portrait, point: Point) -> Point:
    """A point in px, given in units from the middle of the head."""
    return (
        portrait.centre[0] + point[0] * portrait.unit,
        portrait.centre[1] + point[1] * portrait.unit,
    )


def _oval(pen: ImageDraw, portrait: _Portrait, middle: Point, radii: Point, colour: Colour) -> None:
    left, top = _at(portrait, (middle[0] - radii[0], middle[1] - radii[1]))
    right, bottom = _at(portrait, (middle[0] + radii[0], middle[1] + radii[1]))
    pen.ellipse((left, top, right, bottom), fill=colour)


def _shape(pen: ImageDraw, portrait: _Portrait, corners: Sequence[Point], colour: Colour) -> None:
    pen.polygon([_at(portrait, corner) for corner in corners], fill=colour)


def _line(pen: ImageDraw, portrait: _Portrait, ends: Sequence[Point], colour: Colour) -> None:
    pen.line([_at(portrait, end) for end in ends], fill=colour, width=2)


def _near(chance: Random, colour: Colour, by: int) -> Colour:
    red, green, blue = (_byte(part + chance.randint(-by, by)) for part in colour)
    return red, green, blue


def _shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (_byte(part * factor) for part in colour)
    return red, green, blue


def _byte(value: float) -> int:
    return max(0, min(255, round(value)))
