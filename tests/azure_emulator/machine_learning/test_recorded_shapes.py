"""What the emulator answers has the fields and types of what Azure was recorded to answer."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.serializers import accepted_compute

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared"))

ONLY_IF_ASKED_FOR = {"idleTimeBeforeShutdown", "schedules", "containerRegistry", "identity"}
"""Fields of computes and workspaces that were given at their creation."""

ONLY_WITH_OWN_KEYS = {"encryption", "serviceProvisionedResourceGroup"}
ONLY_WITH_OWN_KEYS |= {"serviceManagedResourcesSettings"}
"""Fields that the recorded workspace of 2024 has because it is encrypted with its owner's keys."""

LATER = {"propertyBag", "enableNodePublicIp"}
"""Fields of clusters that came in 2023; that recording is of 2022."""

FREE = {"tags"}
"""What users name themselves."""


def recorded(name: str) -> Any:
    """The body of a recording."""
    path = SHARED / "azure" / "recordings" / f"{name}.json"
    if not path.exists():
        pytest.skip("needs the shared recordings of Azure: set SHARED_DATA")
    return json.loads(path.read_text(encoding="utf-8"))["response_body"]


def different(real: Any, ours: Any, at: str = "") -> list[str]:
    """Where two JSON values differ in shape; null fits everything."""
    if real is None or ours is None:
        return []
    if isinstance(real, dict) and isinstance(ours, dict):
        ignored = ONLY_IF_ASKED_FOR | ONLY_WITH_OWN_KEYS
        found = [f"{at}/{key}" for key in (real.keys() ^ ours.keys()) - ignored]
        shared = (real.keys() & ours.keys()) - FREE
        return found + [
            place for key in shared for place in different(real[key], ours[key], f"{at}/{key}")
        ]
    if isinstance(real, list) and isinstance(ours, list):
        return different(real[0], ours[0], f"{at}[]") if real and ours else []
    return [] if type(real) is type(ours) else [f"{at}: {type(real)}, not {type(ours)}"]


def test_a_workspace(lab: Any) -> None:
    """As recorded in 2024."""
    ours = lab.answer(lab.workspace())
    assert different(recorded("aml.workspace.get.2024"), ours) == []


def test_an_instance_in_each_of_its_states(lab: Any) -> None:
    """As recorded in 2023: accepted, creating, running, stopped."""
    workspace = lab.workspace()
    instance = lab.instance(workspace)
    assert different(recorded("aml.compute.create_instance"), accepted_compute(instance, {})) == []
    creating = recorded("aml.compute.get.creating")
    assert different(creating, lab.answer(instance)) == []
    lab.clock.pass_by(lab.cloud.durations.compute)
    running = recorded("aml.compute.get.running")
    assert different(running, lab.answer(instance)) == []
    lab.cloud.state(Computes).move(workspace, "machine", "Stop")
    lab.clock.pass_by(lab.cloud.durations.compute)
    stopped = recorded("aml.compute.list.stopped")["value"][0]
    assert different(stopped, lab.answer(instance)) == []


def test_nothing_is_known_of_an_instance_at_first(lab: Any) -> None:
    """The same fields are null in our first answers as in the recorded ones."""
    instance = lab.instance(lab.workspace())
    for name, ours in (
        ("aml.compute.create_instance", accepted_compute(instance, {})),
        ("aml.compute.get.creating", lab.answer(instance)),
    ):
        real = recorded(name)["properties"]["properties"]
        empty = {key for key, value in real.items() if value in (None, [])}
        inner = ours["properties"]["properties"]
        assert empty == {key for key, value in inner.items() if value in (None, [])}


def test_a_cluster(lab: Any) -> None:
    """As recorded in 2022, but for what came later."""
    cluster = lab.cluster(lab.workspace(), "cluster", 0)
    lab.clock.pass_by(lab.cloud.durations.compute)
    real = recorded("aml.compute.list")["value"][0]
    found = different(real, lab.answer(cluster))
    assert {place.rpartition("/")[2] for place in found} == LATER


def test_a_refusal(lab: Any) -> None:
    """The envelope is the recorded one."""
    with pytest.raises(MachineLearningError) as caught:
        lab.instance(lab.workspace(), "vm-2")
    assert different(recorded("aml.compute.error.user_error"), caught.value.body()) == []
