"""What a client asks of a training besides the exercise's own calls, over HTTPS."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.training.domains import DOMAINS
from tests.harness.pets import Pets

PHOTO = {"url": "https://raw.githubusercontent.com/a/b/cat-7.jpg"}


@pytest.fixture
def pets(cloud: Cloud, client: requests.Session) -> Pets:
    """Five cats, five dogs."""
    return Pets(cloud, client)


def test_all_recorded_domains_are_listed_in_azures_order(pets: Pets) -> None:
    """Compact ones can be exported, and have a model; each is found by its id."""
    domains = pets.call("GET", "domains").json()
    compact = [domain["name"] for domain in domains if domain["exportable"]]
    assert compact[:5] == [
        "General (compact)",
        "General (compact) [S1]",
        *(f"{name} (compact)" for name in ("Food", "Landmarks", "Retail")),
    ]
    assert {"Logo", "Products on Shelves"} <= {domain["name"] for domain in domains}
    for domain in domains:
        assert domain["exportable"] == bool(domain["modelInformation"])
        assert pets.call("GET", f"domains/{domain['id'].upper()}").json() == domain


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: f"{domain.type} {domain.name}")
def test_a_project_can_have_each_domain(pets: Pets, domain: object) -> None:
    """A classification type belongs to classification alone."""
    project = pets.call("POST", f"projects?name=New&domainId={domain.id}").json()  # type: ignore[attr-defined]
    is_detection = domain.is_detection  # type: ignore[attr-defined]
    assert project["settings"]["classificationType"] == (None if is_detection else "Multilabel")


def test_an_iteration_that_waits_for_its_training_has_no_domain_yet(pets: Pets) -> None:
    """As in the answer to the training itself, until the first half of the time is over."""
    pets.cloud.durations = replace(pets.cloud.durations, training=timedelta(hours=1))
    begun = pets.call("POST", "P/train").json()
    for version in ("v3.2", "v3.4-preview"):
        waiting = pets.call("GET", f"P/iterations/{begun['id']}", version=version).json()
        assert waiting["status"] == "Training"
        assert waiting["trainingTimeInMinutes"] == 0
        for name in ("domainId", "classificationType", "exportableTo"):
            assert waiting[name] is None


def test_an_older_version_knows_fewer_platforms(pets: Pets) -> None:
    """OpenVino came with version 3.4; VAIDK is not in what was recorded of version 3.2."""
    compact = next(domain for domain in DOMAINS if domain.platforms)
    pets.call("PATCH", "P", json={"settings": {"domainId": compact.id}})
    path = pets.trained()
    told = {
        v: pets.call("GET", path, version=v).json()["exportableTo"]
        for v in ("v3.2", "v3.4-preview")
    }
    assert set(told["v3.4-preview"]) - set(told["v3.2"]) == {"OpenVino", "VAIDK"}


def test_a_base_model_is_told_back(pets: Pets) -> None:
    """By the training, and by its iteration ever after."""
    base = {"projectId": pets.project.id, "iterationId": pets.trained().rpartition("/")[2]}
    begun = pets.call("POST", "P/train?forceTrain=true", json={"customBaseModelInfo": base}).json()
    assert begun["customBaseModelInfo"] == base
    assert pets.call("GET", f"P/iterations/{begun['id']}").json()["customBaseModelInfo"] == base


def test_a_base_model_has_to_be_trained_and_of_the_same_domain(pets: Pets) -> None:
    """Of the same account, too; nothing is trained otherwise."""
    base = {"projectId": pets.project.id, "iterationId": pets.trained().rpartition("/")[2]}
    other = next(domain for domain in DOMAINS if domain.name == "Food")
    other_id = pets.call("POST", f"projects?name=Other&domainId={other.id}").json()["id"]

    def refused(project_id: str, **changes: str) -> str:
        body = {"customBaseModelInfo": base | changes}
        answer = pets.call("POST", f"projects/{project_id}/train?forceTrain=true", json=body)
        assert answer.status_code in (400, 404)
        return str(answer.json()["code"])

    assert refused(other_id) == "BadRequestCustomBaseModelDomainNotCompatible"
    assert refused(pets.project.id, projectId="none") == "NotFoundProject"
    assert refused(pets.project.id, iterationId="none") == "NotFoundIteration"
    iteration = pets.project.iterations[base["iterationId"]]
    iteration.failed = True
    wrong_state = "BadRequestCustomBaseModelIterationStatusNotCompleted"
    assert refused(pets.project.id) == wrong_state


def test_an_address_to_notify_has_to_be_one(pets: Pets) -> None:
    """Whoever is named is not written to, but what is no address is refused."""
    answer = pets.call("POST", "P/train?notificationEmailAddress=nobody")
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequestInvalidEmailAddress")
    assert pets.call("POST", "P/train?notificationEmailAddress=a@b.example").status_code == 200


def test_a_failed_training_says_so(pets: Pets) -> None:
    """It has no `trainedAt`, cannot be exported, and has details."""
    path = pets.trained()
    pets.project.iterations[path.rpartition("/")[2]].failed = True
    failed = pets.call("GET", path).json()
    assert failed["status"] == "Failed"
    assert "trainedAt" not in failed
    assert failed["trainingErrorDetails"]


def stored(pets: Pets, count: int) -> None:
    """Store predictions."""
    pets.trained()
    for _ in range(count):
        assert pets.call("POST", "P/quicktest/url", json=PHOTO).status_code == 200


def test_the_token_of_a_query_says_null_for_what_was_not_asked(pets: Pets) -> None:
    """As recorded: a session, no continuation where everything is told."""
    stored(pets, 2)
    body = {"maxCount": 0, "orderBy": "Newest"}
    answer = pets.call("POST", "P/predictions/query", json=body).json()
    session = answer["token"].pop("session")
    assert session.count(":") == 1
    nulls = ("continuation", "tags", "iterationId", "startTime", "endTime", "application")
    assert answer["token"] == body | dict.fromkeys(nulls)
    assert len(answer["results"]) == 2


def test_a_query_goes_on_where_its_token_ends(pets: Pets) -> None:
    """Page by page, each prediction once, the last one without a continuation."""
    stored(pets, 5)
    token, found = {"maxCount": 2, "orderBy": "Oldest"}, []
    for most in (2, 2, 1):
        answer = pets.call("POST", "P/predictions/query", json=token).json()
        token = answer["token"]
        assert len(answer["results"]) == most
        found += [each["id"] for each in answer["results"]]
    assert token["continuation"] is None
    assert found == list(pets.project.predictions)


@pytest.mark.parametrize(
    "body",
    [
        {"continuation": "x"},
        {"continuation": "1:-1"},
        {"maxCount": -1},
        {"maxCount": "many"},
        {"session": 1},
        {"application": []},
    ],
)
def test_a_token_that_no_answer_had_is_refused(pets: Pets, body: dict[str, object]) -> None:
    """With 400, and the service's own envelope."""
    answer = pets.call("POST", "P/predictions/query", json=body)
    assert answer.status_code == 400
    assert answer.json()["code"].startswith("BadRequest")


