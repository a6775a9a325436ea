"""The packages install like any others, and do without the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
EXERCISE = ("features", "steps", "fixtures", "conftest.py", "pytest.ini")
"""What an instructor copies: the exercise, beside the installed packages."""

CLIENTS = ROOT / "docs" / "clients.md"

FOREIGN_SUITE = "def test_good(): pass\ndef test_bad(): assert 1 == 2\n"
OPENID = "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration"
ASKS_FOR_OPENID = f"import requests; print(requests.get({OPENID!r}).json()['token_endpoint'])"

# Building needs the checkout alone, and two environments made at once would only share a disk.
pytestmark = pytest.mark.xdist_group("packaging")


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command outside the checkout, where nothing of it is importable."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True)
class Environment:
    """A virtual environment without pip; ours installs into it."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, *, dependencies: bool) -> Environment:
        """A new one; with `dependencies`, what is installed here is importable, ours is not."""
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        environment = cls(folder)
        if dependencies:
            # Folders named in a .pth file are searched, but their own .pth files are not read,
            # so that our packages, installed in place, stay out.
            site = Path(sysconfig.get_path("purelib"))
            target = environment.path("purelib")
            (target / "dependencies.pth").write_text(f"{site}\n", encoding="utf-8")
        return environment

    def path(self, name: str) -> Path:
        """Where the environment keeps its packages (purelib) or commands (scripts)."""
        base = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path(name, scheme="venv", vars=base))

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.path("scripts") / ("python.exe" if os.name == "nt" else "python")

    def pip_install(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Pip installs into it."""
        pip = (sys.executable, "-m", "pip", "--python", self.python, "--retries", "0")
        return run(*pip, "install", "--quiet", *words, cwd=self.folder)

    def install(self, *words: str | Path) -> None:
        """Pip has to succeed."""
        done = self.pip_install(*words)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout: building leaves folders in it, which a wheel would pick up."""
    copy = tmp_path_factory.mktemp("checkout") / "project"
    ignored = (".*", "build", "*.egg-info", "__pycache__", "tests")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*ignored))
    return copy


