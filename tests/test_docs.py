"""The documents are true: what they name exists, and what they show is what one sees."""

import json
import re
from pathlib import Path

import pytest

from tests.harness.commands import ROOT, run

README = ROOT / "README.md"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = ("pytest", "azure_emulator", "acceptance.evidence", "solution")


def text(path: Path) -> str:
    """A document as text."""
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def options() -> dict[str, set[str]]:
    """The long options of each command, from its own help."""
    found = {
        name: set(re.findall(r"--[a-z][a-z-]+", run(name, "--help").stdout)) for name in COMMANDS
    }
    ours = (
        run("pytest", "--help")
        .stdout.partition("\nthe submission to grade:\n")[2]
        .partition("\n\n")[0]
    )
    return found | {"grading": set(re.findall(r"^  (--[a-z-]+)", ours, re.MULTILINE))}


def test_the_readme_fits_in_150_lines() -> None:
    """The README is a face, not a manual."""
    assert len(text(README).splitlines()) <= 150


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    """Every relative link of a document leads to a file of the project."""
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(path))
    assert not [link for link in links if "://" not in link and not (path.parent / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_their_options_exist(path: Path, options: dict[str, set[str]]) -> None:
    """Every option that a document gives to one of our commands is in that command's help."""
    for name in COMMANDS:
        for line in re.findall(rf"python -m {name}\b([^`\n&]*)", text(path)):
            ours, _, other = line.partition("--exec ")
            assert set(re.findall(r"--[a-z][a-z-]+", ours)) <= options[name], line
            assert not other or name == "azure_emulator"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    """Every `make target` of a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = re.findall(r"(?:\$ |`)make ([a-z]+)", text(path))
    assert set(named) <= targets


def test_every_grading_option_is_documented(options: dict[str, set[str]]) -> None:
    """The README names each option of a grading."""
    assert options["grading"] >= {"--live", "--notebook"}
    assert not {option for option in options["grading"] if option not in text(README)}


def test_the_readme_shows_what_one_sees() -> None:
    """The table in the README is the end of what `make grade` prints."""
    shown = re.search(r"\$ make grade\n(.*?)```", text(README), re.DOTALL)
    assert shown, "the README shows no output of make grade"
    printed = {
        line.rstrip() for line in run("pytest", "-p", "no:cacheprovider").stdout.splitlines()
    }
    lines = [line.rstrip() for line in shown[1].splitlines() if line.strip() not in ("", "...")]
    stable = [line for line in lines if not re.search(r"in \d+\.\d+s", line)]
    assert stable
    assert not [line for line in stable if line not in printed]


def test_the_least_role_is_a_role_definition() -> None:
    """`fixtures/roles.json` is what `az role definition create` takes, and writes nothing."""
    role = json.loads(text(ROOT / "fixtures" / "roles.json"))
    assert {"Name", "Description", "Actions", "AssignableScopes"} <= role.keys()
    reads = {action for action in role["Actions"] if action.endswith("/read")}
    assert set(role["Actions"]) - reads == {"Microsoft.CognitiveServices/accounts/listKeys/action"}


def test_the_changelog_has_a_place_for_the_unreleased() -> None:
    """A change has its line for readers, and a rubric section of its own."""
    assert "## [Unreleased]" in text(ROOT / "CHANGELOG.md")
    assert "### Rubric" in text(ROOT / "CHANGELOG.md")
