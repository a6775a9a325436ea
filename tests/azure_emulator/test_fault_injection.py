"""What clients see of a cloud in which something goes wrong by rule."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable

import pytest
import requests

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Request
from tests.azure_emulator.conftest import Arm

CONTROL = "https://control.azure-emulator.test/"
OPENID = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"
PREDICTION = (
    "https://eastus.api.cognitive.microsoft.com/customvision/v3.0/Prediction/"
    "00000000-0000-4000-8000-000000000001/classify/iterations/x/url"
)


def test_the_gateway_throttles_in_its_own_words(cloud: Cloud, client: requests.Session) -> None:
    """As with a tier's limits: the operation and the time are named; after that it goes on."""
    cloud.fault_rules.add("429 on POST */classify/* first 1 retry-after 4")
    refused = client.post(PREDICTION)
    error = refused.json()["error"]
    assert (refused.status_code, refused.headers["Retry-After"], error["code"]) == (429, "4", "429")
    assert error["message"].startswith("Requests to the ")
    assert "Custom_Vision_Prediction_3.0 have exceeded rate limit" in error["message"]
    assert "Please retry after 4 seconds." in error["message"]
    assert client.post(PREDICTION).status_code == 401


def test_the_file_service_fails_in_xml(cloud: Cloud) -> None:
    """With its code in a header, too."""
    cloud.fault_rules.add("503 on *.file.core.windows.net/*")
    asked = Request.parse("GET", "petsdata.file.core.windows.net", "/notes", {}, b"")
    refused = App(cloud)(asked)
    assert (refused.status, refused.headers["x-ms-error-code"]) == (503, "ServerBusy")
    assert b"<Code>ServerBusy</Code>" in refused.content()


def test_resource_manager_throttles_in_its_own_words(cloud: Cloud, arm: Arm) -> None:
    """The subscription and who asked are named; `Retry-After` is a second unless told."""
    cloud.fault_rules.add("429 on management.azure.com first 1")
    refused = arm("GET", "/subscriptions/x/resourcegroups")
    error = refused.json()["error"]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert error["code"] == "SubscriptionRequestsThrottled"
    assert f"actor '{cloud.state(Entra).principal.object_id}' exceeded" in error["message"]
    assert refused.headers["x-ms-failure-cause"] == "gateway"


def test_resource_manager_finds_a_token_expired_as_recorded(cloud: Cloud, arm: Arm) -> None:
    """With both times, and the tenant to sign in to."""
    cloud.fault_rules.add("401 on management.azure.com first 1")
    refused = arm("GET", "/subscriptions")
    message = refused.json()["error"]["message"]
    time = r"'\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M'"
    shape = rf"The access token expiry UTC time {time} is earlier than current UTC time {time}\."
    assert re.fullmatch(shape, message)
    authority = f'"https://login.windows.net/{cloud.state(Entra).tenant}"'
    assert f"Bearer authorization_uri={authority}, " in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("status", "code"), [(404, "invalid_request"), (451, "invalid_request"), (501, "server_error")]
)
def test_entra_calls_nothing_transient_that_is_not(
    cloud: Cloud, client: requests.Session, status: int, code: str
) -> None:
    """Clients try again what is."""
    cloud.fault_rules.add(f"{status} on login.microsoftonline.com")
    refused = client.get(OPENID)
    assert (refused.status_code, refused.json()["error"]) == (status, code)
    assert "transient" not in refused.text


