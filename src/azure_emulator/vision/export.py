"""Trained models as ONNX files, with the inputs and outputs that Custom Vision's have.

Source of names, sizes and metadata: Microsoft's sample scripts for exported models, and the
README of an exported detector. A detector has the outputs of the domain `General (compact) [S1]`,
which need no work of the client's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from azure_emulator.vision import detector as detection
from azure_emulator.vision import windows
from azure_emulator.vision.features import SIDE, WIDE
from azure_emulator.vision.graph import Graph

if TYPE_CHECKING:
    from azure_emulator.vision.classifier import Classifier
    from azure_emulator.vision.detector import Detector

PRODUCER = "azure-emulator"
ABOUT = {
    "Image.ColorSpaceGamma": "SRGB",
    "Image.NominalPixelRange": "NominalRange_0_255",
}


def classifier(model: Classifier, names: Sequence[str]) -> bytes:
    """A classifier: `data` (1 x 3 x 224 x 224, BGR of 0..255) in, `classLabel` and `loss` out.

    The emulator itself gives it the centred square of an upright image, resized (bicubic).

    Args:
        model: a trained one.
        names: what to call its labels, in their order.
    """
    from onnx import TensorProto, helper

    graph = Graph()
    weights = graph.constant(model.linear.weights.T)
    biases = graph.constant(model.linear.biases)
    logits = graph.add("Gemm", graph.vector("data", "bgr"), weights, biases)
    linked = (
        graph.add("Softmax", logits, axis=1)
        if model.linear.exclusive
        else graph.add("Sigmoid", logits)
    )
    graph.add("ZipMap", linked, name="loss", classlabels_strings=list(names))
    best = graph.add("ArgMax", linked, axis=1, keepdims=1)
    labels = graph.constant([name.encode() for name in names], object)
    graph.add("Gather", labels, best, name="classLabel")
    image = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    probabilities = helper.make_map_type_proto(
        TensorProto.STRING, helper.make_tensor_type_proto(TensorProto.FLOAT, None)
    )
    outputs = (
        helper.make_tensor_value_info("classLabel", TensorProto.STRING, [1, 1]),
        helper.make_value_info("loss", helper.make_sequence_type_proto(probabilities)),
    )
    return graph.model(image, outputs, {"Image.BitmapPixelFormat": "Bgr8", **ABOUT}, PRODUCER)


def detector(model: Detector) -> bytes:
    """A detector: `image_tensor` (1 x 3 x 320 x 320, RGB of 0..255) in, boxes out.

    Outputs are `detected_boxes` (1 x n x 4: left, top, right, bottom of 0..1), `detected_classes`
    (1 x n: places of labels) and `detected_scores` (1 x n), the most probable first. The emulator
    itself gives it the whole upright image, squeezed (bicubic).

    Args:
        model: a trained one.
    """
    from onnx import TensorProto, helper

    graph = Graph()
    seen = _seen(graph, model)
    logits = graph.add(
        "Gemm", seen, graph.constant(model.linear.weights.T), graph.constant(model.linear.biases)
    )
    chances = graph.slice(graph.add("Softmax", logits, axis=1), 1, 0, len(model.labels))
    boxes = _moved(graph, model, seen)
    _best(graph, boxes, chances)
    image = helper.make_tensor_value_info("image_tensor", TensorProto.FLOAT, [1, 3, WIDE, WIDE])
    outputs = (
        helper.make_tensor_value_info("detected_boxes", TensorProto.FLOAT, [1, None, 4]),
        helper.make_tensor_value_info("detected_classes", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("detected_scores", TensorProto.FLOAT, [1, None]),
    )
    return graph.model(image, outputs, {"Image.BitmapPixelFormat": "Rgb8", **ABOUT}, PRODUCER)


def _seen(graph: Graph, model: Detector) -> str:
    """What is in each window, as `Windows.seen`: one row a window."""
    maps = graph.feature_map("image_tensor", "rgb")
    apart = graph.constant([-1, windows.STEPS, windows.BINS, windows.STEPS, windows.BINS], "int64")
    rows = []
    for kind in model.windows():
        across = graph.add("MatMul", maps, graph.constant(kind.column_shares.T))
        parts = graph.add("MatMul", graph.constant(kind.row_shares), across)
        turned = graph.add("Transpose", graph.add("Reshape", parts, apart), perm=[1, 3, 0, 2, 4])
        flat = graph.constant([windows.STEPS**2, -1], "int64")
        rows.append(graph.add("Reshape", turned, flat))
    return graph.add("Concat", *rows, axis=0)


def _moved(graph: Graph, model: Detector, seen: str) -> str:
    """All windows, moved as by `windows.moved`."""
    import numpy as np

    boxes = np.concatenate([kind.boxes for kind in model.windows()])
    size, middle = boxes[:, 2:] - boxes[:, :2], (boxes[:, 2:] + boxes[:, :2]) / 2
    weights, biases = model.moves[:, :-1].T, model.moves[:, -1]
    ways = graph.add("Gemm", seen, graph.constant(weights), graph.constant(biases))
    most = (graph.constant(-windows.MOST_MOVE), graph.constant(windows.MOST_MOVE))
    ways = graph.add("Clip", ways, *most)
    steps = graph.add("Mul", graph.slice(ways, 1, 0, 2), graph.constant(size))
    aim = graph.add("Add", graph.constant(middle), steps)
    growth = graph.add("Exp", graph.slice(ways, 1, 2, 4))
    half = graph.add("Mul", growth, graph.constant(size / 2))
    corners = (graph.add("Sub", aim, half), graph.add("Add", aim, half))
    return graph.add(
        "Clip", graph.add("Concat", *corners, axis=1), graph.constant(0.0), graph.constant(1.0)
    )


def _best(graph: Graph, boxes: str, chances: str) -> None:
    """The three outputs: of each label the boxes that count, and of these the likeliest."""
    first = graph.constant([0], "int64")
    most = graph.constant([detection.MOST_BOXES], "int64")
    scores = graph.add("Unsqueeze", graph.add("Transpose", chances, perm=[1, 0]), first)
    chosen = graph.add(
        "NonMaxSuppression",
        graph.add("Unsqueeze", boxes, first),
        scores,
        most,
        graph.constant([detection.MOST_OVERLAP]),
        graph.constant([detection.LEAST_PROBABILITY]),
    )
    number, index = graph.slice(chosen, 1, 1, 2), graph.slice(chosen, 1, 2, 3)
    probability = graph.add("GatherND", chances, graph.add("Concat", index, number, axis=1))
    count = graph.add("Min", most, graph.add("Shape", probability))
    best = f"{graph.add('TopK', probability, count, axis=0, outputs=2)}_places"

    def ranked(values: str, name: str) -> None:
        graph.add("Unsqueeze", graph.add("Gather", values, best), first, name=name)

    last = graph.constant([1], "int64")
    ranked(graph.add("Gather", boxes, graph.add("Squeeze", index, last)), "detected_boxes")
    ranked(graph.add("Squeeze", number, last), "detected_classes")
    ranked(probability, "detected_scores")
