"""The request log: one line of JSON for each request, and no secret in any."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from azure_emulator import redaction, request_log
from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.entra.state import Entra
from azure_emulator.request_log import RequestLog, writing
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator, running
from azure_emulator.wire import Request, Response
from tests.azure_emulator.conftest import Arm

HOST = "eastus.api.cognitive.microsoft.com"
PROJECTS = f"https://{HOST}/customvision/v3.3/Training/projects"
OPENID = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "requests.log"


@pytest.fixture
def emulator(cloud: Cloud, log_file: Path) -> Iterator[Emulator]:
    """An emulator that writes a log."""
    with writing(cloud, log_file) as log, running(cloud, 0, log) as emulator:
        yield emulator


@pytest.fixture
def lines(log_file: Path) -> Lines:
    """The log so far: each line is written before its answer is sent."""
    return lambda: [json.loads(line) for line in log_file.read_text("utf-8").splitlines()]


def test_a_line_says_what_was_asked_by_whom_and_what_became_of_it(
    cloud: Cloud, arm: Arm, lines: Lines, log_file: Path
) -> None:
    """Time, method, host, path, query, status, milliseconds, who; the file is its owner's alone."""
    (subscription,) = cloud.state(ResourceManager).subscriptions
    arm("GET", f"/subscriptions/{subscription}/resourcegroups")
    (line,) = lines()
    assert 0 < line.pop("milliseconds") < 60_000
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "method": "GET",
        "host": "management.azure.com",
        "path": f"/subscriptions/{subscription}/resourcegroups",
        "query": "api-version=2021-04-01",
        "status": 200,
        "who": "grader",
    }
    assert log_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("headers", "who"),
    [
        ({}, "nobody"),
        ({"Training-Key": "k"}, "a key (training-key)"),
        ({"Authorization": "Bearer x.y.z"}, "an invalid token"),
        ({"Authorization": "SharedKey a:b"}, "a key (SharedKey)"),
        ({"Authorization": "Basic a:b"}, "another authorization"),
    ],
)
def test_who_asked(
    headers: dict[str, str], who: str, client: requests.Session, lines: Lines
) -> None:
    """What opens the door is named, never shown."""
    client.get(PROJECTS, headers=headers)
    assert lines()[-1]["who"] == who


def test_what_got_no_answer_has_a_line(
    cloud: Cloud, client: requests.Session, lines: Lines
) -> None:
    """A connection that broke off, a client that was left waiting, a host that is not there."""
    cloud.fault_rules.replace(["reset on */reset", "timeout on */timeout"])
    for path in ("reset", "timeout"):
        with contextlib.suppress(requests.exceptions.RequestException):
            client.get(f"https://management.azure.com/{path}", timeout=0.2)
    with contextlib.suppress(requests.exceptions.ProxyError):
        client.get("https://no.such.example.test/")
    became = [(line["status"], line.get("became")) for line in lines()]
    assert became == [(None, "broken off"), (None, "left without an answer"), (502, None)]
    assert (lines()[-1]["method"], lines()[-1]["host"]) == ("CONNECT", "no.such.example.test")


def test_no_secret_is_in_the_log(
    cloud: Cloud, client: requests.Session, arm: Arm, log_file: Path
) -> None:
    """Keys, tokens, secrets and signatures, wherever a client puts them; what is plain stays."""
    principal = cloud.state(Entra).principal
    (subscription,) = cloud.state(ResourceManager).subscriptions
    group = f"/subscriptions/{subscription}/resourcegroups/lab"
    arm("PUT", group, json={"location": "eastus"})
    account = f"{group}/providers/Microsoft.CognitiveServices/accounts/pets"
    body = {"location": "eastus", "kind": "CustomVision.Training", "sku": {"name": "S0"}}
    arm("PUT", account, json={**body, "properties": {}})
    (made,) = cloud.state(CognitiveServices).accounts(subscription)
    form = {
        "grant_type": "client_credentials",
        "client_id": principal.client_id,
        "client_secret": principal.secret,
        "scope": "https://management.azure.com/.default",
    }
    tokens = f"https://login.microsoftonline.com/{principal.tenant}/oauth2/v2.0/token"
    token = client.post(tokens, data=form).json()["access_token"]
    canaries = [principal.secret, made.key1, made.key2, token, "s3cr3t", "c2lnbmF0dXJl+/="]
    for name in ("client_secret", "Training-Key", "sig", "x", "access_token", "subscription-key"):
        for secret in canaries[:4]:
            client.get(PROJECTS, params={name: secret, "api-version": "1"})
    for name in ("password", "SIG", "clientSecret", "ApiKey", "code"):
        for secret in canaries[4:]:
            client.get(PROJECTS, params={name: secret})
    for secret in canaries[:4]:
        client.get(f"{PROJECTS}/{secret}/{secret}?{secret}&x={secret},{secret}")
        client.get(PROJECTS, headers={"Training-Key": secret, "Cookie": secret, "x-y": secret})
        client.get(f"https://{HOST}/{secret}", headers={"Authorization": f"Bearer {secret}"})
    written = log_file.read_text("utf-8")
    assert not [secret for secret in canaries if secret in written]
    assert not [secret for secret in canaries[:4] if secret[:20] in written]
    assert f"{account}" in written
    assert "api-version=1" in written


