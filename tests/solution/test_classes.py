"""Classes of students: who hands in what, what is written of them, and a class on the emulator."""

from __future__ import annotations

import csv
import json
import random
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.state import Entra
from azure_emulator.machine_learning.compute import ComputeInstance
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator, running
from solution.catalogue import BY_THE_BOOK, SUBMISSIONS
from solution.classes.control import Identity
from solution.classes.enrolment import assigned
from solution.classes.making import Original, originals
from solution.classes.people import people
from solution.classes.places import store
from solution.classes.rewriting import rewritten
from solution.classes.sample import named, sample, suitable
from solution.cli import main
from solution.errors import BadInput, Refused
from tests.harness.submissions import grade
from tests.solution.conftest import sign_in


def dice(seed: int) -> random.Random:
    """Falls as the seed says."""
    return random.Random(seed)  # noqa: S311 - no secret is drawn.


ORIGINALS = [Original(name, name, None) for name in ("a", "b", "c")]


def test_no_two_students_are_alike() -> None:
    """Neither in name, nor in id, nor in address, however large the class."""
    students = people(2000)
    for field in ("id", "name", "email"):
        assert len({getattr(student, field) for student in students}) == 2000


def test_each_submission_is_handed_in_about_as_often() -> None:
    """And who hands in which follows from the seed."""
    one, same, other = (assigned(ORIGINALS, 10, dice(seed)) for seed in (1, 1, 2))
    names = [original.submission for _, original in one]
    assert sorted(names.count(name) for name in "abc") == [3, 3, 4]
    assert one == same != other


def test_a_sample_has_submissions_of_each_kind() -> None:
    """The one by the book first; all are gradable by what their roster says."""
    drawn = sample(10, dice(1))
    assert drawn[0] == BY_THE_BOOK
    assert len({submission.name for submission in drawn}) == 10
    assert sum(bool(submission.breaks) for submission in drawn) >= 3
    assert sum(bool(submission.unverified) for submission in drawn) >= 3
    assert sum(not submission.verdicts for submission in drawn) >= 4
    assert not [submission for submission in drawn if submission.options or submission.requires]
    assert len(sample(10**6, dice(1))) == len(suitable())


@pytest.mark.parametrize("name", ["no-such-thing", "subscription-disabled", "dead-cat-image"])
def test_what_a_class_cannot_have_is_refused(name: str) -> None:
    """What is not there, what needs more than requests, and what is graded by itself."""
    with pytest.raises(BadInput, match=name):
        named([name])


def test_a_notebook_is_rewritten_in_any_letter_case() -> None:
    """Longer names before those that they begin with; what is no notebook, too."""
    renamed = {"abc": "x", "abc-prediction.host": "y.host"}
    assert rewritten(b"\xff ABC abc-Prediction.HOST", renamed) == b"\xff x y.host"
    assert rewritten(b"abc", {}) == b"abc"


