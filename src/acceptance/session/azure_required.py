"""`--require-azure`: a pipeline that must not take the emulator for Azure."""

import sys
from collections.abc import Generator, Iterable
from typing import Final, NoReturn

import pytest

from acceptance.cassettes.file import Cassette, Exchange
from acceptance.plain_text import plain
from acceptance.session.credentials import TRANSPORT
from acceptance.session.recording import cassette_path, played_cassette

NOT_AZURE: Final = 7
"""The exit status of a run that would have graded something else than Azure, and did not."""

MARK: Final = "x-emulated-by"
"""The header of every answer of the emulator."""


REFUSED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the option."""
    parser.getgroup("submission", "the submission to grade").addoption(
        "--require-azure",
        action="store_true",
        help="grade only what Azure itself answered: the emulator, and a cassette that is not "
        f"known to be of Azure, are refused with status {NOT_AZURE} (default: grade them, too)",
    )


def require_azure(config: pytest.Config) -> None:
    """End a run of something else, if that was asked for; called before anything is graded.

    Raises:
        pytest.UsageError: saying what would have been graded; it ends with the status `NOT_AZURE`.
    """
    if not config.getoption("--require-azure", False):
        return
    if (cassette := played_cassette(config)) and (what := _otherwise(cassette)):
        _refuse(config, f"the cassette {plain(cassette_path(config).name)} {what}")
    transport = config.stash.get(TRANSPORT, None)
    if transport and transport.emulated:
        _refuse(config, "the emulator answers here instead of Azure (HTTPS_PROXY leads to it)")


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Give the refusal its own exit status; pytest has one for all errors of usage."""
    try:
        return (yield)
    except pytest.UsageError as error:
        if not config.stash.get(REFUSED, False):
            raise
        sys.stderr.write(f"ERROR: {error}\n")
        return NOT_AZURE


def _otherwise(cassette: Cassette) -> str:
    """What a cassette is of, if not of Azure."""
    against = cassette.recorded.against
    if against == "emulator" or _is_emulated(cassette.exchanges):
        return "was recorded from the emulator"
    return "" if against == "azure" else "does not say that it was recorded from Azure"


def _is_emulated(exchanges: Iterable[Exchange]) -> bool:
    """Whether an answer bears the emulator's mark, whatever the cassette says of itself."""
    return any(MARK in exchange.get("response", {}).get("headers", ()) for exchange in exchanges)


def _refuse(config: pytest.Config, what: str) -> NoReturn:
    config.stash[REFUSED] = True
    raise pytest.UsageError(f"--require-azure: {what}; nothing was graded.")
