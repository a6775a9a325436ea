"""The warm process: it loads once what every grading needs, and forks for each order.

Each message on its socket brings the three descriptors of `acceptance.runner.child`. It ends when
the runner closes its side. What all gradings of a class have in common, as the collection of the
exercise's checks, can join what is loaded here.
"""

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
import warnings
from typing import Final

from acceptance.runner import child

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


def main() -> None:
    """Fork for each message on the socket whose descriptor is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for what is forked.
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        if not message:
            return
        with contextlib.suppress(OSError):  # The descriptors close without a word.
            if len(descriptors) == 3 and os.fork() == 0:
                break
        for descriptor in descriptors:
            os.close(descriptor)
    control.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    child.main()


if __name__ == "__main__":
    main()
