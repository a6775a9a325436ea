"""Trained models as ONNX files, with the inputs and outputs that Custom Vision's have.

Source of names, sizes and metadata: Microsoft's sample scripts for exported models, and the
README of an exported detector. A detector has the outputs of the domain `General (compact) [S1]`,
which need no work of the client's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from azure_emulator.vision.features import SIDE
from azure_emulator.vision.graph import Graph

if TYPE_CHECKING:
    from azure_emulator.vision.classifier import Classifier

PRODUCER = "azure-emulator"
ABOUT = {
    "Image.BitmapPixelFormat": "Bgr8",
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
    return graph.model(image, outputs, ABOUT, PRODUCER)
