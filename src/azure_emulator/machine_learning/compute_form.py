"""The form that the body of a request for a compute must have. Guess: the texts of all refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.workspace import Workspace
from azure_emulator.resource_manager.json_values import boolean

SERVED = ("AmlCompute", "ComputeInstance")
OTHERS = (
    "AKS", "DataFactory", "DataLakeAnalytics", "Databricks", "HDInsight", "Kubernetes",
    "KubernetesCompute", "SynapseSpark", "VirtualMachine",
)  # fmt: skip
"""Types of computes that Azure has and the emulator has not. Source: the specification."""

IDLE = (timedelta(minutes=15), timedelta(days=3))
"""The shortest and the longest time before an idle instance stops. Source: the specification."""

_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?"
)


def require(cloud: Cloud, workspace: Workspace, properties: Mapping[str, Any]) -> None:
    """Refuse a body of the wrong form.

    Raises:
        MachineLearningError: 400.
    """
    wrong = _wrong(properties)
    if wrong:
        text = f"The value of '{wrong}' is invalid."
        raise MachineLearningError(cloud, text, location=workspace.location)


def _wrong(properties: Mapping[str, Any]) -> str:
    """The first field whose value cannot be; empty if there is none."""
    inner = properties.get("properties") or {}
    if not isinstance(inner, dict):
        return "properties"
    scale, schedules = inner.get("scaleSettings") or {}, inner.get("schedules") or {}
    if not isinstance(scale, dict):
        return "scaleSettings"
    if not isinstance(schedules, dict) or not isinstance(
        schedules.get("computeStartStop") or [], list
    ):
        return "schedules"
    if any(not isinstance(each, dict) for each in schedules.get("computeStartStop") or []):
        return "schedules"
    return _wrong_value(properties, inner, scale)


def _wrong_value(
    properties: Mapping[str, Any], inner: Mapping[str, Any], scale: Mapping[str, Any]
) -> str:
    counts = {name: scale.get(name) for name in ("minNodeCount", "maxNodeCount")}
    given = {name: count for name, count in counts.items() if count is not None}
    for name, count in given.items():
        if type(count) is not int or not 0 <= count < 2**31:
            return name
    if len(given) == 2 and given["minNodeCount"] > given["maxNodeCount"]:
        return "minNodeCount"
    times = {
        "nodeIdleTimeBeforeScaleDown": scale.get("nodeIdleTimeBeforeScaleDown"),
        "idleTimeBeforeShutdown": inner.get("idleTimeBeforeShutdown"),
    }
    for name, said in times.items():
        time = None if said is None else _time(said)
        if said is not None and time is None:
            return name
        if time is not None and name == "idleTimeBeforeShutdown" and not IDLE[0] <= time <= IDLE[1]:
            return name
    return _no_boolean({"disableLocalAuth": properties.get("disableLocalAuth")}) or _no_boolean(
        {"enableNodePublicIp": inner.get("enableNodePublicIp")}
    )


def _time(said: object) -> timedelta | None:
    match = _DURATION.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        return None
    days, hours, minutes, seconds = (float(each or 0) for each in match.groups())
    try:
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


def _no_boolean(fields: Mapping[str, Any]) -> str:
    for name, value in fields.items():
        try:
            boolean(value)
        except ValueError:
            return name
    return ""


def kind(cloud: Cloud, workspace: Workspace, properties: Mapping[str, Any]) -> str:
    """The type of compute that is asked for, in Azure's letter case.

    Raises:
        MachineLearningError: 400 for none; 501 for one that the emulator does not make.
    """
    said, location = properties.get("computeType"), workspace.location
    if said is None or said == "":
        raise MachineLearningError(cloud, "ComputeType is required.", location=location)
    names = {name.casefold(): name for name in (*SERVED, *OTHERS)}
    name = names.get(said.casefold()) if isinstance(said, str) else None
    if name is None:
        text = f"The value of 'computeType' is invalid: '{str(said)[:100]}'."
        raise MachineLearningError(cloud, text, location=location)
    if name in OTHERS:
        text = f"The emulator makes ComputeInstance and AmlCompute, not '{name}'."
        code = "NotImplementedByEmulator"
        raise MachineLearningError(cloud, text, location=location, status=501, code=code)
    return name