@pytest.mark.parametrize(
    "plain",
    [
        "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/lab",
        "/providers/Microsoft.MachineLearningServices/workspaces",
        "/customvision/v3.4-preview/training/projects",
        "/resourceGroups/image-classification-lab-2026-11-27/x",
        "/accounts/abcdefghijkl123456789012",
        "/iterations/11111111-2222-4333-8444-555555555555_22222222-2222-4333-8444-555555555555",
    ],
)
def test_names_are_not_taken_for_secrets(plain: str) -> None:
    """Ids, types, and what people call their things."""
    assert redaction.path(plain) == plain


def test_places_in_lists_are_shown() -> None:
    """A query's plain parameters, and a skip token, which is a number here."""
    query = {"api-version": "2023-05-01", "$skiptoken": "100", "$filter": "name eq 'x'", "e": ""}
    assert redaction.query(query) == (
        "api-version=2023-05-01&$skiptoken=100&$filter=name eq 'x'&e="
    )


def call(log: RequestLog, request: Request) -> None:
    """A request that is answered at once."""
    log.logged(lambda _: Response(200))(request)


def test_what_was_asked_in_vain_is_told_without_a_key(
    cloud: Cloud, client: requests.Session
) -> None:
    """As in the log, wherever it is told: by the control interface, in the refusal, in a test."""
    key = "madeUpKey0123456789madeUpKey0123456789"
    told = client.get(f"https://control.azure-emulator.test/x/{key}/y").text
    (unserved,) = cloud.unserved
    assert unserved == "GET https://control.azure-emulator.test/x/.../y"
    assert key not in told + client.get("https://control.azure-emulator.test").text


def test_a_line_is_bounded_and_stays_one(cloud: Cloud) -> None:
    """Long paths, many parameters, line breaks and colours of terminals."""
    stream = io.StringIO()
    query = {f"p{number}\n\x1b[31m": "v" * 5000 for number in range(5000)}
    path = "/" + "a\r\n" * 50_000 + "/b" * 5000
    call(RequestLog(cloud, stream), Request(method="GET", host="h" * 5000, path=path, query=query))
    assert len(stream.getvalue()) < 30_000
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().isascii()
    assert "\x1b" not in stream.getvalue()


def test_a_log_is_bounded(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with a line that says so."""
    monkeypatch.setattr(request_log, "LARGEST", 400)
    stream = io.StringIO()
    log = RequestLog(cloud, stream)
    for _ in range(10):
        call(log, Request(method="GET", host="h", path="/"))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert len(lines) < 6
    assert [list(line) for line in lines[-1:]] == [["time", "end"]]


def test_a_full_disk_ends_the_log_alone(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    """The emulator goes on; it is said once."""
    stream = io.StringIO()
    stream.close()
    log = RequestLog(cloud, stream)
    for _ in range(3):
        call(log, Request(method="GET", host="h", path="/"))
    assert capsys.readouterr().err.count("the request log ends") == 1


def test_a_log_goes_on_at_the_end_of_its_file(cloud: Cloud, tmp_path: Path) -> None:
    """What was there stays."""
    (tmp_path / "log").write_text("before\n")
    with writing(cloud, tmp_path / "log") as log:
        assert log is not None
        call(log, Request(method="GET", host="h", path="/"))
    assert (tmp_path / "log").read_text().startswith('before\n{"time"')
