"""`python -m azure_emulator`: serve a new cloud until Ctrl-C, or around one command."""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import TypeVar

from azure_emulator import settings, state_file
from azure_emulator.client_environment import FORMS, shown
from azure_emulator.cloud import Cloud
from azure_emulator.connections import bear_more
from azure_emulator.fault_rules import GRAMMAR, MOST_RULES
from azure_emulator.keeping import UnreadableError
from azure_emulator.request_log import RequestLog, writing
from azure_emulator.server import Emulator, running

Option = TypeVar("Option")

NOT_FOUND, NOT_EXECUTABLE, BAD_USE = 127, 126, 2
"""Exit statuses, as shells have them."""


class StateError(Exception):
    """The cloud cannot be loaded or kept; the message says why."""


class LogError(Exception):
    """The request log cannot be written; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 after Ctrl-C; with `--exec` the command's own status, 127 if there is no such command,
        126 if it cannot be run, 128 + the signal's number if a signal ended it.

    Raises:
        SystemExit: 2 with a message, for options that make no sense.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.exec is not None and not options.exec:
        parser.error("--exec needs a command after it")
    if len(options.fault) > MOST_RULES:
        parser.error(f"argument --fault: {len(options.fault)} are more than {MOST_RULES}")
    if options.clock and options.pace:
        parser.error("--clock needs --pace 0: while no time passes, nothing is ever done")
    cloud = settings.new_cloud(
        pace=options.pace,
        latency=options.latency,
        limits=options.limits,
        images=options.images,
        faults=options.fault,
        seed=options.seed,
        clock=options.clock,
    )
    bear_more()
    try:
        with (
            _terminable(),
            _logged(cloud, options.log) as log,
            _kept(cloud, options.state),
            running(cloud, options.port, log) as emulator,
        ):
            if options.exec is not None:
                return _execute(options.exec, emulator.environment)
            return _serve(emulator, options.env)
    except (StateError, LogError) as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_USE
    except OSError as error:
        print(f"error: cannot serve on port {options.port}: {error.strerror}", file=sys.stderr)
        return BAD_USE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m azure_emulator",
        description="Emulate Azure, empty and new, for processes that go through its proxy.",
        epilog="Without --exec, it prints the variables that such a process needs, as a shell "
        'reads them: eval "$(python -m azure_emulator &)"',
    )
    parser.add_argument(
        "--images",
        type=_option(settings.folder),
        metavar="DIR",
        help="the folder with the images that are fetched by URL, found by file name "
        "(default: cats and dogs drawn by the emulator)",
    )
    parser.add_argument(
        "--pace",
        type=_option(settings.factor),
        default=1.0,
        metavar="FACTOR",
        help="multiply how long operations take, such as training; 0 is immediate (default: 1)",
    )
    parser.add_argument(
        "--latency",
        type=_option(settings.latency),
        default=timedelta(0),
        metavar="TIME",
        help="let each answer take so long on its way, as 150ms or 0.15 (default: 0)",
    )
    parser.add_argument(
        "--limits",
        action="store_true",
        help="hold the rate limits of Custom Vision's tiers and of Resource Manager",
    )
    parser.add_argument(
        "--fault",
        type=_option(settings.fault),
        action="append",
        default=[],
        metavar="RULE",
        help=f"let something go wrong: {GRAMMAR}; may be given several times",
    )
    _add_repeatable(parser)
    _add_serving(parser)
    parser.add_argument(
        "--exec",
        nargs=argparse.REMAINDER,
        metavar="CMD",
        help="run one command there, with its arguments, and exit with its status; last option",
    )
    return parser


def _add_serving(parser: argparse.ArgumentParser) -> None:
    """Where the cloud is kept and served, and what is told of that."""
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep the cloud: load it from this file if it is there, and save it there at the end",
    )
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="the proxy's port (default: a free one)"
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="FILE",
        help="write a line of JSON for each request at the end of this file, or to standard error "
        "(-): when, what, by whom, and what became of it; no secret",
    )
    parser.add_argument(
        "--env",
        choices=FORMS,
        default=FORMS[0],
        help="the form in which the variables are printed (default: %(default)s)",
    )


def _add_repeatable(parser: argparse.ArgumentParser) -> None:
    """What makes two clouds answer the same requests by the same answers, keys aside."""
    parser.add_argument(
        "--seed", metavar="TEXT", help="draw ids by this, the same each time (default: new ones)"
    )
    parser.add_argument(
        "--clock",
        type=_option(settings.instant),
        metavar="TIME",
        help="let the cloud's clock begin at this time, ISO 8601, and move on by a second with "
        "each request that writes (default: it runs)",
    )


def _option(read: Callable[[str], Option]) -> Callable[[str], Option]:
    """The same reader for argparse, which shows its users what such an error says."""

    def option(text: str) -> Option:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return option


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return int(text)


def _serve(emulator: Emulator, form: str) -> int:
    with suppress(KeyboardInterrupt):
        print(
            f"Azure is emulated behind {emulator.proxy_url}, for processes with the variables that "
            f"are printed here. Stop with Ctrl-C, or end process {os.getpid()}.\n"
            "For PowerShell and others: --env. Or start a command with them right away: "
            "python -m azure_emulator --exec CMD ...",
            file=sys.stderr,
        )
        print(shown(emulator.environment, form), flush=True)
        if not sys.stdout.isatty():
            # eval "$(python -m azure_emulator &)" reads to the end, and must not be kept waiting.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        while True:  # Not an event: on Windows, Ctrl-C does not end the wait for one.
            time.sleep(3600)
    return 0


def _execute(command: Sequence[str], environment: Mapping[str, str]) -> int:
    try:
        process = subprocess.Popen(command, env={**os.environ, **environment})  # noqa: S603 - the user's own command is what is asked for.
    except FileNotFoundError:
        print(f"error: there is no command {command[0]!r}", file=sys.stderr)
        return NOT_FOUND
    except OSError as error:
        print(f"error: cannot run {shlex.join(command)}: {error.strerror}", file=sys.stderr)
        return NOT_EXECUTABLE
    try:
        status = _wait(process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    return 128 - status if status < 0 else status


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait until the command ends; what Ctrl-C means is the command's to decide."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # At a terminal, Ctrl-C goes to all its processes; elsewhere it came to this one alone.
            if not sys.stdin.isatty() and os.name == "posix":
                process.send_signal(signal.SIGINT)


@contextmanager
def _kept(cloud: Cloud, file: Path | None) -> Iterator[None]:
    """Load the cloud from a file before the block, if it is there, and save it afterwards.

    Raises:
        StateError: the file is none of the emulator's, or cannot be read or written.
    """
    if file is None:
        yield
        return
    if not file.parent.is_dir():  # Better said now than when there is a cloud to lose.
        raise StateError(f"the cloud cannot be kept in {file}: there is no such folder")
    try:
        if file.exists():
            state_file.load(cloud, file)
    except (UnreadableError, OSError) as error:
        raise StateError(f"{file} cannot be loaded: {_reason(error)}") from error
    try:
        yield
    finally:
        try:
            state_file.save(cloud, file)
        except OSError as error:
            raise StateError(f"the cloud cannot be kept in {file}: {_reason(error)}") from error


@contextmanager
def _logged(cloud: Cloud, file: Path | None) -> Iterator[RequestLog | None]:
    """A request log for the block, if it is wanted.

    Raises:
        LogError: it cannot be written.
    """
    with ExitStack() as stack:
        try:
            log = stack.enter_context(writing(cloud, file))
        except OSError as error:
            raise LogError(f"the log cannot be written to {file}: {_reason(error)}") from error
        yield log


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM raise SystemExit in the block, so that files, ports and the command end too."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
