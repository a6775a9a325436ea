"""Cassettes in a session: a live run can be recorded into one, any other is answered from one.

`fixtures/options.py` opens and closes the exchanges of a run; nothing else knows that they are not
Azure's own. Signing in is never recorded.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from acceptance.azure.errors import silence_kind
from acceptance.cassettes import file, scrubbing
from acceptance.cassettes.file import Cassette
from acceptance.cassettes.notebook import notebook_data, notebook_text, scrub_notebook
from acceptance.cassettes.player import MissingExchange as MissingExchange
from acceptance.cassettes.player import replay
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.recorder import Tape, asked_about, described, known_secrets, scrubbed
from acceptance.causes import NoAnswer
from acceptance.files import replace_file
from acceptance.session.options import OPTIONS
from acceptance.version import suite_version

if TYPE_CHECKING:
    from requests import PreparedRequest

DEFAULT_CASSETTE = "fixtures/cassettes/complete.yaml"
"""What is graded if nothing is named, relative to the exercise's folder: a complete submission."""


class SecretLeft(Exception):
    """A secret would stand in a file after all was scrubbed; it says which, not its value."""


@dataclass
class Session:
    """The exchanges of the running session: what they are, and what undoes them."""

    undo: ExitStack
    cassette: Cassette | None = None
    sha256: str = ""
    tape: Tape | None = None


SESSION = pytest.StashKey[Session]()
INTERRUPTED = pytest.StashKey[bool]()
FAILURE = pytest.StashKey[str]()
REMARK = pytest.StashKey[str]()


def open_session(config: pytest.Config) -> None:
    """Begin to replay, or to record if `--record` says so; called before anything is asked.

    Raises:
        pytest.UsageError: the cassette cannot be read, or the recording could not be written.
    """
    undo = ExitStack()
    config.add_cleanup(undo.close)
    if not config.getoption("--live"):
        _replay(config, undo)
    elif config.getoption("--record"):
        path = config.getoption("--record")
        require_writable(path, config.getoption("--notebook"))
        tape = Tape()
        undo.enter_context(tape.recording(path))
        config.stash[SESSION] = Session(undo, tape=tape)


def _replay(config: pytest.Config, undo: ExitStack) -> None:
    path = cassette_path(config)
    cassette = replay(path, undo)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    config.stash[SESSION] = Session(undo, cassette=cassette, sha256=sha256)
    if cassette.recorded.sign_in:
        from acceptance.session.credentials import ACCESS

        said = cassette.recorded.sign_in
        config.stash[ACCESS] = NoAnswer(said.get("reason", ""), said.get("cure", ""))
    if not config.getoption("--notebook"):
        _require_unaltered(recorded_options(config).get("notebook"), cassette)


def _require_unaltered(notebook: str | None, cassette: Cassette) -> None:
    """Refuse a recorded notebook that is not the recorded one; a lost one costs its checks only."""
    if notebook is None or not Path(notebook).is_file():
        return
    if file.text_digest(Path(notebook).read_bytes()) != cassette.recorded.notebook_sha256:
        raise pytest.UsageError(
            f"The cassette's notebook {notebook} was altered after it was recorded: its digest "
            "does not fit. Grade the file as it was recorded, or name another one: --notebook=FILE."
        )


def missed(config: pytest.Config) -> Callable[[PreparedRequest, Exception], None]:
    """Who is to be told of requests that got no answer: the recording, if there is one."""
    exchanges = config.stash.get(SESSION, None)
    tape = exchanges and exchanges.tape
    if not tape:
        return lambda request, error: None
    return lambda request, error: tape.missed(request, silence_kind(error))


def close_session(config: pytest.Config) -> None:
    """Let go of the network again, and write what was recorded if anything was graded.

    A recording that cannot be written is reported after the verdicts, which it must not hide.
    """
    exchanges = config.stash.get(SESSION, None)
    if exchanges is None:
        return
    exchanges.undo.close()
    tape, exchanges.tape = exchanges.tape, None
    if tape is not None and INTERRUPTED in config.stash:
        try:
            config.stash[REMARK] = _keep(config, tape)
        except (OSError, SecretLeft, pytest.UsageError) as trouble:
            config.stash[FAILURE] = f"The recording was not written: {trouble}."
        except Exception as fault:  # noqa: BLE001 - its message and its frames hold all secrets
            config.stash[FAILURE] = f"The recording was not written: {_placed(fault)}."


def _placed(fault: Exception) -> str:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault of the suite, {type(fault).__name__} at {place}"


def cassette_path(config: pytest.Config) -> Path:
    """The cassette that is replayed."""
    path: Path | None = config.getoption("--cassette")
    return path or config.rootpath / DEFAULT_CASSETTE