def test_resource_manager_refuses_the_action_of_the_route(cloud: Cloud, arm: Arm) -> None:
    """403 names what a role lacks."""
    cloud.fault_rules.add("403 on PUT */resourcegroups/*")
    refused = arm("PUT", "/subscriptions/x/resourcegroups/lab", json={"location": "eastus"})
    message = refused.json()["error"]["message"]
    assert "perform action 'Microsoft.Resources/subscriptions/resourceGroups/write'" in message


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (OPENID, lambda body: body["error_codes"] == [90033]),
        (PREDICTION, lambda body: body["error"]["code"] == "503"),
        ("https://management.azure.com/x", lambda body: body["error"]["code"] == "ServerTimeout"),
        (
            "https://graph.microsoft.com/v1.0/servicePrincipals",
            lambda body: body["error"]["code"] == "ServiceUnavailable",
        ),
    ],
)
def test_each_service_fails_in_its_own_envelope(
    url: str, code: Callable[[object], bool], cloud: Cloud, client: requests.Session
) -> None:
    """Entra, the gateway, Resource Manager, Graph; no fault of the emulator's is noted."""
    cloud.fault_rules.add("503 on *")
    refused = client.get(url)
    assert refused.status_code == 503
    assert code(refused.json())
    assert not cloud.unserved


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("reset", requests.exceptions.ConnectionError),
        ("lost", requests.exceptions.ConnectionError),
        ("timeout", requests.exceptions.ReadTimeout),
        ("garbage", requests.exceptions.JSONDecodeError),
        ("html", requests.exceptions.JSONDecodeError),
        ("half", requests.exceptions.JSONDecodeError),
        ("empty", requests.exceptions.JSONDecodeError),
        ("refuse", requests.exceptions.ProxyError),
        ("untrusted", requests.exceptions.SSLError),
        ("wrong-host", requests.exceptions.SSLError),
    ],
)
def test_an_answer_goes_wrong(
    kind: str, error: type[Exception], cloud: Cloud, client: requests.Session
) -> None:
    """Once; the next time the answer is right."""
    cloud.fault_rules.add(f"{kind} on login.microsoftonline.com first 1")
    with pytest.raises(error):
        client.get(OPENID, timeout=0.2 if kind == "timeout" else 10).json()
    assert client.get(OPENID).json()["token_endpoint"]


@pytest.mark.parametrize(("kind", "made"), [("lost", True), ("half", True), ("reset", False)])
def test_what_was_asked_for_is_done_or_not(kind: str, made: bool, cloud: Cloud, arm: Arm) -> None:
    """An answer that is lost was given; a connection that broke off brought nothing."""
    cloud.fault_rules.add(f"{kind} on PUT *")
    (subscription,) = cloud.state(ResourceManager).subscriptions
    path = f"/subscriptions/{subscription}/resourcegroups/lab"
    with contextlib.suppress(requests.exceptions.ConnectionError):
        assert arm("PUT", path, json={"location": "eastus"}).status_code == 201
    assert arm("GET", path).ok is made


def test_a_slow_answer_keeps_nobody_waiting(cloud: Cloud, client: requests.Session) -> None:
    """It takes its time, and others do not; two rules add up."""
    cloud.fault_rules.replace(["slow 100ms on */common/*", "slow 100ms on login.*/*"])
    begun = time.monotonic()
    client.get(OPENID)
    assert time.monotonic() - begun >= 0.2


def test_rules_are_changed_over_the_network(client: requests.Session) -> None:
    """By `PATCH`: all of them, counted anew; a malformed one changes nothing."""
    told = client.patch(CONTROL, json={"faultRules": ["404 on * first 1"]}).json()
    assert told["faultRules"] == ["404 on * first 1"]
    assert [client.get(OPENID).status_code for _ in range(2)] == [404, 200]
    refused = client.patch(CONTROL, json={"faultRules": ["404 on"], "latency": 5})
    assert refused.status_code == 400
    assert "there is no URL. Write FAULT on [METHOD] URL" in refused.json()["error"]["message"]
    assert client.patch(CONTROL, json={"faultRules": "404 on *"}).status_code == 400
    told = client.get(CONTROL).json()
    assert (told["faultRules"], told["latency"]) == (["404 on * first 1"], 0)
    assert client.patch(CONTROL, json={"faultRules": []}).json()["faultRules"] == []
