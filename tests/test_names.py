"""One word for each thing: the words that the glossary replaced do not come back.

The glossary itself is in docs/architecture.md.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MODULES = {
    "answers": "errors (what Azure refuses), serializers (what the emulator sends)",
    "bodies": "serializers",
    "breaking": "fault_server",
    "canaries": "leak_probe",
    "circumstances": "preconditions",
    "deeds": "actions",
    "discretion": "log_silencing",
    "emulator": "azure_emulator",
    "exchanges": "cassettes",
    "forking": "fault_matrix",
    "hostility": "hostile_input",
    "judged": "small_suite",
    "lateness": "deadline_plugin",
    "mishaps": "faults",
    "moments": "timestamps",
    "noted": "request_log",
    "outcomes": "causes",
    "pages": "notebook_edits",
    "pictures": "web_images",
    "refusals": "errors",
    "remarks": "templates",
    "replay": "player",
    "shapes": "response_schemas",
    "story": "scenario",
    "studio": "machine_learning",
    "tape": "recorder",
    "telling": "transcript",
    "waiving": "waivers_plugin",
    "watched": "tampering",
    "worlds": "submissions",
}
"""The old name of a module or folder -> what it is called."""

NAMES = {
    "AzureAnswer": "errors.ServiceError",
    "Deed": "action",
    "Door": "SignInTransport",
    "Exchanges": "Session",
    "Hooks": "verdicts.hookspecs",
    "Moment": "Timestamp",
    "Moments": "Timestamps",
    "Obstacle": "ConnectionFault",
    "Outlook": "Verifiability",
    "Pace": "Durations",
    "Rehearsal": "Preflight",
    "Shelf": "Player",
    "StandIns": "Pseudonyms",
    "Tape": "Recorder",
    "World": "Submission",
    "disturb": "on_request",
    "obstruct": "on_connect",
    "patiently": "retry_until_ready",
    "teller": "announcer",
}
"""The old name of a class, function, argument or variable -> what it is called."""

WORDS = {
    "deed": "action",
    "deeds": "actions",
    "lateness": "deadline, late",
    "mishap": "fault",
    "mishaps": "faults",
    "shelf": "player",
    "tape": "cassette",
    "tapes": "cassettes",
    "world": "submission",
    "worlds": "submissions",
}
"""A word that is in no name, alone or with others -> what is said instead."""

PHRASES = {
    r"(a|an|the|this|that|each|every|old|its) recordings?\b": "cassette; to record is the act",
    r"\b(tape|shelf|lateness|mishaps?|canar(y|ies)|rehearsal|deeds?)\b": "the glossary's words",
    r"\bstand-ins? for (a |the )?(key|id|person|people|secret)": "pseudonym",
    r"\bunreadable submissions?\b": "unverifiable",
    r"(?<!in the )\bworlds?\b": "submission",
    r"python -m (emulator|evidence|drift)\b": "python -m azure_emulator, acceptance.evidence",
    r"\b(fixtures|verdicts|emulator)/(transport|answers|tape|plugin|lateness|app)\.py": "src/...",
}
"""What a document, a feature, a template or an ini file does not say -> what is said instead."""

ELSEWHERE = {
    # In pieces, so that this file names none.
    "py" r"pi\.(org|python)|python" "hosted|npm" r"js\.|deb\.debi" "an": "a registry's host",
    r"(?<![\w.])/(root|home|opt|work|Users)/(?!jane)\w": "a machine's path",
}
"""What no tracked file holds -> what it is."""


def tracked(*patterns: str) -> Iterator[Path]:
    """The files under version control, or all that would be, where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git, which knows the project's files")
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            yield ROOT / name


def names(path: Path) -> Iterator[str]:
    """Each name that a module defines or uses."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name


def words(name: str) -> set[str]:
    """The words of a name: `make_world` and `WorldMaker` have two each."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_no_module_has_an_old_name() -> None:
    """A module and a folder of modules have the glossary's names."""
    old = {
        f"{path.relative_to(ROOT)}: {MODULES[part]}"
        for path in tracked("*.py")
        for part in path.relative_to(ROOT).with_suffix("").parts
        if part.removeprefix("test_") in MODULES
        for part in [part.removeprefix("test_")]
    }
    assert not old


def test_no_class_function_or_variable_has_an_old_name() -> None:
    """Names in code, the tests' included, are the glossary's."""
    old = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("*.py")
        for name in names(path)
        if name in NAMES or words(name) & WORDS.keys()
    }
    assert not old


@pytest.mark.parametrize("phrase", PHRASES)
def test_no_document_says_an_old_word(phrase: str) -> None:
    """Documents, features, templates, forms and settings use the glossary's words."""
    patterns = (
        "*.md",
        "*.feature",
        "*.j2",
        "*.ini",
        "*.toml",
        "*.yml",
        "Makefile",
        ".importlinter",
    )
    assert not hits(phrase, *patterns)


@pytest.mark.parametrize("phrase", PHRASES)
def test_no_user_reads_an_old_word(phrase: str) -> None:
    """Nor do help and messages: the strings of the product, its docstrings included."""
    old = {
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in tracked("src/*.py", "fixtures/*.py", "steps/*.py", "conftest.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(phrase, node.value, re.IGNORECASE)
    }
    assert not old


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_no_file_names_a_machine(pattern: str) -> None:
    """No path of somebody's machine and no registry's host is in any file."""
    assert not hits(pattern, ":!tests/test_names.py")


def hits(pattern: str, *files: str) -> list[str]:
    """Where the tracked text files say so, as `file:line: text`."""
    found = re.compile(pattern, re.IGNORECASE)
    texts = {}
    for path in tracked(*files):
        try:
            texts[path] = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:200]}"
        for path, lines in texts.items()
        for number, line in enumerate(lines, 1)
        if found.search(line)
    ]
