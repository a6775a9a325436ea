"""Finds the definition of a step at once.

pytest-bdd asks pytest, for each step of each scenario, for every fixture there is, and then whether
that defines a step and fits this one: some 100 questions a step. But every definition is known from
its import on, and the name of its fixture begins with its type and sentence. So it is asked for
those alone whose sentence fits; what is visible and what outranks what is still for pytest to say,
and what is missing, for pytest-bdd.
"""

import importlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import pytest
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepNamePrefix, step_function_context_registry

from acceptance.verdicts.plugin import template_of

_STEP: Final = StepNamePrefix.step_def.value
"""How the name of the fixture of each definition begins."""

_NUMBER: Final = re.compile(r"_[0-9]+\Z")
"""What pytest-bdd appends to the name of a second definition of the same sentence in a module."""


def pytest_configure(config: pytest.Config) -> None:
    """Look up so, until the run ends."""
    patch = pytest.MonkeyPatch()
    # By its name: `pytest_bdd.scenario` is a function.
    patch.setattr(importlib.import_module("pytest_bdd.scenario"), "find_fixturedefs_for_step", find)
    config.add_cleanup(patch.undo)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look once through all definitions for each step that is selected."""
    templates = filter(None, map(template_of, session.items))
    for step in (step for template in templates for step in template.steps):
        _fitting(step.type, step.name, len(step_function_context_registry))


def find(step: Step, fixturemanager: Any, node: Any) -> Iterator[Any]:
    """The fixtures that define this step for this node, in the order of their names."""
    fitting = _fitting(step.type, step.name, len(step_function_context_registry))
    for name in get_fixture_names(fixturemanager=fixturemanager):
        if fitting.isdisjoint(_sentences(name)):
            continue
        for definition in getfixturedefs(fixturemanager, name, node) or ():
            context = step_function_context_registry.get(definition.func)
            if context is not None and _fits(context, step.type, step.name):
                yield definition


@lru_cache(maxsize=4096)
def _sentences(name: str) -> tuple[str, ...]:
    """The name of a fixture, and what it is if its end is a number of pytest-bdd's."""
    return (name, _NUMBER.sub("", name)) if name.startswith(_STEP) else ()


@lru_cache(maxsize=4096)
def _fitting(kind: str, sentence: str, _known: int) -> frozenset[str]:
    """The names of fixtures, without their numbers, of the definitions that fit a step.

    Args:
        _known: how many definitions there are: with another one, it is looked again.
    """
    return frozenset(
        f"{_STEP}_{context.type or '*'}_{context.parser.name}"
        for context in list(step_function_context_registry.values())
        if _fits(context, kind, sentence)
    )


def _fits(context: Any, kind: str, sentence: str) -> bool:
    return context.type in (None, kind) and bool(context.parser.is_matching(sentence))
