"""What each version of Custom Vision knows: compared with its documents, and asked over HTTPS."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.prediction.api import PREDICTION as PREDICTION_API
from azure_emulator.training.api import TRAINING as TRAINING_API
from azure_emulator.training.domains import GENERAL_COMPACT
from azure_emulator.training.projects import Project
from azure_emulator.training.versions import FREE, IMAGE, Api, Operation
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account, filled_project
from tests.harness.shared_data import azure

HOST = "https://petstraining.cognitiveservices.azure.com"
RECORDED_ALONE = {"IVS"}
"""Words that are in no document."""
RECORDED_WITHOUT = {("Iteration", "exportableTo", "VAIDK")}
"""Words that a document has before they are said."""
RECORDED_EARLIER = {
    ("ProjectSettings", "useNegativeSet", ""),
    ("ProjectSettings", "detectionParameters", ""),
}
"""Fields that were answered in v3.0, whose document lacks them."""
MEASURES = {"left", "top", "width", "height"}
OPEN_MAP = ("metadata", "object")
"""Its texts have refusals of their own."""
GONE = {"error": {"code": "404", "message": "Resource not found"}}


def documents(api: Api) -> dict[str, Any]:
    """The API's OpenAPI documents by version; skips the test without them."""
    root = azure("specs")
    if root is None:
        pytest.skip("needs the documents of Azure; name their folder in SHARED_DATA")
    folder = root / "specification/cognitiveservices/data-plane/CustomVision"
    paths = folder.rglob(f"{api.name.capitalize()}.json")
    return {path.parent.name: json.loads(Path(path).read_text(encoding="utf-8")) for path in paths}


APIS = pytest.mark.parametrize("api", [TRAINING_API, PREDICTION_API], ids=lambda api: api.name)


@APIS
def test_the_versions_are_those_that_are_documented(api: Api) -> None:
    """No more, no less."""
    assert set(api.versions) == set(documents(api))


@APIS
def test_the_fields_are_those_of_the_documents(api: Api) -> None:
    """Each field of each model is there in those versions whose document has it, as that model."""
    for version, document in documents(api).items():
        known = {
            (model, name, field.model)
            for model in api.models
            for name, field in api.fields(model).items()
            if model in document["definitions"] and later(api, version, field.since)
        }
        assert (
            known - RECORDED_EARLIER
            == {
                (model, name, reference(schema))
                for model, definition in document["definitions"].items()
                for name, schema in definition["properties"].items()
                if model != "CustomVisionError"
            }
            - RECORDED_EARLIER
        )


@APIS
def test_the_operations_are_those_of_the_documents(api: Api) -> None:
    """Each is there in those versions whose document has it, with the models of its bodies."""
    for version, document in documents(api).items():
        known = {
            (each.method, each.path): (taken(api, version, each), each.answers)
            for each in api.all
            if later(api, version, each.since)
        }
        assert known == operations(document)


@APIS
def test_the_parameters_are_those_of_the_documents(api: Api) -> None:
    """A parameter of a query that is newer than its operation is listed with its version."""
    found: dict[tuple[str, str], list[set[str]]] = {}
    for version in api.versions:
        for key, names in parameters(documents(api)[version]).items():
            found.setdefault(key, []).append(names)
    for each in api.all:
        ages = found[each.method, each.path]
        assert {name for name, _ in each.later} == ages[-1] - ages[0]
        for name, since in each.later:
            assert [name in names for names in ages] == [
                later(api, version, since)
                for version in api.versions
                if later(api, version, each.since)
            ]


@APIS
def test_the_words_are_those_of_the_documents(api: Api) -> None:
    """A word of an enumeration that an older document lacks is listed with its first version."""
    versions: dict[tuple[str, str, str], list[str]] = {}
    for version, document in sorted(documents(api).items()):
        for model, definition in document["definitions"].items():
            for name, schema in definition["properties"].items():
                for word in schema.get("enum") or schema.get("items", {}).get("enum") or ():
                    versions.setdefault((model, name, word), []).append(version)
    listed = {
        (model, name, word): since
        for (model, name), words in api.words.items()
        for word, (since, _) in words.items()
        if word not in RECORDED_ALONE and (model, name, word) not in RECORDED_WITHOUT
    }
    assert listed == {
        key: min(found, key=api.versions.index)
        for key, found in versions.items()
        if api.versions[0] not in found
        and key[:2] not in new_fields(api)
        and key[0] != "CustomVisionError"
    }


