"""Pictures of one red square or one blue disc each, and where it is: something to detect."""

from __future__ import annotations

import base64
import io
import random
from typing import Any

from PIL import Image, ImageDraw

SIDE = 160
COLOURS = {"square": (200, 30, 30), "disc": (30, 60, 200)}


def shape(kind: str, seed: int) -> tuple[bytes, dict[str, float]]:
    """A JPEG with a shape on a light ground, and the shape's rectangle in parts of its sides."""
    chance = random.Random(f"{kind}{seed}")  # noqa: S311 - the same picture each time.
    size = chance.randrange(40, 71)
    left, top = (chance.randrange(SIDE - size) for _ in "xy")
    image = Image.new("RGB", (SIDE, SIDE), tuple(chance.randrange(215, 246) for _ in "rgb"))
    draw = ImageDraw.Draw(image)
    corners = (left, top, left + size, top + size)
    (draw.rectangle if kind == "square" else draw.ellipse)(corners, fill=COLOURS[kind])
    content = io.BytesIO()
    image.save(content, "JPEG")
    measures = {"left": left, "top": top, "width": size, "height": size}
    return content.getvalue(), {name: value / SIDE for name, value in measures.items()}


def entry(kind: str, seed: int, tag_id: str) -> dict[str, Any]:
    """Such a picture with its region, as an upload has it."""
    content, rectangle = shape(kind, seed)
    return {
        "name": f"{kind}-{seed}.jpg",
        "contents": base64.b64encode(content).decode(),
        "regions": [{"tagId": tag_id, **rectangle}],
    }


def overlap(one: dict[str, float], other: dict[str, float]) -> float:
    """The area that both rectangles cover, by the area that any of them covers."""
    across, down = (
        max(0, min(one[a] + one[b], other[a] + other[b]) - max(one[a], other[a]))
        for a, b in (("left", "width"), ("top", "height"))
    )
    areas = sum(each["width"] * each["height"] for each in (one, other))
    return across * down / (areas - across * down)
