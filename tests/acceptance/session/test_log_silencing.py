"""However loud a run is asked to be, it keeps its secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest

from acceptance.session.log_silencing import pytest_configure, pytest_internalerror


@pytest.fixture
def config() -> Iterator[Any]:
    """As much of a configuration as discretion needs."""
    with ExitStack() as undo:
        yield SimpleNamespace(
            option=SimpleNamespace(debug=None, fulltrace=True, showlocals=True),
            add_cleanup=undo.callback,
            trace=SimpleNamespace(root=SimpleNamespace(setwriter=lambda _writer: None)),
        )


def test_nobody_logs(config: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Azure's SDKs and vcrpy would log keys and tokens."""
    pytest_configure(config)
    logging.getLogger("vcr.cassette").critical("the key")
    assert not caplog.records


def test_the_logs_of_others_come_back(config: Any, caplog: pytest.LogCaptureFixture) -> None:
    """After the run, logging is as it was."""
    with ExitStack() as undo:
        config.add_cleanup = undo.callback
        pytest_configure(config)
    logging.getLogger("another").critical("a word")
    assert caplog.messages == ["a word"]


def test_the_file_of_debug_is_refused(config: Any) -> None:
    """pytest would write the values of everything to it."""
    config.option.debug = "pytestdebug.log"
    with pytest.raises(pytest.UsageError, match="--debug would write keys and tokens"):
        pytest_configure(config)


def test_the_trace_of_hooks_is_refused(config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest would print the arguments of every hook."""
    monkeypatch.setenv("PYTEST_DEBUG", "1")
    with pytest.raises(pytest.UsageError, match="PYTEST_DEBUG would print keys"):
        pytest_configure(config)


def test_no_trace_shows_values(config: Any) -> None:
    """`--full-trace` and `--showlocals` are taken, and show what every trace shows."""
    pytest_configure(config)
    assert not config.option.fulltrace
    assert not config.option.showlocals


def test_an_internal_error_shows_no_values() -> None:
    """Neither the values of variables nor what looks like a key, an id or a person."""
    secret = "k3y" * 20
    with pytest.raises(ValueError, match="k3y") as raised:
        raise ValueError(f"{secret} of jane@school.example")
    shown = raised.getrepr(showlocals=True, style="long")
    assert secret in str(shown)
    pytest_internalerror(shown, raised)
    assert "ValueError: [masked] of [masked]" in str(shown)
    assert secret not in str(shown)
