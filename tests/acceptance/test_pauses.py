"""Pauses that gradings of one identity share, on a clock of the file system's."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from acceptance import pauses
from acceptance.azure.transport import Transport
from acceptance.pauses import Pauses
from azure_emulator.wire import Response
from tests.harness.azure_session import request_log
from tests.harness.request_log import RequestLog

HOST = "management.azure.com"

__all__ = ["request_log"]


class Sleeper:
    """Sleeps by letting a folder's pauses grow old."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        """Let so much time pass for each pause."""
        self.slept.append(seconds)
        for path in self.folder.iterdir():
            until = path.stat().st_mtime - seconds
            os.utime(path, (until, until))


def test_the_latest_end_stands(tmp_path: Path) -> None:
    """A shorter pause does not end a longer one that somebody else began."""
    pauses.begin(tmp_path, HOST, 60)
    pauses.begin(tmp_path, HOST, 5)
    assert 55 < pauses.remaining(tmp_path, HOST) <= 60


def test_one_waits_for_what_another_began(tmp_path: Path) -> None:
    """Who is not throttled waits as long as the one who is, and costs no own patience."""
    assert Pauses(tmp_path).begin(HOST, 40)
    sleeper = Sleeper(tmp_path)
    other = Pauses(tmp_path, sleep=sleeper)
    other.wait(HOST)
    assert len(sleeper.slept) == 1
    assert 35 < sleeper.slept[0] <= 40 + pauses.SPREAD
    other.wait("login.microsoftonline.com")
    assert len(sleeper.slept) == 1


@pytest.mark.parametrize("until", [1e9, 1e6])
def test_a_pause_is_bounded(tmp_path: Path, until: float) -> None:
    """Whatever is in the folder: a pause is never longer than allowed, and all together neither."""
    pauses.begin(tmp_path, HOST, 1)
    far = time.time() + until
    os.utime(tmp_path / HOST, (far, far))
    assert pauses.remaining(tmp_path, HOST) == pauses.LONGEST
    sleeper = Sleeper(tmp_path)
    Pauses(tmp_path, sleep=sleeper).wait(HOST)
    assert sum(sleeper.slept) <= pauses.PATIENCE + pauses.SPREAD


def test_who_cannot_wait_so_long_does_not(tmp_path: Path) -> None:
    """An hour is longer than any run waits: the answer stands, and others are slowed down."""
    assert not Pauses(tmp_path).begin(HOST, 3600)
    assert pauses.remaining(tmp_path, HOST) > 0


@pytest.mark.parametrize("host", ["pets.cognitiveservices.azure.com", "example.test"])
def test_an_account_throttles_its_own_student_only(tmp_path: Path, host: str) -> None:
    """Of other hosts nothing is shared."""
    assert not Pauses(tmp_path).begin(host, 5)
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    """Nor where it is gone."""
    for folder in (None, tmp_path / "gone"):
        shared = Pauses(folder)
        assert not shared.begin(HOST, 5)
        shared.wait(HOST)
    assert pauses.folder_of({}) is None
    assert pauses.folder_of({pauses.VARIABLE: str(tmp_path)}) == tmp_path


def test_the_transport_waits_with_all(
    transport: Transport, request_log: RequestLog, waits: list[float], tmp_path: Path
) -> None:
    """A 429 becomes a pause of all, and no patience is used up by it."""
    url = f"https://{HOST}/subscriptions?api-version=2022-12-01"
    answers = [Response(429, headers={"Retry-After": "100"})] * 3
    request_log.answers = lambda _request: answers.pop() if answers else None
    sleeper = Sleeper(tmp_path)
    transport.pauses = Pauses(tmp_path, sleep=sleeper)
    with transport.session() as session:
        assert session.get(url).status_code == 401
    assert len(sleeper.slept) == 3
    assert min(sleeper.slept) > 95
    assert waits == []


def test_sign_in_waits_with_all(tmp_path: Path) -> None:
    """So does a sign-in that was throttled, once: what azure-identity would wait is left out."""
    from acceptance.azure.sign_in import SignInTransport

    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return True

    door = SignInTransport(wait, Pauses(tmp_path))
    door._paused = True
    door.sleep(30)
    door.sleep(20)
    assert waited == [20]