@APIS
def test_the_kinds_of_fields_are_those_of_the_documents(api: Api) -> None:
    """Each field of a model that a request may hold, but the measures of regions."""
    for document in documents(api).values():
        for model in requested(document):
            for name, schema in document["definitions"][model]["properties"].items():
                if name in MEASURES:
                    continue
                expected = kind(schema)
                assert api.kinds[name] == expected or (name, api.kinds[name]) == OPEN_MAP, name


def requested(document: dict[str, Any]) -> set[str]:
    """The models that requests hold, also inside."""
    todo = {taken for taken, _ in operations(document).values()} - {"", FREE}
    found: set[str] = set()
    while todo - found:
        found |= todo
        todo = {
            reference(schema)
            for model in found
            for schema in document["definitions"][model]["properties"].values()
        } - {"", FREE}
    return found


def kind(schema: dict[str, Any]) -> str:
    """What a schema describes, in the words of `kinds`."""
    if free := schema.get("additionalProperties"):
        return {"boolean": "flags"}.get(free.get("type"), "texts by key")
    if schema.get("type") == "array":
        return "objects" if "$ref" in schema["items"] else "texts"
    if "$ref" in schema:
        return "object"
    return {"string": "text", "boolean": "flag"}.get(schema["type"], "number")


def new_fields(api: Api) -> set[tuple[str, str]]:
    """Fields whose model or name is newer than the first version: their words are so too."""
    first = documents(api)[api.versions[0]]["definitions"]
    return {
        (model, name)
        for model in api.models
        for name in api.fields(model)
        if name not in first.get(model, {"properties": {}})["properties"]
    }


def taken(api: Api, version: str, operation: Operation) -> str:
    """The model of the body that an operation takes in a version; images are none."""
    bare = operation.takes == IMAGE or not later(api, version, operation.taken_since)
    return "" if bare else operation.takes


def parameters(document: dict[str, Any]) -> dict[tuple[str, str], set[str]]:
    """By method and anonymous path: the names in the query, case-folded."""
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{}", template)): {
            each["name"].casefold() for each in operation["parameters"] if each.get("in") == "query"
        }
        for template, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def later(api: Api, version: str, since: str) -> bool:
    """Whether a version is as new as that one."""
    return not since or api.versions.index(version) >= api.versions.index(since)


def reference(schema: dict[str, Any]) -> str:
    """The model that a schema names; `{}` for a map with free keys."""
    if schema.get("additionalProperties"):
        return FREE
    return str(schema.get("$ref") or schema.get("items", {}).get("$ref") or "").rpartition("/")[2]


def operations(document: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """By method and anonymous path: the models of the request's and the answer's body."""
    found = {}
    for template, methods in document["paths"].items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            bodies = [
                each["schema"] for each in operation["parameters"] if each.get("in") == "body"
            ]
            answers = {
                reference(response.get("schema", {}))
                for status, response in operation["responses"].items()
                if status.startswith("2")
            }
            takes = "".join(map(reference, bodies))
            path = re.sub(r"\{\w+\}", "{}", template)
            found[method.upper(), path] = (takes, "".join(answers))
    return found


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """The training account."""
    return add_account(cloud, "petstraining", TRAINING, sku="S0")


@pytest.fixture
def project(cloud: Cloud, account: Account) -> Project:
    """Five cats, five dogs."""
    return filled_project(cloud, account)


@pytest.fixture
def keyed(client: requests.Session, account: Account) -> requests.Session:
    """A client that sends the account's key."""
    client.headers["Training-Key"] = account.key1
    return client


def ask(session: requests.Session, method: str, path: str, version: str, **more: Any) -> Any:
    """One request to a version."""
    return session.request(method, f"{HOST}/customvision/{version}/training{path}", **more)


def test_an_answer_has_only_what_its_version_knows(
    keyed: requests.Session, project: Project
) -> None:
    """A project has a status since v3.2, and more settings since v3.1."""
    path = f"/projects/{project.id}"
    oldest, old, new = (ask(keyed, "GET", path, v).json() for v in ("v3.0", "v3.1", "v3.2"))
    assert set(new) - set(old) == {"status"}
    assert set(old["settings"]) - set(oldest["settings"]) == {"imageProcessingSettings"}
    assert oldest["settings"]["useNegativeSet"] is True  # As recorded in 2019.
    assert oldest["settings"]["detectionParameters"] is None


def test_an_iteration_is_exportable_to_what_its_version_names() -> None:
    """In v3.2 to four platforms, in the order of the alphabet, as recorded in February 2020."""
    said = {"exportableTo": list(GENERAL_COMPACT.platforms)}
    answer = TRAINING_API.answered("v3.2", "Iteration", said)
    assert answer["exportableTo"] == ["CoreML", "DockerFile", "ONNX", "TensorFlow"]


def test_an_operation_is_not_there_before_its_version(
    keyed: requests.Session, project: Project
) -> None:
    """Images of any tagging status are listed since v3.3."""
    path = f"/projects/{project.id}/images"
    assert ask(keyed, "GET", path, "v3.3").status_code == 200
    before = ask(keyed, "GET", path, "v3.2")
    assert (before.status_code, before.json()) == (404, GONE)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/customvision/v9.9/training/projects"),
        ("GET", "/customvision/v2.2/Training/projects"),
        ("GET", "/customvision/v3.3/training/nothing"),
        ("GET", "/customvision/v3.3/training"),
        ("GET", "/customvision/v3.3/nothing"),
        ("GET", "/"),
        ("PUT", "/customvision/v3.3/training/projects"),
        ("OPTIONS", "/customvision/v3.3/training/projects"),
        ("POST", "/customvision/v9.9/prediction/p/classify/iterations/i/url"),
        ("POST", "/customvision/v3.1/prediction/p/segment/iterations/i/url"),
    ],
)
def test_the_gateway_knows_no_other_operation(
    cloud: Cloud, keyed: requests.Session, method: str, path: str
) -> None:
    """Whatever the key: unknown versions, paths and methods are its 404, and nobody's fault."""
    answer = keyed.request(method, HOST + path)
    assert (answer.status_code, answer.json()) == (404, GONE)
    assert cloud.unserved == []


