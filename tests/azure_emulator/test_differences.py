"""`docs/differences.md` has a section for each service and host, and a row for each guess."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from azure_emulator.routing import Service
from azure_emulator.services import SERVICES

ROOT = Path(__file__).resolve().parents[2]
EMULATOR = ROOT / "src" / "azure_emulator"
PAGE = ROOT / "docs" / "differences.md"
REST = "everywhere"
"""The section of the modules that belong to no service."""

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def sections() -> dict[str, str]:
    """The page's second-level headings without their backquotes, and the text below each."""
    parts = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip((name.strip("`") for name in parts[1::2]), parts[2::2], strict=True))


def folders() -> list[str]:
    """The emulator's packages."""
    return sorted(path.parent.name for path in EMULATOR.glob("*/__init__.py"))


def named(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """What a module defines, by dotted name, with its first and last line, outer before inner."""
    yield "", 1, 10**6
    yield from _below(tree, "")


def _below(node: ast.AST, prefix: str) -> Iterator[tuple[str, int, int]]:
    before: ast.stmt | None = None
    for child in getattr(node, "body", []):
        if isinstance(child, Scope):
            name = f"{prefix}.{child.name}"
            yield name, child.lineno, child.end_lineno or 0
            yield from _below(child, name)
        elif isinstance(child, ast.Expr) and isinstance(before, ast.Assign | ast.AnnAssign):
            target = before.targets[0] if isinstance(before, ast.Assign) else before.target
            if isinstance(target, ast.Name):
                yield f"{prefix}.{target.id}", child.lineno, child.end_lineno or 0
        before = child


def said(source: str) -> Iterator[tuple[int, str]]:
    """The lines of comments and docstrings that speak of a guess."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_text = token.type == tokenize.STRING and token.string.lstrip("rR").startswith('"""')
        if is_text or token.type == tokenize.COMMENT:
            for offset, line in enumerate(token.string.splitlines()):
                if re.search(r"\bguess", line, re.IGNORECASE):
                    yield token.start[0] + offset, line


def guesses(source: str) -> set[str]:
    """The dotted names, each with a first dot, of what a module's guesses stand in."""
    places = list(named(ast.parse(source)))
    return {
        [name for name, first, last in places if first <= line <= last][-1]
        for line, _ in said(source)
    }


def module(path: Path) -> str:
    """The dotted name of a module, from the emulator down."""
    return ".".join(path.relative_to(EMULATOR).with_suffix("").parts)


def in_code(section: str) -> set[str]:
    """The guesses of a service, or of what belongs to none."""
    paths = EMULATOR.glob("*.py") if section == REST else (EMULATOR / section).rglob("*.py")
    return {
        module(path) + name for path in paths for name in guesses(path.read_text(encoding="utf-8"))
    }


def on_page(section: str) -> set[str]:
    """The code that a section's rows of guesses name."""
    rows = [line for line in sections()[section].splitlines() if line.startswith("| guess |")]
    return {name for row in rows for name in re.findall(r"`([a-z_]+\.[\w.]+)`", row)}


@pytest.mark.parametrize("section", [*folders(), REST])
def test_each_service_has_its_section(section: str) -> None:
    """A folder of the emulator is a heading of the page."""
    assert section in sections()


def test_no_section_is_left_over() -> None:
    """A heading is a folder of the emulator, or the rest."""
    assert set(sections()) == {*folders(), REST}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_each_host_is_named(service: Service) -> None:
    """A service's section names hosts that it answers, at least one for each pattern."""
    pattern = service.hosts
    lines = re.findall(r"^Hosts: (.+)$", sections()[service.name], re.MULTILINE)
    hosts = [host.replace("*", "any") for line in lines for host in re.findall("`([^`]+)`", line)]
    assert hosts
    assert all(re.fullmatch(pattern, host) for host in hosts)
    for branch in pattern.split("|") if "(" not in pattern else [pattern]:
        assert any(re.fullmatch(branch, host) for host in hosts), branch


@pytest.mark.parametrize("section", [*folders(), REST])
def test_each_guess_is_on_the_page(section: str) -> None:
    """What a docstring or comment calls a guess is in a row of guesses of its section."""
    assert in_code(section) - on_page(section) == set()


@pytest.mark.parametrize("section", [*folders(), REST])
def test_each_guess_on_the_page_is_in_the_code(section: str) -> None:
    """A row of guesses names code that says so."""
    assert on_page(section) - in_code(section) == set()


def test_the_page_can_be_read_in_one_sitting() -> None:
    """It has fewer than 300 lines, and a sentence does not go over two."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 300
    prose = [line for line in lines if line and not line.startswith(("#", "|", "-"))]
    assert [line for line in prose if not line.endswith((".", ":"))] == []


SAMPLE = '''"""A guess of the module."""

LIMIT = 5
"""How many. Guess: all of it."""

class Thing:
    """No doubt."""

    name: str = ""

    def of(self):
        """Something.

        A guess, by analogy.
        """

    def other(self):
        """Something else."""
        return 1  # A guess.

    def guess(self):
        return "a guess"
'''


def test_a_guess_is_found_where_it_stands() -> None:
    """In docstrings of all kinds and in comments; not in code, names or texts."""
    assert guesses(SAMPLE) == {"", ".LIMIT", ".Thing.of", ".Thing.other"}
