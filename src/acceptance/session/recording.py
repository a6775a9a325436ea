"""Cassettes in a session: a live run can be recorded into one, any other is answered from one.

`lifecycle` opens and closes the session. Besides, only these depend on what is played: signing in,
which is never recorded, the notebook, and the time of a grading.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from acceptance.cassettes import file, scrubbing
from acceptance.cassettes.file import Cassette
from acceptance.cassettes.notebook import notebook_secrets, scrubbed_notebook
from acceptance.cassettes.player import replay
from acceptance.cassettes.pseudonyms import Pseudonyms, is_id
from acceptance.cassettes.recorder import Recorder, asked_about, described, known_secrets, scrubbed
from acceptance.causes import NoAnswer
from acceptance.files import replace_file, uninterrupted
from acceptance.session import recorded_notebook
from acceptance.session.credentials import AZURE_SESSION
from acceptance.version import suite_version

if TYPE_CHECKING:
    from acceptance.azure.transport import Record


class SecretLeft(Exception):
    """A secret would stand in a file after all was scrubbed; it says which, not its value."""


@dataclass
class Session:
    """The cassette that is replayed or recorded, and what gives the network back.

    Attributes:
        cassette: the replayed one, if the run is a replay.
        recorder: what records the run, if it is recorded.
    """

    undo: ExitStack
    cassette: Cassette | None = None
    recorder: Recorder | None = None


SESSION = pytest.StashKey[Session]()
INTERRUPTED = pytest.StashKey[bool]()
FAILURE = pytest.StashKey[str]()
REMARK = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the exercise name the cassette that is graded unless another is asked for."""
    parser.addini("cassette", "the cassette that is graded by default, relative to this file")


def open_session(config: pytest.Config) -> None:
    """Begin to replay, or to record if `--record` says so; called before anything is asked.

    Raises:
        pytest.UsageError: the cassette cannot be read, or could not be written.
    """
    undo = ExitStack()
    config.add_cleanup(undo.close)
    if not config.getoption("--live"):
        _replay(config, undo)
    elif config.getoption("--record"):
        path = config.getoption("--record")
        require_writable(path)
        config.stash[SESSION] = Session(undo, recorder=Recorder())


def _replay(config: pytest.Config, undo: ExitStack) -> None:
    path = cassette_path(config)
    cassette = replay(path, undo, config.getoption("--cassette-sha256"))
    if config.getoption("--cassette-whole"):
        recorded_notebook.require(path, cassette.recorded)
    config.stash[SESSION] = Session(undo, cassette=cassette)
    if cassette.recorded.sign_in:
        failure = cassette.recorded.sign_in
        config.stash[AZURE_SESSION] = NoAnswer(failure.get("reason", ""), failure.get("cure", ""))


def lost_notebook(config: pytest.Config) -> NoAnswer | None:
    """Why the notebook that was recorded cannot be judged, if there was one and it is not there."""
    cassette = played_cassette(config)
    return recorded_notebook.lost(cassette_path(config), cassette.recorded) if cassette else None


def record(config: pytest.Config) -> Record:
    """What is called with each request and what became of it: it is recorded, if the run is."""
    session = config.stash.get(SESSION, None)
    recorder = session and session.recorder
    return recorder.record if recorder else lambda _request, _outcome: None


def close_session(config: pytest.Config) -> None:
    """Let go of the network again, and write what was recorded if anything was graded.

    A cassette that cannot be written is reported after the verdicts, which it must not hide.
    """
    session = config.stash.get(SESSION, None)
    if session is None:
        return
    session.undo.close()
    recorder, session.recorder = session.recorder, None
    if recorder is not None and INTERRUPTED in config.stash:
        try:
            with uninterrupted():
                config.stash[REMARK] = _keep(config, recorder)
        except (OSError, SecretLeft, pytest.UsageError) as trouble:
            config.stash[FAILURE] = f"The cassette was not written: {trouble}."
        except Exception as fault:  # noqa: BLE001 - its message and its frames hold all secrets
            config.stash[FAILURE] = f"The cassette was not written: {_placed(fault)}."


