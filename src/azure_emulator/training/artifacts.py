"""What a project keeps in storage: images, thumbnails, stored predictions, exported models."""

import io
import re
import uuid
import warnings
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from azure_emulator.cloud import Cloud
from azure_emulator.training.exports import package
from azure_emulator.training.images import Image
from azure_emulator.training.links import Permit
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training

THUMBNAIL_SIDE = 256
"""Pixels of a thumbnail's longer side."""

_HEX = r"[0-9a-f]{32}"
_IN_PROJECT = re.compile(rf"/?i-(?P<project>{_HEX})/(?P<kind>[it])-(?P<thing>{_HEX})")
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PREDICTION = re.compile(
    rf"/?predictionimages/(?P<project>{_GUID})/(?P<kind>[ot])-(?P<thing>{_HEX})"
)
_MODEL = re.compile(rf"/?m-(?P<project>{_HEX})/(?P<thing>{_HEX})\.(?P<kind>[A-Za-z0-9.]+)\.zip")


class ArtifactNotFoundError(Exception):
    """Nothing is kept under that path."""


Reader = Callable[[Cloud, Project, str, str], bytes]


def artifact(cloud: Cloud, path: str) -> tuple[Project, bytes]:
    """What is kept under a path, as links have it after the host, and whose it is.

    Raises:
        ArtifactNotFoundError: nothing is.
    """
    readers: tuple[tuple[re.Pattern[str], Reader], ...] = (
        (_IN_PROJECT, _image),
        (_PREDICTION, _prediction),
        (_MODEL, _model),
    )
    for pattern, read in readers:
        if match := pattern.fullmatch(path):
            project = cloud.state(Training).known_project(str(uuid.UUID(match["project"])))
            if project is None:
                break
            return project, read(cloud, project, match["kind"], str(uuid.UUID(match["thing"])))
    raise ArtifactNotFoundError(path)


def linked(cloud: Cloud, url: str) -> bytes | None:
    """What a link that was signed within the last day opens; `None` for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path.removeprefix("/")
    permit = Permit.of(dict(parse_qsl(parts.query)))
    if not permit.opens(cloud.state(Training).signing_key, path) or permit.expired(cloud.now()):
        return None
    try:
        return artifact(cloud, path)[1]
    except ArtifactNotFoundError:
        return None


def _image(_cloud: Cloud, project: Project, kind: str, image_id: str) -> bytes:
    sets = (project.current, *(each.training_set for each in project.iterations.values()))
    found: Image | None = next((of.images[image_id] for of in sets if image_id in of.images), None)
    if found is None:
        raise ArtifactNotFoundError(image_id)
    return thumbnail(found.content) if kind == "t" else found.content


def _prediction(_cloud: Cloud, project: Project, kind: str, prediction_id: str) -> bytes:
    if prediction_id not in project.predictions:
        raise ArtifactNotFoundError(prediction_id)
    content = project.predictions[prediction_id].content
    return thumbnail(content) if kind == "t" else content


def _model(cloud: Cloud, project: Project, ending: str, iteration_id: str) -> bytes:
    iteration = project.iterations.get(iteration_id)
    exports = iteration.exports if iteration else []
    done = [each for each in exports if each.ending == ending and each.done(cloud.now())]
    if iteration is None or not done:
        raise ArtifactNotFoundError(iteration_id)
    return package(iteration, done[0], cloud.state(Training).features)


def thumbnail(content: bytes) -> bytes:
    """An image that was accepted before, made small, as JPEG."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    small = io.BytesIO()
    with warnings.catch_warnings():
        # As large as a project's images may be.
        warnings.simplefilter("ignore", Pictures.DecompressionBombWarning)
        picture = Pictures.open(io.BytesIO(content))
    with picture:
        picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        upright.save(small, "JPEG")
    return small.getvalue()
