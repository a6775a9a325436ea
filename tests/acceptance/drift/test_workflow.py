"""The weekly workflow: it costs nobody anything unasked, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.harness.commands import ROOT


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    """The file's content."""
    text = (ROOT / ".github" / "workflows" / "drift.yml").read_text()
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def test_it_does_nothing_unless_it_was_set_up(workflow: dict[str, Any]) -> None:
    """A repository's variable turns it on; one run at a time, and no right beyond what it does."""
    job = workflow["jobs"]["drift"]
    assert job["if"] == "vars.DRIFT == 'weekly'"
    assert workflow["concurrency"]["group"] == "drift"
    assert workflow["permissions"] == {"contents": "read"}
    assert job["permissions"] == {"contents": "read", "id-token": "write", "issues": "write"}
    assert "secrets." not in str(workflow)


def test_whatever_fails_all_is_taken_down(workflow: dict[str, Any]) -> None:
    """After a sign-in of its own; and the cassette is kept."""
    steps = workflow["jobs"]["drift"]["steps"]
    always = [step for step in steps if step.get("if") == "always()"]
    assert ["--destroy --yes" in step.get("run", "") for step in always] == [False, False, True]
    assert [step.get("uses", "").partition("@")[0] for step in always[:2]] == [
        "actions/upload-artifact",
        "azure/login",
    ]


def test_it_grades_azure_alone(workflow: dict[str, Any]) -> None:
    """Recorded, and compared by the command that the documents name."""
    said = " ".join(step.get("run", "") for step in workflow["jobs"]["drift"]["steps"])
    for words in (
        "--require-azure",
        "--record=build/drift/azure.yaml",
        "acceptance.cassettes diff",
    ):
        assert words in said
