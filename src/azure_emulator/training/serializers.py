"""The JSON of Custom Vision: which field, null or absent, and how times read, as recorded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from azure_emulator.resource_manager.regions import short
from azure_emulator.training.domains import Domain
from azure_emulator.training.images import Image, Tag, TrainingSet
from azure_emulator.training.predictions import StoredPrediction
from azure_emulator.training.projects import Project, Settings
from azure_emulator.training.uploads import DUPLICATE, OK, Outcome
from azure_emulator.wire import Call

if TYPE_CHECKING:
    from azure_emulator.training.iterations import Iteration
    from azure_emulator.vision.performance import Performance, Score

Json = dict[str, Any]
LINK_LIFE = timedelta(hours=24)


def timestamp(when: datetime) -> str:
    """`2020-11-06T16:53:14.14Z`: milliseconds, their trailing zeros cut, `Z`."""
    return f"{_cut(when.isoformat(timespec='milliseconds')[:23])}Z"


def image_timestamp(when: datetime) -> str:
    """`2020-11-06T16:15:54.414395`: a longer fraction, its trailing zeros cut, and no `Z`."""
    return _cut(when.isoformat(timespec="microseconds")[:26])


def _cut(text: str) -> str:
    return text.rstrip("0").rstrip(".")


def is_newest(call: Call) -> bool:
    """Whether the call's version is v3.4, which tells more of an iteration."""
    return "/v3.4" in call.request.path.casefold()


def domain(one: Domain) -> Json:
    """A domain."""
    return {
        "id": one.id,
        "name": one.name,
        "type": one.type,
        "exportable": bool(one.platforms),
        "enabled": True,
        "exportablePlatforms": list(one.platforms),
        "modelInformation": one.model,
    }


def project(call: Call, one: Project) -> Json:
    """A project; its thumbnail is that of its newest image."""
    newest = next(reversed(one.current.images.values()), None)
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "settings": _settings(one.settings),
        "created": timestamp(one.created),
        "lastModified": timestamp(one.modified),
        "thumbnailUri": newest and _link(call, one, "t", newest.id),
        "drModeEnabled": False,
        "status": "Succeeded",
    }


def _settings(one: Settings) -> Json:
    return {
        "domainId": one.domain.id,
        "classificationType": one.classification_type,
        "targetExportPlatforms": list(one.platforms),
        "useNegativeSet": one.use_negative_set,
        "detectionParameters": one.detection_parameters,
        "imageProcessingSettings": {"augmentationMethods": one.augmentations},
    }


def tag(of: TrainingSet, one: Tag) -> Json:
    """A tag, with the count of its images in that set."""
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "type": one.type,
        "imageCount": of.count(one.id),
    }


def image(call: Call, of: Project, tags: dict[str, Tag], one: Image) -> Json:
    """An image; its `tags` are absent if it has none, a tag's name is null if not in `tags`."""
    found: Json = {
        "id": one.id,
        "created": image_timestamp(one.created),
        "width": one.width,
        "height": one.height,
        "resizedImageUri": _link(call, of, "i", one.id),
        "thumbnailUri": _link(call, of, "t", one.id),
        "originalImageUri": _link(call, of, "i", one.id),
    }

    def named(tag_id: str, created: datetime) -> Json:
        name = tags[tag_id].name if tag_id in tags else None
        return {"tagId": tag_id, "tagName": name, "created": image_timestamp(created)}

    if one.tags:
        found["tags"] = [named(mark.tag_id, mark.created) for mark in one.tags]
    if one.regions:
        found["regions"] = [
            {
                "regionId": area.id,
                **named(area.tag_id, area.created),
                **{side: getattr(area, side) for side in ("left", "top", "width", "height")},
            }
            for area in one.regions
        ]
    return found


def images(call: Call, of: Project, tags: dict[str, Tag], found: Iterable[Image]) -> list[Json]:
    """Images with named tags."""
    return [image(call, of, tags, one) for one in found]


