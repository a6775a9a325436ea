"""The part of the scenario that is played with Custom Vision."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

from azure_emulator.vision.drawings import drawing
from tests.harness.scenario_suggestions import suggestions_and_files
from tests.harness.transcript import Transcript

HOST = "https://westus2.api.cognitive.microsoft.com"
TRAINING = f"{HOST}//customvision/v3.4-preview/training"
"""With the doubled slash that Azure's own clients send."""
RECORDED_EARLIER = frozenset(
    {
        "create_images_from_files",
        "delete_project",
        "get_iteration.completed",
        "get_iteration.training",
        "get_project",
        "list_projects",
        "list_tagged_images",
        "list_tags",
        "list_untagged_images",
        "publish_iteration",
        "train",
        "unpublish_iteration",
    }
)
"""With v3.2; the others with v3.4-preview."""

PICTURES = "https://raw.githubusercontent.com/pets/pictures/main"

Request = Callable[..., Any]
"""`ask(name, method, path, json=...)`: one exchange with the training service."""


def custom_vision(transcript: Transcript, home: str) -> None:
    """A project from its creation to its deletion, in the recordings' words."""
    accounts = f"{home}/providers/Microsoft.CognitiveServices/accounts"
    keys = {
        name: transcript.arm("", "POST", f"{accounts}/{name}/listKeys")["key1"]
        for name in ("training", "prediction")
    }
    ask = _training_requests(transcript, keys["training"])
    transcript.request(
        "cognitiveservices.error.invalid_key",
        "GET",
        f"{TRAINING}/projects",
        headers={"Training-Key": "none"},
    )
    project = _project(ask)
    here = f"/projects/{project}"
    _images(ask, here)
    iteration = _train(ask, here)
    _publish(ask, here, iteration, f"{accounts}/prediction")
    _classify(transcript, project, keys["prediction"])
    _predictions(ask, here, iteration)
    suggestions_and_files(ask, here, iteration)
    ask("unpublish_iteration", "DELETE", f"{here}/iterations/{iteration}/publish")
    _changes(ask, here, iteration)
    ask("delete_project", "DELETE", here)


def _training_requests(transcript: Transcript, key: str) -> Request:
    def ask(name: str, method: str, path: str, **more: Any) -> Any:
        version = "v3.2" if name in RECORDED_EARLIER else "v3.4-preview"
        return transcript.request(
            f"customvision.training.{name}" if name and name[0] != "~" else name,
            method,
            f"{TRAINING.replace('v3.4-preview', version)}{path}",
            headers={"Training-Key": key},
            **more,
        )

    return ask


def _project(ask: Request) -> str:
    domain = ask("list_domains", "GET", "/domains")[0]["id"]
    ask("~domain read", "GET", f"/domains/{domain}")
    wanted = f"name=Pets&description=Two&domainId={domain}&classificationType=Multiclass"
    return str(ask("create_project", "POST", f"/projects?{wanted}")["id"])


def _images(ask: Request, here: str) -> None:
    cat = ask("create_tag", "POST", f"{here}/tags?name=cat")
    dog = ask("", "POST", f"{here}/tags?name=dog")
    _upload(ask, here, [cat, dog])
    ask("get_project", "GET", here)
    ask("list_projects", "GET", "/projects")
    ask("list_tags", "GET", f"{here}/tags")
    ask("list_images", "GET", f"{here}/images?taggingStatus=All&take=5&skip=0")
    ask("list_tagged_images", "GET", f"{here}/images/tagged?take=50&skip=0")
    body = {"images": [{"url": f"{PICTURES}/cat-800.jpg"}]}
    ask("", "POST", f"{here}/images/urls", json=body)
    ask("list_untagged_images", "GET", f"{here}/images/untagged?take=50&skip=0")
    ask("count_images", "GET", f"{here}/images/count?taggingStatus=All")


def _upload(ask: Request, here: str, tags: list[dict[str, Any]]) -> None:
    files = []
    for number in range(1, 6):
        name = f"cat-{number:03}.jpg"
        content = base64.b64encode(drawing(name) or b"").decode()
        files.append({"name": name, "contents": content})
    body = {"images": files, "tagIds": [tags[0]["id"]]}
    ask("create_images_from_files", "POST", f"{here}/images/files", json=body)
    urls = [{"url": f"{PICTURES}/dog-{number:03}.jpg"} for number in range(1, 6)]
    body = {"images": urls, "tagIds": [tags[1]["id"]]}
    ask("create_images_from_urls", "POST", f"{here}/images/urls", json=body)


