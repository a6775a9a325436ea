"""The part of the story that is told to Custom Vision."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

from emulator.vision.drawn import drawn
from tests.emulator.telling import Story

HOST = "https://westus2.api.cognitive.microsoft.com"
TRAINING = f"{HOST}//customvision/v3.4-preview/training"
"""With the doubled slash that Azure's own clients send."""
PICTURES = "https://raw.githubusercontent.com/pets/pictures/main"

Tell = Callable[..., Any]
"""`tell(name, method, path, json=...)`: one exchange with the training service."""


def custom_vision(story: Story, home: str) -> None:
    """A project from its creation to its deletion, in the recordings' words."""
    accounts = f"{home}/providers/Microsoft.CognitiveServices/accounts"
    keys = {
        name: story.arm("", "POST", f"{accounts}/{name}/listKeys")["key1"]
        for name in ("training", "prediction")
    }
    tell = _teller(story, keys["training"])
    story.tell(
        "cognitiveservices.error.invalid_key",
        "GET",
        f"{TRAINING}/projects",
        headers={"Training-Key": "none"},
    )
    project = _project(tell)
    here = f"/projects/{project}"
    _images(tell, here)
    iteration = _train(tell, here)
    _publish(tell, here, iteration, f"{accounts}/prediction")
    _classify(story, project, keys["prediction"])
    tell("unpublish_iteration", "DELETE", f"{here}/iterations/{iteration}/publish")
    tell("delete_project", "DELETE", here)


def _teller(story: Story, key: str) -> Tell:
    def tell(name: str, method: str, path: str, **more: Any) -> Any:
        return story.tell(
            f"customvision.training.{name}" if name and name[0] != "~" else name,
            method,
            f"{TRAINING}{path}",
            headers={"Training-Key": key},
            **more,
        )

    return tell


def _project(tell: Tell) -> str:
    domain = tell("list_domains", "GET", "/domains")[0]["id"]
    tell("~domain read", "GET", f"/domains/{domain}")
    wanted = f"name=Pets&description=Two&domainId={domain}&classificationType=Multiclass"
    return str(tell("create_project", "POST", f"/projects?{wanted}")["id"])


def _images(tell: Tell, here: str) -> None:
    cat = tell("create_tag", "POST", f"{here}/tags?name=cat")
    dog = tell("", "POST", f"{here}/tags?name=dog")
    _upload(tell, here, [cat, dog])
    tell("get_project", "GET", here)
    tell("list_projects", "GET", "/projects")
    tell("list_tags", "GET", f"{here}/tags")
    tell("list_images", "GET", f"{here}/images?taggingStatus=All&take=5&skip=0")
    tell("list_tagged_images", "GET", f"{here}/images/tagged?take=50&skip=0")
    body = {"images": [{"url": f"{PICTURES}/cat-800.jpg"}]}
    tell("", "POST", f"{here}/images/urls", json=body)
    tell("list_untagged_images", "GET", f"{here}/images/untagged?take=50&skip=0")
    tell("count_images", "GET", f"{here}/images/count?taggingStatus=All")


def _upload(tell: Tell, here: str, tags: list[dict[str, Any]]) -> None:
    files = []
    for number in range(1, 6):
        name = f"cat-{number:03}.jpg"
        content = base64.b64encode(drawn(name) or b"").decode()
        files.append({"name": name, "contents": content})
    body = {"images": files, "tagIds": [tags[0]["id"]]}
    tell("create_images_from_files", "POST", f"{here}/images/files", json=body)
    urls = [{"url": f"{PICTURES}/dog-{number:03}.jpg"} for number in range(1, 6)]
    body = {"images": urls, "tagIds": [tags[1]["id"]]}
    tell("create_images_from_urls", "POST", f"{here}/images/urls", json=body)


def _train(tell: Tell, here: str) -> str:
    path = f"{here}/iterations"
    iteration = tell("train", "POST", f"{here}/train?reservedBudgetInHours=0")["id"]
    tell("get_iteration.training", "GET", f"{path}/{iteration}")
    for _ in range(1000):
        if tell("", "GET", f"{path}/{iteration}")["status"] != "Training":
            break
        time.sleep(0.02)
    tell("get_iteration.completed", "GET", f"{path}/{iteration}")
    tell("get_iterations", "GET", path)
    tell("get_iteration_performance", "GET", f"{path}/{iteration}/performance?threshold=0.5")
    return str(iteration)


def _publish(tell: Tell, here: str, iteration: str, target: str) -> None:
    picture = {"url": f"{PICTURES}/dog-900.jpg"}
    tell(
        "quicktest_url",
        "POST",
        f"{here}/quicktest/url?iterationId={iteration}&store=false",
        json=picture,
    )
    tell(
        "publish_iteration",
        "POST",
        f"{here}/iterations/{iteration}/publish?publishName=live&predictionId={target}",
    )


def _classify(story: Story, project: str, key: str) -> None:
    url = f"{HOST}/customvision/v3.1/prediction/{project}/classify/iterations/live/url"
    keyed = {"Prediction-Key": key}
    picture = {"url": f"{PICTURES}/cat-900.jpg"}
    named = "customvision.prediction.classify_url"
    older = url.replace("v3.1", "v3.0")
    story.tell(named, "POST", url, headers=keyed, json=picture)
    story.tell(f"{named}_nostore", "POST", f"{older}/nostore", headers=keyed, json=picture)
    story.tell("~nostore", "POST", f"{url}/nostore", headers=keyed, json=picture)
    story.tell("~unpublished", "POST", url.replace("live", "x"), headers=keyed, json=picture)
