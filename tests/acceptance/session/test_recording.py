"""A live run is recorded without its secrets, and its replay says the same."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from acceptance.cassettes import file
from acceptance.cassettes.recorder import known_secrets
from acceptance.runner import Grading
from acceptance.session.recording import require_writable
from azure_emulator.cloud import Cloud
from azure_emulator.server import Emulator, running
from azure_emulator.settings import new_cloud
from azure_emulator.wire import Request, Response
from tests.harness.commands import ROOT, grade


def score(run: Grading) -> list[str]:
    """The verdicts that a run printed."""
    return re.findall(r"^ +\d\.\d\.\d+ .*|^Score.*", run.output, re.MULTILINE)


def save_notebook(path: Path, source: str, output: str) -> None:
    """A notebook of one cell that ran."""
    cell = nbformat.v4.new_code_cell(source, execution_count=1)  # type: ignore[no-untyped-call]
    cell.outputs = [nbformat.v4.new_output("stream", text=output)]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    """A folder with a notebook that holds a key and an id."""
    save_notebook(
        tmp_path / "handed-in.ipynb",
        "from a import CustomVisionPredictionClient, ApiKeyCredentials\nkey = '" + "ab" * 16 + "'",
        "Project Id 6f9619ff-0000-4000-8000-000000000000",
    )
    return tmp_path


@pytest.fixture
def emulated() -> Iterator[Emulator]:
    """The emulator with ids and secrets as the cloud makes them."""
    with running(Cloud()) as emulator:
        yield emulator


def test_a_replay_says_what_the_live_run_said(submission: Path, emulated: Emulator) -> None:
    """The verdicts, the score and the exit status are those of the recorded run, offline."""
    cassette = submission / "run.yaml"
    live = grade(
        "--live",
        f"--record={cassette}",
        f"--notebook={submission / 'handed-in.ipynb'}",
        environment=emulated.environment,
    )
    assert f"Recorded 7 exchanges: {cassette}" in live.output, live.output
    nowhere = {"HTTPS_PROXY": "http://nowhere.invalid:1", "REQUESTS_CA_BUNDLE": "no/such.pem"}
    replayed = grade(f"--cassette={cassette}", environment=nowhere)
    assert score(live) == score(replayed) != []
    assert live.exit_status == replayed.exit_status == 1
    headline = " ".join(replayed.output.split())
    sha256 = hashlib.sha256(cassette.read_bytes()).hexdigest()
    assert f"Its SHA-256, to be noted down: {sha256}" in live.output
    assert f"from a cassette, run.yaml (SHA-256 {sha256[:12]}...): of the emulator" in headline
    kept = (cassette.read_text() + (submission / "run.ipynb").read_text()).casefold()
    for name, secret in emulated.environment.items():
        if name.startswith("AZURE_") and name != "AZURE_TOKEN_CREDENTIALS":
            assert secret.casefold() not in kept, name
    assert "ab" * 16 not in kept
    assert "6f9619ff" not in kept
    recorded = yaml.safe_load(cassette.read_text())["metadata"]["recorded"]
    assert (recorded["against"], recorded["complete"]) == ("emulator", True)
    assert recorded["options"]["notebook"] == "run.ipynb"
    assert "Microsoft.Resources 2025-04-01" in recorded["api_versions"]


def test_the_exercise_names_the_cassette_that_is_graded() -> None:
    """Without an option, `cassette` in pytest.ini decides; without that, nothing is graded."""
    nothing = grade("-o", "cassette=")
    assert nothing.exit_status == 4
    assert "nothing to grade: name a cassette (--cassette=FILE, or `cassette = FILE`" in (
        nothing.output
    )
    other = grade("-o", "cassette=fixtures/cassettes/other.yaml")
    assert other.exit_status == 4
    place = ROOT / "fixtures" / "cassettes" / "other.yaml"
    assert f"The cassette {place} cannot be read: No such file or directory." in other.output


INTERRUPTING = """
def pytest_runtest_setup(item):
    if "prediction_resource" in item.name:
        raise KeyboardInterrupt
"""


def test_an_interrupted_run_does_not_take_the_place_of_a_whole_one(
    submission: Path, emulated: Emulator
) -> None:
    """What was recorded is kept beside it, and says that it is incomplete; it can be replayed."""
    (submission / "interrupting.py").write_text(INTERRUPTING)
    whole, rest = submission / "run.yaml", submission / "run.incomplete-2.yaml"
    (submission / "run.incomplete.yaml").write_text("an earlier one")
    run = grade(
        *("--live", "-p", "interrupting", "-o", f"pythonpath={submission}", f"--record={whole}"),
        environment=emulated.environment,
    )
    assert run.exit_status == 2, run.output
    assert not whole.exists()
    assert str(rest) in run.output
    assert yaml.safe_load(rest.read_text())["metadata"]["recorded"]["complete"] is False
    assert grade(f"--cassette={rest}").exit_status == 1


IMPATIENT = """
from acceptance.azure import transport

def pytest_configure():
    transport.PAUSES = ()
"""


def hang_up(request: Request) -> None:
    """Answer nobody but who signs in or looks for subscriptions."""
    if request.host == "management.azure.com" and request.path != "/subscriptions":
        raise ConnectionResetError


def refuse(request: Request) -> Response | None:
    """Azure's 403 for everything in a subscription."""
    if request.path.startswith("/subscriptions/"):
        message = "The client 'jane' does not have authorization to perform action 'a/b/read'."
        return Response(403, {"error": {"code": "AuthorizationFailed", "message": message}})
    return None