def recorded_options(config: pytest.Config) -> dict[str, str | None]:
    """The options of the recorded run; empty in a live run.

    Keys: resource_group, cat_url, dog_url, subscription (a stand-in), notebook (a path), each
    `None` if there was none.
    """
    exchanges = config.stash.get(SESSION, None)
    if exchanges is None or exchanges.cassette is None:
        return {}
    options = dict(exchanges.cassette.recorded.options)
    if notebook := options.get("notebook"):
        options["notebook"] = str(cassette_path(config).parent / Path(notebook).name)
    return options


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the sockets closed: pytest-socket opens them after each test without its mark."""
    if not config.getoption("--live"):
        for item in items:
            item.add_marker(pytest.mark.disable_socket)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Iterator[None]:
    """Know of an interruption before the recording is written; say last what went wrong with it."""
    cut_short = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR)
    session.config.stash[INTERRUPTED] = exitstatus in cut_short
    yield
    if failure := session.config.stash.get(FAILURE, None):
        raise pytest.UsageError(failure)


@pytest.hookimpl(optionalhook=True)
def pytest_graded(config: pytest.Config) -> str | None:
    """The recording that a replayed run graded: a recording of the emulator is none of Azure."""
    exchanges = config.stash.get(SESSION, None)
    if exchanges is None or exchanges.cassette is None:
        return None
    recorded = exchanges.cassette.recorded
    source = SOURCES.get(recorded.against, SOURCES["unknown"])
    at = datetime.fromisoformat(recorded.at).astimezone(UTC)
    whole = "" if recorded.complete else ", interrupted"
    return (
        f"Graded by suite {suite_version()} from a recording, {cassette_path(config).name} "
        f"(SHA-256 {exchanges.sha256[:12]}...): of {source}, "
        f"made {at:%Y-%m-%d %H:%M} UTC by suite {recorded.suite}{whole}."
    )


SOURCES = {
    "azure": "Azure",
    "emulator": "the emulator, not of Azure",
    "unknown": "a cloud that never answered",
}
"""What a recording is of, for the headline."""


@pytest.hookimpl(optionalhook=True)
def pytest_graded_source(config: pytest.Config) -> dict[str, Any] | None:
    """Where a replayed run's facts come from, for the reports."""
    exchanges = config.stash.get(SESSION, None)
    if exchanges is None or exchanges.cassette is None:
        return None
    recorded = exchanges.cassette.recorded
    return {
        "kind": "recording",
        "against": recorded.against if recorded.against in ("azure", "emulator") else None,
        "recording": cassette_path(config).name,
        "sha256": exchanges.sha256,
        "recorded_at": recorded.at,
        "recorded_by": recorded.suite,
        "complete": recorded.complete,
    }


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say where the recording is."""
    if remark := config.stash.get(REMARK, None):
        terminalreporter.write_line(remark)


def require_writable(path: Path, notebook: Path | None) -> None:
    """Refuse a place where the recording could not be written, or would destroy something else.

    Raises:
        pytest.UsageError: the folder is not there or not writable, or something stands in the way.
    """
    beside = path.with_suffix(".ipynb")
    if not path.parent.is_dir():
        raise pytest.UsageError(f"--record: there is no folder {path.parent}; make it first.")
    if not os.access(path.parent, os.W_OK):
        raise pytest.UsageError(f"--record: nothing can be written in the folder {path.parent}.")
    for target in (path, beside) if notebook else (path,):
        if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
            raise pytest.UsageError(f"--record: {target} is there and cannot be overwritten.")
    if path.suffix == ".ipynb":
        raise pytest.UsageError(f"--record: {path} is no name for a recording; use FILE.yaml.")
    if notebook and beside.exists() and (not path.exists() or beside.samefile(notebook)):
        raise pytest.UsageError(
            f"--record: the scrubbed notebook is saved beside the recording, and {beside} is there "
            "already; choose another name for the recording."
        )


def _keep(config: pytest.Config, tape: Tape) -> str:
    """Write the recording, and the notebook beside it; the sentence that says so.

    An interrupted run's goes to `FILE.incomplete.yaml`: it must not take a whole one's place.
    """
    from acceptance.session.credentials import ACCESS

    path: Path = config.getoption("--record")
    sign_in = config.stash.get(ACCESS, None)
    if not tape.heard and not isinstance(sign_in, NoAnswer):
        return f"Nothing was recorded: nothing was asked. {path} was not written."
    if config.stash[INTERRUPTED]:
        path = path.with_suffix(f".incomplete{path.suffix}")
    secrets = known_secrets(tape.heard, os.environ)
    pseudonyms = Pseudonyms(known=tuple(secrets.by_value))
    exchanges = [scrubbed(each, pseudonyms) for each in tape.heard]
    options = config.stash[OPTIONS]
    notebook: Path | None = config.getoption("--notebook")
    beside = path.with_suffix(".ipynb")
    kept = {
        "resource_group": options.resource_group,
        **{f"{animal}_url": url for animal, url in options.test_images.items()},
        "notebook": beside.name if notebook else None,
    }
    kept = {**scrubbing.scrub_data(kept, pseudonyms), "subscription": asked_about(exchanges)}
    texts = {beside: _notebook(notebook, pseudonyms)} if notebook else {}
    recorded = described(
        exchanges,
        kept,
        complete=not config.stash[INTERRUPTED],
        sign_in=_silence(sign_in, pseudonyms),
        notebook_sha256=file.text_digest(texts[beside].encode()) if notebook else "",
    )
    texts[path] = file.written(Cassette(recorded, exchanges))
    for text in texts.values():
        _require_clean(text, secrets.all)
    for target, text in texts.items():
        replace_file(target, text)
    sha256 = hashlib.sha256(texts[path].encode()).hexdigest()
    return f"Recorded {len(exchanges)} exchanges: {path}\nIts SHA-256, to be noted down: {sha256}"


def _silence(sign_in: object, pseudonyms: Pseudonyms) -> dict[str, str]:
    if not isinstance(sign_in, NoAnswer):
        return {}
    words = {"reason": sign_in.reason, "cure": sign_in.cure}
    return {name: scrubbing.scrub_text(text, pseudonyms) for name, text in words.items()}


def _notebook(path: Path, pseudonyms: Pseudonyms) -> str:
    """The scrubbed notebook's file."""
    return notebook_text(scrub_notebook(notebook_data(path), pseudonyms))


def _require_clean(text: str, secrets: Mapping[str, str]) -> None:
    if what := scrubbing.remaining(text, secrets):
        raise SecretLeft(f"{what} would have stood in it, which is a fault of the suite")
