"""What an account looks like depends on the version that is asked for."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.state import ResourceManager
from tests.azure_emulator.conftest import Arm

LATER = {"callRateLimit", "capabilities", "endpoints", "isMigrated"}


@pytest.fixture
def created(cloud: Cloud, arm: Arm) -> requests.Response:
    """The answer to the creation of an account, in a version of 2025."""
    subscription = next(iter(cloud.state(ResourceManager).subscriptions))
    group = f"/subscriptions/{subscription}/resourceGroups/pets"
    assert arm("PUT", group, "2021-04-01", json={"location": "westus2"}).status_code == 201
    body = {"kind": "Face", "sku": {"name": "S0"}, "location": "WESTUS2", "properties": {}}
    path = f"{group}/providers/Microsoft.CognitiveServices/accounts/faces"
    return arm("PUT", path, "2025-09-01", json=body)


def test_each_version_has_its_own_fields(created: requests.Response, arm: Arm) -> None:
    """As recorded in 2020 with the oldest, in 2023 with 2023-05-01, in 2025 with newer ones."""
    path = created.json()["id"]

    def account(version: str) -> Any:
        return arm("GET", path, version).json()

    oldest, middle, newest = map(account, ("2017-04-18", "2023-05-01", "2025-09-01"))
    assert not LATER & set(oldest["properties"])
    assert set(middle["properties"]) >= LATER
    assert set(newest["properties"]) - set(middle["properties"]) == {"allowProjectManagement"}
    assert set(middle) - set(oldest) == {"systemData"}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("SpeechServices", {"callRateLimit", "capabilities"}),
        ("QnAMaker", {"callRateLimit"}),
        ("FormRecognizer", {"capabilities"}),
    ],
)
def test_the_oldest_version_told_more_of_some_kinds(
    created: requests.Response, arm: Arm, kind: str, told: set[str]
) -> None:
    """As recorded in June 2020."""
    path = created.json()["id"].replace("/faces", "/others")
    body = {"kind": kind, "sku": {"name": "S0"}, "location": "westus2", "properties": {}}
    made = arm("PUT", path, "2017-04-18", json=body).json()
    assert LATER & set(made["properties"]) == told


def test_the_operation_is_followed_as_recorded(created: requests.Response) -> None:
    """In the oldest version, whatever was asked for; the region stands as it was given."""
    follow = created.headers["Azure-AsyncOperation"]
    assert "/locations/WESTUS2/operationResults/" in follow
    assert follow.endswith("?api-version=2017-04-18")
