"""The checks that the features ask, read as a grading reads them."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd.feature import get_features
from pytest_bdd.parser import ScenarioTemplate

from acceptance.verdicts import tags
from acceptance.verdicts.verdict import Check

ROOT = Path(__file__).resolve().parents[2]
FEATURES = get_features([str(path) for path in sorted((ROOT / "features").glob("*.feature"))])
SCENARIOS: list[ScenarioTemplate] = [
    scenario for feature in FEATURES for scenario in feature.scenarios.values()
]


def scenarios_of_the_features() -> list[tags.Scenario]:
    """Each scenario with its own tags and its feature's."""
    return [
        tags.Scenario(
            title=template.name,
            task_title=template.feature.name,
            tags=frozenset(template.tags | template.feature.tags),
            description=template.description,
            file=Path(template.feature.filename).name,
            line=template.line_number,
        )
        for template in SCENARIOS
    ]


def checks_of_the_features() -> list[Check]:
    """Each check and each scenario of information."""
    return [tags.read(scenario) for scenario in scenarios_of_the_features()]
