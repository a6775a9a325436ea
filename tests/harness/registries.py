"""Other people's packages, as their registries give them, in folders of their own below build/."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parents[2] / "build" / "clients"
READY = ".ready"


def _folder(kind: str, packages: tuple[str, ...]) -> Path:
    digest = hashlib.sha256("\n".join(packages).encode()).hexdigest()[:12]
    return BUILD / f"{kind}-{digest}"


def _run(command: list[str], folder: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(folder)
        said = (done.stderr or done.stdout).strip().splitlines()[-1:]
        pytest.skip(f"the registry does not give {' '.join(command[-1:])}: {' '.join(said)[:200]}")


def npm_packages(*packages: str) -> Path:
    """A folder in which Node finds these packages; skips the test without npm or its registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here")
    folder = _folder("node", packages)
    if not (folder / READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        _run([npm, "install", "--no-audit", "--no-fund", "--silent", *packages], folder)
        (folder / READY).touch()
    return folder


def python_with(*packages: str) -> Path:
    """The interpreter of an environment with these packages alone; skips without a registry."""
    folder = _folder("python", packages)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python")]
        _run([*pip, "install", "--quiet", "--retries", "1", *packages], folder)
        (folder / READY).touch()
    return scripts / "python"