def test_a_class_needs_the_emulator(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it, one line says how to start it, and nothing is written."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    roster = tmp_path / "roster.csv"
    options = ["--students", "3", "--roster", str(roster), "--notebooks", str(tmp_path)]
    assert main(["class", *options]) == 2
    assert "python -m azure_emulator" in capsys.readouterr().err
    assert not roster.exists()


def test_a_submission_that_cannot_be_made_is_named(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says which, and why; nothing is waited for."""
    sign_in(emulator, monkeypatch)
    nowhere = "00000000-0000-4000-8000-00000000dead"
    with pytest.raises(Refused, match=r"by-the-book could not be made.*SubscriptionNotFound"):
        list(originals([BY_THE_BOOK], lambda _name: nowhere, 1))


class ClassMade:
    """A class that was made, and its rows."""

    def __init__(self, folder: Path, cloud: Cloud, environment: dict[str, str]) -> None:
        self.folder, self.cloud, self.environment = folder, cloud, environment
        text = (folder / "roster.csv").read_text(encoding="utf-8")
        self.rows = list(csv.DictReader(text.splitlines()))
        self.expected: Any = json.loads((folder / "roster.expected.json").read_bytes())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Five students, each with a tenant, of three submissions."""
    folder = tmp_path_factory.mktemp("class")
    cloud = Cloud(durations=Durations().times(0))
    with running(cloud) as emulator, pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in emulator.environment.items():
            monkeypatch.setenv(name, value)
        chosen = ("by-the-book", "no-notebook", "last-cell-not-run")
        options = [f"--submission={name}" for name in chosen]
        places = ["--roster", str(folder / "roster.csv"), "--notebooks", str(folder / "in")]
        assert main(["class", "--students", "5", "--alone", *options, *places]) == 0
        yield ClassMade(folder, cloud, dict(emulator.environment))


def test_each_student_has_a_subscription_of_their_own(made: ClassMade) -> None:
    """In a tenant of its own, with an identity whose secret is in the file that is named."""
    assert len({row["subscription"] for row in made.rows}) == 5
    for row in made.rows:
        principal = made.cloud.state(Entra).principals[row["client id"]]
        subscription = made.cloud.state(ResourceManager).subscription(row["subscription"])
        assert row["tenant"] == principal.tenant == subscription.tenant
        kind, _, place = row["secret"].partition(":")
        assert (kind, Path(place).read_text(encoding="utf-8")) == ("file", principal.secret)


def test_no_student_shares_a_name(made: ClassMade) -> None:
    """A compute instance has the exercise's name, which only one in a region could have."""
    manager = made.cloud.state(ResourceManager)
    for row in made.rows:
        resources = manager.in_subscription(row["subscription"])
        instances = [each.name for each in resources if isinstance(each, ComputeInstance)]
        assert instances == ["udacity-ml-vm"]


def test_what_is_written_is_the_owners_alone(made: ClassMade) -> None:
    """The roster, the notebooks, the secrets, and what is expected."""
    files = [path for path in made.folder.rglob("*") if path.is_file()]
    assert len(files) > 7
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_notebook_names_the_students_own_project(made: ClassMade) -> None:
    """No two name the same, and who handed in none has none."""
    texts = [
        Path(row["notebook"]).read_text(encoding="utf-8") for row in made.rows if row["notebook"]
    ]
    without = [row["id"] for row in made.rows if not row["notebook"]]
    expected = made.expected["students"]
    assert {expected[student]["submission"] for student in without} == {"no-notebook"}
    guid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    projects = {re.findall(guid, text)[0] for text in texts}
    assert len(projects) == len(texts)


def test_what_is_expected_is_what_a_grading_says(made: ClassMade) -> None:
    """Of a copy with a notebook; the rest is the catalogue's own test."""
    row = next(
        row
        for row in made.rows
        if made.expected["students"][row["id"]]["submission"] == "last-cell-not-run"
    )
    identity = {
        "AZURE_TENANT_ID": row["tenant"],
        "AZURE_CLIENT_ID": row["client id"],
        "AZURE_CLIENT_SECRET": Path(row["secret"].removeprefix("file:")).read_text("utf-8"),
        "AZURE_SUBSCRIPTION_ID": row["subscription"],
    }
    graded = grade(
        "--live",
        f"--notebook={row['notebook']}",
        environment={**made.environment, **identity},
    )
    other = {check: verdict for check, verdict in graded.verdicts.items() if verdict != "met"}
    assert other == made.expected["students"][row["id"]]["verdicts"]
    assert other == SUBMISSIONS["last-cell-not-run"].verdicts


IDENTITY = Identity("tenant", "client", "the-secret")


def test_a_secret_is_kept_in_a_variable(tmp_path: Path) -> None:
    """A file sets them all, which a shell reads; it is its owner's alone."""
    kept = store("env", tmp_path / "secrets")
    assert kept.keep("s0001", IDENTITY) == "env:SECRET_OF_S0001"
    kept.finish()
    file = tmp_path / "secrets" / "secrets.env"
    assert file.read_text(encoding="utf-8") == "export SECRET_OF_S0001='the-secret'\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_secret_is_kept_in_a_vault(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is signed in reads it there, as the roster's place says."""
    sign_in(emulator, monkeypatch)
    place = store("keyvault", Path()).keep("s0001", IDENTITY)
    kind, _, name = place.partition(":")
    vault, _, secret = name.partition("/")
    assert kind == "keyvault"
    with (
        DefaultAzureCredential() as credential,
        SecretClient(f"https://{vault}.vault.azure.net", credential) as client,
    ):
        assert client.get_secret(secret).value == "the-secret"
