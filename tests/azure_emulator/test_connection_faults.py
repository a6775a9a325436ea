"""Broken networks: what stands between a client and a host, as the client meets with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.proxy import ConnectionFault, Proxy
from azure_emulator.server import Emulator
from azure_emulator.wire import Request, Response

HOST = "service.example"


class Way:
    """What a proxy is told: what stands in the way, and what becomes of a request."""

    def __init__(self) -> None:
        self.fault: ConnectionFault | None = None
        self.trouble: Exception | None = None

    def answer(self, _: Request) -> Response:
        """Nothing, or the trouble."""
        if self.trouble is not None:
            raise self.trouble
        return Response(200)


@pytest.fixture
def way() -> Way:
    """A way that is clear."""
    return Way()


@pytest.fixture
def client(way: Way, tmp_path: Path) -> Iterator[requests.Session]:
    """A client of a proxy with that way."""
    with (
        Proxy(way.answer, lambda host: host == HOST, 0, lambda _host: way.fault) as proxy,
        requests.Session() as session,
    ):
        proxy.write_authority(tmp_path / "ca.pem")
        session.trust_env = False
        session.proxies = {"https": proxy.url}
        session.verify = str(tmp_path / "ca.pem")
        yield session


@pytest.mark.parametrize(
    ("fault", "error", "word"),
    [
        (ConnectionFault.REFUSAL, requests.exceptions.ProxyError, "503"),
        (ConnectionFault.RESET, requests.exceptions.ConnectionError, "without response"),
        (ConnectionFault.SILENCE, requests.exceptions.Timeout, "timed out"),
        (ConnectionFault.OTHER_HOST, requests.exceptions.SSLError, "Hostname mismatch"),
        (
            ConnectionFault.OTHER_AUTHORITY,
            requests.exceptions.SSLError,
            "certificate verify failed",
        ),
    ],
)
def test_a_connection_fault_is_met_before_any_request(
    fault: ConnectionFault, error: type[Exception], word: str, client: requests.Session, way: Way
) -> None:
    """Each is what a client would see on such a network; once it is gone the host is there."""
    way.fault = fault
    with pytest.raises(error, match=word):
        client.get(f"https://{HOST}/", timeout=0.1)
    way.fault = None
    assert client.get(f"https://{HOST}/").ok


def test_a_service_may_stay_silent(client: requests.Session, way: Way) -> None:
    """The client waits until it has enough of it; nobody is kept from the next request."""
    way.trouble = TimeoutError()
    with pytest.raises(requests.exceptions.ReadTimeout):
        client.get(f"https://{HOST}/", timeout=0.1)
    way.trouble = None
    assert client.get(f"https://{HOST}/").ok


def test_a_connection_fault_concerns_one_host(
    cloud: Cloud, emulator: Emulator, client: requests.Session
) -> None:
    """Only that host is out of reach, and a silent answer holds nobody else up."""
    client.proxies = {"https": emulator.proxy_url}
    client.verify = str(emulator.ca_file)
    cloud.on_connect = lambda host: (
        ConnectionFault.REFUSAL if host == "management.azure.com" else None
    )
    with pytest.raises(requests.exceptions.ProxyError):
        client.get("https://management.azure.com/subscriptions")
    assert client.get("https://login.microsoftonline.com/common/discovery/instance").status_code


def test_a_silent_answer_holds_nobody_up(
    cloud: Cloud, emulator: Emulator, client: requests.Session
) -> None:
    """A hook that stays silent lets go of the cloud at once."""
    client.proxies = {"https": emulator.proxy_url}
    client.verify = str(emulator.ca_file)

    def on_request(request: Request) -> Response | None:
        if request.path == "/silent":
            raise TimeoutError
        return None

    cloud.on_request = on_request
    begun = time.monotonic()
    with pytest.raises(requests.exceptions.ReadTimeout):
        client.get("https://management.azure.com/silent", timeout=0.1)
    client.get("https://management.azure.com/subscriptions", timeout=5)
    assert time.monotonic() - begun < 5
    assert not cloud.faults
