"""A lab for clients that nobody here wrote: what a course sets up, and the way to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.cognitive_services.account import Account
from azure_emulator.cognitive_services.state import CognitiveServices
from azure_emulator.server import Emulator, running
from tests.azure_emulator.conftest import Arm

GROUP = "lab"
KINDS = {"pets": "CustomVision.Training", "pets-Prediction": "CustomVision.Prediction"}


@pytest.fixture(autouse=True)
def whole(pytestconfig: pytest.Config) -> None:
    """What takes long, and other people's packages, only with --whole."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("with --whole: other people's clients take long")


@pytest.fixture
def cloud() -> Cloud:
    """At once: many clients wait half a minute between two looks at what is not ready."""
    return Cloud(durations=Durations().times(0))


@pytest.fixture
def emulator(cloud: Cloud) -> Iterator[Emulator]:
    """The emulator, running; fails the test that needed what it does not implement."""
    with running(cloud) as emulator:
        yield emulator
    assert not cloud.unserved, f"not implemented by the emulator: {cloud.unserved}"
    assert not cloud.faults, cloud.faults[0]


@dataclass(frozen=True)
class Lab:
    """A subscription with a group and the two Custom Vision accounts of a course.

    Args:
        environment: leads to the emulator, signs in, and configures Microsoft's quickstarts.
        accounts: by name.
    """

    folder: Path
    environment: Mapping[str, str]
    accounts: Mapping[str, Account] = field(repr=False)

    def run(self, *command: str | Path, **variables: str) -> str:
        """Run a command there to its end, which has to be good; what it printed."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env={**os.environ, **self.environment, **variables},
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def lab(cloud: Cloud, emulator: Emulator, arm: Arm, tmp_path: Path) -> Lab:
    """The group and its two accounts, each with a host of its own."""
    subscription = emulator.environment["AZURE_SUBSCRIPTION_ID"]
    group = f"/subscriptions/{subscription}/resourceGroups/{GROUP}"
    assert arm("PUT", group, json={"location": "eastus"}).ok
    for name, kind in KINDS.items():
        properties = {"customSubDomainName": name.casefold()}
        body = {"location": "eastus", "kind": kind, "sku": {"name": "S0"}, "properties": properties}
        path = f"{group}/providers/Microsoft.CognitiveServices/accounts/{name}"
        assert arm("PUT", path, json=body).ok
    accounts = {each.name: each for each in cloud.state(CognitiveServices).accounts(subscription)}
    environment = dict(emulator.environment)
    for role, name in (("TRAINING", "pets"), ("PREDICTION", "pets-Prediction")):
        environment[f"VISION_{role}_ENDPOINT"] = (
            f"https://{name.casefold()}.cognitiveservices.azure.com/"
        )
        environment[f"VISION_{role}_KEY"] = accounts[name].key1
    environment["VISION_PREDICTION_RESOURCE_ID"] = accounts["pets-Prediction"].id
    return Lab(tmp_path, environment, accounts)


Run = Callable[..., str]
