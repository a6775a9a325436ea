"""The edge of the cloud: hosts, envelopes, headers, and what is not implemented."""

from __future__ import annotations

import threading

import pytest
import requests

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.errors import ArmError, CustomVisionError
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import running
from azure_emulator.wire import Request, Response
from tests.harness.custom_vision import TRAINING, add_account

DISCOVERY = "/common/v2.0/.well-known/openid-configuration"


def ask(cloud: Cloud, host: str, path: str, method: str = "GET") -> Response:
    """One request, without a network."""
    return App(cloud)(Request(method=method, host=host, path=path))


@pytest.mark.parametrize(
    "host",
    [
        "login.microsoftonline.com",
        "management.azure.com",
        "eastus.api.cognitive.microsoft.com",
        "github.com",
        "raw.githubusercontent.com",
    ],
)
def test_azures_hosts_are_served(cloud: Cloud, host: str) -> None:
    """The hosts that always are there."""
    assert App(cloud).serves(host)


@pytest.mark.parametrize(
    "host",
    [
        "example.com",
        "management.azure.com.example.com",
        "xmanagement.azure.com",
        "managementxazure.com",
        "nobody.cognitiveservices.azure.com",
        "api.cognitive.microsoft.com",
    ],
)
def test_other_hosts_are_not(cloud: Cloud, host: str) -> None:
    """Nor is a custom subdomain that no account has."""
    assert not App(cloud).serves(host)


def test_a_custom_subdomain_comes_and_goes_with_its_account(cloud: Cloud) -> None:
    """As a name in Azure's DNS does."""
    account = add_account(cloud, "pets", TRAINING)
    assert App(cloud).serves(account.host)
    cloud.state(ResourceManager).remove(account.path)
    assert not App(cloud).serves(account.host)


@pytest.mark.parametrize(
    ("host", "path", "names"),
    [
        ("login.microsoftonline.com", DISCOVERY, ["x-ms-request-id"]),
        (
            "management.azure.com",
            "/subscriptions",
            ["x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id"],
        ),
        (
            "eastus.api.cognitive.microsoft.com",
            "/customvision/v3.3/training/projects",
            ["apim-request-id", "Request-Id"],
        ),
    ],
)
def test_every_response_is_marked_and_can_be_found_again(
    cloud: Cloud, host: str, path: str, names: list[str]
) -> None:
    """Success or refusal: the emulator's mark, and the request's id as the front door names it."""
    headers = ask(cloud, host, path).headers
    assert headers["x-emulated-by"] == "azure-emulator"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert len({headers[name].removeprefix("EMULATOR:") for name in names}) == 1


@pytest.mark.parametrize(
    ("method", "host", "path"),
    [
        ("GET", "graph.microsoft.com", "/v1.0/nothing"),
        ("PATCH", "login.microsoftonline.com", DISCOVERY),
        ("GET", "eastus.api.cognitive.microsoft.com", "/text/analytics/v3.0/languages"),
    ],
)
def test_what_is_not_implemented_says_so_and_is_remembered(
    cloud: Cloud, method: str, host: str, path: str
) -> None:
    """501 that names method and URL: never a 404, which a client could take for Azure's answer."""
    response = ask(cloud, host, path, method)
    what = f"{method} https://{host}{path}"
    assert response.status == 501
    assert response.body["error"]["message"] == f"The emulator does not implement {what}."
    assert cloud.unserved == [what]


@pytest.mark.parametrize(
    ("error", "body"),
    [
        (ArmError(404, "A", "b"), {"error": {"code": "A", "message": "b"}}),
        (CustomVisionError(404, "A", "b"), {"code": "A", "message": "b"}),
    ],
)
def test_an_error_of_a_state_becomes_its_envelope(
    cloud: Cloud, error: ArmError, body: object
) -> None:
    """Status, body and headers come from the exception."""
    error.headers["Retry-After"] = "3"

    def on_request(_request: Request) -> Response | None:
        raise error

    cloud.on_request = on_request
    response = ask(cloud, "management.azure.com", "/subscriptions")
    assert (response.status, response.body) == (404, body)
    assert response.headers["Retry-After"] == "3"


def test_the_hook_responds_instead(cloud: Cloud) -> None:
    """For throttling and outages, one request at a time; the rest is served as ever."""
    cloud.on_request = lambda request: Response(429) if request.path == "/subscriptions" else None
    assert ask(cloud, "management.azure.com", "/subscriptions").status == 429
    assert ask(cloud, "login.microsoftonline.com", DISCOVERY).status == 200


def test_the_hook_may_hang_up(cloud: Cloud) -> None:
    """A `ConnectionError` is no fault of the emulator: the proxy ends the connection."""

    def on_request(_request: Request) -> Response | None:
        raise ConnectionResetError

    cloud.on_request = on_request
    with pytest.raises(ConnectionResetError):
        ask(cloud, "management.azure.com", "/subscriptions")
    assert not cloud.faults


def test_a_fault_of_the_emulator_is_not_azures(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 that says whose fault it is, the traceback on standard error, and remembered."""

    def on_request(_request: Request) -> Response | None:
        raise KeyError("inside")

    cloud.on_request = on_request
    response = ask(cloud, "management.azure.com", "/subscriptions")
    assert response.status == 500
    assert response.body["error"]["code"] == "EmulatorFault"
    assert "KeyError: 'inside'" in capsys.readouterr().err
    assert cloud.faults[0].startswith("GET https://management.azure.com/subscriptions\n")


def test_requests_are_served_one_at_a_time(cloud: Cloud) -> None:
    """Each request has the cloud for itself."""
    inside: list[int] = []
    most: list[int] = []

    def on_request(_request: Request) -> Response | None:
        inside.append(1)
        most.append(len(inside))
        threading.Event().wait(0.002)
        inside.pop()
        return Response(204)

    cloud.on_request = on_request
    app = App(cloud)
    request = Request(method="GET", host="management.azure.com", path="/")
    threads = [threading.Thread(target=app, args=(request,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_a_running_emulator_leaves_nothing_behind(cloud: Cloud) -> None:
    """The certificate is gone with the emulator, and nobody answers at its port."""
    with running(cloud) as emulator:
        assert emulator.ca_file.read_text().startswith("-----BEGIN CERTIFICATE")
    assert not emulator.ca_file.parent.exists()
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.ProxyError):
            session.get("https://github.com/", proxies={"https": emulator.proxy_url})


def test_the_environment_names_proxy_certificate_and_principal(cloud: Cloud) -> None:
    """All that a process needs, and nothing that could lead it past the emulator."""
    with running(cloud) as emulator:
        environment = emulator.environment
    assert environment["HTTPS_PROXY"] == environment["https_proxy"] == emulator.proxy_url
    assert environment["NO_PROXY"] == environment["no_proxy"] == ""
    assert environment["REQUESTS_CA_BUNDLE"] == environment["SSL_CERT_FILE"]
    assert environment["AZURE_CLIENT_ID"] == cloud.state(Entra).principal.client_id
    assert environment["AZURE_SUBSCRIPTION_ID"] in cloud.state(ResourceManager).subscriptions
