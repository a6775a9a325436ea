"""The times that Azure keeps, in all its ways to write them, and which fact tells which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from acceptance.causes import NoAnswer, NotThere
from acceptance.session.credentials import AzureSession
from acceptance.session.timestamps import Timestamp, Timestamps, known, utc
from azure_emulator.cloud import Cloud
from azure_emulator.wire import Response
from fixtures.cognitive_services import Account, CognitiveServices
from fixtures.group_resources import GroupResources
from fixtures.images import Image, additions
from fixtures.iteration import Iteration, Publication
from fixtures.machine_learning import ComputeInstance, MachineLearning, Workspace
from fixtures.prediction import Model
from fixtures.project import Project, Tag
from fixtures.resource_group import ResourceGroup
from fixtures.training import Training
from tests.harness.custom_vision import TRAINING, add_account, filled_project
from tests.harness.request_log import AnswersInTurn, RequestLog

PETS = ResourceGroup("pets", "westus2")


def at(second: int) -> datetime:
    """A moment of one minute."""
    return datetime(2026, 11, 23, 7, 17, second, tzinfo=UTC)


CREATED = Timestamp("it was created", at(1))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-23T07:17:25Z", at(25)),
        ("2026-11-23T07:17:25.14Z", at(25) + timedelta(milliseconds=140)),
        ("2026-11-23T07:17:25.0000009Z", at(25)),
        ("2026-11-23T07:17:25", at(25)),
        ("2026-11-23T07:17:25.5237711", at(25) + timedelta(microseconds=523771)),
        ("2026-11-23T07:17:25.0000000+00:00", at(25)),
        ("2026-11-23T08:17:25+01:00", at(25)),
        (at(25).astimezone(timezone(timedelta(hours=9))), at(25)),
        (at(25).replace(tzinfo=None), at(25)),
        ("", None),
        (None, None),
        ({}, None),
        ("yesterday", None),
        ("2026-13-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+09:00", None),
    ],
)
def test_a_time_of_azures_is_read(text: object, read: datetime | None) -> None:
    """With any fraction, with or without a zone, which is UTC; what is no time is not known."""
    assert utc(text) == read
    assert read is None or getattr(utc(text), "tzinfo", None) is UTC


def test_what_a_check_rests_on_is_recorded() -> None:
    """Each timestamp that Azure keeps, in order; what it does not keep is not there."""
    recorded: list[Timestamp] = []
    account = Account("i", "a", TRAINING, "F0", "westus2", "Succeeded", "https://h", at(2))
    undated = Account("i", "b", TRAINING, "F0", "westus2", "Succeeded", "https://h")
    Timestamps(recorded.append, needed=True).record((*account.timestamps, *undated.timestamps))
    assert recorded == [Timestamp('the resource "a" was created', at(2))]
    assert known("it was created", None) == ()


@pytest.mark.parametrize("silence", [NoAnswer("429", "wait"), NotThere("tags", "none"), None])
def test_what_is_asked_for_the_deadline_alone_stops_no_check(silence: Exception | None) -> None:
    """Azure's silence about a time is no silence about the check."""
    recorded: list[Timestamp] = []

    def ask() -> Iterable[Timestamp]:
        if silence:
            raise silence
        return [CREATED]

    Timestamps(recorded.append, needed=True).record_if_needed(ask)
    assert recorded == ([] if silence else [CREATED])


def test_without_a_deadline_nothing_is_asked_for_it() -> None:
    """A run that nobody asked about times makes no request for them."""
    asked: list[str] = []

    def ask() -> Iterable[Timestamp]:
        asked.append("images")
        return []

    Timestamps(print, needed=False).record_if_needed(ask)
    assert asked == []


def test_accounts_and_projects_tell_when_they_were_created(
    cloud: Cloud, azure_session: AzureSession, cognitive_services: CognitiveServices
) -> None:
    """So do images and their tags; by the service's own clock."""
    before = cloud.now() - timedelta(days=2)
    filled_project(cloud, add_account(cloud, "pets-training", TRAINING))
    (account,) = cognitive_services.accounts(PETS)
    training = Training(azure_session, cognitive_services)
    project = training.require_project("Pets", PETS)
    (created,), (made,) = account.timestamps, project.timestamps
    assert created.what == 'the resource "pets-training" was created'
    assert made.what == 'the project "Pets" was created'
    cat = training.tags(project)[0]
    uploaded, tagged = additions(training.images(project), cat)
    assert uploaded.what == 'an image tagged "cat" was uploaded'
    assert tagged.what == 'an image was tagged "cat"'
    for moment in (created, made, uploaded, tagged):
        assert before <= moment.at <= cloud.now()