def _placed(fault: Exception) -> str:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return f"a fault of the suite, {type(fault).__name__} at {place}"


def cassette_path(config: pytest.Config) -> Path:
    """The cassette that is replayed.

    Precedence: 1. --cassette; 2. `cassette` in the exercise's `pytest.ini`.

    Raises:
        pytest.UsageError: neither names one.
    """
    if path := config.getoption("--cassette"):
        return Path(path)
    if not (name := config.getini("cassette")):
        raise pytest.UsageError(
            "nothing to grade: name a cassette (--cassette=FILE, or `cassette = FILE` in "
            "pytest.ini), or grade a subscription (--live)"
        )
    return config.rootpath / str(name)


def played_cassette(config: pytest.Config) -> Cassette | None:
    """The cassette that answers this run; `None` in a live run."""
    session = config.stash.get(SESSION, None)
    return session.cassette if session else None


def recorded_options(config: pytest.Config) -> dict[str, str | None]:
    """The options of the recorded run; empty in a live run.

    Keys: subscription (a pseudonym), notebook (a path, if it is there), and the exercise's own, as
    `pytest_options_to_record` named them; each `None` if there was none.
    """
    cassette = played_cassette(config)
    if cassette is None:
        return {}
    options = dict(cassette.recorded.options)
    notebook = recorded_notebook.find(cassette_path(config), cassette.recorded)
    options["notebook"] = str(notebook) if notebook else None
    return options


