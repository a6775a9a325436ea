"""The Azure CLI as Microsoft ships it, sent to the emulator by nothing but its environment."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acceptance.azure import roles
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.access import Access
from azure_emulator.server import running

AZ = os.environ.get("AZ") or shutil.which("az")
TRAINING, PREDICTION = "CustomVision.Training", "CustomVision.Prediction"

Run = Callable[..., Any]
"""`az("group", "list")`: what the command printed, as data; `None` if that was nothing."""

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    AZ is None, reason="the Azure CLI is not here: put az on PATH, or its path into AZ"
)


def command(environment: dict[str, str], folder: Path) -> Run:
    """The CLI with a configuration of its own, and nothing else that is not a user's."""
    own = {"AZURE_CONFIG_DIR": str(folder), "AZURE_CORE_COLLECT_TELEMETRY": "no"}

    def az(*arguments: str) -> Any:
        done = subprocess.run(
            [str(AZ), *arguments, "--only-show-errors", "--output", "json"],
            env={**os.environ, **environment, **own},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"az {' '.join(arguments[:3])}: {done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    return az


def sign_in(az: Run, environment: dict[str, str]) -> Any:
    """As a service principal, the way a pipeline does."""
    return az(
        *("login", "--service-principal"),
        *("--username", environment["AZURE_CLIENT_ID"]),
        *("--password", environment["AZURE_CLIENT_SECRET"]),
        *("--tenant", environment["AZURE_TENANT_ID"]),
    )


def test_the_azure_cli_makes_the_resources_of_the_exercise(tmp_path: Path) -> None:
    """Sign in, make a group with both Custom Vision accounts, read a key, delete it all."""
    # At once: the CLI waits half a minute between two looks at what is not ready.
    cloud = Cloud(durations=Durations().times(0))
    with running(cloud) as emulator:
        environment = emulator.environment
        az = command(environment, tmp_path)
        signed_in = sign_in(az, environment)
        assert [found["id"] for found in signed_in] == [environment["AZURE_SUBSCRIPTION_ID"]]

        group = az("group", "create", "--name", "udacity-exercises", "--location", "eastus")
        assert group["properties"]["provisioningState"] == "Succeeded"
        in_group = ("--resource-group", "udacity-exercises")
        for name, kind in (("pets", TRAINING), ("pets-Prediction", PREDICTION)):
            account = az(
                *("cognitiveservices", "account", "create", *in_group, "--name", name),
                *("--kind", kind, "--sku", "F0", "--location", "eastus", "--yes"),
            )
            assert (account["kind"], account["sku"]["name"]) == (kind, "F0")
            assert account["properties"]["provisioningState"] == "Succeeded"
        keys = az("cognitiveservices", "account", "keys", "list", *in_group, "--name", "pets")
        assert len({keys["key1"], keys["key2"]}) == 2

        assert [found["name"] for found in az("group", "list")] == ["udacity-exercises"]
        assert az("group", "delete", "--name", "udacity-exercises", "--yes") is None
        assert az("group", "list") == []
    assert not cloud.unserved
    assert not cloud.faults


def test_the_azure_cli_says_what_azure_refuses(tmp_path: Path) -> None:
    """A wrong secret is Entra's own error, in the CLI's own words."""
    cloud = Cloud()
    with running(cloud) as emulator:
        environment = {**emulator.environment, "AZURE_CLIENT_SECRET": "wrong"}
        with pytest.raises(AssertionError, match="AADSTS7000215: Invalid client secret provided"):
            sign_in(command(environment, tmp_path), environment)


def test_the_azure_cli_gives_the_role_of_the_documents(tmp_path: Path) -> None:
    """The commands that a pre-flight shows define the least role and assign it."""
    definition = json.loads((ROOT / roles.DEFINITION).read_text(encoding="utf-8"))
    cloud = Cloud()
    grader = cloud.state(Entra).register("grader", NO_ROLE)
    with running(cloud) as emulator:
        az = command(emulator.environment, tmp_path)
        sign_in(az, emulator.environment)
        scope = f"/subscriptions/{emulator.environment['AZURE_SUBSCRIPTION_ID']}"
        own = tmp_path / "roles.json"
        own.write_text(json.dumps({**definition, "AssignableScopes": [scope]}), encoding="utf-8")
        made = az("role", "definition", "create", "--role-definition", str(own))
        assert made["permissions"][0]["actions"] == definition["Actions"]
        told = roles.assign().replace("/subscriptions/ID", scope)
        az(*shlex.split(told.replace(" ID ", f" {grader.client_id} "))[1:])
        listed = az("role", "assignment", "list", "--all", "--fill-principal-name", "false")
        assert [found["principalId"] for found in listed] == [grader.object_id]
        assert all(cloud.state(Access).allows(grader, one, scope) for one in definition["Actions"])
        assert not cloud.state(Access).allows(grader, "Microsoft.Storage/x/read", scope)
        az("role", "assignment", "delete", "--ids", listed[0]["id"])
        az("role", "definition", "delete", "--name", definition["Name"])
    assert not cloud.unserved
    assert not cloud.faults
