"""Microsoft's OpenAPI documents hold every answer of the whole test run, and could say no.

`tests/harness/contract` watches all emulators; here stands what it is itself held to.
"""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from azure_emulator.wire import Request, Response
from tests.harness.commands import run
from tests.harness.contract.documents import Documents, Operation
from tests.harness.contract.known import KNOWN
from tests.harness.contract.other_processes import listening
from tests.harness.contract.recorder import Recorder
from tests.harness.contract.recordings import recordings
from tests.harness.contract.validation import wrong_with_answer, wrong_with_request
from tests.harness.shared_data import ROOT, needed

DOCUMENTS = Documents(needed("specs") / "specification")
RECORDED = {each.name: each for each in recordings(needed("recordings"))}


def operation_of(request: Request) -> Operation:
    """The documented operation that a request is one of."""
    operation = DOCUMENTS.find(request) or DOCUMENTS.generic(request)
    assert operation is not None, request.path
    return operation


def arm(method: str, path: str, version: str = "2024-03-01") -> Request:
    """A request to Resource Manager."""
    return Request(
        method=method, host="management.azure.com", path=path, query={"api-version": version}
    )


GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/pets"
GROUP_BODY = {
    "id": GROUP,
    "name": "pets",
    "type": "Microsoft.Resources/resourceGroups",
    "location": "westus2",
    "properties": {"provisioningState": "Succeeded"},
}


@pytest.mark.parametrize(
    ("path", "version", "name"),
    [
        (GROUP, "2024-03-01", "resources 2024-03-01 ResourceGroups_Get"),
        (GROUP, "2023-07-01", "resources 2021-04-01 ResourceGroups_Get"),
        (GROUP, "2025-04-01", "resources 2024-03-01 ResourceGroups_Get"),
        (GROUP, "2015-11-01", "resources 2021-04-01 ResourceGroups_Get"),
        (
            f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/a",
            "2017-04-18",
            "cognitiveservices 2023-05-01 Accounts_Get",
        ),
        (
            f"{GROUP}/providers/Microsoft.Storage/storageAccounts/a",
            "2023-01-01",
            "resources 2021-04-01 Resources_GetById",
        ),
        ("/customvision/v3.2/Training/projects", "", "training v3.2 GetProjects"),
    ],
)
def test_a_request_is_held_against_its_own_version_or_the_nearest(
    path: str, version: str, name: str
) -> None:
    """Custom Vision's versions are all there; of api-versions, the newest before it is taken."""
    assert operation_of(arm("GET", path, version)).name == name


def test_what_no_document_knows_is_not_guessed() -> None:
    """A version of Custom Vision that is in no document, and a service without one."""
    for path in ("/customvision/v2.2/training/projects", "/providers/Microsoft.Unknown/things"):
        request = arm("GET", path)
        assert (DOCUMENTS.find(request) or DOCUMENTS.generic(request)) is None


@pytest.mark.parametrize(
    ("status", "body", "line"),
    [
        (200, {**GROUP_BODY, "colour": "red"}, "200 .colour is unknown"),
        (200, {**GROUP_BODY, "properties": {"a": 1}}, "200 .properties.a is unknown"),
        (200, {"id": GROUP}, "200 .location is missing"),
        (200, {**GROUP_BODY, "location": 1}, "200 .location is integer, not string"),
        (200, {**GROUP_BODY, "location": None}, "200 .location is null, not string"),
        (
            200,
            {**GROUP_BODY, "id": "pets", "managedBy": 1},
            "200 .managedBy is integer, not string",
        ),
        (200, {**GROUP_BODY, "tags": {"a": 1}}, "200 .tags.* is integer, not string"),
        (200, None, "status 200 has no body"),
        (299, GROUP_BODY, "status 299 is not documented"),
        (404, {"code": "x", "message": "y"}, "404 .code is unknown"),
    ],
)
def test_a_wrong_answer_is_seen(status: int, body: Any, line: str) -> None:
    """An unknown, a missing and a wrong field, no body, an undocumented status, a wrong error."""
    request = arm("GET", GROUP)
    assert wrong_with_answer(operation_of(request), request, Response(200, GROUP_BODY)) == []
    assert line in wrong_with_answer(operation_of(request), request, Response(status, body))


@pytest.mark.parametrize(
    ("query", "body", "line"),
    [
        ({"colour": "red"}, {"location": "x"}, "?colour is unknown"),
        ({"api-version": ""}, {}, "body .location is missing"),
        ({}, {"location": "x", "colour": "red"}, "body .colour is unknown"),
        ({}, None, "body is missing"),
    ],
)
def test_a_wrong_request_is_seen(query: dict[str, str], body: Any, line: str) -> None:
    """An unknown parameter, a missing and an unknown field, no body."""
    request = replace(
        arm("PUT", GROUP),
        query={"api-version": "2024-03-01", **query},
        headers={"content-type": "application/json"},
        body=b"" if body is None else json.dumps(body).encode(),
    )
    assert line in wrong_with_request(operation_of(request), request)


