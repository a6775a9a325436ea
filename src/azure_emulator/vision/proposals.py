"""Rectangles in which there may be an object, found without having learnt any.

What stands out of the colours at the image's edge is taken for objects; the larger and the
clearer, the surer.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from azure_emulator.vision.boxes import Box, best

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

SIDE = 96
SMALLEST = 0.01
"""The part of the image that a proposed rectangle covers at least."""
MOST = 16
MOST_OVERLAP = 0.7


def proposals(content: bytes) -> list[Box]:
    """Rectangles without a label, the surest first; none for an image of one colour.

    Args:
        content: an image that was accepted before.
    """
    import numpy as np
    from skimage import filters, measure

    threshold_otsu: Any = filters.threshold_otsu
    label: Any = measure.label
    regionprops: Any = measure.regionprops
    contrast = _contrast(_pixels(content))
    if contrast.max() - contrast.min() < 1e-6:
        return []
    found = []
    for share in (0.75, 1.0, 1.5):
        mask = contrast > share * threshold_otsu(contrast)
        for area in regionprops(label(mask)):
            top, left, bottom, right = (edge / SIDE for edge in area.bbox)
            width, height = right - left, bottom - top
            if width * height >= SMALLEST:
                clear = float(np.mean(contrast[area.coords[:, 0], area.coords[:, 1]]))
                sure = clear * float(area.extent)
                box = Box(
                    label="", left=left, top=top, width=width, height=height, probability=sure
                )
                found.append(box)
    return best(found, most_overlap=MOST_OVERLAP, most=MOST)


def _pixels(content: bytes) -> Matrix:
    import numpy as np
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        # As large as a project's images may be.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(content))
    image.draft("RGB", (2 * SIDE, 2 * SIDE))
    small = ImageOps.exif_transpose(image).convert("RGB").resize((SIDE, SIDE))
    return np.asarray(small, dtype=np.float64) / 255


def _contrast(pixels: Matrix) -> Matrix:
    """How far each pixel is from the nearest of the colours at the edge, 0..1."""
    import numpy as np

    edges = [pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]
    medians = np.array([np.median(edge, axis=0) for edge in edges])
    distances = np.linalg.norm(pixels[:, :, None, :] - medians, axis=-1)
    nearest: Matrix = distances.min(axis=-1) / np.sqrt(3)
    return nearest
