"""A process signed in to the emulator, settings for quick runs on it, and one run to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.server import Emulator, running
from solution.exercise import Exercise
from solution.settings import Settings


def sign_in(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> str:
    """Send this process to the emulator; the subscription's id."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    return emulator.environment["AZURE_SUBSCRIPTION_ID"]


@pytest.fixture
def signed_in(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The emulator, and this process sent there."""
    sign_in(emulator, monkeypatch)
    return emulator


@pytest.fixture
def settings(signed_in: Emulator) -> Settings:
    """The exercise's own settings, looking every few milliseconds."""
    subscription = signed_in.environment["AZURE_SUBSCRIPTION_ID"]
    return Settings(subscription=subscription, poll=0.02, patience=1.0)


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Emulator, Exercise]]:
    """One run by the book with its notebook, for all tests that only look at it."""
    none = timedelta(0)
    durations = Durations(account=none, workspace=none, compute=none, deletion=none, training=none)
    notebook = tmp_path_factory.mktemp("handed-in") / "made" / "Image-Classification.ipynb"
    with (
        running(Cloud(durations=durations)) as emulator,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        subscription = sign_in(emulator, monkeypatch)
        settings = Settings(subscription=subscription, poll=0.02, notebook=notebook)
        exercise = Exercise(settings).do()
        monkeypatch.undo()
        yield emulator, exercise


@pytest.fixture
def done(whole_run: tuple[Emulator, Exercise], monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """The exercise done, and this process sent to its emulator; to be looked at only."""
    emulator, exercise = whole_run
    sign_in(emulator, monkeypatch)
    return exercise


@pytest.fixture
def cloud_done(whole_run: tuple[Emulator, Exercise]) -> Cloud:
    """The cloud on which the exercise is done."""
    return whole_run[0].cloud