def test_a_field_too_many_is_seen_anywhere() -> None:
    """In each object of each recorded answer, but for one that is unknown as a whole."""
    unseen: set[str] = set()
    tried = 0
    for recording in RECORDED.values():
        request, response = recording.request, recording.response
        operation = DOCUMENTS.find(request)
        if operation is None or response.body is None or response.status >= 400:
            continue
        before = set(wrong_with_answer(operation, request, response))
        for place, body in with_a_wrong_field(response.body):
            after = wrong_with_answer(operation, request, replace(response, body=body))
            unseen |= set() if set(after) - before else {place}
            tried += 1
    assert unseen == {"systemData"}
    assert tried > 100


def with_a_wrong_field(body: Any) -> Iterator[tuple[str, Any]]:
    """Copies of a body, each with one more field in one of its objects, and the object's key."""
    for path in [*objects(body, ())][:20]:
        changed = copy.deepcopy(body)
        value = changed
        for key in path:
            value = value[key]
        value["aFieldThatNobodyDocuments"] = {}
        yield str(path[-1]) if path else "", changed


def objects(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where the objects of a body are."""
    if isinstance(value, dict):
        yield path
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from objects(each, (*path, key))


WRONG_RUN = """
    import pytest

    from azure_emulator.app import App
    from azure_emulator.cloud import Cloud
    from azure_emulator.routing import Route, Service
    from azure_emulator.wire import Request, Response

    HOST = "westus2.api.cognitive.microsoft.com"
    PATH = "/customvision/v3.3/training/projects/{project}/tags/{tag}"
    TAG = {"id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "name": "cat", "description": None,
           "type": "Regular", "imageCount": 1}

    ANSWERS = {
        "right": Response(200, TAG),
        "extra": Response(200, {**TAG, "colour": "red"}),
        "missing": Response(200, {"imageCount": 1}),
        "type": Response(200, {**TAG, "imageCount": "1"}),
        "enum": Response(200, {**TAG, "type": "Irregular"}),
        "status": Response(201, TAG),
    }

    @pytest.mark.parametrize("name", ANSWERS)
    def test_answer(name):
        route = Route("GET", PATH, lambda call, project, tag: ANSWERS[name])
        service = Service(name="wrong", hosts=HOST, routes=[route], state=lambda cloud: None)
        path = PATH.format(project="a", tag="b")
        answer = App(Cloud(), [service])(Request(method="GET", host=HOST, path=path))
        assert answer.status in (200, 201)
"""
"""Tests of another run: a service of its own, whose answers are wrong in one way each."""


def test_a_wrong_answer_fails_the_run_and_names_its_test(tmp_path: Path) -> None:
    """One error for each wrong answer, in a process of pytest-xdist; the right one passes."""
    (tmp_path / "test_wrong.py").write_text(textwrap.dedent(WRONG_RUN), encoding="utf-8")
    options = ["-p", "tests.harness.contract.plugin", "-p", "no:cacheprovider", "-n", "1"]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *options,
            "-c",
            os.devnull,
            "--rootdir",
            tmp_path,
            tmp_path,
        ],
        cwd=ROOT,
        env=os.environ | {"SHARED_DATA": str(needed("specs").parents[1])},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for name, complaint in {
        "extra": "200 .colour is unknown",
        "missing": "200 .name is missing",
        "type": "200 .imageCount is string, not integer",
        "enum": "200 .type is 'Irregular', not in its enumeration",
        "status": "status 201 is not documented",
    }.items():
        pattern = (
            rf"training v3\.3 GetTag: {re.escape(complaint)}\n"
            rf" +GET '/customvision/\S+, version 'in the path': 20\d\n"
            rf" +seen in .*test_answer\[{name}\]"
        )
        assert re.search(pattern, done.stdout), done.stdout
    assert "6 passed, 5 errors" in done.stdout
    assert "contract: 6 answers and 0 requests of 1 operations" in done.stdout


ASK = """
import requests
requests.get("https://management.azure.com/subscriptions", params={"api-version": "2022-12-01"})
"""


def test_an_emulator_in_another_process_is_recorded_too() -> None:
    """`python -m azure_emulator`, as tests start it, sends what it answers."""
    seen: list[tuple[Request, Response]] = []
    with listening(lambda *exchange: seen.append(exchange)):
        done = run("azure_emulator", "--exec", sys.executable, "-c", ASK)
    assert done.returncode == 0, done.stderr
    ((request, response),) = seen
    assert (request.method, request.path, response.status) == ("GET", "/subscriptions", 401)
    assert wrong_with_answer(operation_of(request), request, response) == []
    assert set(request.headers) == {"user-agent", "content-type"}


BY_SDK = {"user-agent": "azsdk-python-mgmt-resource", "content-type": "application/json"}


def test_an_exception_has_its_recording() -> None:
    """What names a recording as its source is in that recording."""
    for known in KNOWN:
        if known.source in RECORDED:
            recorder = Recorder(DOCUMENTS, (known,))
            recording = RECORDED[known.source]
            request = replace(recording.request, headers=BY_SDK)
            recorder.see(request, recording.response)
            assert recorder.tally.used[0], known
