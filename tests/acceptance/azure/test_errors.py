"""What each refusal of Azure means, as the SDKs really raise it."""

from __future__ import annotations

from typing import Any

import pytest
import requests.exceptions as silent
from urllib3.exceptions import NameResolutionError

from acceptance.azure.errors import Unanswered, causes, fact, meaning, silence_kind
from acceptance.azure.transport import WriteRefused
from acceptance.causes import NoAnswer, NotThere
from azure_emulator.wire import Response
from fixtures.cognitive_services import Account, CognitiveServices
from fixtures.group_resources import GroupResources
from fixtures.resource_group import ResourceGroup
from fixtures.training import Training
from tests.harness.request_log import AnswersInTurn, RequestLog

PERSON = "someone@example.test"


def refused(request_log: RequestLog, facts: CognitiveServices, answer: Response) -> NoAnswer:
    """What becomes of Azure's answer to the question for the accounts of a group."""
    request_log.answers = AnswersInTurn(answer)
    with pytest.raises(NoAnswer) as raised:
        facts.accounts(ResourceGroup("pets", "westus2"))
    return raised.value


def arm(status: int, code: str, message: str = "") -> Response:
    """An error as Azure Resource Manager writes it."""
    return Response(status, {"error": {"code": code, "message": message}})


@pytest.mark.parametrize(
    ("answer", "reason", "cure"),
    [
        (arm(401, "ExpiredAuthenticationToken"), "401 (ExpiredAuthenticationToken)", "sign in"),
        (arm(404, "ResourceNotFound"), "404 (ResourceNotFound)", "in a minute"),
        (arm(429, "TooManyRequests"), "429 (TooManyRequests)", "in a few minutes"),
        (arm(500, "InternalServerError"), "500 (InternalServerError)", "in a few minutes"),
        (Response(503, b"<html>"), "Azure answered 503 when asked", "in a few minutes"),
        (
            arm(400, "BadRequest", "Failed to list key. disableLocalAuth is set to be true."),
            "400 (BadRequest)",
            "disableLocalAuth=false",
        ),
        (
            arm(
                403,
                "RequestDisallowed",
                "Access denied due to Virtual Network/Firewall rules.",
            ),
            "403 (RequestDisallowed)",
            "network access",
        ),
        (arm(403, "Quota", "Out of call volume quota."), "403 (Quota)", "next month"),
    ],
)
def test_a_refusal_says_what_and_how_to_cure_it(
    answer: Response,
    reason: str,
    cure: str,
    request_log: RequestLog,
    cognitive_services: CognitiveServices,
) -> None:
    """Status, Azure's own code, what was asked for; and what would cure it."""
    silence = refused(request_log, cognitive_services, answer)
    assert reason in silence.reason
    assert "the Cognitive Services resources of the resource group" in silence.reason
    assert cure in silence.cure


def test_a_missing_permission_is_named(
    request_log: RequestLog, cognitive_services: CognitiveServices
) -> None:
    """403 names the action that this identity lacks, and nobody's name or id."""
    scope = "/subscriptions/6f0b2f0a/resourceGroups/pets"
    text = (
        f"The client '{PERSON}' with object id '6f0b2f0a' does not have authorization to perform "
        f"action 'Microsoft.CognitiveServices/accounts/read' over scope '{scope}' or the scope is "
        "invalid."
    )
    silence = refused(request_log, cognitive_services, arm(403, "AuthorizationFailed", text))
    assert "lacks the action Microsoft.CognitiveServices/accounts/read" in silence.reason
    assert "fixtures/roles.json" in silence.cure
    assert PERSON not in silence.reason + silence.cure
    assert "6f0b2f0a" not in silence.reason + silence.cure


