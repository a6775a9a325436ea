"""The training API as raw HTTP: versions, letter case, and requests that are not in order."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.training.api import TRAINING as API
from azure_emulator.training.domains import DOMAINS
from azure_emulator.training.iterations import Plan
from azure_emulator.training.lifecycle import train
from azure_emulator.training.predictions import Query, matching
from azure_emulator.training.projects import Project
from azure_emulator.training.routes import ROUTES
from azure_emulator.training.settings import Settings
from azure_emulator.training.state import Training
from azure_emulator.wire import Request
from tests.harness.custom_vision import TRAINING, add_account, dogs, filled_project

HOST = "https://petstraining.cognitiveservices.azure.com"
BASE = f"{HOST}/customvision/v3.4-preview/training"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """The training account."""
    return add_account(cloud, "petstraining", TRAINING)


@pytest.fixture
def project(cloud: Cloud, account: Account) -> Project:
    """Five cats, five dogs."""
    return filled_project(cloud, account)


@pytest.fixture
def keyed(client: requests.Session, account: Account) -> requests.Session:
    """A client that sends the account's key."""
    client.headers["training-KEY"] = account.key2
    return client


@pytest.fixture
def trained(cloud: Cloud, project: Project) -> str:
    """The id of a completed iteration."""
    iteration = train(cloud, project, Plan(), force=False)
    while not iteration.completed(cloud.now()):
        time.sleep(0.005)
    return iteration.id


def test_every_route_names_its_data_action() -> None:
    """By which a token's role is asked."""
    prefix = "Microsoft.CognitiveServices/accounts/CustomVision/"
    assert all(route.action and route.action.startswith(prefix) for route in ROUTES)


