"""No secret is where it has no business, whatever a class is graded by."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest

from classroom.usage import UNVERIFIED
from tests.harness.commands import ROOT
from tests.harness.graded_class import GradedClass, graded_class, kill_group
from tests.harness.submissions import account_keys

IN_A_NOTEBOOK = "sk" + "4f6b0e9c1d7a4b538c2e1f0a9d8b7c6d"
"""What looks like a key, and is none of Azure's."""


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradedClass]:
    """A class whose students have identities of their own."""
    with graded_class(tmp_path_factory.mktemp("class"), 4, 2, "--alone") as made:
        yield made


def secrets_of(class_: GradedClass) -> list[str]:
    """The client secrets and both keys of every account."""
    files = [Path(row["secret"].removeprefix("file:")) for row in class_.rows if row["secret"]]
    assert files
    clients = [file.read_text(encoding="utf-8").strip() for file in files]
    return [*clients, *account_keys(class_.cloud), class_.environment["AZURE_CLIENT_SECRET"]]


def put_key(notebook: Path, key: str) -> None:
    """A student has left a key in the notebook."""
    node = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    node.cells.append(nbformat.v4.new_code_cell(f"prediction_key = '{key}'"))  # type: ignore[no-untyped-call]
    nbformat.write(node, notebook)  # type: ignore[no-untyped-call]


def seen(process: psutil.Process, arguments: set[str], environments: set[str]) -> None:
    """Add what anybody sees of a process and of what it started."""
    for each in [process, *process.children(recursive=True)]:
        with suppress(psutil.Error):
            arguments.add(" ".join(each.cmdline()))
            environments.add(" ".join(each.environ().values()))


def test_no_secret_is_anywhere(class_: GradedClass, tmp_path: Path) -> None:
    """Not in Dask's messages, in files, on the screen, nor in what processes are started with."""
    keys = account_keys(class_.cloud)
    notebooks = [Path(row["notebook"]) for row in class_.rows if row["notebook"]]
    for notebook, key in zip(notebooks, [keys[0], IN_A_NOTEBOOK], strict=False):
        put_key(notebook, key)
    grade = class_.command("--out", tmp_path / "marks")[3:]
    messages = tmp_path / "messages"
    # The instructor's own identity is not asked: who is graded has one.
    environment = {
        name: value
        for name, value in class_.environment.items()
        if not name.startswith("AZURE_CLIENT")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.harness.dask_tap", str(messages), *grade],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    arguments: set[str] = set()
    environments: set[str] = set()
    watched = psutil.Process(process.pid)
    try:
        while process.poll() is None:
            seen(watched, arguments, environments)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
        output = process.stdout.read() if process.stdout else ""
    finally:
        kill_group(process)
    assert process.returncode in (0, UNVERIFIED), output
    files = {path: path.read_bytes() for path in (tmp_path / "marks").rglob("*") if path.is_file()}
    assert len(files) > 4 * len(class_.rows), output
    places = {
        "messages": messages.read_bytes(),
        "output": output.encode(),
        "arguments": "\n".join(arguments).encode(),
        "environments": "\n".join(environments).encode(),
        **{str(path.name): content for path, content in files.items()},
    }
    assert len(places["messages"]) > 10_000
    assert class_.rows[0]["subscription"].encode() in places["messages"]
    for place, content in places.items():
        for number, secret in enumerate([*secrets_of(class_), IN_A_NOTEBOOK]):
            assert secret.encode() not in content, f"secret {number} is in {place}"