def test_a_project_without_a_description_has_an_empty_one(pets: Pets) -> None:
    """A tag without one has null; both as recorded."""
    assert pets.call("POST", "projects?name=Plain").json()["description"] == ""
    assert pets.call("POST", "P/tags?name=plain").json()["description"] is None


def test_an_unreadable_image_is_refused_in_words_about_the_image(pets: Pets) -> None:
    """Nothing of the emulator's own process is in them."""
    pets.trained()
    octets = {"Content-Type": "application/octet-stream"}
    answer = pets.call("POST", "P/quicktest/image", data=b"hello", headers=octets)
    assert answer.json()["code"] == "BadRequestImageFormat"
    assert re.fullmatch("Bad Request Image Format, Uri: [0-9a-f]{32}", answer.json()["message"])


def many(count: int) -> str:
    """So many ids of nothing."""
    return ",".join(f"00000000-0000-4000-8000-{number:012}" for number in range(count))


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", f"P/images?tagIds={many(21)}", "BadRequestExceededBatchSize"),
        ("GET", f"P/images/tagged/count?tagIds={many(21)}", "BadRequestExceededBatchSize"),
        ("GET", f"P/images/id?imageIds={many(257)}", "BadRequestExceededBatchSize"),
        ("DELETE", f"P/images?imageIds={many(257)}", "BadRequestExceededBatchSize"),
        ("DELETE", f"P/images/tags?imageIds={many(65)}&tagIds=x", "BadRequestExceededBatchSize"),
        ("DELETE", f"P/images/tags?imageIds=x&tagIds={many(21)}", "BadRequestExceededBatchSize"),
        ("DELETE", "P/images/tags?imageIds=x", "BadRequestRequiredParamIsNull"),
        ("DELETE", "P/images/tags?tagIds=x", "BadRequestRequiredParamIsNull"),
        ("DELETE", "P/images/regions", "BadRequestRequiredParamIsNull"),
        ("DELETE", f"P/images/regions?regionIds={many(65)}", "BadRequestExceededBatchSize"),
        ("DELETE", f"P/predictions?ids={many(65)}", "BadRequestPredictionIdsExceededCount"),
        ("POST", f"P/images/metadata?imageIds={many(65)}", "BadRequestExceededBatchSize"),
        ("POST", "P/images/metadata", "BadRequestRequiredParamIsNull"),
    ],
)
def test_batches_are_as_large_as_documented(pets: Pets, method: str, path: str, code: str) -> None:
    """And what the document requires is there."""
    answer = pets.call(method, path)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_query_names_two_tags_at_most(pets: Pets) -> None:
    """As the document says."""
    body = {"tags": [{"id": "x"}] * 3}
    answer = pets.call("POST", "P/predictions/query", json=body)
    assert answer.json()["code"] == "BadRequestPredictionTagsExceededCount"