@pytest.mark.parametrize(
    "path",
    [
        *(f"/customvision/{version}/training/projects" for version in API.versions),
        "//customvision/V3.4-Preview/Training/Projects",
    ],
)
def test_paths_work_in_any_version_and_letter_case(
    keyed: requests.Session, project: Project, path: str
) -> None:
    """So do doubled slashes, which the SDK sends."""
    assert [one["id"] for one in keyed.get(HOST + path).json()] == [project.id]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", f"domains/{NOBODY}", None, 404, "NotFoundDomain"),
        ("GET", f"projects/{NOBODY}", None, 404, "NotFoundProject"),
        ("POST", "projects", None, 400, "BadRequestRequiredParamIsNull"),
        ("PATCH", "P", "[]", 400, "BadRequest"),
        ("PATCH", "P", "{", 400, "BadRequest"),
        ("PATCH", "P", '{"name": ""}', 400, "BadRequestProjectName"),
        ("PATCH", "P", '{"settings": {"domainId": "1"}}', 400, "BadRequestProjectUnknownDomain"),
        ("GET", f"P/tags/{NOBODY}", None, 404, "NotFoundTag"),
        ("GET", "P/tags?iterationId=x", None, 404, "NotFoundIteration"),
        ("GET", "P/images?take=257", None, 400, "BadRequest"),
        ("GET", "P/images?take=nan", None, 400, "BadRequest"),
        ("GET", "P/images?skip=-1", None, 400, "BadRequest"),
        ("GET", "P/images?orderBy=Size", None, 400, "BadRequest"),
        ("DELETE", "P/images", None, 400, "BadRequestRequiredParamIsNull"),
        ("DELETE", f"P/images?imageIds={NOBODY}", None, 404, "NotFoundImage"),
        ("POST", "P/images/files", '{"images": {}}', 400, "BadRequest"),
        ("POST", "P/images/files", '{"images": []}', 400, "BadRequestImageBatch"),
        ("POST", "P/images/files", '{"images": "x"}', 400, "BadRequest"),
        ("POST", "P/images/urls", '{"images": [{}], "tagIds": "x"}', 400, "BadRequest"),
        ("POST", "P/train", '{"selectedTags": ["x"]}', 400, "BadRequestInvalidIds"),
        ("GET", f"P/iterations/{NOBODY}", None, 404, "NotFoundIteration"),
        ("POST", "P/quicktest/url", '{"url": "x"}', 400, "BadRequestImageUrl"),
        ("POST", "P/quicktest/image", None, 404, "NotFoundProjectDefaultIteration"),
        ("DELETE", "P/predictions", None, 400, "BadRequestPredictionIdsMissing"),
        (
            "POST",
            "P/predictions/query",
            '{"orderBy": "Best"}',
            400,
            "BadRequestPredictionInvalidQueryParameters",
        ),
        (
            "POST",
            "P/predictions/query",
            '{"startTime": "now"}',
            400,
            "BadRequestPredictionInvalidQueryParameters",
        ),
        ("POST", "P/predictions/query", '{"maxCount": "x"}', 400, "BadRequest"),
        ("POST", "P/predictions/query", '{"tags": [{"minThreshold": "x"}]}', 400, "BadRequest"),
    ],
)
def test_what_is_not_in_order_is_refused(
    keyed: requests.Session,
    project: Project,
    method: str,
    path: str,
    body: str | None,
    status: int,
    code: str,
) -> None:
    """With a code of the service's own, flat, never with a fault of the emulator."""
    url = f"{BASE}/{path}".replace("/P", f"/projects/{project.id}", 1)
    answer = keyed.request(method, url, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_torn_multipart_body_is_refused(keyed: requests.Session, project: Project) -> None:
    """400 with a code that names the stream."""
    headers = {"Content-Type": "multipart/form-data"}
    url = f"{BASE}/projects/{project.id}/images"
    answer = keyed.post(url, data=b"x", headers=headers)
    assert answer.json()["code"] == "BadRequestImageStream"


@pytest.mark.usefixtures("trained")
def test_a_quick_test_needs_a_picture(keyed: requests.Session, project: Project) -> None:
    """A multipart body without parts holds none."""
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    url = f"{BASE}/projects/{project.id}/quicktest/image"
    assert keyed.post(url, data=b"--b--\r\n", headers=headers).status_code == 400


def test_a_detector_without_a_trained_iteration_is_not_quick_tested(
    cloud: Cloud, keyed: requests.Session, account: Account
) -> None:
    """As any project without one."""
    detection = next(one for one in DOMAINS if one.type == "ObjectDetection")
    settings = Settings.chosen(detection.id, None, [])
    detector = cloud.state(Training).create_project(account, "Where", None, settings)
    answer = keyed.post(f"{BASE}/projects/{detector.id}/quicktest/image", data=dogs(1)[0])
    assert answer.json()["code"] == "NotFoundProjectDefaultIteration"


def test_a_bad_file_is_an_outcome(keyed: requests.Session, project: Project) -> None:
    """Contents that are no base64 are an error of that image, in a 207."""
    body = {"images": [{"name": "a.jpg", "contents": "?"}]}
    answer = keyed.post(f"{BASE}/projects/{project.id}/images/files", json=body)
    assert answer.status_code == 207
    assert answer.json()["images"] == [
        {"sourceUrl": "a.jpg", "status": "ErrorSource", "image": None}
    ]


def test_all_images_go_at_once(keyed: requests.Session, project: Project) -> None:
    """`allImages=true` answers 202."""
    url = f"{BASE}/projects/{project.id}/images?allImages=true"
    assert keyed.delete(url).status_code == 202
    assert project.current.images == {}


def test_a_tag_is_deleted(keyed: requests.Session, project: Project) -> None:
    """DELETE of a tag."""
    tag = next(iter(project.current.tags))
    assert keyed.delete(f"{BASE}/projects/{project.id}/tags/{tag}").status_code == 204
    assert tag not in project.current.tags


def test_iterations_are_renamed_and_deleted(
    keyed: requests.Session, project: Project, trained: str
) -> None:
    """PATCH and DELETE of an iteration."""
    url = f"{BASE}/projects/{project.id}/iterations/{trained}"
    assert keyed.patch(url, json={"name": "Good"}).json()["name"] == "Good"
    assert keyed.delete(url).status_code == 204
    assert project.iterations == {}


def test_a_compact_domain_s_iteration_can_be_exported(
    cloud: Cloud, keyed: requests.Session, project: Project
) -> None:
    """Its platforms are told once it is trained."""
    compact = next(one for one in DOMAINS if one.platforms)
    project.settings = replace(project.settings, domain=compact)
    iteration = train(cloud, project, Plan(), force=False)
    while not iteration.completed(cloud.now()):
        time.sleep(0.005)
    answer = keyed.get(f"{BASE}/projects/{project.id}/iterations/{iteration.id}").json()
    assert answer["exportable"] is True
    assert answer["exportableTo"] == list(compact.platforms)


def test_stored_predictions_are_chosen_by_the_token(
    cloud: Cloud, keyed: requests.Session, project: Project, trained: str
) -> None:
    """By tag and probability, by time, by count; and they become images of the project."""
    url = f"{BASE}/projects/{project.id}"
    for content in dogs(8, 9):
        keyed.post(f"{url}/quicktest/image?iterationId={trained}", data=content)
    tags = {tag.name: tag.id for tag in project.current.tags.values()}

    def found(token: dict[str, Any]) -> list[dict[str, Any]]:
        answer: list[dict[str, Any]] = keyed.post(f"{url}/predictions/query", json=token).json()[
            "results"
        ]
        return answer

    assert len(found({"tags": [{"id": tags["dog"], "minThreshold": 0.5}]})) == 2
    assert found({"tags": [{"id": tags["dog"], "maxThreshold": 0.5}]}) == []
    assert found({"startTime": "2999-01-01T00:00:00Z"}) == []
    assert found({"endTime": "1999-01-01T00:00:00"}) == []
    (oldest,) = found({"maxCount": 1, "orderBy": "Oldest"})
    assert oldest["domain"] == project.settings.domain.id
    body = {"images": [{"id": oldest["id"]}], "tagIds": [tags["dog"]]}
    assert keyed.post(f"{url}/images/predictions", json=body).json()["isBatchSuccessful"]
    assert matching(project.predictions.values(), Query(), cloud.now() + timedelta(days=31)) == []


def test_no_call_is_without_its_account(cloud: Cloud) -> None:
    """The gateway cannot hand a call on without the account that it found."""
    with pytest.raises(TypeError, match="account"):
        AccountCall(cloud=cloud, request=Request(method="GET", host="h", path="/"))  # type: ignore[call-arg]