def test_a_head_has_no_body(keyed: requests.Session) -> None:
    """The gateway has no such operation either."""
    answer = ask(keyed, "HEAD", "/domains", "v3.3")
    assert (answer.status_code, answer.content) == (404, b"")


def test_names_are_taken_in_any_letter_case(keyed: requests.Session, project: Project) -> None:
    """As the older samples write them; also of things inside, and the last of two counts."""
    tag = next(iter(project.current.tags))
    url = "https://raw.githubusercontent.com/any/path/main/cat-901.jpg"
    batch = {"Images": [{"URL": url, "TagIds": [tag]}]}
    path = f"/projects/{project.id}"
    answer = ask(keyed, "POST", f"{path}/images/urls", "v3.3", json=batch)
    (created,) = answer.json()["images"]
    assert [each["tagId"] for each in created["image"]["tags"]] == [tag]
    twice = '{"name": "first", "Name": "last"}'
    headers = {"Content-Type": "application/json"}
    renamed = ask(keyed, "PATCH", f"{path}/tags/{tag}", "v3.3", data=twice, headers=headers)
    assert renamed.json()["name"] == "last"


def test_keys_of_a_map_are_the_clients_own(keyed: requests.Session, project: Project) -> None:
    """They keep their letter case, though a model has such a field."""
    augmentations = {"AugmentationMethods": {"ID": True, "Rotation": False}}
    change = {"Settings": {"ImageProcessingSettings": augmentations}}
    answer = ask(keyed, "PATCH", f"/projects/{project.id}", "v3.3", json=change)
    kept = answer.json()["settings"]["imageProcessingSettings"]["augmentationMethods"]
    assert {"ID": True, "Rotation": False}.items() <= kept.items()


def test_the_type_of_a_tag_came_with_later_versions() -> None:
    """With v3.1 of predictions, with v3.3 of trainings."""
    said = {"predictions": [{"tagName": "cat", "tagType": "Regular"}]}
    for api, version, types in (
        (PREDICTION_API, "v3.0", False),
        (PREDICTION_API, "v3.1", True),
        (TRAINING_API, "v3.2", False),
        (TRAINING_API, "v3.3", True),
    ):
        answer = api.answered(version, "ImagePrediction", said)
        assert ("tagType" in answer["predictions"][0]) == types


def test_a_thing_that_no_word_describes_is_left_out() -> None:
    """An export to a platform that the asked version does not know is not in its list."""
    exports = [{"platform": "ONNX", "flavor": "ONNX10"}, {"platform": "OpenVino", "flavor": None}]
    assert TRAINING_API.answered("v3.3", "Export", exports) == exports[:1]
    assert TRAINING_API.answered("v3.4-preview", "Export", exports) == exports


def test_a_prediction_account_has_the_same_gateway(client: requests.Session, cloud: Cloud) -> None:
    """It does not know the training's operations of another version either."""
    add_account(cloud, "petsprediction", PREDICTION)
    host = "https://petsprediction.cognitiveservices.azure.com"
    answer = client.get(f"{host}/customvision/v3.2/prediction/x")
    assert (answer.status_code, answer.json()) == (404, GONE)