def test_the_newest_of_the_counted_images_tells() -> None:
    """An image of another tag does not; neither does the other tag of an image that has both."""
    cat, dog = Tag("cat", "Regular", 2, "c"), Tag("dog", "Regular", 2, "d")
    images = [
        Image("1", frozenset("c"), at(1), {"c": at(2)}),
        Image("2", frozenset("cd"), at(3), {"c": at(4), "d": at(9)}),
        Image("3", frozenset("d"), at(5), {"d": at(6)}),
        Image("4", frozenset(), at(8)),
    ]
    assert [moment.at for moment in additions(images, cat)] == [at(3), at(4)]
    assert [moment.at for moment in additions(images, dog)] == [at(5), at(9)]
    assert additions(images) == (
        Timestamp("an image was uploaded", at(8)),
        Timestamp("an image was tagged", at(9)),
    )
    assert additions([Image("1", frozenset("c"))], cat) == ()
    assert additions([]) == ()


def test_a_model_tells_what_azure_keeps_of_its_publication() -> None:
    """When it was trained; when it was last changed, by which it was published; its resource."""
    account = Account("i", "a", TRAINING, "F0", "westus2", "Succeeded", "https://h", at(1))
    iteration = Iteration(
        "i", "Iteration 1", *("Completed", at(3), "Regular", 0, "m", ""), changed=at(7)
    )
    project = Project(account, "p", "Pets", "", "Multiclass", "d", at(2))
    assert iteration.timestamps == (Timestamp('"Iteration 1" was trained', at(3)),)
    assert Model(project, Publication(iteration), account).timestamps == (
        *iteration.timestamps,
        Timestamp(
            'the published "Iteration 1" was last changed, by publishing it or otherwise', at(7)
        ),
        *account.timestamps,
    )


@pytest.mark.parametrize(
    ("keeps", "created"),
    [
        ({"properties": {"creationTime": "2026-11-23T07:17:01.0000000Z"}}, at(1)),
        (
            {"properties": {}, "systemData": {"createdAt": "2026-11-23T07:17:02.0000000Z"}},
            at(2),
        ),
        ({"properties": {"creationTime": None}, "systemData": None}, None),
    ],
)
def test_a_workspace_tells_when_it_was_created(
    keeps: dict[str, Any],
    created: datetime | None,
    azure_session: AzureSession,
    request_log: RequestLog,
) -> None:
    """By its own word, or Resource Manager's."""
    properties = {"provisioningState": "Succeeded", **keeps["properties"]}
    group = f"/subscriptions/{azure_session.subscription}/resourceGroups/pets"
    home = f"{group}/providers/Microsoft.MachineLearningServices"
    item = {
        "id": f"{home}/workspaces/lab",
        "name": "lab",
        "location": "westus2",
        **keeps,
        "properties": properties,
    }
    request_log.answers = AnswersInTurn(Response(200, {"value": [item]}))
    (workspace,) = MachineLearning(azure_session, GroupResources(azure_session)).workspaces(PETS)
    assert workspace.created == created
    assert [moment.what for moment in workspace.timestamps] == (
        ['the workspace "lab" was created'] if created else []
    )


def test_a_compute_instance_tells_when_it_was_created(
    azure_session: AzureSession, request_log: RequestLog
) -> None:
    """By its own word; one without is like any other."""
    kind = {"computeType": "ComputeInstance", "provisioningState": "Succeeded"}
    dated = {**kind, "createdOn": "2026-11-23T07:17:01.8709769+00:00"}
    home = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices"
    lab = f"{home}/workspaces/lab"
    items = [
        {"id": f"{lab}/computes/vm", "name": "vm", "properties": dated},
        {"id": f"{lab}/computes/old", "name": "old", "properties": kind},
    ]
    request_log.answers = AnswersInTurn(Response(200, {"value": items}))
    workspace = Workspace(lab, "lab", "westus2", "Succeeded", (), "")
    facts = MachineLearning(azure_session, GroupResources(azure_session))
    vm, old = (compute.instance for compute in facts.computes(workspace))
    assert vm
    assert old
    moment = at(1) + timedelta(microseconds=870976)
    assert vm.timestamps == (Timestamp('the compute instance "vm" was created', moment),)
    assert old == ComputeInstance("old", "", "Succeeded", "")
    assert old.timestamps == ()