def upload(call: Call, of: Project, outcomes: list[Outcome]) -> Json:
    """The result of a batch. As recorded, tags have no name here."""
    return {
        "isBatchSuccessful": all(one.status == OK for one in outcomes),
        "images": [
            {
                "sourceUrl": one.source,
                "status": one.status,
                "image": one.image and image(call, of, {}, one.image),
            }
            for one in outcomes
            if one.status in (OK, DUPLICATE) or one.image is None
        ],
    }


def iteration(call: Call, one: Iteration, *, begun: bool = False) -> Json:
    """An iteration; `begun` is the answer to its training, which tells less."""
    now = call.cloud.now()
    done = one.completed(now) and not begun
    platforms = list(one.settings.domain.platforms)
    nowhere: list[str] | None = None if begun or is_newest(call) else []
    return {
        "id": one.id,
        "name": one.name,
        "status": "Training" if begun else one.status(now),
        "created": timestamp(one.created),
        "lastModified": timestamp(one.last_modified(now)),
        **({"trainedAt": timestamp(one.ready)} if done else {}),
        "projectId": one.project_id,
        "exportable": done and bool(platforms),
        "exportableTo": platforms if done and platforms else nowhere,
        "domainId": None if begun else one.settings.domain.id,
        "classificationType": None if begun else one.settings.classification_type,
        "trainingType": one.plan.type,
        "reservedBudgetInHours": one.plan.hours,
        "trainingTimeInMinutes": 0 if begun else one.minutes,
        "publishName": one.publish_name,
        "originalPublishResourceId": one.publish_target,
        **({"customBaseModelInfo": None, "trainingErrorDetails": None} if is_newest(call) else {}),
    }


def performance(of: Iteration, found: Performance) -> Json:
    """An iteration's performance, all in 0..1; tags are named as at the training."""
    return {
        "perTagPerformance": [
            {"id": one.id, "name": one.name, **_score(found.labels[one.id])} for one in of.tags
        ],
        **_score(found.overall),
    }


def _score(one: Score) -> Json:
    return {
        "precision": short_float(one.precision),
        "precisionStdDeviation": short_float(one.precision_deviation),
        "recall": short_float(one.recall),
        "recallStdDeviation": short_float(one.recall_deviation),
        "averagePrecision": short_float(one.average_precision),
    }


def prediction(one: StoredPrediction, *, types: bool = True) -> Json:
    """A prediction; the type of a tag is left out by the oldest version."""
    return {
        "id": one.id,
        "project": one.project_id,
        "iteration": one.iteration.id,
        "created": timestamp(one.created),
        "predictions": [
            {
                "probability": short_float(part),
                "tagId": found.id,
                "tagName": found.name,
                **({"tagType": found.type} if types else {}),
            }
            for found, part in one.predictions
        ],
    }


def stored_prediction(call: Call, of: Project, one: StoredPrediction) -> Json:
    """A stored prediction, with links to its image."""
    return {
        "resizedImageUri": _link(call, of, "p", one.id),
        "thumbnailUri": _link(call, of, "t", one.id),
        "originalImageUri": _link(call, of, "p", one.id),
        "domain": one.iteration.settings.domain.id,
        **prediction(one),
    }


def short_float(value: float) -> float:
    """The shortest number that is the same in single precision: Azure's own width."""
    import numpy as np

    return float(str(np.float32(value)))


def _link(call: Call, of: Project, kind: str, thing_id: str) -> str:
    """A link to a blob, good for a day. Its signature opens nothing: no such host is emulated."""
    folder, blob = of.id.replace("-", ""), thing_id.replace("-", "")
    end = f"{call.cloud.now() + LINK_LIFE:%Y-%m-%dT%H:%M:%SZ}"
    signed = hashlib.sha256(f"{folder}/{blob}/{end}".encode()).digest()
    signature = quote(base64.b64encode(signed).decode(), safe="")
    host = f"irisprod{short(of.region)}training.blob.core.windows.net"
    rest = f"sv=2017-04-17&sr=b&sig={signature}&se={quote(end, safe='')}&sp=r"
    return f"https://{host}/i-{folder}/{kind}-{blob}?{rest}"
