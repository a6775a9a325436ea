"""What Custom Vision answers, as JSON: null or absent, and the form of times, as recorded."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from azure_emulator.resource_manager.regions import short
from azure_emulator.routing import Call
from azure_emulator.training.domains import Domain
from azure_emulator.training.images import Image, Tag, TrainingSet
from azure_emulator.training.iterations import Iteration
from azure_emulator.training.predictions import Prediction, StoredPrediction
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import Settings
from azure_emulator.training.uploads import DUPLICATE, OK, Outcome
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.performance import Performance, Score
from azure_emulator.wire import Response

Json = dict[str, Any]
LINK_LIFE = timedelta(hours=24)


def timestamp(time: datetime) -> str:
    """`2020-11-06T16:53:14.14Z`: milliseconds, their trailing zeros cut, `Z`."""
    return f"{_cut(time.isoformat(timespec='milliseconds')[:23])}Z"


def image_timestamp(time: datetime) -> str:
    """`2020-11-06T16:15:54.414395`: a longer fraction, its trailing zeros cut, and no `Z`."""
    return _cut(time.isoformat(timespec="microseconds")[:26])


def _cut(text: str) -> str:
    return text.rstrip("0").rstrip(".")


def domain(domain: Domain) -> Json:
    """A domain."""
    return {
        "id": domain.id,
        "name": domain.name,
        "type": domain.type,
        "exportable": bool(domain.platforms),
        "enabled": True,
        "exportablePlatforms": list(domain.platforms),
        "modelInformation": domain.model,
    }


def project(call: Call, project: Project) -> Json:
    """A project; its thumbnail is that of its newest image."""
    newest = next(reversed(project.current.images.values()), None)
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "settings": _settings(project.settings),
        "created": timestamp(project.created),
        "lastModified": timestamp(project.modified),
        "thumbnailUri": newest and _link(call, project, "t", newest.id),
        "drModeEnabled": False,
        "status": "Succeeded",
    }


def _settings(settings: Settings) -> Json:
    return {
        "domainId": settings.domain.id,
        "classificationType": settings.classification_type,
        "targetExportPlatforms": list(settings.platforms),
        "useNegativeSet": settings.use_negative_set,
        "detectionParameters": settings.detection_parameters,
        "imageProcessingSettings": {"augmentationMethods": settings.augmentations},
    }


def tag(training_set: TrainingSet, tag: Tag) -> Json:
    """A tag, with the count of its images in that set."""
    return {
        "id": tag.id,
        "name": tag.name,
        "description": tag.description,
        "type": tag.type,
        "imageCount": training_set.count(tag.id),
    }


def image(call: Call, project: Project, tags: dict[str, Tag], image: Image) -> Json:
    """An image; its `tags` are absent if it has none, a tag's name is null if not in `tags`."""
    fields: Json = {
        "id": image.id,
        "created": image_timestamp(image.created),
        "width": image.width,
        "height": image.height,
        "resizedImageUri": _link(call, project, "i", image.id),
        "thumbnailUri": _link(call, project, "t", image.id),
        "originalImageUri": _link(call, project, "i", image.id),
    }

    def named(tag_id: str, created: datetime) -> Json:
        name = tags[tag_id].name if tag_id in tags else None
        return {"tagId": tag_id, "tagName": name, "created": image_timestamp(created)}

    if image.tags:
        fields["tags"] = [named(mark.tag_id, mark.created) for mark in image.tags]
    if image.regions:
        fields["regions"] = [
            {
                "regionId": area.id,
                **named(area.tag_id, area.created),
                **{side: getattr(area, side) for side in ("left", "top", "width", "height")},
            }
            for area in image.regions
        ]
    return fields


def images(
    call: Call, project: Project, tags: dict[str, Tag], images: Iterable[Image]
) -> list[Json]:
    """Images with named tags."""
    return [image(call, project, tags, each) for each in images]


def upload(call: Call, project: Project, outcomes: list[Outcome]) -> Json:
    """The result of a batch. As recorded, tags have no name here."""
    return {
        "isBatchSuccessful": all(outcome.status == OK for outcome in outcomes),
        "images": [
            {
                "sourceUrl": outcome.source,
                "status": outcome.status,
                "image": outcome.image and image(call, project, {}, outcome.image),
            }
            for outcome in outcomes
            if outcome.status in (OK, DUPLICATE) or outcome.image is None
        ],
    }


