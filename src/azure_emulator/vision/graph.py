"""The models' own steps in the words of ONNX, for whom a model is exported."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from azure_emulator.vision import features as seen
from azure_emulator.vision import filters

OPERATORS, FORMAT = 17, 8
"""The versions of ONNX's operators and of its format: readers of 2022 know them."""


class Graph:
    """A growing list of operations; each method adds some, and returns the name of what they give.

    Values of the image have four axes: images (one), depth, height, width.
    """

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(
        self, operator: str, *inputs: str, name: str = "", outputs: int = 1, **settings: Any
    ) -> str:
        """One operation; `name` is for an output of the model.

        If it has two outputs, the second one's name ends in `_places`.
        """
        from onnx import helper

        name = name or f"{operator}_{len(self.nodes)}"
        domain = "ai.onnx.ml" if operator == "ZipMap" else ""
        given = [name, f"{name}_places"][:outputs]
        self.nodes.append(
            helper.make_node(operator, list(inputs), given, name=name, domain=domain, **settings)
        )
        return name

    def constant(self, value: object, kind: type | str = "float32") -> str:
        """A number, or an array of them."""
        import numpy as np
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype=kind), name))
        return name

    def halved(self, image: str, order: str) -> tuple[str, str]:
        """As `filters.halved`; `order` says where red, green and blue of 0..255 are (`bgr`)."""
        import numpy as np

        mixes = np.array((filters.LUMA, *filters.OPPONENTS), np.float32)
        ordered = mixes[:, ["rgb".index(colour) for colour in order]]
        kernels = np.broadcast_to(ordered[:, :, None, None] / (255 * 4), (3, 3, 2, 2))
        mixed = self.add("Conv", image, self.constant(kernels), strides=[2, 2])
        return self.slice(mixed, 1, 0, 1), self.slice(mixed, 1, 1, 3)

    def edges(self, lightness: str) -> str:
        """As `filters.edges`."""
        import numpy as np

        kernels = np.zeros((2, 1, 3, 3), np.float32)
        kernels[0, 0, 1], kernels[1, 0, :, 1] = (-1, 0, 1), (-1, 0, 1)
        around = self.constant([0, 0, 1, 1, 0, 0, 1, 1], "int64")
        padded = self.add("Pad", lightness, around, mode="edge")
        slope = self.add("Conv", padded, self.constant(kernels))
        along = self.add("Abs", self._along(slope, filters.DIRECTIONS, math.pi))
        return self._rectified(along, slope, filters.sharpness(filters.DIRECTIONS, math.pi))

    def hues(self, opponents: str) -> str:
        """As `filters.hues`."""
        along = self._along(opponents, filters.HUES, 2 * math.pi)
        return self._rectified(along, opponents, filters.sharpness(filters.HUES, 2 * math.pi))

    def _along(self, vectors: str, count: int, turn: float) -> str:
        kernels = filters.directions(count, turn)[:, :, None, None]
        return self.add("Conv", vectors, self.constant(kernels))

    def _rectified(self, along: str, vectors: str, cut: float) -> str:
        length = self.add("Mul", self._length(vectors, filters.TINY), self.constant(cut))
        rest = self.add("Relu", self.add("Sub", along, length))
        return self.add("Mul", rest, self.constant(1 / (1 - cut)))

    def _length(self, maps: str, besides: float) -> str:
        squares = self.add("Mul", maps, maps)
        total = self.add("ReduceSum", squares, self.constant([1], "int64"), keepdims=1)
        return self.add("Sqrt", self.add("Add", total, self.constant(besides)))

    def pooled(self, maps: str, cell: int) -> str:
        """As `filters.pooled`."""
        return self.add("AveragePool", maps, kernel_shape=[cell] * 2, strides=[cell] * 2)

    def normalised(self, maps: str, floor: float) -> str:
        """As `filters.normalised`."""
        return self.add("Div", maps, self._length(maps, floor * floor))

    def blocks(self, cells: str, count: int, floor: float, most: float) -> str:
        """As `filters.blocks`; `count` is the number of cells in a row."""
        corners = [
            self.slice(self.slice(cells, 2, y, count - 1 + y), 3, x, count - 1 + x)
            for y in (0, 1)
            for x in (0, 1)
        ]
        together = self.add("Concat", *corners, axis=1)
        cut = self.add("Min", self.normalised(together, floor), self.constant(most))
        return self.normalised(cut, floor)

    def slice(self, value: str, axis: int, start: int, end: int) -> str:
        """A part of an axis."""
        bounds = [self.constant([number], "int64") for number in (start, end, axis)]
        return self.add("Slice", value, *bounds)

    def vector(self, image: str, order: str) -> str:
        """As `features.vector`: one row an image."""
        lightness, opponents = self.halved(image, order)
        cells = self.pooled(self.edges(lightness), seen.CELL)
        hues = self.hues(opponents)
        strongest = self.add("GlobalMaxPool", self.pooled(hues, seen.HUE_CELL))
        count = seen.SIDE // 2 // seen.CELL
        parts = (
            self.blocks(cells, count, seen.BLOCK_FLOOR, seen.BLOCK_MOST),
            self.normalised(self.add("GlobalAveragePool", hues), seen.HUE_FLOOR),
            self.add("Mul", strongest, self.constant(seen.HUE_WEIGHT)),
        )
        return self.add("Concat", *(self.add("Flatten", part) for part in parts), axis=1)

    def feature_map(self, image: str, order: str) -> str:
        """As `features.feature_map`."""
        lightness, opponents = self.halved(image, order)
        shapes = self.normalised(self.pooled(self.edges(lightness), seen.MAP_CELL), seen.MAP_FLOOR)
        hues = self.pooled(self.hues(opponents), seen.MAP_CELL)
        weighted = self.add("Mul", hues, self.constant(seen.MAP_HUE_WEIGHT))
        return self.add("Concat", shapes, weighted, axis=1)

    def model(
        self, image: Any, outputs: Sequence[Any], about: dict[str, str], producer: str
    ) -> bytes:
        """The bytes of the file.

        Args:
            image: what goes in.
            outputs: what comes out, each under the name of an operation.
            about: what a client reads of how to prepare an image.
            producer: who made it.
        """
        from onnx import checker, helper

        graph = helper.make_graph(
            self.nodes, "model", [image], list(outputs), initializer=self.constants
        )
        versions = [helper.make_opsetid("", OPERATORS), helper.make_opsetid("ai.onnx.ml", 1)]
        model = helper.make_model(
            graph, opset_imports=versions, ir_version=FORMAT, producer_name=producer
        )
        helper.set_model_props(model, about)
        checker.check_model(model)
        return bytes(model.SerializeToString())
