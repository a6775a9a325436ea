"""Rules of what goes wrong: how they read, what they meet, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from azure_emulator.fault_rules import (
    MOST_RULES,
    OWN_HOST,
    FaultRule,
    FaultRuleError,
    FaultRules,
)
from azure_emulator.proxy import ConnectionFault
from azure_emulator.wire import Request

PREDICTION = "https://pets.cognitiveservices.azure.com/customvision/v3.0/Prediction/p/classify/url"


def request(url: str = PREDICTION, method: str = "POST") -> Request:
    """A request to a URL."""
    host, _, target = url.removeprefix("https://").partition("/")
    return Request.parse(method, host, f"/{target}", {}, b"")


def test_a_rule_is_read_as_it_is_written() -> None:
    """A fault, a method, a URL, and in any order how often; words in any letter case."""
    assert FaultRule.parse("429 ON post  */classify/* Retry-After 7 first 3 after 1") == FaultRule(
        text="429 ON post */classify/* Retry-After 7 first 3 after 1",
        kind="status",
        status=429,
        method="POST",
        url="https://*/classify/*",
        after=1,
        first=3,
        retry_after=7,
    )
    assert FaultRule.parse("slow 150ms on *").delay == timedelta(milliseconds=150)
    assert FaultRule.parse("slow 2.5 on GET *").delay == timedelta(seconds=2.5)
    assert FaultRule.parse("drop on *").kind == "reset"


@pytest.mark.parametrize(
    "url",
    [
        "*",
        "*/classify/*",
        "*/CLASSIFY/url",
        "/customvision/*/classify/url",
        "pets.cognitiveservices.azure.com",
        "*.cognitiveservices.azure.com/*",
        "https://pets.cognitiveservices.azure.com/*",
        PREDICTION,
    ],
)
def test_a_url_is_met(url: str) -> None:
    """By host, path or both; `*` is any text, also with slashes; letter case does not matter."""
    assert FaultRule.parse(f"500 on {url}").meets(request())


@pytest.mark.parametrize(
    "url", ["*/detect/*", "/classify/url", "azure.com", "*/classify", "GET *", "*?application=x"]
)
def test_another_url_is_not_met(url: str) -> None:
    """A part of a host, a path's beginning or end, another method, a query that is not there."""
    assert not FaultRule.parse(f"500 on {url}").meets(request())


def test_a_query_is_looked_at_if_the_rule_has_one() -> None:
    """Else a URL ends with its path."""
    asked = request(f"{PREDICTION}?application=x", "POST")
    assert FaultRule.parse("500 on POST */classify/url").meets(asked)
    assert FaultRule.parse("500 on POST */url?application=*").meets(asked)


@pytest.mark.parametrize(
    ("often", "met"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("first 2", [1, 2]),
        ("after 6", [7, 8]),
        ("every 3", [3, 6]),
        ("after 2 first 1", [3]),
        ("first 2 every 2 after 1", [3, 5]),
    ],
)
def test_how_often(often: str, met: list[int]) -> None:
    """Spare some, then meet each n-th of the others, then stop: whatever the order of the words."""
    rules = FaultRules([f"503 on GET * {often}"])
    found = []
    for number in range(1, 9):
        assert not rules.meeting(request(method="POST"))  # What it is not about is not counted.
        if rules.meeting(request(method="GET")):
            found.append(number)
    assert found == met


def test_a_connection_is_met_by_host() -> None:
    """Before any request on it; the other rules do not see it, and it sees no request."""
    rules = FaultRules(["refuse on management.azure.com first 1", "untrusted on *", "500 on *"])
    assert rules.on_connect("management.azure.com") is ConnectionFault.REFUSAL
    assert rules.on_connect("management.azure.com") is ConnectionFault.OTHER_AUTHORITY
    assert [rule.kind for rule in rules.meeting(request())] == ["status"]


def test_nobody_is_locked_out() -> None:
    """The host where rules are changed meets none."""
    rules = FaultRules(["500 on *", "refuse on *"])
    assert rules.on_connect(OWN_HOST) is None
    assert rules.meeting(request(f"https://{OWN_HOST}/", "GET")) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no fault"),
        ("429", "there is no word on"),
        ("429 POST *", "after 429 there is no 'on'"),
        ("429 on", "there is no URL"),
        ("429 on POST", "there is no URL"),
        ("200 on *", "'200' is no fault"),
        ("explode on *", "'explode' is no fault"),
        ("slow on *", "'on' is not a time up to 600 s, such as 5s or 150ms"),
        ("slow 1h on *", "'1h' is not a time up to 600 s"),
        ("slow 0 on *", "'0' is not a time up to 600 s"),
        ("429 on FETCH *", "'FETCH' is neither a method nor a URL"),
        ("429 on http://x/", "'http://x/' is neither a method nor a URL"),
        ("429 on * first", "there is no number after first"),
        ("429 on * first 0", "first 0 is not from 1 to 1000000"),
        ("429 on * first -1", "'-1' is no number"),
        ("429 on * first ٣", "'٣' is no number"),
        ("429 on * first 1 first 2", "'first' is not wanted there"),
        ("429 on * sometimes", "'sometimes' is not wanted there"),
        ("reset on * retry-after 3", "reset is no answer that could have a retry-after"),
        ("refuse on GET *", "refuse happens before any request, so that there is no GET yet"),
        ("refuse on x.test/path", "refuse happens to a host, whatever is asked of it"),
    ],
)
def test_a_malformed_rule_is_refused(text: str, why: str) -> None:
    """It is repeated, the trouble named, and the whole grammar shown with an example."""
    with pytest.raises(FaultRuleError) as refused:
        FaultRule.parse(text)
    assert why in str(refused.value)
    assert "429 on POST */classify/* first 3" in str(refused.value)


def test_rules_are_bounded() -> None:
    """In number and length; what is refused changes nothing."""
    rules = FaultRules(["500 on *"] * MOST_RULES)
    for wrong in (["500 on *"] * (MOST_RULES + 1), ["404 on *", "x"], ["500 on " + "*" * 2000]):
        with pytest.raises(FaultRuleError):
            rules.replace(wrong)
    with pytest.raises(FaultRuleError):
        rules.add("500 on *")
    assert rules.texts == ["500 on *"] * MOST_RULES


def test_many_stars_cost_little() -> None:
    """A pattern takes linear time, however it is made."""
    rule = FaultRule.parse("500 on " + "*a" * 400 + "*")
    assert not rule.meets(request("https://x.test/" + "a" * 300 + "b"))
    assert rule.meets(request("https://x.test/" + "a" * 60000))
