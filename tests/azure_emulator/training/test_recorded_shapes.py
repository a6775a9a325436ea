"""The emulator's answers have the fields, the types and the nulls of Azure's recorded ones."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from tests.harness.pets import Pets

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get("SHARED_DATA", HERE.parents[3].parent / "shared"))
RECORDINGS = SHARED / "azure" / "recordings"
FRAMING = {"content-length", "transfer-encoding"}
NULLABLE = {"description", "detectionParameters", "thumbnailUri", "publishName"} | {
    *("originalPublishResourceId", "exportableTo"),
}


def recorded(name: str) -> Any:
    """A recorded exchange; skips without the recordings."""
    path = RECORDINGS / f"customvision.{name}.json"
    if not path.is_file():
        pytest.skip(f"no {path}; SHARED_DATA names another place")
    return json.loads(path.read_text(encoding="utf-8"))


def shape(value: Any, name: str = "") -> Any:
    """Fields, types and the form of times; ids, texts and numbers do not count."""
    if isinstance(value, dict):
        return {key: shape(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0], name)] if value and isinstance(value[0], dict) else "list"
    if name in NULLABLE:
        return "nullable"
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return "time with Z" if value.endswith("Z") else "time"
    if isinstance(value, bool) or value is None:
        return value
    return "number" if isinstance(value, int | float) else "text"


Ask = Callable[[Pets], requests.Response]
ASKED: dict[str, Ask] = {
    "training.list_domains": lambda pets: pets.call("GET", "domains"),
    "training.create_project": lambda pets: pets.call("POST", "projects?name=New&description=d"),
    "training.get_project": lambda pets: pets.call("GET", "P"),
    "training.list_projects": lambda pets: pets.call("GET", "projects"),
    "training.create_tag": lambda pets: pets.call("POST", "P/tags?name=Test%20Tag%201"),
    "training.list_tags": lambda pets: pets.call("GET", "P/tags"),
    "training.count_images": lambda pets: pets.call("GET", "P/images/count?taggingStatus=All"),
    "training.list_images": lambda pets: pets.call("GET", "P/images?taggingStatus=All&take=5"),
    "training.list_tagged_images": lambda pets: pets.call(
        "GET", f"P/images/tagged?tagIds={pets.tag}"
    ),
    "training.list_untagged_images": lambda pets: pets.untagged(),
    "training.create_images_from_urls": lambda pets: pets.upload("urls"),
    "training.create_images_from_files": lambda pets: pets.upload("files"),
    "training.train": lambda pets: pets.call("POST", "P/train", version="v3.2"),
    "training.get_iteration.completed": lambda pets: pets.call(
        "GET", pets.trained(), version="v3.2"
    ),
    "training.get_iterations": lambda pets: (pets.published(), pets.call("GET", "P/iterations"))[1],
    "training.get_iteration_performance": lambda pets: pets.call(
        "GET", f"{pets.trained()}/performance?threshold=0.9"
    ),
    "training.publish_iteration": lambda pets: pets.publish(),
    "training.unpublish_iteration": lambda pets: pets.call("DELETE", f"{pets.published()}/publish"),
    "training.delete_project": lambda pets: pets.call("DELETE", "P"),
    "training.quicktest_url": lambda pets: pets.test(),
    "prediction.classify_url": lambda pets: pets.predict("v3.1", "url"),
    "prediction.classify_url_nostore": lambda pets: pets.predict("v3.0", "url/nostore"),
}


@pytest.mark.parametrize("name", ASKED)
def test_answers_are_shaped_as_recorded(cloud: Cloud, client: requests.Session, name: str) -> None:
    """Status, headers, fields, types, nulls, absences, and the form of times."""
    exchange = recorded(name)
    answer = ASKED[name](Pets(cloud, client))
    assert answer.status_code == exchange["status"]
    wanted = {header.casefold() for header in exchange["response_headers"]} - FRAMING
    assert wanted - {header.casefold() for header in answer.headers} == set()
    kinds = {k.casefold(): v for k, v in exchange["response_headers"].items()}
    assert answer.headers.get("content-type") == kinds.get("content-type")
    body = answer.json() if answer.content else None
    assert shape(body) == shape(exchange["response_body"])


def test_an_iteration_in_training_is_as_recorded(cloud: Cloud, client: requests.Session) -> None:
    """While it trains, `trainedAt` is absent; the domain is known once it no longer waits."""
    from dataclasses import replace
    from datetime import UTC, datetime, timedelta

    waiting = recorded("training.train")
    exchange = recorded("training.get_iteration.training")
    cloud.durations = replace(cloud.durations, training=timedelta(hours=1))
    pets = Pets(cloud, client)
    begun = pets.call("POST", "P/train").json()
    first = pets.call("GET", f"P/iterations/{begun['id']}", version="v3.2").json()
    assert shape(first) == shape(waiting["response_body"])
    assert first["trainingTimeInMinutes"] == 0
    cloud.now = lambda: datetime.now(UTC) + timedelta(minutes=31)
    answer = pets.call("GET", f"P/iterations/{begun['id']}", version="v3.2")
    assert answer.json()["status"] == "Training"
    assert shape(answer.json()) == shape(exchange["response_body"])
