"""`python -m azure_emulator`, mostly as a process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from azure_emulator.cli import main
from azure_emulator.fault_rules import GRAMMAR

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "azure_emulator"]
DISCOVERY = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"
ASK = f"import requests, sys; sys.exit(requests.get({DISCOVERY!r}).status_code // 100)"
WRITE = f"Write {GRAMMAR}"
WAIT = """
import pathlib, signal, sys, time
def stop(*_):
    sys.exit(7)
signal.signal(signal.SIGINT, stop)
pathlib.Path(sys.argv[1]).touch()
time.sleep(30)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A path that does not exist yet."""
    return tmp_path / "started"


def exists_within(path: Path, seconds: float) -> bool:
    """Whether a file appears in time."""
    ends = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < ends:
        time.sleep(0.02)
    return path.exists()


@pytest.fixture
def serving() -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """An emulator that serves, and the variables that it printed."""
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    # To its end: the emulator lets go of a standard output that is read by a program.
    printed = process.stdout.read()
    lines = [line.removeprefix("export ").partition("=") for line in printed.splitlines()]
    yield process, {name: value.strip("'") for name, _, value in lines}
    process.kill()
    process.communicate()


def test_it_serves_what_it_prints(
    serving: tuple[subprocess.Popen[str], dict[str, str]],
) -> None:
    """The printed variables lead an ordinary client to the emulator."""
    _, variables = serving
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(
            DISCOVERY,
            proxies={"https": variables["HTTPS_PROXY"]},
            verify=variables["REQUESTS_CA_BUNDLE"],
        )
    assert answer.headers["x-emulated-by"] == "azure-emulator"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_stops_cleanly(
    serving: tuple[subprocess.Popen[str], dict[str, str]], number: signal.Signals, status: int
) -> None:
    """Ctrl-C and a polite kill end it without a traceback, and its files are gone."""
    process, variables = serving
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert "For PowerShell and others: --env" in errors
    assert not Path(variables["SSL_CERT_FILE"]).exists()


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_its_output_can_be_evaluated() -> None:
    """`eval "$(python -m azure_emulator &)"` sets the variables and goes on while it serves."""
    script = (
        f'eval "$({sys.executable} -m azure_emulator 2>hint &)";'
        f' {sys.executable} -c "$ASK"; echo $?;'
        r" kill $(sed -n 's/.*end process \([0-9]*\).*/\1/p' hint); rm hint"
    )
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=ROOT,
        env={**os.environ, "ASK": ASK},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "2\n"


def test_a_command_runs_in_the_environment() -> None:
    """The command reaches the emulator, and its exit status is the emulator's."""
    assert run("--exec", sys.executable, "-c", ASK).returncode == 2


def test_all_that_follows_exec_is_the_command() -> None:
    """Options after the command are the command's own."""
    done = run(
        "--pace", "0", "--exec", sys.executable, "-c", "import sys; print(sys.argv)", "--pace"
    )
    assert done.stdout == "['-c', '--pace']\n"
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("text", "seconds"), [("150ms", 0.15), ("0.2", 0.2), ("1s", 1.0)])
def test_latency_is_told_in_seconds_or_milliseconds(text: str, seconds: float) -> None:
    """The emulator's own interface tells what it is."""
    ask = "import requests; print(requests.get('https://control.azure-emulator.test').json())"
    done = run("--latency", text, "--limits", "--exec", sys.executable, "-c", ask)
    assert f"'latency': {seconds}, 'limits': True" in done.stdout


def test_faults_are_given_by_option() -> None:
    """Each as often as it says, to whoever comes through the proxy."""
    ask = f"import requests; print([requests.get({DISCOVERY!r}).status_code for _ in range(3)])"
    faults = ("--fault", "429 on GET */.well-known/* first 1", "--fault", "503 on * first 1")
    assert run(*faults, "--exec", sys.executable, "-c", ask).stdout == "[429, 200, 200]\n"


def test_requests_are_logged(tmp_path: Path) -> None:
    """To a file or standard error, as they are answered."""
    ask = ("--exec", sys.executable, "-c", ASK)
    assert run("--log", str(tmp_path / "log"), *ask).returncode == 2
    assert '"status": 200' in (tmp_path / "log").read_text("utf-8")
    assert '"status": 200' in run("--log", "-", *ask).stderr


def test_a_log_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Exit status 2, the file and the reason."""
    file = tmp_path / "no" / "log"
    assert main(["--log", str(file), "--exec", "true"]) == 2
    said = capsys.readouterr().err
    assert said == f"error: the log cannot be written to {file}: No such file or directory\n"


def test_a_command_that_a_signal_ended_has_its_status() -> None:
    """128 and the signal's number, as a shell says it."""
    assert run("--exec", "sh", "-c", "kill -9 $$").returncode == 137


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 7), (signal.SIGTERM, 143)])
def test_signals_reach_the_command(folder: Path, number: signal.Signals, status: int) -> None:
    """The command ends as it likes at Ctrl-C, and in any case when the emulator is told to end."""
    process = subprocess.Popen(
        [*COMMAND, "--exec", sys.executable, "-c", WAIT, str(folder)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert exists_within(folder, 20)
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (status, "")


def test_a_command_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """127 and its name."""
    assert main(["--exec", "no-such-command", "x"]) == 127
    assert capsys.readouterr().err == "error: there is no command 'no-such-command'\n"


def test_a_command_that_cannot_be_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """126 and the reason."""
    assert main(["--exec", str(tmp_path)]) == 126
    assert capsys.readouterr().err == f"error: cannot run {tmp_path}: Permission denied\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--exec"], "--exec needs a command after it"),
        (["--images", "no/such"], "argument --images: 'no/such' is not a folder"),
        (["--pace", "fast"], "argument --pace: 'fast' is not a number from 0 to 1000"),
        (["--pace", "-1"], "argument --pace: '-1' is not a number from 0 to 1000"),
        (
            ["--latency", "soon"],
            "argument --latency: 'soon' is not a time from 0 to 60 s, such as 150ms or 0.15",
        ),
        (
            ["--latency", "61"],
            "argument --latency: '61' is not a time from 0 to 60 s, such as 150ms or 0.15",
        ),
        (["--pace", "nan"], "argument --pace: 'nan' is not a number from 0 to 1000"),
        (
            ["--fault", "9 on *"],
            f"argument --fault: '9 on *' is no fault: '9' is no fault. {WRITE}",
        ),
        (["--fault", "500 on *"] * 101, "argument --fault: 101 are more than 100"),
        (["--port", "x"], "argument --port: 'x' is not a port: a number from 0 to 65535"),
        (["--port", "65536"], "argument --port: '65536' is not a port: a number from 0 to 65535"),
        (["left over"], "unrecognized arguments: left over"),
    ],
)
def test_a_wrong_option_is_named(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """Exit status 2, the option, what was given and what is allowed."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert capsys.readouterr().err.endswith(f"error: {message}\n")


def test_a_taken_port_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2 and the port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--exec", "true"]) == 2
    expected = f"error: cannot serve on port {port}: Address already in use\n"
    assert capsys.readouterr().err == expected


def test_help_is_quick() -> None:
    """It imports neither the classifier's libraries nor any that draws."""
    script = (
        "import sys; from azure_emulator.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'sklearn', 'skimage', 'PIL'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "HEAVY []" in done.stdout
    for option in ("--images DIR", "--pace FACTOR", "--latency TIME", "--port N", "--exec ..."):
        assert option in done.stdout