def build(checkout: Path, kind: str) -> Path:
    """A wheel or sdist, by the build backend that pyproject.toml names."""
    script = f"from setuptools import build_meta as b; print(b.build_{kind}('dist'))"
    done = run(sys.executable, "-c", script, cwd=checkout)
    assert done.returncode == 0, done.stderr
    return checkout / "dist" / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    """The wheel."""
    return build(checkout, "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel, and with the dependencies of this one."""
    environment = Environment.create(tmp_path_factory.mktemp("installed"), dependencies=True)
    environment.install("--no-deps", wheel)
    return environment


@pytest.fixture(scope="module")
def emulating(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An empty environment, then `pip install WHEEL[emulator]` with the versions of the lock."""
    folder = tmp_path_factory.mktemp("emulating")
    environment = Environment.create(folder, dependencies=False)
    if environment.pip_install("--target", folder / "probe", "multipart").returncode:
        pytest.skip("no package registry answers")
    pins = re.findall(r"^([^\s#]+==[^\\\n]*?) *\\?$", LOCKS[0].read_text("utf-8"), re.MULTILINE)
    (folder / "constraints.txt").write_text("\n".join(pins), encoding="utf-8")
    environment.install("--constraint", folder / "constraints.txt", f"{wheel}[emulator]")
    return environment


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    """No test, no exercise, no text of others; each file of the packages under `src/`."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    sources = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and not re.search(r"__pycache__|\.egg-info|\.pyc$", path.as_posix())
    }
    assert names == sources
    assert {name.partition("/")[0] for name in names} == {
        "acceptance",
        "azure_emulator",
        "classroom",
        "solution",
    }
    texts = {".css", ".js", ".json", ".j2", ".mako"}
    assert {Path(name).suffix for name in names} <= {".py", ".typed", *texts}
    assert "acceptance/py.typed" in names


def test_the_wheel_names_its_licence_and_loads_no_plugin(wheel: Path) -> None:
    """MIT, with its text; no entry point by which pytest would load the grading on its own."""
    with zipfile.ZipFile(wheel) as archive:
        files = {Path(name).name: archive.read(name) for name in archive.namelist()}
    assert b"\nLicense-Expression: MIT\n" in files["METADATA"]
    assert files["LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert b"pytest11" not in files["entry_points.txt"]


def test_an_sdist_installs_what_the_wheel_does(checkout: Path, wheel: Path, tmp_path: Path) -> None:
    """`pip install` of the sdist: the same files."""
    environment = Environment.create(tmp_path, dependencies=True)
    environment.install("--no-deps", "--no-build-isolation", build(checkout, "sdist"))
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert [name for name in names if not (environment.path("purelib") / name).is_file()] == []


def test_the_exercise_grades_beside_the_installed_packages(
    installed: Environment, tmp_path: Path
) -> None:
    """A copy of the exercise alone grades the recorded submission: 100 of 100."""
    for name in EXERCISE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    graded = run(installed.python, "-m", "pytest", cwd=tmp_path)
    assert "Score: 100 of 100 points" in graded.stdout, graded.stdout + graded.stderr
    assert graded.returncode == 0
    where = run(installed.python, "-c", "import acceptance as a; print(a.__file__)", cwd=tmp_path)
    assert where.stdout.startswith(str(installed.folder))


def test_other_suites_keep_their_output(installed: Environment, tmp_path: Path) -> None:
    """Where the packages are installed, the tests of another project run as if they were not."""
    without = Environment.create(tmp_path / "venv", dependencies=True)
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "test_other.py").write_text(FOREIGN_SUITE, encoding="utf-8")
    command = ("-m", "pytest", "-v", "-p", "no:randomly", "-p", "no:cacheprovider")
    runs = [run(env.python, *command, cwd=suite) for env in (without, installed)]
    outputs = [re.sub(r"in \d+\.\d+s|-- /.*", "", done.stdout) for done in runs]
    assert "1 failed, 1 passed" in outputs[0]
    assert outputs[0] == outputs[1]
    assert [done.returncode for done in runs] == [1, 1]


@pytest.mark.parametrize(
    "environment", ["installed", pytest.param("emulating", marks=pytest.mark.whole)]
)
def test_another_project_tests_its_own_client(
    environment: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The ten lines of docs/clients.md, by the wheel's plugin; without it, nothing is led there.

    Once beside what is installed here, once in an environment with nothing but the wheel, its
    extra `emulator`, and what pip finds for it.
    """
    python = request.getfixturevalue(environment).python
    example = re.findall(r"```python\n(.*?)```", CLIENTS.read_text("utf-8"), re.DOTALL)[0]
    assert len(re.findall(r"^.*\S.*$", example, re.MULTILINE)) <= 10
    (tmp_path / "test_groups.py").write_text(example, encoding="utf-8")
    words = (python, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly")
    without = run(*words, cwd=tmp_path)
    assert "fixture 'azure_emulator' not found" in without.stdout
    done = run(*words, "-p", "azure_emulator.pytest_plugin", cwd=tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.whole
def test_the_emulator_installs_alone(emulating: Environment, tmp_path: Path) -> None:
    """`pip install WHEEL[emulator]` gives the module and its command."""
    module = run(emulating.python, "-m", "azure_emulator", "--help", cwd=tmp_path)
    assert "--exec" in module.stdout, module.stderr
    command = emulating.path("scripts") / "azure-emulator"
    done = run(command, "--exec", emulating.python, "-c", ASKS_FOR_OPENID, cwd=tmp_path)
    assert "https://login.microsoftonline.com/" in done.stdout, done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_and_hashes_everything(lock: Path) -> None:
    """Each requirement has one version and its hashes; no registry is named."""
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    for requirement in re.sub(r"\\\n *", "", text).splitlines():
        assert re.fullmatch(
            r"[a-z0-9._-]+==[^ ]+( ; [^-]+?)?( ?--hash=sha256:[0-9a-f]{64})+", requirement
        ), requirement


def test_a_wrong_hash_is_refused(wheel: Path, tmp_path: Path) -> None:
    """The set-up checks hashes: a file that differs from the lock's is not installed."""
    assert "install --quiet --disable-pip-version-check" in (ROOT / "Makefile").read_text("utf-8")
    assert "--require-hashes -r requirements/" in (ROOT / "Makefile").read_text("utf-8")
    lock = tmp_path / "lock.txt"
    name, version = wheel.name.split("-")[:2]
    lock.write_text(f"{name}=={version} --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    environment = Environment.create(tmp_path / "venv", dependencies=False)
    words = ("--no-deps", "--no-index", "--find-links", wheel.parent, "--require-hashes")
    refused = environment.pip_install(*words, "-r", lock)
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert refused.returncode == 1
