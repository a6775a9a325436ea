"""Who asks, and which subscription is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ChainedTokenCredential, EnvironmentCredential

from acceptance.azure.errors import meaning
from acceptance.azure.transport import Transport
from acceptance.causes import NoAnswer
from acceptance.session.credentials import (
    AZURE_SESSION,
    AzureSession,
    StandIn,
    Subscription,
    choose,
    has_no_credentials,
    sign_in,
)
from acceptance.session.options import Options
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator

ONE = Subscription("11111111-aaaa", "Pay as you go", "Enabled")
TWO = Subscription("22222222-aaaa", "Azure for Students", "Enabled")
OLD = Subscription("33333333-aaaa", "Free trial", "Disabled")


@pytest.mark.parametrize(
    ("visible", "wanted", "chosen"),
    [
        ([ONE], None, ONE),
        ([ONE, OLD], None, ONE),
        ([ONE, TWO], "22222222-AAAA", TWO),
    ],
)
def test_the_subscription_meant_is_named_or_the_only_one(
    visible: list[Subscription], wanted: str | None, chosen: Subscription
) -> None:
    """A named one wins, in any letter case; without a name there must be one that is enabled."""
    assert choose(visible, wanted) == chosen


@pytest.mark.parametrize(
    ("visible", "wanted", "complaint"),
    [
        ([ONE, TWO], None, "several subscriptions are enabled"),
        ([OLD], None, "no subscription is enabled"),
        ([], None, "It sees: none"),
        ([ONE], "22222222-aaaa", "does not see 22222222-aaaa"),
        ([ONE, OLD], "33333333-aaaa", "it is not enabled: 33333333-aaaa  Free trial (Disabled)"),
    ],
)
def test_an_unclear_subscription_is_an_error_of_usage(
    visible: list[Subscription], wanted: str | None, complaint: str
) -> None:
    """The message says which ones there are."""
    with pytest.raises(pytest.UsageError) as raised:
        choose(visible, wanted)
    assert complaint in str(raised.value)
    if not wanted:
        assert all(str(one) in str(raised.value) for one in visible)


def test_a_subscriptions_name_cannot_write_to_the_terminal() -> None:
    """Whoever named it, the listing stays a listing."""
    assert str(Subscription("1", "a\x1b[2Jb\nc", "Enabled")) == "1  a?[2Jb?c (Enabled)"


@pytest.fixture
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no principal."""
    for name in ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_USERNAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_variables")
def test_no_credentials_at_all_are_told_from_refused_ones() -> None:
    """Only if no kind of credential is set up, the chain names all of them as unavailable."""
    nothing = ChainedTokenCredential(EnvironmentCredential(), EnvironmentCredential())
    with pytest.raises(ClientAuthenticationError) as raised:
        nothing.get_token("https://management.azure.com/.default")
    assert has_no_credentials(str(raised.value), nothing)


def live(subscription: str | None = None) -> Options:
    """The options of a live run."""
    return Options(live=True, subscription=subscription)


def signed_in(
    emulator: Emulator, config: Any, monkeypatch: pytest.MonkeyPatch, **changed: str
) -> AzureSession | NoAnswer:
    """What signing in to the emulator left behind, with some variables changed."""
    for name, value in {**emulator.environment, **changed}.items():
        monkeypatch.setenv(name, value)
    sign_in(config, live(), lambda _request, _error: None)
    outcome: AzureSession | NoAnswer = config.stash[AZURE_SESSION]
    return outcome


@pytest.fixture
def config() -> Iterator[Any]:
    """As much of a configuration as signing in needs."""
    with ExitStack() as undo:
        yield SimpleNamespace(
            stash=pytest.Stash(),
            add_cleanup=undo.callback,
            pluginmanager=SimpleNamespace(get_plugin=lambda name: None),
        )


def test_the_only_subscription_is_found(
    emulator: Emulator, config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing in asks once, for the subscriptions."""
    azure_session = signed_in(emulator, config, monkeypatch)
    assert isinstance(azure_session, AzureSession)
    assert azure_session.subscription in emulator.cloud.state(ResourceManager).subscriptions
    assert azure_session.transport.sent == 1


def test_a_refused_sign_in_is_no_answer(
    emulator: Emulator, config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong secret leaves every check unverified; Entra's code is named, no id and no secret."""
    silence = signed_in(emulator, config, monkeypatch, AZURE_CLIENT_SECRET="wrong")
    assert isinstance(silence, NoAnswer)
    assert silence.reason == "signing in was refused (AADSTS7000215)"
    assert "AZURE_CLIENT_SECRET" in silence.cure


def test_a_sign_in_without_an_answer_is_no_answer() -> None:
    """Whatever azure-identity wraps up, it is not the student's fault."""
    silence = meaning(ClientAuthenticationError("Authentication failed: ..."), "the subscriptions")
    assert isinstance(silence, NoAnswer)
    assert "check the network" in silence.cure


def test_nothing_secret_is_shown() -> None:
    """Neither the subscription nor who asks stands in a traceback."""
    assert repr(AzureSession(StandIn(), "6f0b2f0a", Transport())) == "AzureSession()"


def test_the_identity_of_a_replay_goes_nowhere() -> None:
    """It has a token at once, for ever."""
    assert StandIn().get_token("https://management.azure.com/.default").expires_on > 2**30
