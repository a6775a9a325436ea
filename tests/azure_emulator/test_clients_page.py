"""The clients of docs/clients.md run as they stand there, each where its tool is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from azure_emulator.machine_learning.datastores import NOTEBOOKS
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from azure_emulator.storage.state import Storage
from tests.harness import registries
from tests.harness.notebooks_in_workspaces import add_workspace

PAGE = Path(__file__).resolve().parents[2] / "docs" / "clients.md"
NODE_PACKAGES = ("@azure/identity", "@azure/arm-resources-subscriptions")
NAME = "Azure subscription 1"


def snippets(language: str) -> list[str]:
    """The blocks of a language, in the page's order."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found, f"docs/clients.md has no block of {language}"
    return found


def tool(name: str) -> str:
    """The path of a command, or the test is skipped."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not here")
    return path


@pytest.fixture
def output_of(emulator: Emulator, tmp_path: Path) -> Callable[..., str]:
    """Runs a command in the emulator's environment; what it printed."""

    def run(*command: str | Path, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **emulator.environment},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def whole(pytestconfig: pytest.Config) -> None:
    """What takes long runs with --whole."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("with --whole: another language's tools take long")


def test_python(output_of: Callable[..., str], tmp_path: Path) -> None:
    """Azure's own SDK."""
    file = tmp_path / "client.py"
    file.write_text(snippets("python")[-1], encoding="utf-8")
    assert output_of(sys.executable, file) == f"{NAME}\n"


def test_a_notebook_is_put_where_emulator_md_says(emulator: Emulator, tmp_path: Path) -> None:
    """By the account's key, with the file service's own client."""
    add_workspace(emulator, "pets")
    storage = emulator.cloud.state(Storage)
    (subscription,) = emulator.cloud.state(ResourceManager).subscriptions
    (account,) = storage.accounts(subscription)
    (example,) = re.findall(
        r"```python\n(.*?)```", PAGE.with_name("emulator.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "Pet Classification.ipynb").write_text("{}")
    subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={
            **os.environ,
            **emulator.environment,
            "STORAGE_ACCOUNT": account.name,
            "STORAGE_KEY": account.key1,
        },
        check=True,
    )
    names = [entry.name for entry in storage.shares_of(account)[NOTEBOOKS].walk()]
    assert names == ["Users", "jane", "Pet Classification.ipynb"]


def test_curl(output_of: Callable[..., str]) -> None:
    """A token, and a request with it."""
    tool("curl")
    assert f'"displayName": "{NAME}"' in output_of("sh", "-c", snippets("sh")[0])


@pytest.mark.usefixtures("whole")
def test_java(output_of: Callable[..., str], tmp_path: Path) -> None:
    """The JDK's HTTP client, from one file."""
    file = tmp_path / "Subscription.java"
    file.write_text(snippets("java")[0], encoding="utf-8")
    assert f'"displayName": "{NAME}"' in output_of(tool("java"), file)


@pytest.mark.usefixtures("whole")
def test_node_with_the_sdk(output_of: Callable[..., str]) -> None:
    """Azure's SDK from the npm registry."""
    folder = registries.npm_packages(*NODE_PACKAGES)
    file = folder / "subscription.js"
    file.write_text(snippets("js")[0], encoding="utf-8")
    assert output_of(tool("node"), file, cwd=folder) == f"{NAME}\n"


@pytest.mark.usefixtures("whole")
def test_node_alone(output_of: Callable[..., str], tmp_path: Path) -> None:
    """Its own fetch."""
    node = tool("node")
    version = output_of(node, "--version").strip()
    if int(version.removeprefix("v").split(".")[0]) < 24:
        pytest.skip(f"the fetch of Node {version} knows no proxy")
    file = tmp_path / "subscription.js"
    file.write_text(snippets("js")[1], encoding="utf-8")
    assert "access_token" in output_of(node, file)


@pytest.mark.usefixtures("whole")
def test_dotnet(output_of: Callable[..., str], tmp_path: Path) -> None:
    """Azure's SDK from NuGet."""
    dotnet = tool("dotnet")
    subprocess.run([dotnet, "new", "console"], cwd=tmp_path, check=True)
    for package in ("Azure.Identity", "Azure.ResourceManager"):
        subprocess.run([dotnet, "add", "package", package], cwd=tmp_path, check=True)
    (tmp_path / "Program.cs").write_text(snippets("csharp")[0], encoding="utf-8")
    assert NAME in output_of(dotnet, "run")
