"""The part of the story that is told to Custom Vision."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

from azure_emulator.vision.drawings import drawing
from tests.harness.transcript import Story

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
    _predictions(tell, here, iteration)
    tell("unpublish_iteration", "DELETE", f"{here}/iterations/{iteration}/publish")
    _changes(tell, here, iteration)
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
        content = base64.b64encode(drawing(name) or b"").decode()
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
    image = f"{url.removesuffix('url')}image"
    for name, where in (("~image", image), ("~image nostore", f"{image}/nostore")):
        story.tell(name, "POST", where, headers=keyed, files=_file("cat-901.jpg"))
    for way in ("url", "url/nostore"):
        where = f"{HOST}/customvision/v3.1/prediction/{project}/detect/iterations/live/{way}"
        story.tell(f"~detect {way}", "POST", where, headers=keyed, json=picture)
    for way in ("image", "image/nostore"):
        where = f"{HOST}/customvision/v3.1/prediction/{project}/detect/iterations/live/{way}"
        story.tell(f"~detect {way}", "POST", where, headers=keyed, files=_file("cat-901.jpg"))


def _file(name: str) -> dict[str, Any]:
    return {"imageData": (name, drawing(name), "application/octet-stream")}


def _predictions(tell: Tell, here: str, iteration: str) -> None:
    files = _file("dog-901.jpg")
    quick = f"{here}/quicktest/image?iterationId={iteration}&store=false"
    tell("~quick test", "POST", quick, files=files)
    body = {"iterationId": iteration, "orderBy": "Newest", "maxCount": 10}
    kept = tell("~predictions", "POST", f"{here}/predictions/query", json=body)["results"]
    wanted = {"images": [{"id": kept[0]["id"]}]}
    tell("~from predictions", "POST", f"{here}/images/predictions", json=wanted)
    tell("~prediction deleted", "DELETE", f"{here}/predictions?ids={kept[-1]['id']}")


def _changes(tell: Tell, here: str, iteration: str) -> None:
    tags = tell("", "GET", f"{here}/tags")
    tag = f"{here}/tags/{tags[0]['id']}"
    (image,) = tell("~from data", "POST", f"{here}/images", files=_file("cat-902.jpg"))["images"]
    chosen = image["image"]["id"]
    pair = {"imageId": chosen, "tagId": tags[0]["id"]}
    region = {**pair, "left": 0.1, "top": 0.1, "width": 0.5, "height": 0.5}
    tell("~images by id", "GET", f"{here}/images/id?imageIds={chosen}")
    tell("~tagged count", "GET", f"{here}/images/tagged/count")
    tell("~untagged count", "GET", f"{here}/images/untagged/count")
    tell("~image tagged", "POST", f"{here}/images/tags", json={"tags": [pair]})
    pairs = f"imageIds={chosen}&tagIds={tags[0]['id']}"
    tell("~image untagged", "DELETE", f"{here}/images/tags?{pairs}")
    tell("~region", "POST", f"{here}/images/regions", json={"regions": [region]})
    tell("~region deleted", "DELETE", f"{here}/images/regions?regionIds={chosen}")
    tell("~image deleted", "DELETE", f"{here}/images?imageIds={chosen}")
    tell("~tag", "GET", tag)
    tell("~tag changed", "PATCH", tag, json={**tags[0], "description": "A pet"})
    tell("~tag deleted", "DELETE", tag)
    tell("~project changed", "PATCH", here, json={**tell("", "GET", here), "name": "More pets"})
    one = f"{here}/iterations/{iteration}"
    tell("~iteration renamed", "PATCH", one, json={"name": "First"})
    tell("~iteration deleted", "DELETE", one)
