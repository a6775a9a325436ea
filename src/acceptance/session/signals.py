"""Being asked to end, or losing the terminal, is what Ctrl-C is: what was decided is reported."""

import signal
import threading
from functools import partial

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Let SIGTERM and SIGHUP interrupt the run, unless somebody has decided otherwise (`nohup`)."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
            config.add_cleanup(partial(_give_back, number))


def _give_back(number: int) -> None:
    signal.signal(number, signal.SIG_DFL)