@pytest.mark.parametrize(
    "answer",
    [
        Response(
            200, b"<html>Sign in to the hotel's network</html>", {"Content-Type": "text/html"}
        ),
        Response(200, b'{"value": [', {"Content-Type": "application/json"}),
        Response(200, ["no", "accounts"]),
        Response(200, {}),
        Response(200, {"value": [None]}),
        Response(204),
        Response(302, None, {"Location": "https://portal.example.test/"}),
        Response(200, b"no gzip", {"Content-Encoding": "gzip"}),
        Response(200, b"no number\r\n", {"Transfer-Encoding": "chunked"}),
    ],
)
def test_an_answer_that_cannot_be_read_is_no_answer(
    answer: Response, request_log: RequestLog, cognitive_services: CognitiveServices
) -> None:
    """A network's sign-in page, half an answer or another's tells nothing of the submission."""
    assert "could not be read" in refused(request_log, cognitive_services, answer).reason


def test_what_the_subscription_is_not_registered_for_is_not_there(
    request_log: RequestLog, cognitive_services: CognitiveServices
) -> None:
    """A student who never made such a resource has none; other conflicts tell nothing."""
    request_log.answers = AnswersInTurn(arm(409, "MissingSubscriptionRegistration"))
    assert cognitive_services.accounts(ResourceGroup("pets", "westus2")) == ()
    request_log.answers = AnswersInTurn(arm(409, "Conflict"))
    with pytest.raises(NoAnswer):
        cognitive_services.accounts_of_the_subscription()


ACCOUNT = Account(
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a",
    *("a", "CustomVision.Training", "F0", "westus2", "Succeeded", "https://gone.example.test"),
)


def test_a_host_that_is_not_there_is_no_answer(azure_session: Any) -> None:
    """A host that cannot be reached is Azure's silence, not the student's omission."""
    with pytest.raises(NoAnswer) as raised:
        Training(azure_session, KeyKnown()).projects(ACCOUNT)  # type: ignore[arg-type]
    assert "when asked for the projects" in raised.value.reason


class KeyKnown:
    """Knows a key for any account."""

    def key(self, _: Account) -> Any:
        """A key that opens nothing."""
        return type("Key", (), {"value": "k"})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"code": "BadRequestImageUrl", "message": ""}, "could not use the test image"),
        ({"code": "NotFoundIteration", "message": "Invalid iteration"}, "400 (NotFoundIteration)"),
        ({"error": {"code": "401", "message": "Access denied"}}, "Azure answered 400 when"),
    ],
)
def test_custom_visions_own_envelopes_are_read(
    body: Any, reason: str, azure_session: Any, request_log: RequestLog, regional: Account
) -> None:
    """Flat, or nested with a number for a code."""
    request_log.answers = AnswersInTurn(Response(400, body))
    with pytest.raises(NoAnswer) as raised:
        Training(azure_session, KeyKnown()).projects(regional)  # type: ignore[arg-type]
    assert reason in raised.value.reason


@pytest.mark.parametrize("status", [404, 503])
def test_a_refusal_without_a_word_is_one(
    status: int, azure_session: Any, request_log: RequestLog, regional: Account
) -> None:
    """Custom Vision's client cannot make its own exception of an empty body."""
    request_log.answers = AnswersInTurn(Response(status))
    with pytest.raises(NoAnswer) as raised:
        Training(azure_session, KeyKnown()).projects(regional)  # type: ignore[arg-type]
    assert f"Azure answered {status} when" in raised.value.reason


@pytest.fixture
def regional() -> Account:
    """An account at a host that the emulator always has."""
    host = "https://westus2.api.cognitive.microsoft.com"
    return Account(*(ACCOUNT.id, "a", "CustomVision.Training", "F0", "westus2", "Succeeded", host))


class Facts:
    """Facts that are asked for and counted."""

    def __init__(self, *failures: Exception) -> None:
        """Fail so often, then answer."""
        self.failures = list(failures)
        self.asked: list[object] = []

    @fact("a thing")
    def thing(self, name: str, extra: str = "") -> str:
        """A thing, or the next failure."""
        self.asked.append((name, extra))
        if self.failures:
            raise self.failures.pop(0)
        return name + extra


