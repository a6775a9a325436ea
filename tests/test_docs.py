"""The documents are true: what they name exists, and what they show is what one sees."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from classroom.cli import VERBS
from tests.harness.commands import ROOT, run

README = ROOT / "README.md"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md",
]
CALLED = {"pytest": r"(?:python -m pytest|\./grade)"}
"""How else a command is called in a document."""

COMMANDS = ("pytest", "azure_emulator", "acceptance.evidence", "classroom", "solution")


def text(path: Path) -> str:
    """A document as text."""
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def options() -> dict[str, set[str]]:
    """The long options of each command, from its own help."""
    found = {
        name: set(re.findall(r"--[a-z][a-z-]+", run(name, "--help").stdout)) for name in COMMANDS
    }
    found["solution"] |= set(
        re.findall(r"--[a-z][a-z-]+", run("solution", "class", "--help").stdout)
    )
    for verb in VERBS:
        found["classroom"] |= set(
            re.findall(r"--[a-z][a-z-]+", run("classroom", verb, "--help").stdout)
        )
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
        for line in re.findall(rf"{CALLED.get(name, f'python -m {name}')}\b([^`\n&]*)", text(path)):
            ours, _, other = line.partition("--exec ")
            assert set(re.findall(r"--[a-z][a-z-]+", ours)) <= options[name], line
            assert not other or name == "azure_emulator"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    """Every `make target` of a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = re.findall(r"(?:\$ |`)make ([a-z]+)", text(path))
    assert set(named) <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_exist(path: Path) -> None:
    """What a document names in one of the project's folders is there."""
    folders = (
        "src|tests|docs|features|steps|fixtures|requirements|benchmarks|solution|azure_emulator"
    )
    named = re.findall(rf"`((?:{folders}|acceptance)/[\w./-]*)`", text(path))
    assert not [
        name for name in named if not (ROOT / name).exists() and not (ROOT / "src" / name).exists()
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_are_known_ones(path: Path) -> None:
    """A console shows our commands, whose options other tests compare, or Azure's, and set-up."""
    ours = r"python -m (pytest|azure_emulator|classroom|solution|acceptance\.\w+|tests\.\w[\w.]+)"
    known = rf"\./grade|\./class|dask|export|make|mkdir -p|az|py -3 -m venv|{ours}"
    windows = r"\.venv\\Scripts\\python -m (pip|pytest|azure_emulator)"
    blocks = re.findall(r"```console\n(.*?)```", text(path), re.DOTALL)
    commands = re.findall(r"^[$>] (.*)$", "\n".join(blocks), re.MULTILINE)
    assert not [line for line in commands if not re.match(rf"({known}|{windows})\b", line)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_examples_that_need_nothing_else_run(path: Path) -> None:
    """A Python example with its own imports runs at the project's root."""
    for example in re.findall(r"```python\n(import .*?)```", text(path), re.DOTALL):
        done = subprocess.run(
            [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


EXAMPLES = [
    line
    for path in DOCUMENTS
    for block in re.findall(r"```(?:console|yaml)\n(.*?)```", text(path), re.DOTALL)
    for line in re.findall(r"^(?:\$|- run:) python -m pytest ?(.*)$", block, re.MULTILINE)
    if "--live" not in line
]
"""The options of each grading that a document shows and that needs no subscription."""


@pytest.mark.parametrize("options", EXAMPLES)
def test_a_grading_that_a_document_shows_works(options: str, tmp_path: Path) -> None:
    """With the exercise's cassette, and its files written elsewhere."""
    complete = ROOT / "fixtures" / "cassettes" / "complete.yaml"
    here = options.replace("evidence.yaml", str(complete)).replace('"$GITHUB_STEP_SUMMARY"', "s.md")
    words = [re.sub(r"^(--report=\w+:)", rf"\1{tmp_path}/", word) for word in here.split()]
    assert run("pytest", *words).returncode == 0


def test_the_sentences_on_the_terminal_are_shown() -> None:
    """The command of docs/reports.md shows each sentence, as it says, and each verdict."""
    (options,) = re.findall(
        r"python -m pytest (--gherkin-terminal-reporter.*)", text(ROOT / "docs" / "reports.md")
    )
    printed = run(
        "pytest",
        *options.split(),
        "features/1.1_resource_group.feature",
        "features/2.3_publish.feature",
    ).stdout
    for feature in (*ROOT.glob("features/1.1*"), *ROOT.glob("features/2.3*")):
        for sentence in re.findall(r"^ +((?:Given|When|Then) .*)$", text(feature), re.MULTILINE):
            assert sentence in printed
    assert "\n    met\n" in printed


def test_the_waivers_that_the_document_shows_are_read(tmp_path: Path) -> None:
    """An example is what one copies."""
    (example,) = re.findall(
        r"```yaml\n(- check:.*?)```", text(ROOT / "docs" / "verdicts.md"), re.DOTALL
    )
    (tmp_path / "waivers.yaml").write_text(example, encoding="utf-8")
    done = run("pytest", "1.1.1", f"--waivers={tmp_path / 'waivers.yaml'}")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_has_its_place_in_the_architecture() -> None:
    """The table of packages names each one under `src/acceptance`, and each other package."""
    packages = [path.parent.name for path in (ROOT / "src" / "acceptance").glob("*/__init__.py")]
    architecture = text(ROOT / "docs" / "architecture.md")
    assert packages
    for name in (*(f"acceptance.{name}" for name in packages), "azure_emulator", "solution"):
        assert f"`{name}`" in architecture, name


def test_every_grading_option_is_documented(options: dict[str, set[str]]) -> None:
    """The README names each option of a grading."""
    assert options["grading"] >= {"--live", "--notebook"}
    assert not {option for option in options["grading"] if option not in text(README)}


def test_the_readme_shows_what_one_sees() -> None:
    """The table in the README is the end of what `make grade` prints."""
    shown = re.search(r"\$ make grade\n(.*?)```", text(README), re.DOTALL)
    assert shown, "the README shows no output of make grade"
    printed = set(map(unpointed, run("pytest", "-p", "no:cacheprovider").stdout.splitlines()))
    lines = [line for line in shown[1].splitlines() if line.strip() not in ("", "...")]
    stable = [line for line in lines if not re.search(r"in \d+\.\d+s", line)]
    assert stable
    assert not [line for line in stable if unpointed(line) not in printed]


def unpointed(line: str) -> str:
    """A line of the table without its points, which move from check to check."""
    return re.sub(r" +\d+( of \d+ points|  (?=\w))|^(Score: )\d+ of", " ", line.rstrip())


def test_the_readme_shows_what_a_student_sees(tmp_path: Path) -> None:
    """The second example is what a student reads who called a tag "cats"."""
    shown = re.search(r"--live --notebook=\S+\n\.\.\.\n(.*?)```", text(README), re.DOTALL)
    assert shown, "the README shows no output of a live grading"
    notebook = tmp_path / "Image-Classification.ipynb"
    script = (
        f"{sys.executable} -m solution --mistake tag-in-the-plural --notebook {notebook}"
        f" --poll 0.05 && {sys.executable} -m pytest --live --notebook={notebook}"
    )
    done = run("azure_emulator", "--pace=0", "--exec", "sh", "-c", script)
    assert done.returncode == 1, done.stderr
    printed = [unpointed(line) for line in done.stdout.splitlines()]
    lines = [unpointed(line) for line in shown[1].splitlines() if line.strip()]
    assert [line for line in printed if line in lines][-len(lines) :] == lines


def test_the_students_command_ends_as_a_grading_does(tmp_path: Path) -> None:
    """Without a word of make's; elsewhere it says where it has to be run."""
    done = subprocess.run(
        [ROOT / "grade", "--live", "--notebook=nowhere.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr == "./grade: run it in the folder that it is in\n"
    for name in ("pytest.ini", "conftest.py"):
        (tmp_path / name).write_text("[pytest]" if name.endswith("ini") else "", encoding="utf-8")
    (tmp_path / "Makefile").write_text("ready:\n\t@:\n", encoding="utf-8")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "test_wrong.py").write_text("def test_wrong(): assert False", encoding="utf-8")
    done = subprocess.run(
        [ROOT / "grade", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "make" in done.stdout + done.stderr) == (1, False)


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
