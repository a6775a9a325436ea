"""The features as written: every sentence has one meaning, every number one place."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.parser import ScenarioTemplate, Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path for path in (ROOT / "steps").glob("*.py") if path.stem not in ("__init__", "test_features")
)
FEATURES = get_features([str(path) for path in sorted((ROOT / "features").glob("*.feature"))])
SCENARIOS: list[ScenarioTemplate] = [
    scenario for feature in FEATURES for scenario in feature.scenarios.values()
]
STEPS: list[Step] = [step for scenario in SCENARIOS for step in scenario.steps] + [
    step for feature in FEATURES if feature.background for step in feature.background.steps
]
SENTENCES = sorted({(step.type, step.name) for step in STEPS})


def definitions() -> list[StepFunctionContext]:
    """Every definition of a sentence, as pytest-bdd has noted it."""
    ours = {importlib.import_module(f"steps.{path.stem}").__name__ for path in MODULES}
    noted = step_function_context_registry.values()
    return [one for one in noted if one.step_func.__module__ in ours]


def fitting(kind: str, sentence: str) -> list[StepFunctionContext]:
    """The definitions that fit a sentence."""
    return [one for one in definitions() if one.type == kind and one.parser.is_matching(sentence)]


@pytest.mark.parametrize(("kind", "sentence"), SENTENCES)
def test_a_sentence_has_exactly_one_definition(kind: str, sentence: str) -> None:
    """pytest-bdd would take one of several silently, and miss none before the run."""
    assert len(fitting(kind, sentence)) == 1


def test_every_definition_is_used() -> None:
    """A definition that no feature says is dead."""
    used = [id(one) for kind, sentence in SENTENCES for one in fitting(kind, sentence)]
    assert [one.parser.name for one in definitions() if id(one) not in used] == []


def tags(name: str) -> list[str]:
    """The argument of every tag of that name, in order."""
    found = [re.fullmatch(rf"{name}\((.+)\)", tag) for one in SCENARIOS for tag in sorted(one.tags)]
    return [match[1] for match in found if match]


@pytest.mark.parametrize("name", ["check", "owns"])
def test_an_id_is_used_once(name: str) -> None:
    """Two checks of one id, or two owners of a thing, would make rows ambiguous."""
    assert [value for value, number in Counter(tags(name)).items() if number > 1] == []


def test_no_scenario_is_lost() -> None:
    """Of two scenarios with one title in a feature, pytest-bdd keeps the last without a word."""
    written = sum(
        len(re.findall(r"^ *Scenario:", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / "features").glob("*.feature")
    )
    assert written == len(SCENARIOS) == len({scenario.name for scenario in SCENARIOS})


def test_the_points_sum_to_a_hundred() -> None:
    """A score is a percentage; an information scenario has none."""
    assert sum(map(int, tags("points"))) == 100
    assert len(tags("points")) == len(tags("check"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_scenario_is_short_and_helps(scenario: ScenarioTemplate) -> None:
    """A title of at most eight words that states; at most four steps, one Then; a hint."""
    words = scenario.name.split()
    assert len(words) <= 8
    assert not {"verify", "check", "should", "and"} & {word.casefold() for word in words}
    own = [step.type for step in scenario.steps if step.background is None]
    assert len(own) <= 4
    assert own.count("then") == 1
    assert len(scenario.description.split()) >= 10


def constants() -> set[str]:
    """The names and numbers of the exercise: whatever stands in quotes, and every count."""
    text = "\n".join(step.name for step in STEPS)
    return set(re.findall(r'"([^"]+)"', text)) | set(re.findall(r"\b(?!1\b)\d+\b", text))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_constant_of_the_exercise_stands_in_a_step(module: Path) -> None:
    """An instructor changes names, counts and thresholds in the features, and nowhere else."""
    text = module.read_text(encoding="utf-8")
    found = {constant for constant in constants() if re.search(rf"\b{re.escape(constant)}\b", text)}
    # `100` is what a percentage is of; `General` and `cat` and the like must not be there.
    assert found - {"100"} == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_step_is_short_and_asserts_once(module: Path) -> None:
    """At most eight lines in a body; a Then asserts or requires once, a Given and a When never."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.split("_")[0] in (
            "given",
            "when",
            "then",
        ):
            lines = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert lines <= 8, node.name
            assert judgements(node) == node.name.startswith("then_"), node.name


def judgements(step: ast.FunctionDef) -> int:
    """How often a step judges: by each assert, or else by its last statement's `require_...`.

    A Given may require what its check does not own; then the check is blocked, not judged.
    """
    asserts = [inner for inner in ast.walk(step) if isinstance(inner, ast.Assert)]
    # What cannot be false needs no message; what can must say what was found.
    assert all(statement.msg for statement in asserts), step.name
    if asserts or not step.name.startswith("then_"):
        return len(asserts)
    return int(bool(re.search(r"\.?require_\w+\(", ast.unparse(step.body[-1]))))
