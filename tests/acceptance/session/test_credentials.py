"""Who asks, and which subscription is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError

from acceptance.azure.errors import meaning
from acceptance.azure.transport import Transport
from acceptance.causes import NoAnswer
from acceptance.session.credentials import (
    AZURE_SESSION,
    AzureSession,
    StandIn,
    pytest_describe_submission,
    sign_in,
)
from acceptance.session.options import Options
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator


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


def test_the_headline_says_that_it_was_the_emulator(
    emulator: Emulator, config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And in which state the subscription is, if it is not simply enabled."""
    for subscription in emulator.cloud.state(ResourceManager).subscriptions.values():
        subscription.state = "PastDue"
    signed_in(emulator, config, monkeypatch)
    headline = pytest_describe_submission(config) or ""
    assert headline.startswith(
        'Graded live: the subscription "Azure subscription 1", on the emulator, not on Azure. '
        "It is PastDue. "
    )


def test_a_refused_sign_in_is_no_answer(
    emulator: Emulator, config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong secret leaves every check unverified; Entra's code is named, no id and no secret."""
    silence = signed_in(emulator, config, monkeypatch, AZURE_CLIENT_SECRET="wrong")
    assert isinstance(silence, NoAnswer)
    assert silence.reason == (
        "signing in was refused (AADSTS7000215): the application's secret is wrong"
    )
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
