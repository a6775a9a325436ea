"""A project exported by a token, and imported: the same content with ids of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from tests.harness.pets import Pets

PHOTO = {"url": "https://raw.githubusercontent.com/a/b/cat-7.jpg"}


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """Five cats, five dogs."""
    return Pets(cloud, client)


def exported(pets: Pets) -> dict[str, Any]:
    """The counts and the token."""
    answer: dict[str, Any] = pets.call("GET", "P/export").json()
    return answer


def imported(pets: Pets, **more: str) -> dict[str, Any]:
    """The new project, as it is told at once."""
    token = exported(pets)["token"]
    answer = pets.call("POST", "projects/import", params={"token": token, **more})
    assert answer.status_code == 200, answer.text
    project: dict[str, Any] = answer.json()
    return project


def test_an_export_counts_what_it_holds(pets: Pets) -> None:
    """As recorded, tags once more for each iteration."""
    pets.trained()
    counts = exported(pets)
    assert (counts["iterationCount"], counts["imageCount"]) == (1, 10)
    assert (counts["tagCount"], counts["regionCount"]) == (4, 0)


def test_an_import_has_the_same_content_with_other_ids(pets: Pets) -> None:
    """Tags, images, trained iterations; what is published stays so only there."""
    pets.published()
    project = imported(pets)
    assert project["status"] == "Importing"
    assert project["thumbnailUri"] is None
    assert project["name"] == "Pets (1)"
    assert project["settings"]["detectionParameters"] is None
    path = f"projects/{project['id']}"
    while pets.call("GET", path).json()["status"] == "Importing":
        pass
    settings = pets.call("GET", path).json()["settings"]
    assert settings["detectionParameters"] == ""  # As recorded, once it is asked for.
    tags = pets.call("GET", f"{path}/tags").json()
    assert sorted((tag["name"], tag["imageCount"]) for tag in tags) == [("cat", 5), ("dog", 5)]
    assert pets.call("GET", f"{path}/images/tagged/count").json() == 10
    assert not set(ids(pets.call("GET", f"{path}/images").json())) & set(
        ids(pets.call("GET", "P/images").json())
    )
    (iteration,) = pets.call("GET", f"{path}/iterations").json()
    assert iteration["status"] == "Completed"
    assert iteration["publishName"] is None
    assert iteration["projectId"] == project["id"]


def ids(found: Any) -> Iterator[str]:
    """All ids in an answer."""
    for each in found:
        yield each["id"]
        yield from (tag["tagId"] for tag in each.get("tags", []))


def test_an_imported_iteration_predicts_the_same(pets: Pets) -> None:
    """It is the same model, with the new project's tags."""
    pets.trained()
    new = f"projects/{imported(pets)['id']}"
    answers = [
        pets.call("POST", f"{path}/quicktest/url", json=PHOTO).json()["predictions"]
        for path in ("P", new)
    ]
    told = [[(tag["tagName"], tag["probability"]) for tag in answer] for answer in answers]
    assert told[0] == told[1]
    known = {tag["id"] for tag in pets.call("GET", f"{new}/tags").json()}
    assert {tag["tagId"] for tag in answers[1]} == known


def test_a_name_can_be_given(pets: Pets) -> None:
    """Else the next number that is free is put behind the old one."""
    assert imported(pets)["name"] == "Pets (1)"
    assert imported(pets)["name"] == "Pets (2)"
    assert imported(pets, name="Mine")["name"] == "Mine"


def test_it_takes_a_while(pets: Pets) -> None:
    """While a project arrives, it says so."""
    pets.cloud.durations = replace(pets.cloud.durations, project_import=timedelta(hours=1))
    path = f"projects/{imported(pets)['id']}"
    assert pets.call("GET", path).json()["status"] == "Importing"
    pets.cloud.now = lambda: datetime.now(UTC) + timedelta(minutes=61)
    assert pets.call("GET", path).json()["status"] == "Succeeded"


@pytest.mark.parametrize(
    "token",
    ["x", "https://[", "https://host/prjexp-1/project-export-info?sig=x", "TOKEN", "OLD", "IMAGE"],
)
def test_a_token_is_one_that_was_given(pets: Pets, token: str) -> None:
    """Unchanged, of the last day, and for this."""
    good = exported(pets)["token"]
    if token == "TOKEN":
        token = good.replace("sig=", "sig=A")
    elif token == "OLD":
        token = good
        pets.cloud.now = lambda: datetime.now(UTC) + timedelta(hours=25)
    elif token == "IMAGE":
        token = pets.call("GET", "P/images").json()[0]["originalImageUri"]
    answer = pets.call("POST", "projects/import", params={"token": token})
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequestInvalidImportToken")


def test_a_token_is_required(pets: Pets) -> None:
    """As the document says."""
    answer = pets.call("POST", "projects/import")
    assert answer.json()["code"] == "BadRequestRequiredParamIsNull"


def test_a_project_in_training_is_not_exported(pets: Pets) -> None:
    """Afterwards it is."""
    pets.cloud.durations = replace(pets.cloud.durations, training=timedelta(hours=1))
    pets.call("POST", "P/train")
    answer = pets.call("GET", "P/export")
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequestExportWhileTraining")
