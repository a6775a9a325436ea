"""A cloud that is quick and repeatable, and the emulator running it."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from emulator.cloud import Cloud, Pace
from emulator.server import Emulator, running


@pytest.fixture
def cloud() -> Cloud:
    """A new cloud: ids count up from 1, operations take some milliseconds."""
    numbers = itertools.count(1)
    moment = timedelta(milliseconds=20)
    return Cloud(
        new_id=lambda: str(uuid.UUID(int=next(numbers), version=4)),
        pace=Pace(
            account=moment, workspace=moment, compute=moment, deletion=moment, training=moment
        ),
    )


@pytest.fixture
def emulator(cloud: Cloud) -> Iterator[Emulator]:
    """The emulator, running; fails the test that needed what it does not implement."""
    with running(cloud) as emulator:
        yield emulator
    assert not cloud.unserved, f"not implemented by the emulator: {cloud.unserved}"
    assert not cloud.faults, cloud.faults[0]
