"""A cloud kept in a file, and files that are none."""

from __future__ import annotations

import json
import pickle
import random
import re
import stat
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from azure_emulator.app import App
from azure_emulator.cli import main
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.cognitive_services.account import Account
from azure_emulator.control.state import Control
from azure_emulator.entra.state import Entra
from azure_emulator.keeping import UnreadableError
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.resource_manager.operations import Operations
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import running
from azure_emulator.state_file import STATES, load, save
from azure_emulator.training.iterations import Plan
from azure_emulator.training.lifecycle import publish, train
from azure_emulator.training.state import Training
from tests.harness.custom_vision import (
    PREDICTION,
    TRAINING,
    add_account,
    filled_project,
    predictor,
)

EMULATOR = Path(__file__).resolve().parents[2] / "src" / "azure_emulator"
URL = "https://github.com/x/cat-001.jpg"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the cloud is kept."""
    return tmp_path / "cloud.zip"


@pytest.fixture
def pets(cloud: Cloud) -> Account:
    """The prediction account for a published model; another subscription is its copy."""
    App(cloud)
    training, prediction = (
        add_account(cloud, name, kind) for name, kind in (("pets", TRAINING), ("cats", PREDICTION))
    )
    project = filled_project(cloud, training)
    cloud.durations = cloud.durations.times(0)
    iteration = train(cloud, project, Plan(), force=True)
    publish(cloud, project, iteration.id, name="m", target=prediction.id, overwrite=False)
    cloud.state(Control).copy(training.path.subscription, "copy", alone=True)
    return prediction


def test_a_kept_cloud_is_the_same(cloud: Cloud, pets: Account, file: Path) -> None:
    """Identities, subscriptions, keys, projects and models; it is kept again as it was."""
    save(cloud, file)
    again = Cloud(durations=Durations().times(0))
    load(again, file)
    assert again.state(Entra).principals == cloud.state(Entra).principals
    assert again.state(ResourceManager).subscriptions == cloud.state(ResourceManager).subscriptions
    (project, copied) = again.state(Training).all_projects()
    assert project.id == cloud.state(Training).all_projects()[0].id
    models = [
        next(iter(each.iterations.values())).model(again.state(Training).features)
        for each in (project, copied)
    ]
    assert models[0] is models[1]
    with running(again) as emulator:
        answer = predictor(emulator, pets).classify_image_url_with_no_store(project.id, "m", URL)
        assert answer.predictions[0].tag_name == "cat"
        assert emulator.environment["AZURE_CLIENT_SECRET"] == cloud.state(Entra).principal.secret


def test_a_kept_cloud_lives_on(cloud: Cloud, pets: Account, file: Path) -> None:
    """Its services still listen to each other: what is removed is soft-deleted, copies are made."""
    save(cloud, file)
    again = Cloud(durations=Durations().times(0))
    load(again, file)
    copied = again.state(Control).copy(pets.path.subscription, "more", alone=False)
    resources = again.state(ResourceManager).in_subscription(copied.copy.target)
    assert len(resources) == 2
    assert len(again.state(Training).all_projects()) == 3
    again.state(ResourceManager).remove(pets.path)
    assert not App(again).serves(pets.host)


def asked_for() -> set[str]:
    """The states that any module of the emulator asks a cloud for, by name."""
    sources = (path.read_text(encoding="utf-8") for path in EMULATOR.rglob("*.py"))
    return {name for source in sources for name in re.findall(r"\.state\(([A-Z]\w+)\)", source)}


def test_each_state_is_loaded(file: Path) -> None:
    """Also those that are made when they are first asked for."""
    cloud, again = Cloud(), Cloud()
    App(cloud)
    ask_for_the_others(cloud)
    save(cloud, file)
    load(again, file)
    names = {getattr(kind, "__name__", "") for kind in again.states}
    assert asked_for() - names == {"Limits"}


def ask_for_the_others(cloud: Cloud) -> None:
    """Ask for the states that nobody has asked for yet."""
    now = cloud.now()
    cloud.state(Operations).begin("none", now)
    assert cloud.state(Computes).all_computes() == []


def test_the_file_is_its_owners_alone(cloud: Cloud, file: Path) -> None:
    """It holds keys and secrets."""
    App(cloud)
    save(cloud, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def changed(edit: Callable[[Any], None]) -> Callable[[Path], None]:
    """Changes the data in a file."""

    def change(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        document = json.loads(members[STATES])
        edit(document)
        members[STATES] = json.dumps(document).encode()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return change


ENTRA = "azure_emulator.entra.state:Entra"
SYSTEM = {"class": "os:system", "holds": {}}
DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("hello"),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-200]),
    "a pickle": lambda file: file.write_bytes(pickle.dumps({"format": "azure-emulator-state"})),
    "another zip": lambda file: zipfile.ZipFile(file, "w").close(),
    "another format": changed(lambda data: data.update(format="x")),
    "another version": changed(lambda data: data.update(version=99)),
    "a list": changed(lambda data: data.update(states=[])),
    "an unknown state": changed(lambda data: data["states"].update({"x:y": {}})),
    "an unknown attribute": changed(lambda data: data["states"][ENTRA].update(x=1)),
    "a foreign class": changed(lambda data: data["states"][ENTRA].update(tenant=SYSTEM)),
    "an unknown kind": changed(lambda data: data["states"][ENTRA].update(tenant={"x": 1})),
    "an object without its fields": changed(
        lambda data: data["states"][ENTRA].update(
            tenant={"class": "azure_emulator.entra.state:Principal", "holds": {}}
        )
    ),
    "a reference to nothing": changed(
        lambda data: data["states"][ENTRA].update(tenant={"again": 10**6})
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_no_kept_cloud_is_refused(cloud: Cloud, file: Path, damage: str) -> None:
    """One error, whatever it is; nothing in it is run."""
    App(cloud)
    save(cloud, file)
    DAMAGES[damage](file)
    with pytest.raises(UnreadableError):
        load(Cloud(), file)


@pytest.mark.parametrize("places", [40, pytest.param(1000, marks=pytest.mark.whole)])
def test_a_byte_that_is_another_one_is_harmless_or_refused(
    cloud: Cloud, file: Path, places: int
) -> None:
    """Wherever it stands: in what is packed, or in what the zip says of it."""
    App(cloud)
    save(cloud, file)
    kept = file.read_bytes()
    directory = kept.index(b"PK\x01\x02")
    chance = random.Random(places)  # noqa: S311 - no secret.
    anywhere = {chance.randrange(len(kept)) for _ in range(places // 2)}
    for place in sorted(
        anywhere | {*chance.sample(range(directory, len(kept)), 18), *range(4, 12)}
    ):
        damaged = bytearray(kept)
        damaged[place] ^= chance.randrange(1, 256)
        file.write_bytes(damaged)
        with suppress(UnreadableError, OSError):
            load(Cloud(), file)


def test_the_command_keeps_the_cloud(file: Path) -> None:
    """What one run has made, the next one finds."""
    post = "requests.post('https://control.azure-emulator.test/subscriptions', json={'name': 'x'})"
    for count in ("1", "2"):
        code = f"import requests, sys; {post}; "
        code += "told = requests.get('https://control.azure-emulator.test').json(); "
        code += f"sys.exit(told['subscriptions'] != 1 + {count})"
        assert main(["--state", str(file), "--exec", sys.executable, "-c", code]) == 0


def test_a_damaged_file_stops_the_command(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, and the file stays as it is."""
    file.write_text("hello")
    assert main(["--state", str(file), "--exec", sys.executable, "-c", ""]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert str(file) in line
    assert file.read_text() == "hello"


def test_a_file_in_no_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the cloud cannot be kept, one line says so."""
    file = tmp_path / "none" / "cloud.zip"
    assert main(["--state", str(file), "--exec", sys.executable, "-c", ""]) == 2
    assert str(tmp_path / "none") in capsys.readouterr().err
