"""What one worker tells of its gradings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from acceptance import pauses
from classroom.grading import watch
from classroom.grading.task import GradingTask
from classroom.grading.watch import Watch

ADA = GradingTask("ada", "subscription")
HOST = "management.azure.com"


@pytest.fixture
def told() -> list[Mapping[str, Any]]:
    """What was told."""
    return []


@pytest.fixture
def watching(told: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """A watch that looks often."""
    monkeypatch.setattr(watch, "INTERVAL", 0.01)
    monkeypatch.setattr(watch, "SLOW", 0.05)
    watching = Watch(told.append)
    yield watching
    watching.close()


def wait_for(happened: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_who_takes_long_is_told(watching: Watch, told: list[Mapping[str, Any]]) -> None:
    """Again and again, with the check that was decided last, until it ends."""
    with watching.grading(ADA) as running:
        running.decided("2.2.1")
        wait_for(lambda: sum("slow" in each for each in told) >= 2)
    assert told[0] == {"began": "ada"}
    slow = [each for each in told if "slow" in each]
    assert slow[0]["slow"] == "ada"
    assert slow[-1]["check"] == "2.2.1"


def test_a_pause_is_told_once(watching: Watch, told: list[Mapping[str, Any]]) -> None:
    """When a grading begins it; what comes from another worker is not told again."""
    pauses.begin(watching.folder(ADA.identity), HOST, 30)
    wait_for(lambda: any("paused" in each for each in told))
    watching.pause("another-identity", HOST, 30)
    time.sleep(0.1)
    paused = [each for each in told if "paused" in each]
    assert [(each["paused"], each["host"]) for each in paused] == [(ADA.identity, HOST)]
    assert 25 < paused[0]["seconds"] <= 30
    assert pauses.remaining(watching.folder("another-identity"), HOST) > 25


def test_overlapping_pauses_count_once(watching: Watch) -> None:
    """By so much a time limit moves, from when the grading began."""
    began = time.monotonic()
    watching.pause(ADA.identity, HOST, 30)
    watching.pause(ADA.identity, "graph.microsoft.com", 40)
    assert 39 < watching.paused_since(ADA.identity, began) < 41
    assert 29 < watching.paused_since(ADA.identity, began + 10) < 31
    assert watching.paused_since("another", began) == 0


def test_no_host_of_others_is_paused(watching: Watch) -> None:
    """Whatever a message names: no file is made of it."""
    watching.pause(ADA.identity, "../../somewhere", 30)
    assert list(watching.folder(ADA.identity).iterdir()) == []
