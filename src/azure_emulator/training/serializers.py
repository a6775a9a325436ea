"""What Custom Vision answers, as JSON: null or absent, and the form of times, as recorded."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from azure_emulator.routing import Call
from azure_emulator.training.domains import Domain
from azure_emulator.training.images import Image, Region, Tag, TrainingSet
from azure_emulator.training.iterations import Export, Iteration
from azure_emulator.training.links import image_path, link, model_path, prediction_path
from azure_emulator.training.predictions import Prediction, StoredPrediction
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import Settings
from azure_emulator.training.uploads import DUPLICATE, OK, Outcome
from azure_emulator.vision.boxes import Box
from azure_emulator.vision.performance import Performance, Score
from azure_emulator.wire import Response

Json = dict[str, Any]


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


def project(call: Call, project: Project, *, begun: bool = False) -> Json:
    """A project; its thumbnail is that of its newest image.

    `begun` is for the answer to its import, which always comes before the end.
    """
    newest = next(reversed(project.current.images.values()), None)
    status = "Importing" if begun else project.status(call.cloud.now())
    thumbnail = None
    if newest and status == "Succeeded":
        thumbnail = link(call, project, image_path(project, newest.id, kind="t"))
    return {
        "id": project.id,
        "name": project.name,
        "description": project.description,
        "settings": _settings(project.settings, imported=bool(project.ready) and not begun),
        "created": timestamp(project.created),
        "lastModified": timestamp(project.created if begun else project.modified),
        "thumbnailUri": thumbnail,
        "drModeEnabled": False,
        "status": status,
    }


def _settings(settings: Settings, *, imported: bool) -> Json:
    """As recorded, an imported project's detection parameters are an empty text, not null."""
    return {
        "domainId": settings.domain.id,
        "classificationType": settings.classification_type,
        "targetExportPlatforms": list(settings.platforms),
        "useNegativeSet": settings.use_negative_set,
        "detectionParameters": settings.detection_parameters or ("" if imported else None),
        "imageProcessingSettings": {"augmentationMethods": settings.augmentations},
        **({"exportModelContainerUri": settings.container} if settings.container else {}),
        **({"notificationQueueUri": settings.queue} if settings.queue else {}),
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
        **image_links(call, project, image),
        **image_tags(tags, image),
    }
    if image.metadata:
        fields["metadata"] = image.metadata
    return fields


def image_links(call: Call, project: Project, image: Image) -> Json:
    """Where an image can be read."""
    whole = link(call, project, image_path(project, image.id))
    thumbnail = link(call, project, image_path(project, image.id, kind="t"))
    return {"resizedImageUri": whole, "thumbnailUri": thumbnail, "originalImageUri": whole}


def image_tags(tags: dict[str, Tag], image: Image) -> Json:
    """An image's tags and regions; what it has none of is absent."""

    def named(tag_id: str, created: datetime) -> Json:
        name = tags[tag_id].name if tag_id in tags else None
        return {"tagId": tag_id, "tagName": name, "created": image_timestamp(created)}

    fields: Json = {}
    if image.tags:
        fields["tags"] = [named(mark.tag_id, mark.created) for mark in image.tags]
    if image.regions:
        fields["regions"] = [
            {"regionId": area.id, **named(area.tag_id, area.created), **sides(area)}
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


def export(call: Call, project: Project, iteration: Iteration, made: Export) -> Json:
    """An export; as recorded, what it has none of is null."""
    done = made.done(call.cloud.now())
    path = model_path(project, iteration.id, made.ending)
    return {
        "platform": made.platform,
        "status": "Done" if done else "Exporting",
        "downloadUri": link(call, project, path) if done else None,
        "flavor": made.flavor,
        "newerVersionAvailable": False,
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
            **({"boundingBox": sides(each.box)} if each.box else {}),
            "tagType": each.tag.type,
        }
        for each in found
    ]


def sides(of: Box | Region) -> Json:
    """The measures of a rectangle, in parts of the image's sides."""
    return {side: short_float(getattr(of, side)) for side in ("left", "top", "width", "height")}


def prediction_response(stored: StoredPrediction) -> Response:
    """The answer to an image: the prediction's id is also the request's, as recorded."""
    headers = {"apim-request-id": stored.id, "Request-Id": stored.id}
    return Response(200, prediction(stored), headers)


def stored_prediction(call: Call, project: Project, stored: StoredPrediction) -> Json:
    """A stored prediction, with links to its image."""
    whole = link(call, project, prediction_path(project, stored.id))
    return {
        "resizedImageUri": whole,
        "thumbnailUri": link(call, project, prediction_path(project, stored.id, kind="t")),
        "originalImageUri": whole,
        "domain": stored.iteration.settings.domain.id,
        **prediction(stored),
    }


def short_float(value: float) -> float:
    """The shortest number that is the same in single precision: Azure's own width."""
    import numpy as np

    return float(str(np.float32(value)))
