"""The warm process: it loads once what every grading needs, and forks for each order.

Each message on its socket brings the three descriptors of `acceptance.runner.child`. It ends when
the runner closes its side.

If it is told an exercise, it also collects its checks, and says so in a line of JSON. What it forks
then still runs all of pytest, with the order's own options, plugins and collection; but each module
is there, its asserts rewritten and its features parsed, as if it had just been imported.
"""

import contextlib
import functools
import gc
import importlib
import importlib.metadata
import json
import os
import signal
import socket
import sys
import warnings
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, Final

from acceptance.runner import child
from acceptance.runner.collection import collect, settle_in

PRELOAD: Final = (
    "IPython.core.inputtransformer2",
    "acceptance.azure.challenges",
    "acceptance.azure.sign_in",
    "acceptance.azure.transport",
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
    "netrc",
    "parse_type.cfparse",
    "vcr.stubs.requests_stubs",
    "vcr.stubs.tornado_stubs",
    "vcr.stubs.urllib3_stubs",
)
"""What gradings load: not what pytest rewrites, which are the plugins that a conftest names."""


def load() -> None:
    """Import what gradings need; what is missing is missed by the grading that needs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in PRELOAD:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def remember_distributions() -> None:
    """Read once what is installed here, which pytest asks for each plugin that a conftest names.

    Only the question for all of it is answered from memory, and for the same `sys.path`.
    """
    ask = importlib.metadata.distributions
    remembered: dict[tuple[str, ...], list[Distribution]] = {}

    def distributions(**context: Any) -> Iterable[Distribution]:
        if context:
            return ask(**context)
        path = tuple(sys.path)
        if path not in remembered:
            remembered[path] = list(ask())
        return iter(remembered[path])

    # The same property, whose value each of them keeps.
    entry_points: Any = functools.cached_property(vars(Distribution)["entry_points"].fget)
    entry_points.__set_name__(Distribution, "entry_points")
    setattr(Distribution, "entry_points", entry_points)  # noqa: B010 - mypy knows it as a method
    importlib.metadata.distributions = distributions


def collected(exercise: str) -> dict[str, Any]:
    """Collect the exercise's checks, in silence."""
    settle_in(exercise)
    remember_distributions()
    errors, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        return collect(Path(exercise))
    finally:
        os.dup2(errors, 2)
        os.close(errors)
        os.close(nothing)


def main() -> None:
    """Fork for each message on the socket whose descriptor is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    exercise = sys.argv[2:]
    load()
    if exercise:
        found = collected(*exercise)
        with contextlib.suppress(OSError):  # The runner may be gone.
            control.sendall(json.dumps(found).encode() + b"\n")
    gc.collect()
    gc.freeze()  # What is loaded is no garbage of any grading.
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
