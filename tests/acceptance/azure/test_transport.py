"""What the transport lets through, and what it repeats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import requests
from azure.core.exceptions import HttpResponseError
from azure.mgmt.resource.resources import ResourceManagementClient

from acceptance.azure.response_schemas import Unreadable
from acceptance.azure.transport import (
    PAUSES,
    THROTTLE,
    Transport,
    WriteRefused,
    refuse_writes,
    retry_after,
)
from acceptance.session.credentials import AzureSession
from azure_emulator.wire import Response
from tests.harness.request_log import AnswersInTurn, RequestLog

ARM = "https://management.azure.com/subscriptions/s/resourceGroups/g/providers"
ACCOUNT = f"{ARM}/Microsoft.CognitiveServices/accounts/a"
PROJECT = "https://a.cognitiveservices.azure.com/customvision/v3.4-preview/training/projects/p"
MODEL = "https://a.cognitiveservices.azure.com//customvision/v3.1/prediction/p/classify/iterations"
GROUPS = "https://management.azure.com/subscriptions/s/resourcegroups"


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{ARM}/anything"),
        ("HEAD", f"{ARM}/anything"),
        ("POST", f"{ACCOUNT}/listKeys?api-version=2025-09-01"),
        ("POST", f"{PROJECT}/quicktest/url?iterationId=i&store=false"),
        ("POST", f"{MODEL}/pet%20classifier/url/nostore"),
    ],
)
def test_what_only_reads_is_let_through(method: str, url: str) -> None:
    """The short list holds all that a grading needs."""
    refuse_writes(method, url)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("PUT", ACCOUNT),
        ("PATCH", ACCOUNT),
        ("DELETE", ACCOUNT),
        ("POST", f"{ACCOUNT}/regenerateKey"),
        ("POST", "https://management.azure.com/subscriptions/s/providers/Microsoft.X/register"),
        ("POST", f"{PROJECT}/quicktest/url?iterationId=i"),
        ("POST", f"{PROJECT}/quicktest/url?iterationId=i&store=true"),
        ("POST", f"{PROJECT}/quicktest/url?store=false&store=true"),
        ("POST", f"{PROJECT}/train"),
        ("POST", f"{MODEL}/pet-classifier/url"),
        ("POST", f"{MODEL}/pet-classifier/image/nostore"),
        ("GET", "http://management.azure.com/subscriptions"),
    ],
)
def test_what_could_write_is_refused(method: str, url: str) -> None:
    """Whatever could change or store something, or goes unencrypted, is a fault of the suite."""
    with pytest.raises(WriteRefused):
        refuse_writes(method, url)


def test_a_refused_request_does_not_leave(transport: Transport, request_log: RequestLog) -> None:
    """The write is refused before it is sent."""
    with transport.session() as session, pytest.raises(WriteRefused):
        session.delete(GROUPS)
    assert request_log.sent == []
    assert transport.sent == 0


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_failure_of_azure_is_repeated_twice(
    status: int, transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """408 and 5xx get two more attempts, then the answer stands; it counts as one request."""
    request_log.answers = AnswersInTurn(Response(status))
    with transport.session() as session:
        assert session.get(GROUPS).status_code == status
    assert waits == list(PAUSES)
    assert transport.sent == 1


def test_a_failure_that_passes_is_not_seen(
    transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """The first good answer is the answer."""
    request_log.answers = AnswersInTurn(Response(503), Response(200, [1]))
    with transport.session() as session:
        assert session.get(GROUPS).json() == [1]
    assert waits == [PAUSES[0]]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_a_refusal_is_not_repeated(
    status: int, transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """What Azure refuses once it would refuse again."""
    request_log.answers = AnswersInTurn(Response(status))
    with transport.session() as session:
        assert session.get(GROUPS).status_code == status
    assert waits == []


def test_throttling_is_waited_out_within_the_patience(
    transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """429 is repeated after the time that it asks for, until the run's patience is used up."""
    request_log.answers = AnswersInTurn(Response(429, headers={"Retry-After": "7"}))
    with transport.session() as session:
        assert session.get(GROUPS).status_code == 429
        assert waits == [7, 7]
        assert session.get(GROUPS).status_code == 429
    assert waits == [7, 7]


