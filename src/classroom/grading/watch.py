"""Watches the gradings of one worker: who takes long, and which identity is throttled."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from acceptance import pauses
from classroom.grading.task import GradingTask

INTERVAL: Final = 0.25
"""Seconds between two looks."""

SLOW: Final = 15.0
"""Seconds after which a grading takes long, and between two words about it."""

Tell = Callable[[Mapping[str, Any]], object]


class Running:
    """One grading that runs; `check` is the check that was decided last."""

    def __init__(self, student: str) -> None:
        self.student = student
        self.began = time.monotonic()
        self.told = self.began
        self.check = ""

    def decided(self, check: str) -> None:
        """Keep the check that was decided last."""
        self.check = check


class Watch:
    """The gradings of one worker, watched by a thread; to be closed.

    Args:
        tell: is told what happens, as a small mapping of names.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._folder = tempfile.TemporaryDirectory(prefix="pauses-", ignore_cleanup_errors=True)
        self._lock = threading.Lock()
        self._running: list[Running] = []
        self._until: dict[tuple[str, str], float] = {}
        self._spent: dict[str, list[tuple[float, float]]] = {}
        self._ended = threading.Event()
        threading.Thread(target=self._look_on, name="watch", daemon=True).start()

    def close(self) -> None:
        """Look no more."""
        self._ended.set()
        self._folder.cleanup()

    def folder(self, identity: str) -> Path:
        """The folder of an identity's shared pauses."""
        folder = Path(self._folder.name, identity)
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @contextmanager
    def grading(self, task: GradingTask) -> Iterator[Running]:
        """Watch one grading for the time of the block."""
        running = Running(task.student)
        with self._lock:
            self._running.append(running)
        self._tell({"began": task.student})
        try:
            yield running
        finally:
            with self._lock:
                self._running.remove(running)

    def pause(self, identity: str, host: str, seconds: float) -> None:
        """Let nobody ask a host as that identity, as another worker has found."""
        if host in pauses.SHARED and pauses.begin(self.folder(identity), host, seconds):
            self._note(identity, host)

    def paused_since(self, identity: str, began: float) -> float:
        """Seconds that an identity has been paused for since a time of `time.monotonic`.

        Pauses that overlap count once, and so does what is left of one that is not over.
        """
        with self._lock:
            spans = sorted(self._spent.get(identity, ()))
        total, covered = 0.0, began
        for start, end in spans:
            total += max(0.0, end - max(start, covered))
            covered = max(covered, end)
        return total

    def _look_on(self) -> None:
        while not self._ended.wait(INTERVAL):
            for folder in Path(self._folder.name).glob("*"):
                for host in pauses.SHARED:
                    if self._note(folder.name, host):
                        left = pauses.remaining(folder, host)
                        self._tell({"paused": folder.name, "host": host, "seconds": left})
            for running in self._slow():
                seconds = time.monotonic() - running.began
                self._tell({"slow": running.student, "seconds": seconds, "check": running.check})

    def _note(self, identity: str, host: str) -> bool:
        """Keep how long a pause lasts; whether it is news."""
        left = pauses.remaining(self.folder(identity), host)
        now = time.monotonic()
        with self._lock:
            if left <= 0 or now + left < self._until.get((identity, host), 0) + 1:
                return False
            self._until[identity, host] = now + left
            spans = self._spent.setdefault(identity, [])
            spans.append((now, now + left))
            del spans[:-1000]
        return True

    def _slow(self) -> list[Running]:
        now = time.monotonic()
        with self._lock:
            slow = [each for each in self._running if now - each.told >= SLOW]
            for running in slow:
                running.told = now
        return slow