def test_a_fact_is_asked_for_once_for_each_argument() -> None:
    """The second question is answered from memory."""
    facts = Facts()
    assert [facts.thing("a"), facts.thing("a"), facts.thing("b"), facts.thing("a", extra="!")] == [
        *("a", "a", "b", "a!")
    ]
    assert facts.asked == [("a", ""), ("b", ""), ("a", "!")]


@pytest.mark.parametrize("failure", [NotThere("thing", "none"), NoAnswer("silence", "wait")])
def test_a_failure_is_remembered_too(failure: Exception) -> None:
    """What failed once is not asked again in a run, and fails in the same words."""
    facts = Facts(failure)
    for _ in range(2):
        with pytest.raises(type(failure)) as raised:
            facts.thing("a")
        assert raised.value is failure
    assert len(facts.asked) == 1


def test_a_remembered_failure_does_not_grow() -> None:
    """Its traceback is that of one question, however often it was asked."""
    facts, lengths = Facts(NoAnswer("silence", "wait")), []
    for _ in range(4):
        with pytest.raises(NoAnswer) as raised:
            facts.thing("a")
        lengths.append(len(raised.traceback))
    assert len(set(lengths)) == 1


def test_a_connection_that_breaks_off_is_no_refusal_of_the_proxy(
    azure_session: Any, request_log: RequestLog
) -> None:
    """urllib3 calls it so, if there is a proxy on the way."""

    def break_off(_: object) -> Response:
        raise ConnectionResetError

    request_log.answers = break_off
    with pytest.raises(NoAnswer) as raised:
        CognitiveServices(azure_session, GroupResources(azure_session)).accounts(
            ResourceGroup("pets", "westus2")
        )
    assert raised.value.reason.startswith("the connection failed")


@pytest.mark.parametrize("fault", [TypeError("ours"), WriteRefused("PUT"), KeyError("value")])
def test_a_fault_of_ours_stays_one(fault: Exception) -> None:
    """What is not known to be Azure's refusal is not excused as one."""
    with pytest.raises(type(fault)):
        Facts(fault).thing("a")


def test_a_cassette_without_the_exchange_says_how_to_record_it() -> None:
    """A replayed run that asks something new is not verified, and can be recorded again."""
    silence = meaning(type("MissingExchange", (Exception,), {})(), "the tags")
    assert isinstance(silence, NoAnswer)
    assert "the cassette holds no answer" in silence.reason
    assert "--record" in silence.cure


def test_causes_are_followed_once() -> None:
    """Chains of exceptions that lead back to themselves come to an end."""
    one, other = ValueError(), TypeError()
    one.__cause__, other.__context__ = other, one
    assert list(causes(one)) == [one, other]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (silent.ConnectionError(NameResolutionError("host", None, OSError())), "dns"),  # type: ignore[arg-type]
        (silent.SSLError(), "tls"),
        (silent.ProxyError(), "proxy"),
        (silent.ConnectTimeout(), "timeout"),
        (silent.ReadTimeout(), "timeout"),
        (silent.ConnectionError(ConnectionResetError()), "connection"),
        (silent.ChunkedEncodingError(), "torn"),
    ],
)
def test_a_recorded_silence_means_the_same_again(error: Exception, kind: str) -> None:
    """What a replay says of a request that got no answer is what the live run said."""
    assert silence_kind(error) == kind
    live, replayed = meaning(error, "the tags"), meaning(Unanswered(kind), "the tags")
    assert isinstance(live, NoAnswer)
    assert isinstance(replayed, NoAnswer)
    assert (live.reason, live.cure) == (replayed.reason, replayed.cure)


def test_a_silence_of_no_known_kind_is_a_failed_connection() -> None:
    """A request that got no answer is never taken for one that was not recorded."""
    assert silence_kind(ValueError("who knows")) == "connection"