def test_what_came_later_is_passed_over(keyed: requests.Session, project: Project) -> None:
    """A parameter or a field that the asked version does not know."""
    path = f"/projects/{project.id}/images"
    everything = {"allImages": "true"}
    assert ask(keyed, "DELETE", path, "v3.0", params=everything).status_code == 400
    batch = {
        "images": [{"url": "https://raw.githubusercontent.com/any/path/main/cat-902.jpg"}],
        "metadata": {"key": "value"},
    }
    assert ask(keyed, "POST", f"{path}/urls", "v3.2", json=batch).status_code == 200
    newest = ask(keyed, "GET", path, "v3.3", params={"take": 1}).json()[0]
    assert not newest.get("metadata")
    assert ask(keyed, "DELETE", path, "v3.1", params=everything).status_code == 202


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (
            "application/x-www-form-urlencoded",
            b"Url=https://github.com/a/cat-903.jpg",
            404,
        ),
        ("application/json", b'{"Url": "https://raw.githubusercontent.com/a/cat-903.jpg"}', 404),
        ("application/octet-stream", b'{"url": "x"}', 415),
        (None, b'{"url": "x"}', 415),
        ("text/plain", b'{"url": "x"}', 415),
    ],
)
def test_a_body_has_a_type_that_its_operation_takes(
    keyed: requests.Session, project: Project, kind: str | None, body: bytes, status: int
) -> None:
    """JSON or a form; the 404 is of a project without an iteration, once the body is read."""
    path = f"/projects/{project.id}/quicktest/url"
    answer = ask(keyed, "POST", path, "v3.3", data=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    if status == 415:
        assert answer.json() == {
            "code": "UnsupportedMediaType",
            "message": f"The request entity's media type '{kind or 'application/octet-stream'}' is "
            "not supported for this resource.",
        }


def test_an_image_is_not_sent_as_json(keyed: requests.Session, project: Project) -> None:
    """As a client that has mixed up both addresses learns."""
    path = f"/projects/{project.id}/quicktest/image"
    assert ask(keyed, "POST", path, "v3.3", json={"url": "x"}).status_code == 415


WRONG = {
    "text": (["a"], {"a": 1}, 7, True),
    "number": ("x", [1], {"a": 1}, True),
    "flag": ("x", [True], 7),
    "texts": ("x", {"a": "b"}, [7]),
    "objects": ("x", {"a": "b"}, ["x"]),
    "object": ("x", ["x"], 7),
    "flags": ("x", {"rotation": "x"}, {"rotation": None}),
}
"""Values that are not of a kind."""


@pytest.mark.parametrize(
    ("method", "path", "names"),
    [
        ("PATCH", "", "name description settings"),
        ("PATCH", "", "settings.classificationType settings.targetExportPlatforms"),
        ("PATCH", "", "settings.useNegativeSet settings.imageProcessingSettings"),
        ("PATCH", "", "settings.imageProcessingSettings.augmentationMethods"),
        ("PATCH", "/tags/TAG", "name description type"),
        ("POST", "/images/files", "images tagIds metadata"),
        ("POST", "/images/tags", "tags"),
        ("POST", "/train", "selectedTags customBaseModelInfo customBaseModelInfo.projectId"),
        ("POST", "/predictions/query", "session maxCount orderBy tags iterationId startTime"),
        ("POST", "/quicktest/url", "url"),
    ],
)
def test_a_value_of_another_kind_is_refused(
    keyed: requests.Session, project: Project, method: str, path: str, names: str
) -> None:
    """By its name; nothing is changed."""
    before = stated(keyed, project)
    path = path.replace("TAG", next(iter(project.current.tags)))
    for name in names.split():
        *outer, field = name.split(".")
        for value in WRONG[TRAINING_API.kinds[field]]:
            body = {field: value}
            for each in reversed(outer):
                body = {each: body}
            answer = ask(keyed, method, f"/projects/{project.id}{path}", "v3.4-preview", json=body)
            assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest"), body
            assert field in answer.json()["message"]
    assert stated(keyed, project) == before


def stated(keyed: requests.Session, project: Project) -> Any:
    """A project as it is answered, without the link that is another one each second."""
    told = ask(keyed, "GET", f"/projects/{project.id}", "v3.4-preview").json()
    return {name: value for name, value in told.items() if name != "thumbnailUri"}
