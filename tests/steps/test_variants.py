"""The labels by which a fix follows the finding: what the code says, the features have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from acceptance.verdicts import tags
from tests.harness.features import checks_of_the_features, scenarios_of_the_features

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted([*(ROOT / "steps").rglob("*.py"), *(ROOT / "fixtures").rglob("*.py")])
CHECKS = {check.id: check for check in checks_of_the_features() if check.id}
OWNERS = tags.owners(scenarios_of_the_features())
KNOWN = {label for check in checks_of_the_features() for label in check.variants}


class Use(NamedTuple):
    """One label in the code: where, and of which thing (empty if that is not written there)."""

    place: str
    label: str
    thing: str


def uses() -> Iterator[Use]:
    """Every label that steps and fixtures give."""
    for path in MODULES:
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                yield from uses_of_a_call(node, f"{path.parent.name}/{path.name}:{node.lineno}")


def uses_of_a_call(call: ast.Call, place: str) -> Iterator[Use]:
    """The labels that one call gives, by name."""
    first = call.args[0] if ast.unparse(call.func) == "NotThere" else None
    thing = first.value if isinstance(first, ast.Constant) else ""
    for argument in call.keywords:
        if argument.arg == "variant":
            for node in ast.walk(argument.value):
                if isinstance(node, ast.Constant) and node.value:
                    yield Use(place, str(node.value), str(thing))


USES = list(uses())


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.label}")
def test_a_label_of_the_code_stands_in_the_feature(use: Use) -> None:
    """In the description of the check that owns the thing, if that is known, or else anywhere."""
    known = CHECKS[OWNERS[use.thing]].variants if use.thing else KNOWN
    assert use.label in known


@pytest.mark.parametrize("label", sorted(KNOWN))
def test_a_label_of_the_features_is_given_by_the_code(label: str) -> None:
    """An instructor who rewords a label is told: it is the link between finding and fix."""
    assert label in {use.label for use in USES}


def test_a_label_is_given_by_name() -> None:
    """So that it is found: by this module, and by whoever looks for the text."""
    limits = {"NotThere": 2, "Otherwise": 1}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                limit = limits.get(ast.unparse(node.func), len(node.args))
                assert len(node.args) <= limit, f"{path.name}:{node.lineno}"


def test_a_variant_fits_a_screen() -> None:
    """Who fails reads one paragraph, not a manual."""
    texts = [text for check in CHECKS.values() for text in (check.fix, *check.variants.values())]
    assert max(map(len, texts)) <= 600
