"""What a run keeps to itself, however loud it is asked to be.

Azure's SDKs, msal and vcrpy log whole requests: tokens, keys, who signed in. pytest shows the
message of an exception that nobody foresaw, and that of an SDK's holds the URL with its ids.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from acceptance.plain_text import masked

if TYPE_CHECKING:
    from _pytest._io import TerminalWriter


def pytest_configure(config: pytest.Config) -> None:
    """Let nobody log, in all of the run: this suite has no log of its own.

    Raises:
        pytest.UsageError: pytest's `--debug` would write the values of everything to a file.
    """
    if config.option.debug:
        raise pytest.UsageError("--debug would write keys and tokens to a file; do without it")
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    config.add_cleanup(lambda: logging.disable(before))


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
