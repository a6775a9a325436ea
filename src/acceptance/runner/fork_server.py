"""The warm process: it loads once what every grading needs, and forks for each order.

It has one socket to the runner. Each message on it brings four descriptors: the three of
`acceptance.runner.child`, and a socket on which the end of the grading is told. When the runner
closes its side of that one, the grading is killed; when it closes the first, everything ends.

What all gradings of a class have in common, as the collection of the exercise's checks, can join
what is loaded here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import warnings
from dataclasses import astuple
from typing import Final

from acceptance.runner import child
from acceptance.runner.processes import End, kill_group

PRELOAD: Final = (
    "azure.cognitiveservices.vision.customvision.prediction",
    "azure.cognitiveservices.vision.customvision.training",
    "azure.core.pipeline.transport._requests_basic",
    "azure.core.rest._requests_basic",
    "azure.identity",
    "azure.mgmt.cognitiveservices",
    "azure.mgmt.resource.resources",
    "azure.mgmt.resource.subscriptions",
    "gherkin.parser",
    "mako.lookup",
    "nbformat",
    "parse_type.cfparse",
    "vcr.stubs.requests_stubs",
    "vcr.stubs.urllib3_stubs",
)
"""What gradings load: not what pytest rewrites, which is this project and pytest's plugins."""


def load() -> None:
    """Import what gradings need; what is missing is missed by the grading that needs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in PRELOAD:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()  # What is loaded is no garbage of any grading.


class ForkServer:
    """Forks for each order that comes on a socket, and tells how each grading ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._ends: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, self._waking = socket.socketpair()

    def serve(self) -> list[int]:
        """Fork for each message until the runner closes its side.

        Returns:
            In a forked process, the three descriptors of its grading; at the end of all, none.
        """
        self._waking.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waking.fileno())
        with self._selector, self._control, self._woken, self._waking:
            self._selector.register(self._control, selectors.EVENT_READ)
            self._selector.register(self._woken, selectors.EVENT_READ)
            while True:
                for key, _ in self._selector.select():
                    if key.fileobj is self._woken:
                        self._woken.recv(1024)
                        self._reap()
                    elif key.fileobj is not self._control:
                        self._end(key)
                    elif (descriptors := self._receive()) is not None:
                        return descriptors

    def _receive(self) -> list[int] | None:
        """Take one message: None once it is forked for."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 4)
        if not message:
            for pid in self._ends:
                self._kill(pid)
            return []
        pid = -1
        with contextlib.suppress(OSError):  # It is told by the socket that closes without a word.
            pid = os.fork() if len(descriptors) == 4 else -1
        if pid == 0:
            self._forget()
            os.close(descriptors.pop())
            return descriptors
        if pid > 0:
            self._ends[pid] = end = socket.socket(fileno=descriptors.pop())
            self._selector.register(end, selectors.EVENT_READ, pid)
        for descriptor in descriptors:
            os.close(descriptor)
        return None

    def _forget(self) -> None:
        """Leave to the server what is the server's, in a forked process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        for end in self._ends.values():
            end.close()

    def _end(self, key: selectors.SelectorKey) -> None:
        """End the grading that is no longer wanted, if it has not ended by now."""
        if self._ends.get(key.data) is key.fileobj:
            self._selector.unregister(key.fileobj)
            self._kill(key.data)

    def _kill(self, pid: int) -> None:
        """Kill a grading, which may not lead its group yet, and what it started."""
        kill_group(pid)
        os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Tell the runner of each grading that has ended, and kill what it left running."""
        while self._ends:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            end = self._ends.pop(pid)
            if end in self._selector.get_map():
                self._selector.unregister(end)
            kill_group(pid)
            with contextlib.suppress(OSError), end:
                end.sendall(json.dumps(astuple(End.of(status, usage))).encode())


def main() -> None:
    """Serve the socket whose descriptor is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    load()
    if descriptors := ForkServer(control).serve():
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        child.main()


if __name__ == "__main__":
    main()
