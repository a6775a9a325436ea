"""A cloud whose clock stands still, with one account of each side."""

from __future__ import annotations

import itertools
import uuid
from datetime import timedelta

import pytest

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.cognitive_services.account import Account
from tests.harness.custom_vision import PREDICTION, TRAINING, Clock, add_account


@pytest.fixture
def clock() -> Clock:
    """The clock of `still`."""
    return Clock()


@pytest.fixture
def still(clock: Clock) -> Cloud:
    """A cloud in which a training takes a minute, and no time passes by itself."""
    numbers = itertools.count(1)
    return Cloud(
        now=clock,
        new_id=lambda: str(uuid.UUID(int=next(numbers), version=4)),
        durations=Durations(training=timedelta(minutes=1)),
    )


@pytest.fixture
def account(still: Cloud) -> Account:
    """A standard training account in that cloud."""
    return add_account(still, "petstraining", TRAINING, sku="S0")


@pytest.fixture
def target(still: Cloud) -> Account:
    """A prediction account in the same region of that cloud."""
    return add_account(still, "petsprediction", PREDICTION, location="West US 2")
