"""Other plugins beside this suite's: with these the verdicts are the same, or nothing is graded."""

import sys

import pytest

WITHOUT_ASSERTS = "Python leaves out the asserts on which verdicts rest; run it without that"

NEEDED = ("pytest-bdd", "socket", "python", "skipping", "terminal")
"""Plugins of others without which nothing can be graded, by the names that `-p no:NAME` takes."""

ONE_PROCESS = "a submission is graded by one process, which asks Azure once; leave it out"
ELSEWHERE = {
    "numprocesses": ("-n", ONE_PROCESS),
    "tx": ("--tx", ONE_PROCESS),
    "looponfail": ("--looponfail", "a submission is graded once; leave it out"),
    "forked": ("--forked", ONE_PROCESS),
}
"""Options of other plugins that run checks where their verdicts are lost: name, and why not."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Refuse what would lose verdicts, before the other plugin takes over.

    Raises:
        pytest.UsageError: naming the option, or the variable.
    """
    if sys.flags.optimize:
        raise pytest.UsageError(f"PYTHONOPTIMIZE, python -O: {WITHOUT_ASSERTS}")
    for option, (name, why) in ELSEWHERE.items():
        if getattr(config.option, option, None):
            raise pytest.UsageError(f"{name}: {why}")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse a run without a plugin that it needs.

    Raises:
        pytest.UsageError: naming it.
    """
    blocked = [name for name in (*NEEDED, *_own(config)) if config.pluginmanager.is_blocked(name)]
    if blocked:
        raise pytest.UsageError(f"-p no:{blocked[0]}: nothing can be graded without it")


def _own(config: pytest.Config) -> list[str]:
    """The plugins that a conftest.py names."""
    # By their names: a plugin need not be hashable, as `get_plugins` would have it.
    plugins = [plugin for _, plugin in config.pluginmanager.list_name_plugin()]
    lists = [getattr(plugin, "pytest_plugins", ()) for plugin in plugins]
    return [name for names in lists if isinstance(names, list) for name in names]
