"""What the emulator does not do by itself: failed resources, and a vault that was deleted."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from azure.core.exceptions import HttpResponseError

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from solution.errors import Refused
from solution.exercise import TASKS, Exercise
from solution.resources import VAULTS, Resources
from solution.settings import Settings

FIRST_TASK = frozenset(list(TASKS)[1:])


class Answer:
    """The part of an HTTP response that an SDK's exception keeps."""

    status_code = 409
    reason = "Conflict"

    def __init__(self, code: str) -> None:
        self.text_of_body = json.dumps({"error": {"code": code, "message": "A deleted vault."}})

    def text(self) -> str:
        """The body."""
        return self.text_of_body

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.text_of_body)


@pytest.fixture
def resources(settings: Settings) -> Resources:
    """Resources in a group that is there."""
    return Exercise(settings, skip=FIRST_TASK).do().resources


@pytest.mark.parametrize(("code", "recovered"), [("ConflictError", True), ("Other", False)])
def test_a_deleted_vault_is_recovered(
    code: str, recovered: bool, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vault whose name is kept by a deleted one is recovered; another conflict is told."""
    sent, make = [], resources.make

    def refuse_first(resource_id: str, kind: str, body: dict[str, Any]) -> None:
        sent.append(body["properties"].get("createMode"))
        if len(sent) == 1:
            raise HttpResponseError(response=cast(Any, Answer(code)))
        make(resource_id, kind, body)

    monkeypatch.setattr(resources, "make", refuse_first)
    if recovered:
        made = resources.vault("udacityml", "eastus", "a-tenant")
        assert made == resources.settings.resource_id(VAULTS, "udacityml")
        assert sent == [None, "recover"]
    else:
        with pytest.raises(HttpResponseError):
            resources.vault("udacityml", "eastus", "a-tenant")


def test_a_failed_resource_is_not_taken_up(resources: Resources, cloud: Cloud) -> None:
    """What is there but failed stops the run, which says how to get rid of it."""
    vault = resources.vault("udacityml", "eastus", "a-tenant")
    found = cloud.state(ResourceManager).find(ResourceId.parse(vault))
    assert found is not None
    found.failed = "no room"
    with pytest.raises(Refused) as refused:
        resources.vault("udacityml", "eastus", "a-tenant")
    assert str(refused.value) == (
        "udacityml is there, but failed: take it down with --destroy and run again"
    )
