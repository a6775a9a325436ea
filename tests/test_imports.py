"""The architecture, as far as a linter of imports cannot hold it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("fixtures", "src", "steps")
REACHES_AZURE = (
    "fixtures",
    "src/acceptance/azure",
    "src/acceptance/cassettes",
    "src/acceptance/session",
    "src/classroom/secret_places/key_vault.py",
    "src/solution",
)


def sources() -> Iterator[Path]:
    """Every module of the product."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level names that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_causes_import_nothing() -> None:
    """The lowest module imports nothing at all."""
    assert imported(ROOT / "src" / "acceptance" / "causes.py") == set()


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_fits_a_small_room(path: Path) -> None:
    """No module of the product is longer than 400 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    """No function's body, its docstring apart, is longer than 50 lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            assert (node.end_lineno or 0) - first.lineno < 50, node.name


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_fixtures_and_the_solution_speak_to_azure(path: Path) -> None:
    """Outside `fixtures/` and `solution/` nobody imports an Azure SDK, even indirectly by name."""
    if not path.relative_to(ROOT).as_posix().startswith(REACHES_AZURE):
        assert not imported(path) & {"azure", "msrest", "vcr"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A module is named for a noun of the exercise or of Azure."""
    vague = {"utils", "helpers", "common", "base", "manager", "misc"}
    assert not [path for path in sources() if path.stem in vague]


def test_asking_for_help_imports_no_sdk() -> None:
    """`pytest --help` and collection do not pay for Azure's SDKs, vcrpy or nbformat."""
    script = (
        "import sys, pytest; pytest.main(['--collect-only', '-q']);"
        "heavy = {'azure', 'msrest', 'vcr', 'nbformat'} & set(sys.modules);"
        "print('HEAVY', sorted(heavy))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "HEAVY []" in run.stdout