def test_at_most_128_tags_go_onto_images_at_once(pets: Pets) -> None:
    """As the document says."""
    pair = {"imageId": next(iter(pets.project.current.images)), "tagId": pets.tag}
    answer = pets.call("POST", "P/images/tags", json={"tags": [pair] * 129})
    assert answer.json()["code"] == "BadRequestExceededBatchSize"


def test_addresses_of_storage_are_kept(pets: Pets) -> None:
    """Given with a new project or later; what is no address is refused."""
    container = {"exportModelContainerUri": "https://x.blob.core.windows.net/c?sig=made-up"}
    made = pets.call("POST", "projects?name=Stored", json=container).json()
    assert made["settings"].items() >= container.items()
    queue = {"notificationQueueUri": "https://x.queue.core.windows.net/q?sig=made-up"}
    path = f"projects/{made['id']}"
    changed = pets.call("PATCH", path, json={"settings": queue}).json()
    assert changed["settings"].items() >= {**container, **queue}.items()
    older = pets.call("GET", path, version="v3.3").json()
    assert not {*container, *queue} & older["settings"].keys()
    bad = pets.call("PATCH", path, json={"settings": {"notificationQueueUri": "file:///x"}})
    assert (bad.status_code, bad.json()["code"]) == (400, "BadRequestInvalidUri")


@pytest.mark.parametrize("kind", ["Negative", "GeneralProduct"])
def test_a_project_has_one_tag_of_a_special_type(pets: Pets, kind: str) -> None:
    """The second one is refused by a code of its own."""
    assert pets.call("POST", f"P/tags?name=first&type={kind}").status_code == 200
    answer = pets.call("POST", f"P/tags?name=second&type={kind}")
    assert (answer.status_code, answer.json()["code"]) == (400, f"BadRequestMultiple{kind}Tag")


@pytest.mark.parametrize("tail", ["", "/images", "/images/count"])
def test_an_iteration_without_a_model_has_no_performance(pets: Pets, tail: str) -> None:
    """While it trains there is nothing to tell."""
    pets.cloud.durations = replace(pets.cloud.durations, training=timedelta(hours=1))
    begun = pets.call("POST", "P/train").json()["id"]
    answer = pets.call("GET", f"P/iterations/{begun}/performance{tail}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NotFoundIterationPerformance")