def _train(ask: Request, here: str) -> str:
    path = f"{here}/iterations"
    iteration = ask("train", "POST", f"{here}/train?reservedBudgetInHours=0")["id"]
    ask("get_iteration.training", "GET", f"{path}/{iteration}")
    for _ in range(1000):
        if ask("", "GET", f"{path}/{iteration}")["status"] != "Training":
            break
        time.sleep(0.02)
    ask("get_iteration.completed", "GET", f"{path}/{iteration}")
    ask("get_iterations", "GET", path)
    ask("get_iteration_performance", "GET", f"{path}/{iteration}/performance?threshold=0.5")
    return str(iteration)


def _publish(ask: Request, here: str, iteration: str, target: str) -> None:
    picture = {"url": f"{PICTURES}/dog-900.jpg"}
    ask(
        "quicktest_url",
        "POST",
        f"{here}/quicktest/url?iterationId={iteration}&store=false",
        json=picture,
    )
    ask(
        "publish_iteration",
        "POST",
        f"{here}/iterations/{iteration}/publish?publishName=live&predictionId={target}",
    )


def _classify(transcript: Transcript, project: str, key: str) -> None:
    url = f"{HOST}/customvision/v3.1/prediction/{project}/classify/iterations/live/url"
    keyed = {"Prediction-Key": key}
    picture = {"url": f"{PICTURES}/cat-900.jpg"}
    named = "customvision.prediction.classify_url"
    older = url.replace("v3.1", "v3.0")
    transcript.request(named, "POST", url, headers=keyed, json=picture)
    transcript.request(f"{named}_nostore", "POST", f"{older}/nostore", headers=keyed, json=picture)
    transcript.request("~nostore", "POST", f"{url}/nostore", headers=keyed, json=picture)
    transcript.request(
        "~unpublished", "POST", url.replace("live", "x"), headers=keyed, json=picture
    )
    image = f"{url.removesuffix('url')}image"
    for name, where in (("~image", image), ("~image nostore", f"{image}/nostore")):
        transcript.request(name, "POST", where, headers=keyed, files=_file("cat-901.jpg"))
    for way in ("url", "url/nostore"):
        where = f"{HOST}/customvision/v3.1/prediction/{project}/detect/iterations/live/{way}"
        transcript.request(f"~detect {way}", "POST", where, headers=keyed, json=picture)
    for way in ("image", "image/nostore"):
        where = f"{HOST}/customvision/v3.1/prediction/{project}/detect/iterations/live/{way}"
        transcript.request(
            f"~detect {way}", "POST", where, headers=keyed, files=_file("cat-901.jpg")
        )


def _file(name: str) -> dict[str, Any]:
    return {"imageData": (name, drawing(name), "application/octet-stream")}


def _predictions(ask: Request, here: str, iteration: str) -> None:
    files = _file("dog-901.jpg")
    quick = f"{here}/quicktest/image?iterationId={iteration}&store=false"
    ask("~quick test", "POST", quick, files=files)
    body = {"iterationId": iteration, "orderBy": "Newest", "maxCount": 10}
    kept = ask("~predictions", "POST", f"{here}/predictions/query", json=body)["results"]
    wanted = {"images": [{"id": kept[0]["id"]}]}
    ask("~from predictions", "POST", f"{here}/images/predictions", json=wanted)
    ask("~prediction deleted", "DELETE", f"{here}/predictions?ids={kept[-1]['id']}")


def _changes(ask: Request, here: str, iteration: str) -> None:
    tags = ask("", "GET", f"{here}/tags")
    tag = f"{here}/tags/{tags[0]['id']}"
    (image,) = ask("~from data", "POST", f"{here}/images", files=_file("cat-902.jpg"))["images"]
    chosen = image["image"]["id"]
    pair = {"imageId": chosen, "tagId": tags[0]["id"]}
    region = {**pair, "left": 0.1, "top": 0.1, "width": 0.5, "height": 0.5}
    ask("~images by id", "GET", f"{here}/images/id?imageIds={chosen}")
    ask("~tagged count", "GET", f"{here}/images/tagged/count")
    ask("~untagged count", "GET", f"{here}/images/untagged/count")
    ask("~image tagged", "POST", f"{here}/images/tags", json={"tags": [pair]})
    pairs = f"imageIds={chosen}&tagIds={tags[0]['id']}"
    ask("~image untagged", "DELETE", f"{here}/images/tags?{pairs}")
    ask("~region", "POST", f"{here}/images/regions", json={"regions": [region]})
    ask("~region deleted", "DELETE", f"{here}/images/regions?regionIds={chosen}")
    ask("~image deleted", "DELETE", f"{here}/images?imageIds={chosen}")
    ask("~tag", "GET", tag)
    ask("~tag changed", "PATCH", tag, json={**tags[0], "description": "A pet"})
    ask("~tag deleted", "DELETE", tag)
    ask("~project changed", "PATCH", here, json={**ask("", "GET", here), "name": "More pets"})
    one = f"{here}/iterations/{iteration}"
    ask("~iteration renamed", "PATCH", one, json={"name": "First"})
    ask("~iteration deleted", "DELETE", one)
