"""The exit status is the verdicts', whoever reads what is printed, and whether anybody does."""

import sys
from collections.abc import Generator

import pytest

from acceptance.output import unfailing


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Give pytest streams that may break, or be closed from the beginning."""
    sys.stdout, sys.stderr = unfailing(sys.stdout), unfailing(sys.stderr)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main() -> Generator[None, object, object]:
    """Leave nothing to be written, as pytest makes of a failure a status that means not met."""
    try:
        return (yield)
    finally:
        sys.stdout, sys.stderr = unfailing(sys.stdout), unfailing(sys.stderr)
        sys.stdout.flush()
