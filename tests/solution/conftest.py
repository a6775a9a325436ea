"""A process signed in to the emulator, and the settings for quick runs on it."""

from __future__ import annotations

import pytest

from emulator.server import Emulator
from solution.settings import Settings


@pytest.fixture
def signed_in(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The emulator, and this process sent there."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    return emulator


@pytest.fixture
def settings(signed_in: Emulator) -> Settings:
    """The exercise's own settings, looking every few milliseconds."""
    subscription = signed_in.environment["AZURE_SUBSCRIPTION_ID"]
    return Settings(subscription=subscription, poll=0.02, patience=1.0)
