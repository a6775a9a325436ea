"""Which subscription is meant, and what its state lets one read."""

from __future__ import annotations

import pytest

from acceptance.session.subscriptions import Subscription, choose, notice

ONE = Subscription("11111111-aaaa", "Pay as you go", "Enabled")
TWO = Subscription("22222222-aaaa", "Azure for Students", "Enabled")
OLD = Subscription("33333333-aaaa", "Free trial", "Disabled")
DUE = Subscription("44444444-aaaa", "Late payer", "PastDue")
WARNED = Subscription("55555555-aaaa", "Nearly over", "Warned")
TWIN = Subscription("66666666-aaaa", "azure for students", "Enabled")


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID", raising=False)


@pytest.mark.parametrize(
    ("visible", "wanted", "variable", "chosen"),
    [
        ([ONE], None, "", ONE),
        ([ONE, OLD], None, "", ONE),
        ([DUE], None, "", DUE),
        ([WARNED, OLD], None, "", WARNED),
        ([OLD], None, "", OLD),
        ([ONE, TWO], "22222222-AAAA", "", TWO),
        ([ONE, TWO], "azure FOR students", "", TWO),
        ([ONE, OLD], "33333333-aaaa", "", OLD),
        ([ONE, OLD], " Free trial ", "", OLD),
        ([ONE, TWO], None, "22222222-aaaa", TWO),
        ([ONE, TWO], None, "Azure for Students", TWO),
        ([ONE, TWO], "11111111-aaaa", "22222222-aaaa", ONE),
        ([ONE, OLD], None, " ", ONE),
        ([TWO, TWIN], "66666666-aaaa", "", TWIN),
    ],
)
def test_the_subscription_meant_is_named_or_the_only_one(
    visible: list[Subscription],
    wanted: str | None,
    variable: str,
    chosen: Subscription,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Named by option, then by variable, by id or name; else the only active or visible one."""
    monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", variable)
    assert choose(visible, wanted) == chosen


@pytest.mark.parametrize(
    ("visible", "wanted", "variable", "complaint"),
    [
        ([ONE, TWO], None, "", "several subscriptions are active"),
        ([ONE, DUE], None, "", "several subscriptions are active"),
        ([OLD, OLD], None, "", "several subscriptions are disabled, and none is active"),
        ([], None, "", "It sees: none"),
        ([ONE], "22222222-aaaa", "", "--subscription: this identity does not see 22222222-aaaa"),
        ([ONE], None, "22222222-aaaa", "AZURE_SUBSCRIPTION_ID: this identity does not see"),
        ([TWO, TWIN], "Azure for Students", "", "--subscription: 2 subscriptions have the name"),
    ],
)
def test_an_unclear_subscription_is_an_error_of_usage(
    visible: list[Subscription],
    wanted: str | None,
    variable: str,
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message says which ones there are."""
    monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", variable)
    with pytest.raises(pytest.UsageError) as raised:
        choose(visible, wanted)
    assert complaint in str(raised.value)
    assert all(str(subscription) in str(raised.value) for subscription in visible)


def test_a_subscriptions_name_cannot_write_to_the_terminal() -> None:
    """Whoever named it, the listing stays a listing."""
    assert str(Subscription("1", "a\x1b[2Jb\nc", "Enabled")) == r"1  a\x1b[2Jb\nc (Enabled)"


@pytest.mark.parametrize("state", ["Warned", "PastDue", "Disabled", "Expired", "Deleted"])
def test_a_state_that_is_not_enabled_is_said(state: str) -> None:
    """What it means for a grading, and who can do what."""
    assert notice(state).startswith(f"It is {state}. ")
    assert notice("Enabled") == ""
