"""Microsoft's public quickstarts run to their end, with nothing but their configuration."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.azure_emulator.clients.conftest import Lab
from tests.harness import registries
from tests.harness.quickstarts import quickstart, write_images

PACKAGES = (
    "@azure/cognitiveservices-customvision-training",
    "@azure/cognitiveservices-customvision-prediction",
    "@azure/ms-rest-js",
)
KINDS = ("ImageClassification", "ObjectDetection")
TAGS = {"ImageClassification": "Hemlock", "ObjectDetection": "fork"}
SDKS = ("3.1.1", "3.1.0", "3.0.0")
"""Versions of Custom Vision's SDK for Python."""


def probabilities(printed: str) -> dict[str, float]:
    """What a quickstart shows of a prediction, in percent by tag: the likeliest of each."""
    found: dict[str, float] = {}
    for tag, percent in re.findall(r"^\s+(\w[\w ]*): ([0-9.]+)%", printed, re.MULTILINE):
        found[tag.casefold()] = max(found.get(tag.casefold(), 0.0), float(percent))
    return found


def copied(lab: Lab, language: str, kind: str, name: str) -> Path:
    """A quickstart as it is, beside its pictures."""
    file = lab.folder / name
    file.write_bytes(quickstart(f"{language}/CustomVision/{kind}/{name}"))
    write_images(kind, lab.folder / "Images")
    return file


@pytest.mark.parametrize("version", SDKS)
@pytest.mark.parametrize("kind", KINDS)
def test_python(kind: str, version: str, lab: Lab) -> None:
    """Create, tag, upload, train, publish, predict, delete; what is on the picture is known."""
    file = copied(lab, "python", kind, "CustomVisionQuickstart.py")
    python = Path(sys.executable)
    if version != SDKS[0]:
        package = "azure-cognitiveservices-vision-customvision"
        python = registries.python_with(f"{package}=={version}", "requests")
    printed = lab.run(python, file)
    assert "Deleting project..." in printed
    assert max(probabilities(printed).values()) > 50, printed


@pytest.mark.parametrize("kind", KINDS)
def test_node(kind: str, lab: Lab) -> None:
    """The same with Node's SDK, from the npm registry."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here")
    file = copied(lab, "javascript", kind, "CustomVisionQuickstart.js")
    packages = registries.npm_packages(*PACKAGES)
    printed = lab.run(
        node, "--unhandled-rejections=strict", file, NODE_PATH=f"{packages}/node_modules"
    )
    assert "Results:" in printed
    assert max(probabilities(printed).values()) > 50, printed