def refuse_to_sign_in(request: Request) -> Response | None:
    """Entra's 401 for everybody."""
    if request.host.startswith("login.") and request.method == "POST":
        return Response(401, {"error": "invalid_client", "error_description": "AADSTS7000215: x"})
    return None


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (hang_up, "nobody answered when asked for the resource group"),
        (refuse, "this identity lacks the action a/b/read"),
        (refuse_to_sign_in, "signing in was refused (AADSTS7000215)"),
    ],
)
def test_trouble_is_evidence_too(
    trouble: Callable[[Request], Response | None], said: str, submission: Path, emulated: Emulator
) -> None:
    """A run that was refused or not answered is kept, and replayed with the same reasons."""
    emulated.cloud.on_request = trouble
    (submission / "impatient.py").write_text(IMPATIENT)
    cassette = submission / "run.yaml"
    live = grade(
        *("--live", "-p", "impatient", "-o", f"pythonpath={submission}", f"--record={cassette}"),
        environment=emulated.environment,
    )
    replayed = grade(f"--cassette={cassette}")
    assert live.exit_status == replayed.exit_status == 6, live.output
    told = [run.output.partition("Not verified")[2] for run in (live, replayed)]
    assert said in " ".join(told[0].split())
    assert told[0].partition("Score")[0] == told[1].partition("Score")[0]


LEAKING = """
from acceptance.cassettes import scrubbing

def pytest_configure():
    scrubbing.scrub_body = lambda text, pseudonyms: text
"""


def test_what_is_not_clean_is_not_written(submission: Path, emulated: Emulator) -> None:
    """If a secret would be left, the verdicts are shown, nothing is written, the status is 4."""
    (submission / "leaking.py").write_text(LEAKING)
    run = grade(
        *(
            "--live",
            "-p",
            "leaking",
            "-o",
            f"pythonpath={submission}",
            f"--record={submission / 'run.yaml'}",
        ),
        environment=emulated.environment,
    )
    assert run.exit_status == 4
    assert score(run)
    assert "The cassette was not written: the" in run.output
    assert "id would have stood in it, which is a fault of the suite" in run.output
    assert not (submission / "run.yaml").exists()


def test_a_run_that_cannot_begin_writes_nothing(tmp_path: Path, emulated: Emulator) -> None:
    """An error of usage after the recording has begun leaves no file."""
    old = tmp_path / "run.yaml"
    run = grade(
        *("--live", f"--record={old}", "--subscription=6f9619ff-0000-4000-8000-000000000000"),
        environment=emulated.environment,
    )
    assert run.exit_status == 4
    assert not old.exists()


@pytest.mark.parametrize("name", ["run.yaml", "run.yaml/"])
def test_a_cassette_takes_nothings_place(tmp_path: Path, name: str) -> None:
    """Least of all that of a cassette, on which a mark may rest."""
    (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()
    with pytest.raises(pytest.UsageError, match="choose another name"):
        require_writable(tmp_path / "run.yaml")


def test_a_cassette_needs_a_folder(tmp_path: Path) -> None:
    """The folder of the cassette has to be there."""
    with pytest.raises(pytest.UsageError, match="there is no folder"):
        require_writable(tmp_path / "no" / "run.yaml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_locked_is_refused(tmp_path: Path) -> None:
    """A folder without the right to write is refused before anything is graded."""
    tmp_path.chmod(0o555)
    with pytest.raises(pytest.UsageError, match="nothing can be written"):
        require_writable(tmp_path / "run.yaml")


def test_a_notebook_is_no_name_for_a_cassette(tmp_path: Path) -> None:
    """`--record x.ipynb` is a slip."""
    with pytest.raises(pytest.UsageError, match="is no name for a cassette"):
        require_writable(tmp_path / "x.ipynb")


def test_secrets_are_known_from_where_they_pass() -> None:
    """Keys that Azure answers, tokens and keys that are sent, and the environment's credentials."""
    from vcr.request import Request  # type: ignore[import-untyped]  # published without types

    url = "https://management.azure.com/subscriptions/subscription-1/x/accounts/a/listKeys"
    keys = json.dumps({"key1": "first-key", "key2": "second-key", "other": 1}).encode()
    exchanges: list[Any] = [
        (
            Request("POST", url, None, {"Authorization": "Bearer the-token"}),
            {"body": {"string": keys}},
        ),
        (
            Request("GET", "https://h/", None, {"Training-Key": b"sent-key-1"}),
            {"body": {"string": None}},
        ),
    ]
    environment = {
        "AZURE_CLIENT_SECRET": "swordfish",
        "AZURE_PASSWORD": "short",
        "AZURE_TENANT_ID": "6f9619ff-0000-4000-8000-000000000000",
        "AZURE_USERNAME": "jane-from-school",
    }
    assert known_secrets(exchanges, environment) == {
        "first-key": "a resource's key",
        "second-key": "a resource's key",
        "the-token": "what was sent as Authorization",
        "sent-key-1": "what was sent as Training-Key",
        "swordfish": "the client secret",
        "jane-from-school": "the user's name",
        "subscription-1": "the subscription's id",
        "6f9619ff-0000-4000-8000-000000000000": "the tenant's id",
    }


def test_a_cassette_is_dated_by_azures_word(submission: Path) -> None:
    """By the last answer of Resource Manager, not by this machine's clock, nor by a picture's host.

    So a cassette from an emulator with a clock of its own is the same bytes each time.
    """
    cloud = new_cloud(pace=0, clock=datetime(2026, 12, 24, 6, tzinfo=UTC))
    with running(cloud) as emulated:
        path = submission / "run.yaml"
        grade("--live", f"--record={path}", environment=emulated.environment)
    assert file.read(path).recorded.at.startswith("2026-12-24T06:00:")
