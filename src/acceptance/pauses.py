"""Pauses that gradings share: where one of them is throttled, all that ask as it does wait.

The variable `ACCEPTANCE_PAUSES` may name a folder, one for each identity. In it, each host that
throttles has an empty file, modified (`os.utime`) at the time until which nobody asks that host.
So any number of processes agree on one time, without a lock: the latest one stands.
"""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

VARIABLE: Final = "ACCEPTANCE_PAUSES"

SHARED: Final = frozenset(
    {"graph.microsoft.com", "login.microsoftonline.com", "management.azure.com"}
)
"""Hosts that throttle an identity; an account of Custom Vision throttles its own students only."""

LONGEST: Final = 300.0
"""Seconds ahead of now that a pause may end; what is later is cut to it, whatever wrote it."""

PATIENCE: Final = 900.0
"""Seconds that one run waits in shared pauses, all in all."""

SHORTEST: Final = 1.0
"""Seconds that a pause lasts at least: an answer may ask for none, for ever."""

SPREAD: Final = 2.0
"""Seconds over which those who waited together begin again, each process at its own moment."""


class Pauses:
    """The shared pauses of one run's identity; without a folder there are none.

    Args:
        folder: where they are kept.
        sleep: waits that many seconds.
        tell: is told a sentence before each wait.

    Attributes:
        patience: seconds that may still be waited.
    """

    def __init__(
        self,
        folder: Path | None,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        self._folder = folder
        self._sleep = sleep
        self._tell = tell
        self.patience = PATIENCE

    def begin(self, host: str, seconds: float | None) -> bool:
        """Let nobody ask the host for so many seconds, at least one; None for no pause at all.

        Returns:
            whether that is a shared pause, and one that this run can wait out.
        """
        if self._folder is None or host not in SHARED or seconds is None:
            return False
        seconds = max(seconds, SHORTEST)
        begun = begin(self._folder, host, seconds)
        return begun and seconds <= min(self.patience, LONGEST)

    def wait(self, host: str) -> None:
        """Wait until the host may be asked, if this run has that much patience left."""
        if self._folder is None or host not in SHARED:
            return
        while 0 < (left := remaining(self._folder, host)) <= self.patience:
            left += SPREAD * (os.getpid() % 64) / 64
            self.patience -= left
            self._tell(f"{host} throttles this identity: waiting {left:.0f} s with all others.")
            self._sleep(left)


def folder_of(environment: Mapping[str, str]) -> Path | None:
    """The folder that the environment names."""
    name = environment.get(VARIABLE)
    return Path(name) if name else None


def begin(folder: Path, host: str, seconds: float) -> bool:
    """Let nobody ask a host for so many seconds, or for longer if that was said before.

    Returns:
        whether it could be written down.
    """
    path, until = folder / host, time.time() + min(seconds, LONGEST)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        if path.stat().st_mtime < until:
            os.utime(path, (until, until))
    except OSError:  # The folder is gone, with all who shared it.
        return False
    return True


def remaining(folder: Path, host: str) -> float:
    """Seconds until the host may be asked; 0 or less if it may be."""
    try:
        return min((folder / host).stat().st_mtime - time.time(), LONGEST)
    except OSError:
        return 0.0
