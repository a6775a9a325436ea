"""The command line: what it asks for, what it says, and how it ends."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import READER
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from solution.catalogue import BY_THE_BOOK, SUBMISSIONS
from solution.cli import main

ROOT = Path(__file__).resolve().parents[2]
QUICK = ["--poll", "0.02"]
OPTIONS = (
    *("--subscription", "--resource-group", "--location", "--suffix", "--images", "--test-images"),
    *("--notebook", "--poll", "--mistake", "--list-mistakes", "--destroy", "--yes"),
)


def failed(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    """The exit status of a run, and its complaint, which is one line."""
    status = main([*QUICK, *argv])
    complaint = capsys.readouterr().err
    assert complaint.startswith("solution: ")
    assert complaint.endswith("\n")
    assert complaint.count("\n") == 1
    return status, complaint.removeprefix("solution: ").rstrip("\n")


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` lists the options and ends well."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert not [option for option in OPTIONS if option not in shown]


def test_help_and_list_import_no_sdk() -> None:
    """Asking for help, or for the mistakes, does not pay for Azure's SDKs."""
    script = (
        "import sys; from solution.cli import main; main(['--list-mistakes']);"
        "print(sorted({'azure', 'msrest', 'matplotlib', 'nbformat', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_mistakes_are_listed_with_their_checks(capsys: pytest.CaptureFixture[str]) -> None:
    """`--list-mistakes` has a line for each: the checks, the name, and what the student did."""
    assert main(["--list-mistakes"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    names = [
        submission.name for submission in SUBMISSIONS.values() if submission is not BY_THE_BOOK
    ]
    assert [name for line in lines for name in line if name in names] == names
    assert ["1.2.1", "1.2.2", "both-accounts-deleted", "Deleted"] in [line[:4] for line in lines]
    assert ["-", "standard-tier", "Has"] in [line[:3] for line in lines]


def test_an_unknown_mistake_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt mistake is answered with the names it may have meant."""
    status, complaint = failed(capsys, "--mistake", "multilable")
    assert (status, complaint) == (
        2,
        "no mistake is named 'multilable'; did you mean multilabel? --list-mistakes shows them all",
    )


def test_a_notebooks_mistake_needs_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in the notebook is refused where no file is named."""
    status, complaint = failed(capsys, "--mistake", "no-titles")
    assert status == 2
    assert complaint == "no-titles is in the notebook: name a file with --notebook"


@pytest.mark.parametrize("animals", ["cats", "dogs"])
def test_a_folder_without_cats_or_dogs_is_named(
    animals: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The images are looked for before anything is made."""
    for folder in {"cats", "dogs"} - {animals}:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.jpg").touch()
    status, complaint = failed(capsys, "--images", str(tmp_path))
    assert status == 2
    assert complaint == f"no folder {tmp_path / animals}: the images are expected there"


def test_an_empty_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without images says which files would count."""
    status, complaint = failed(capsys, "--test-images", str(tmp_path))
    assert status == 2
    assert complaint == f"no image in {tmp_path}: .bmp, .gif, .jpeg, .jpg, .png are taken"


def test_a_poll_of_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Looking without a pause would be a storm of requests."""
    assert failed(capsys, "--poll", "0") == (2, "--poll 0: give a number of seconds above 0")


def test_destroy_asks_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can answer, `--destroy` needs `--yes`."""
    status, complaint = failed(capsys, "--destroy", "--subscription", "any")
    assert status == 2
    assert complaint == "--destroy asks first; where nobody can answer, say --yes"


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_destroy_takes_no_for_an_answer(
    answer: str, status: int, signed_in: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a yes deletes; anything else, and the end of the input, does not."""
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert main([*QUICK, "--destroy"]) == status


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_without_credentials_it_says_how_to_sign_in(
    signed_in: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody signed in: one line with the ways to sign in."""
    monkeypatch.delenv("AZURE_CLIENT_SECRET")
    status, complaint = failed(capsys)
    assert (status, complaint) == (
        1,
        "no Azure credentials: sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID "
        "and AZURE_CLIENT_SECRET",
    )


def test_a_wrong_secret_is_told_as_entra_tells_it(
    signed_in: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failed sign-in says why, and not the secret."""
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "sesame")
    status, complaint = failed(capsys)
    assert status == 1
    assert complaint.startswith("the sign-in failed: AADSTS7000215: Invalid client secret")
    assert "sesame" not in complaint


def test_azures_refusal_is_told_with_code_and_text(
    signed_in: Emulator, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who may only read is told by Azure which action is missing."""
    cloud.state(Entra).principal.role = READER
    status, complaint = failed(capsys)
    assert status == 1
    assert complaint.startswith("Azure refused (403 AuthorizationFailed): The client '")
    assert "Microsoft.Resources/subscriptions/resourceGroups/write" in complaint


def test_a_refusal_of_custom_vision_is_told_with_code_and_text(
    signed_in: Emulator, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data plane's flat errors are told as Resource Manager's nested ones."""
    submission = replace(BY_THE_BOOK, changes={"project": ""})
    monkeypatch.setattr("solution.catalogue.SUBMISSIONS", {"nameless": submission})
    status, complaint = failed(capsys, "--mistake", "nameless")
    assert status == 1
    assert complaint.startswith("Azure refused (400 BadRequest")


def test_the_only_enabled_subscription_is_taken(
    signed_in: Emulator, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a name, the one enabled subscription is meant."""
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID")
    assert main([*QUICK, "--destroy", "--yes"]) == 0


def test_several_subscriptions_are_listed(
    signed_in: Emulator,
    cloud: Cloud,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Several enabled ones and none named: they are listed."""
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID")
    first, second = signed_in.environment["AZURE_SUBSCRIPTION_ID"], cloud.new_id()
    tenant = cloud.state(Entra).tenant
    cloud.state(ResourceManager).subscriptions[second] = Subscription(
        id=second, name="Second", tenant=tenant
    )
    status, complaint = failed(capsys)
    assert status == 2
    assert complaint.startswith("several subscriptions are enabled; name one with --subscription:")
    assert first in complaint
    assert f"{second} (Second)" in complaint


def test_no_subscription_is_told(
    signed_in: Emulator,
    cloud: Cloud,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """None enabled: there is nothing to work on."""
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID")
    for subscription in cloud.state(ResourceManager).subscriptions.values():
        subscription.state = "Disabled"
    expected = (2, "no enabled subscription is visible with these credentials")
    assert failed(capsys) == expected


def test_a_pipe_gets_plain_lines(signed_in: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe each task and each thing done is a line, without control characters."""
    assert main(QUICK) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["1.1 Create a resource group", "  udacity-exercises made in eastus"]
    assert lines[-1] == "Done, in the resource group udacity-exercises."
    assert all(line.isprintable() for line in lines)


def test_a_terminal_gets_a_live_display(
    signed_in: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, what is done gets a tick, and what is waited for stands beside a clock."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with contextlib.redirect_stdout(terminal):
        assert main(QUICK) == 0
    shown = terminal.getvalue()
    assert "✓ udacity-ml-vm made, Standard_DS3_v2" in shown
    assert "0:00:00\x1b[0m udacity-ml-vm is being made" in shown


def test_an_interruption_is_one_line(signed_in: Emulator, cloud: Cloud) -> None:
    """Ctrl-C ends the process with 130 and a line that says how to go on."""
    cloud.durations = replace(cloud.durations, account=timedelta(hours=1))
    with subprocess.Popen(
        [sys.executable, "-m", "solution", *QUICK],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "made in eastus" in line:
                break
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 130
    assert complaint == (
        "solution: interrupted; run the same command again to go on, or with --destroy to take it "
        "down\n"
    )


def test_whoever_has_read_enough_of_the_list_is_no_trouble() -> None:
    """As `head` does: the rest is not printed, and nothing is said of it."""
    code = "import sys; from solution.cli import main; sys.exit(main(['--list-mistakes']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert listing.stderr.read() == b""
    assert listing.returncode == 0