def chosen(config: pytest.Config, name: str) -> str | None:
    """The value of an option that holds in this run.

    Precedence: 1. the command line; 2. what the cassette was recorded with.
    """
    return config.getoption(name) or recorded_options(config).get(name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the sockets closed: pytest-socket opens them after each test without its mark."""
    if not config.getoption("--live"):
        for item in items:
            item.add_marker(pytest.mark.disable_socket)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Iterator[None]:
    """Note an interruption before the cassette is written; say last why it was not."""
    cut_short = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR)
    session.config.stash[INTERRUPTED] = exitstatus in cut_short
    yield
    if failure := session.config.stash.get(FAILURE, None):
        raise pytest.UsageError(failure)


@pytest.hookimpl(optionalhook=True)
def pytest_describe_submission(config: pytest.Config) -> str | None:
    """The cassette that a replayed run graded, and whether it is of Azure or of the emulator."""
    if (source := pytest_source_of_facts(config)) is None:
        return None
    at = datetime.fromisoformat(source["recorded_at"]).astimezone(UTC)
    whole = "" if source["complete"] else ", interrupted"
    example = f" {NOT_YOURS}" if _is_example(config) else ""
    return (
        f"Graded by suite {suite_version()} from a cassette, {source['recording']} "
        f"(SHA-256 {source['sha256'][:12]}...): of {SERVICES[source['against']]}, "
        f"recorded {at:%Y-%m-%d %H:%M} UTC by suite {source['recorded_by']}{whole}.{example}"
    )


def _is_example(config: pytest.Config) -> bool:
    """Whether the exercise's own cassette is graded, although an option speaks of a submission."""
    if config.getoption("--live") or config.getoption("--cassette"):
        return False
    return any(config.getoption(name, None) for name in OF_A_SUBMISSION)


OF_A_SUBMISSION = ("--notebook", "--resource-group", "--cat-url", "--dog-url", "--student")
"""Options that somebody gives for a submission."""

NOT_YOURS = (
    "This is the exercise's own example, not your submission: add --live to grade a subscription, "
    "or --cassette=FILE to grade a cassette."
)


SERVICES = {
    "azure": "Azure",
    "emulator": "the emulator, not of Azure",
    None: "an unknown service (nothing answered)",
}
"""What a cassette was recorded from, for the headline."""


@pytest.hookimpl(optionalhook=True)
def pytest_source_of_facts(config: pytest.Config) -> dict[str, Any] | None:
    """Where a replayed run's facts come from, for the reports."""
    session = config.stash.get(SESSION, None)
    if session is None or session.cassette is None:
        return None
    recorded = session.cassette.recorded
    return {
        "kind": "recording",
        "against": recorded.against if recorded.against in ("azure", "emulator") else None,
        "recording": cassette_path(config).name,
        "sha256": session.cassette.sha256,
        "recorded_at": recorded.at,
        "recorded_by": recorded.suite,
        "complete": recorded.complete,
    }


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say where the new cassette is."""
    if remark := config.stash.get(REMARK, None):
        terminalreporter.write_line(remark)


def require_writable(path: Path) -> None:
    """Refuse a place where the cassette could not be written, or would destroy something else.

    Raises:
        pytest.UsageError: the folder is not there or not writable, or something is there already.
    """
    if not path.parent.is_dir():
        raise pytest.UsageError(f"--record: there is no folder {path.parent}; make it first.")
    if not os.access(path.parent, os.W_OK):
        raise pytest.UsageError(f"--record: nothing can be written in the folder {path.parent}.")
    if path.suffix == ".ipynb":
        raise pytest.UsageError(f"--record: {path} is no name for a cassette; use FILE.yaml.")
    if path.exists():
        raise pytest.UsageError(
            f"--record: {path} is there already, and may be what a mark rests on; choose another "
            "name, or remove it first."
        )


def _keep(config: pytest.Config, recorder: Recorder) -> str:
    """Write the cassette, and the notebook beside it; the sentence that says so.

    An interrupted run's goes to `FILE.incomplete.yaml`: it must not take a whole one's place.
    """
    path: Path = config.getoption("--record")
    sign_in = config.stash.get(AZURE_SESSION, None)
    if not recorder.exchanges and not isinstance(sign_in, NoAnswer):
        return f"Nothing was recorded: nothing was asked. {path} was not written."
    if config.stash[INTERRUPTED]:
        path = recorded_notebook.free(path.with_suffix(f".incomplete{path.suffix}"))
    notebook: Path | None = config.getoption("--notebook")
    secrets = {**notebook_secrets(notebook), **known_secrets(recorder.exchanges, os.environ)}
    # Ids have a shape, by which all their spellings get one pseudonym.
    pseudonyms = Pseudonyms(known=tuple(value for value in secrets if not is_id(value)))
    exchanges = [scrubbed(exchange, pseudonyms) for exchange in recorder.exchanges]
    own = config.hook.pytest_options_to_record(config=config)
    beside = recorded_notebook.place_beside(path)
    kept = {
        **dict(chain.from_iterable(map(dict.items, own))),
        "notebook": beside.name if notebook else None,
    }
    kept = {**scrubbing.scrub_data(kept, pseudonyms), "subscription": asked_about(exchanges)}
    texts = {beside: scrubbed_notebook(notebook, pseudonyms)} if notebook else {}
    recorded = described(
        exchanges,
        recorder.answered,
        options=kept,
        complete=not config.stash[INTERRUPTED],
        sign_in=_silence(sign_in, pseudonyms),
        notebook_sha256=file.text_digest(texts[beside].encode()) if notebook else "",
    )
    texts[path] = file.written(Cassette(recorded, exchanges))
    for text in texts.values():
        _require_clean(text, secrets)
    for target, text in texts.items():
        replace_file(target, text)
    sha256 = hashlib.sha256(texts[path].encode()).hexdigest()
    return f"Recorded {len(exchanges)} exchanges: {path}\nIts SHA-256, to be noted down: {sha256}"


def _silence(sign_in: object, pseudonyms: Pseudonyms) -> dict[str, str]:
    if not isinstance(sign_in, NoAnswer):
        return {}
    words = {"reason": sign_in.reason, "cure": sign_in.cure}
    return {name: scrubbing.scrub_text(text, pseudonyms) for name, text in words.items()}


def _require_clean(text: str, secrets: Mapping[str, str]) -> None:
    if what := scrubbing.remaining(text, secrets):
        raise SecretLeft(f"{what} would have stood in it, which is a fault of the suite")