def test_throttling_without_a_time_is_waited_out_too(
    transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """Azure Resource Manager says 429 without `Retry-After`: two more attempts."""
    request_log.answers = AnswersInTurn(Response(429))
    with transport.session() as session:
        assert session.get(GROUPS).status_code == 429
    assert waits == [THROTTLE, THROTTLE]


def test_a_failed_connection_is_repeated_twice(transport: Transport, waits: list[float]) -> None:
    """Nobody there: two more attempts, then the failure stands."""
    with transport.session() as session, pytest.raises(requests.ConnectionError):
        session.get("https://nobody.example.test/")
    assert waits == list(PAUSES)


def test_a_torn_answer_is_a_failed_connection(
    transport: Transport, request_log: RequestLog, waits: list[float]
) -> None:
    """A body that breaks off is asked for again, as if it had not begun."""
    torn = Response(200, b"no number\r\n", {"Transfer-Encoding": "chunked"})
    request_log.answers = AnswersInTurn(torn, Response(200, [1]))
    with transport.session() as session:
        assert session.get(GROUPS).json() == [1]
    assert waits == [PAUSES[0]]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("17", 17),
        ("Mon, 02 Nov 2026 09:00:30 GMT", 30),
        ("Mon, 02 Nov 2026 08:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    """Both forms are read; a date that is over asks for no wait; nonsense is ignored."""
    assert retry_after(value, datetime(2026, 11, 2, 9, tzinfo=UTC)) == seconds


def test_no_provider_is_registered(
    azure_session: AzureSession, request_log: RequestLog, waits: list[float]
) -> None:
    """The management SDKs would answer this 409 with a write; over this transport they do not."""
    body = {"error": {"code": "MissingSubscriptionRegistration", "message": "Not registered."}}
    request_log.answers = AnswersInTurn(Response(409, body))
    client = ResourceManagementClient(
        azure_session.credential,
        azure_session.subscription,
        **azure_session.transport.to_resource_manager(azure_session.credential),
    )
    with pytest.raises(HttpResponseError):
        client.resource_groups.get("pets")
    assert azure_session.transport.sent == 1
    assert waits == []


def test_sessions_share_no_header(transport: Transport) -> None:
    """An account's key, which msrest writes into its session, does not reach other services."""
    with transport.session() as one, transport.session() as other:
        one.headers["Training-Key"] = "secret"
        assert "Training-Key" not in other.headers
        assert one.get_adapter(GROUPS) is other.get_adapter(GROUPS)


def test_pages_in_a_circle_come_to_an_end(transport: Transport, request_log: RequestLog) -> None:
    """A page that leads where another one led is no answer, however long Azure would go on."""
    link = "https://management.azure.com/subscriptions?page=2"
    request_log.answers = AnswersInTurn(Response(200, {"value": [], "nextLink": link}))
    with transport.session() as session:
        assert session.get("https://management.azure.com/subscriptions").ok
        with pytest.raises(Unreadable):
            session.get(link)


def test_no_token_goes_to_another_host(transport: Transport, request_log: RequestLog) -> None:
    """A page that leads elsewhere is no answer: nobody follows it."""
    link = "https://evil.example/subscriptions?page=2"
    request_log.answers = AnswersInTurn(Response(200, {"value": [], "nextLink": link}))
    with transport.session() as session, pytest.raises(Unreadable, match="leads elsewhere"):
        session.get("https://management.azure.com/subscriptions")
    assert len(request_log.sent) == 1


def test_an_answer_to_something_else_is_none(transport: Transport, request_log: RequestLog) -> None:
    """It is not repeated, either: whoever stands in the way stays there."""
    request_log.answers = AnswersInTurn(Response(200, {"login": "first"}))
    with transport.session() as session, pytest.raises(Unreadable):
        session.get("https://management.azure.com/subscriptions")
    assert len(request_log.sent) == 1