def iteration(call: Call, iteration: Iteration, *, begun: bool = False) -> Json:
    """An iteration; `begun` is for the answer to its training, which has fewer values.

    As recorded, so has an iteration that still waits for its training.
    """
    now = call.cloud.now()
    waits = begun or iteration.waits(now)
    done = iteration.completed(now) and not begun
    platforms = list(iteration.settings.domain.platforms) if done else []
    base = iteration.plan.base
    base_info = base and {"projectId": base.project_id, "iterationId": base.iteration_id}
    return {
        "id": iteration.id,
        "name": iteration.name,
        "status": "Training" if begun else iteration.status(now),
        "created": timestamp(iteration.created),
        "lastModified": timestamp(iteration.last_modified(now)),
        **({"trainedAt": timestamp(iteration.ready)} if done else {}),
        "projectId": iteration.project_id,
        "exportable": bool(platforms),
        "exportableTo": None if waits else platforms,
        "domainId": None if waits else iteration.settings.domain.id,
        "classificationType": None if waits else iteration.settings.classification_type,
        "trainingType": iteration.plan.type,
        "reservedBudgetInHours": iteration.plan.hours,
        "trainingTimeInMinutes": 0 if waits else iteration.minutes,
        "publishName": iteration.publish_name,
        "originalPublishResourceId": iteration.publish_target,
        "customBaseModelInfo": base_info,
        "trainingErrorDetails": _error_details(iteration, now),
    }


def _error_details(iteration: Iteration, now: datetime) -> str | None:
    """Why a training has failed: a guess, as no failed one was recorded with this field."""
    return "Training failed." if iteration.status(now) == "Failed" else None


def performance(iteration: Iteration, performance: Performance) -> Json:
    """An iteration's performance, all in 0..1; tags are named as at the training."""
    return {
        "perTagPerformance": [
            {"id": tag.id, "name": tag.name, **_score(performance.labels[label])}
            for label, tag in iteration.labels.items()
        ],
        **_score(performance.overall),
    }


def _score(score: Score) -> Json:
    return {
        "precision": short_float(score.precision),
        "precisionStdDeviation": short_float(score.precision_deviation),
        "recall": short_float(score.recall),
        "recallStdDeviation": short_float(score.recall_deviation),
        "averagePrecision": short_float(score.average_precision),
    }


def prediction(prediction: StoredPrediction) -> Json:
    """A prediction."""
    return {
        "id": prediction.id,
        "project": prediction.project_id,
        "iteration": prediction.iteration.id,
        "created": timestamp(prediction.created),
        "predictions": predictions(prediction.predictions),
    }


def predictions(found: Iterable[Prediction]) -> list[Json]:
    """Tags with their probabilities; of classification, the box is absent."""
    return [
        {
            "probability": short_float(each.probability),
            "tagId": each.tag.id,
            "tagName": each.tag.name,
            **({"boundingBox": bounding_box(each.box)} if each.box else {}),
            "tagType": each.tag.type,
        }
        for each in found
    ]


def bounding_box(box: Box) -> Json:
    """A rectangle, in parts of the image's sides."""
    sides = ("left", "top", "width", "height")
    return {side: short_float(getattr(box, side)) for side in sides}


def prediction_response(stored: StoredPrediction) -> Response:
    """The answer to an image: the prediction's id is also the request's, as recorded."""
    headers = {"apim-request-id": stored.id, "Request-Id": stored.id}
    return Response(200, prediction(stored), headers)


def stored_prediction(call: Call, project: Project, stored: StoredPrediction) -> Json:
    """A stored prediction, with links to its image."""
    return {
        "resizedImageUri": _link(call, project, "p", stored.id),
        "thumbnailUri": _link(call, project, "t", stored.id),
        "originalImageUri": _link(call, project, "p", stored.id),
        "domain": stored.iteration.settings.domain.id,
        **prediction(stored),
    }


def short_float(value: float) -> float:
    """The shortest number that is the same in single precision: Azure's own width."""
    import numpy as np

    return float(str(np.float32(value)))


def _link(call: Call, project: Project, kind: str, thing_id: str) -> str:
    """A link to a blob, good for a day. Its signature opens nothing: no such host is emulated."""
    folder, blob = project.id.replace("-", ""), thing_id.replace("-", "")
    end = f"{call.cloud.now() + LINK_LIFE:%Y-%m-%dT%H:%M:%SZ}"
    signed = hashlib.sha256(f"{folder}/{blob}/{end}".encode()).digest()
    signature = quote(base64.b64encode(signed).decode(), safe="")
    host = f"irisprod{short(project.region)}training.blob.core.windows.net"
    rest = f"sv=2017-04-17&sr=b&sig={signature}&se={quote(end, safe='')}&sp=r"
    return f"https://{host}/i-{folder}/{kind}-{blob}?{rest}"
