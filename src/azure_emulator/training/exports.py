"""Iterations made into files for other platforms: what is asked for, and what is in the file.

The file is a zip as Azure's: the model, the names of its labels, and a manifest; for Docker, also
what answers images with them.
"""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from azure_emulator.cloud import Cloud
from azure_emulator.training import model_server
from azure_emulator.training.domains import ONNX
from azure_emulator.training.errors import bad_request, not_implemented
from azure_emulator.training.iterations import Export, Iteration
from azure_emulator.vision.learning import FeatureCache

DOCKER = "DockerFile"
FLAVORS = {
    DOCKER: ("Linux", "Windows", "ARM"),
    ONNX: ("ONNX10", "ONNX12"),
    "TensorFlow": ("TensorFlowNormal", "TensorFlowLite"),
}
"""The flavors of a platform, by the specification."""

SERVED = {ONNX: (None, "ONNX12"), DOCKER: (None, "Linux")}
"""What the emulator can make; ONNX 1.2 and not 1.0 is what the service makes."""

MODEL, LABELS, MANIFEST = "model.onnx", "labels.txt", "cvexport.manifest"
DOCKERFILE = """FROM python:3.12-slim
RUN pip install --no-cache-dir numpy onnxruntime pillow
COPY app /app
WORKDIR /app
EXPOSE 80
CMD ["python", "-u", "app.py"]
"""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def export(
    cloud: Cloud, iteration: Iteration, platform: str, flavor: str | None, *, known: tuple[str, ...]
) -> Export:
    """Begin to make an iteration's model into a file; asked again, it is made anew.

    Which code refuses a platform, and that a finished export may be asked for again, are guesses.

    Args:
        cloud: its clock and its durations.
        iteration: a trained one.
        platform: in any letter case.
        flavor: in any letter case.
        known: the platforms that the domain exports to.

    Raises:
        CustomVisionError: 400 BadRequestExportValidationFailed, -ExportAlreadyInProgress; 501 for
            what cannot be made here.
    """
    platform = _one_of(platform, known, "export platform")
    if flavor is not None:
        flavor = _one_of(flavor, FLAVORS.get(platform, ()), f"flavor of {platform}")
    if flavor not in SERVED.get(platform, ()):
        raise not_implemented(f"the export to {flavor or platform}")
    now = cloud.now()
    like = [
        each for each in iteration.exports if (each.platform, each.flavor) == (platform, flavor)
    ]
    if any(not each.done(now) for each in like):
        message = f"{iteration.id} is already queued for export"
        raise bad_request("BadRequestExportAlreadyInProgress", message)
    made = Export(platform, flavor, now, now + cloud.durations.model_export)
    iteration.exports[:] = [each for each in iteration.exports if each not in like] + [made]
    return made


def _one_of(word: str, known: tuple[str, ...], what: str) -> str:
    for each in known:
        if each.casefold() == word.casefold():
            return each
    allowed = ", ".join(known) or "none"
    raise bad_request("BadRequestExportValidationFailed", f"Invalid {what}; allowed is: {allowed}")


def package(iteration: Iteration, made: Export, features: FeatureCache) -> bytes:
    """The file of an export: the same at each download."""
    model = iteration.onnx(features)
    labels = "\n".join(tag.name for tag in iteration.tags).encode()
    manifest = {
        "DomainType": iteration.settings.domain.type,
        "Platform": made.platform,
        "Flavor": made.flavor,
        "ExporterVersion": "2.0",
        "ExportedDate": f"{made.ready:%Y-%m-%dT%H:%M:%S.%fZ}",
        "IterationId": iteration.id,
        "ModelFileName": MODEL,
        "LabelFileName": LABELS,
        "ModelFileSHA1": _sha1(model),
        "LabelFileSHA1": _sha1(labels),
        "SchemaVersion": "1.0",
    }
    members = {MODEL: model, LABELS: labels}
    if made.platform == DOCKER:
        program = Path(model_server.__file__).read_bytes()
        members = {f"app/{name}": member for name, member in members.items()}
        members |= {"app/app.py": program, "Dockerfile": DOCKERFILE.encode()}
    members[MANIFEST] = json.dumps(manifest, indent=2).encode()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), member, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
