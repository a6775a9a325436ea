"""What a run keeps to itself, however loud it is asked to be.

Azure's SDKs, msal and vcrpy log whole requests: tokens, keys, who signed in. pytest shows the
message of an exception that nobody foresaw, and that of an SDK's holds the URL with its ids.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Generator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

from acceptance.plain_text import masked

if TYPE_CHECKING:
    from _pytest._io import TerminalWriter


def pytest_configure(config: pytest.Config) -> None:
    """Let nobody log or show values, in all of the run: this suite has no log of its own.

    Raises:
        pytest.UsageError: pytest would print or write the values of everything.
    """
    if config.option.debug:
        raise pytest.UsageError("--debug would write keys and tokens to a file; do without it")
    if os.environ.get("PYTEST_DEBUG"):
        config.trace.root.setwriter(None)
        raise pytest.UsageError("PYTEST_DEBUG would print keys and tokens; unset it")
    # After Ctrl-C, a full trace shows the arguments of all functions; other traces, all variables.
    config.option.fulltrace = config.option.showlocals = False
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    config.add_cleanup(lambda: logging.disable(before))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main() -> Generator[None, object, object]:
    """Mask the traceback that Python itself prints, if pytest lets an exception through."""
    before = sys.excepthook
    sys.excepthook = _print_masked
    answer = yield
    sys.excepthook = before
    return answer


def _print_masked(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    text = "".join(traceback.format_exception(kind, error, trace))
    for line in masked_lines(text):
        print(line, file=sys.stderr)  # noqa: T201 - as Python does


@pytest.hookimpl(tryfirst=True)
def pytest_internalerror(excrepr: Any, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    """Show where the suite itself failed, without what could be a key or an id, and no values.

    pytest's own implementation writes `excrepr` next, by this method of it.
    """
    text = str(excinfo.getrepr(style="short"))

    def toterminal(writer: TerminalWriter) -> None:
        for line in masked_lines(text):
            writer.line(line)

    excrepr.toterminal = toterminal


def masked_lines(text: str) -> Iterator[str]:
    """The lines of a traceback, each masked."""
    return map(masked, text.splitlines())
