"""Signing in when Microsoft Entra is not well: no longer than allowed, and in words that help."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from azure.core.exceptions import ServiceRequestError

from acceptance.azure.sign_in import Credentials, Impatient, SignInTransport
from acceptance.azure.transport import TIMEOUT, Transport
from acceptance.causes import NoAnswer
from acceptance.session.credentials import SignIn, explain
from azure_emulator.cloud import Cloud
from azure_emulator.server import Emulator
from azure_emulator.wire import Request, Response

Refused = Callable[[Response], NoAnswer]


@pytest.fixture
def refused(
    cloud: Cloud, emulator: Emulator, transport: Transport
) -> Iterator[Callable[[Response], NoAnswer]]:
    """What becomes of an answer of Entra's to the question for a token."""

    def refused(response: Response) -> NoAnswer:
        def on_request(request: Request) -> Response | None:
            return response if request.path.endswith("/token") else None

        cloud.on_request = on_request
        credentials = Credentials(SignInTransport(transport.wait), tenant=None, seconds=10)
        with credentials.chain, pytest.raises(NoAnswer) as raised:
            SignIn(
                credentials.chain, transport, lambda _: explain(credentials.attempts, print)
            ).subscriptions()
        return raised.value

    yield refused
    cloud.on_request = None


def test_a_pause_is_made_within_the_patience(refused: Refused, waits: list[float]) -> None:
    """Entra is asked again when it says, as long as the run has patience."""
    silence = refused(Response(429, {"error": "busy"}, {"Retry-After": "9"}))
    assert silence.reason == "signing in failed: Microsoft Entra answered 429"
    assert waits == [9, 9]


def test_a_long_pause_is_not_made(refused: Refused, waits: list[float]) -> None:
    """An hour is nobody's patience."""
    silence = refused(Response(429, {"error": "busy"}, {"Retry-After": "3600"}))
    assert silence.reason == "signing in failed: Microsoft Entra answered 429"
    assert "in a few minutes" in silence.cure
    assert waits == []


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(404, b"<html>"), "signing in failed: Microsoft Entra answered 404"),
        (Response(503, b"<html>"), "signing in failed: Microsoft Entra answered 503"),
        (
            Response(503, {"error": "x", "error_description": "AADSTS90033: try again"}),
            "signing in failed: Microsoft Entra answered 503",
        ),
        (
            Response(400, {"error": "x", "error_description": "AADSTS50034: no such user"}),
            "signing in was refused (AADSTS50034): the account is not in the directory",
        ),
        (Response(200, b"<html>"), "signing in failed; the response gave no reason"),
    ],
)
def test_what_entra_answered_is_said(response: Response, reason: str, refused: Refused) -> None:
    """Its status, or its own code if it refuses who asks; there is always something to do."""
    silence = refused(response)
    assert silence.reason == reason
    assert len(silence.cure) > 20


def test_a_door_remembers_why_nobody_answered(emulator: Emulator) -> None:
    """The last failure, until something else happens."""
    from azure.core.rest import HttpRequest

    door = SignInTransport(lambda seconds: False)
    with pytest.raises(ServiceRequestError), door:
        door.send(
            HttpRequest("GET", "https://nobody.example.test/"),
            proxies={"https": emulator.proxy_url},
        )
    assert isinstance(door.trouble, ServiceRequestError)


def test_a_door_is_no_more_patient_than_the_run() -> None:
    """It waits where it may, with the time-outs of all other requests."""
    door = SignInTransport(lambda seconds: seconds < 5)
    door.sleep(3)
    with pytest.raises(Impatient):
        door.sleep(7)
    assert (door.connection_config.timeout, door.connection_config.read_timeout) == TIMEOUT


def test_a_claims_challenge_that_an_application_cannot_meet(
    cloud: Cloud, emulator: Emulator, transport: Transport
) -> None:
    """It gets a new token, and if that is no better, the reason is the policy's."""
    asked: list[str] = []

    def on_request(request: Request) -> Response | None:
        asked.append(request.path)
        if request.host != "management.azure.com":
            return None
        challenge = 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'
        error = {"error": {"code": "InvalidAuthenticationToken", "message": "x"}}
        return Response(401, error, {"WWW-Authenticate": challenge})

    cloud.on_request = on_request
    credentials = Credentials(SignInTransport(transport.wait), tenant=None, seconds=10)
    with credentials.chain, pytest.raises(NoAnswer) as raised:
        SignIn(
            credentials.chain, transport, lambda _: explain(credentials.attempts, print)
        ).subscriptions()
    cloud.on_request = None
    assert "a policy of the directory wants a stronger or a newer sign-in" in raised.value.reason
    assert len([path for path in asked if path.endswith("/token")]) <= 2
