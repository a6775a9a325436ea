"""What Azure answers of deployments, as JSON. Nothing that is secret is told back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from azure_emulator.deployments.deployment import TYPE, Deployment, Step
from azure_emulator.deployments.language.parameters import is_secure, kind
from azure_emulator.deployments.language.template import read
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.timestamps import timestamp


def deployment(deployment: Deployment, now: datetime, *, checked: bool = False) -> dict[str, Any]:
    """A deployment.

    Args:
        deployment: any.
        now: until when it has taken, if it has not ended.
        checked: whether it is only the answer to a validation.
    """
    ended = deployment.ended or now
    wanted = [step for step in deployment.steps if step.condition and not step.removal]
    state = "Succeeded" if checked else deployment.state
    properties: dict[str, Any] = {
        "templateHash": deployment.hash,
        "mode": deployment.mode,
        "provisioningState": state,
        "timestamp": timestamp(ended),
        "duration": "PT0S" if checked else duration(ended - deployment.started),
        "correlationId": deployment.correlation,
        "providers": _providers(wanted),
        "dependencies": _dependencies(deployment.steps),
    }
    optional = {
        "parameters": _parameters(deployment) or None,
        "templateLink": deployment.link,
        "parametersLink": deployment.parameters_link,
        "outputs": deployment.outputs,
        "error": deployment.error,
        "onErrorDeployment": deployment.on_error,
    }
    properties |= {name: value for name, value in optional.items() if value is not None}
    if checked:
        properties["validatedResources"] = [{"id": step.id} for step in wanted]
    elif deployment.state == "Succeeded":
        properties["outputResources"] = [{"id": each} for step in wanted for each in step.made]
    return {
        "id": deployment.id,
        "name": deployment.name,
        "type": TYPE,
        **({"location": deployment.location} if deployment.location else {}),
        **({"tags": deployment.tags} if deployment.tags else {}),
        "properties": properties,
    }


def _parameters(deployment: Deployment) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, definition in read(deployment.template).parameters.items():
        value: dict[str, Any] = {"type": kind(definition)}
        if not is_secure(definition) and name in deployment.parameters:
            value["value"] = deployment.parameters[name]
        told[name[:1].lower() + name[1:]] = value  # As recorded: `CrossRg` is told as `crossRg`.
    return told


def _providers(steps: Iterable[Step]) -> list[dict[str, Any]]:
    places: dict[str, dict[str, list[Any]]] = {}
    for step in steps:
        namespace, _, kinds = step.type.partition("/")
        where = places.setdefault(namespace, {}).setdefault(kinds, [])
        at = short(step.location) if step.location else None
        if at not in where:
            where.append(at)
    return [
        {
            "namespace": namespace,
            "resourceTypes": [
                {"resourceType": type_, "locations": where} for type_, where in types.items()
            ],
        }
        for namespace, types in places.items()
    ]


def _dependencies(steps: list[Step]) -> list[dict[str, Any]]:
    known = {step.key: step for step in steps}
    return [
        {
            "dependsOn": [_target(known[key]) for key in step.depends if key in known],
            **_target(step),
        }
        for step in steps
        if step.depends and step.condition
    ]


def _target(step: Step) -> dict[str, Any]:
    return {"id": step.id, "resourceType": step.type, "resourceName": step.name}


def operations(deployment: Deployment, now: datetime) -> list[dict[str, Any]]:
    """What a deployment has done so far, in the order in which it ended, as recorded."""
    begun = [step for step in deployment.steps if step.started and step.state != "Skipped"]
    begun.sort(key=lambda step: step.ended or now)
    listed = [operation(deployment, step, now) for step in begun]
    if deployment.state == "Succeeded" and deployment.ended:
        listed.append(_outputs_evaluated(deployment, deployment.ended))
    return listed


def operation(deployment: Deployment, step: Step, now: datetime) -> dict[str, Any]:
    """What a deployment did, or does, with one resource."""
    started, ended = step.started or now, step.ended or now
    verb = "Delete" if step.removal else "Read" if step.existing else "Create"
    message = {"error": step.error} if step.error else None
    return {
        "id": f"{deployment.id}/operations/{number(step.number)}",
        "operationId": number(step.number),
        "properties": {
            "provisioningOperation": verb,
            "provisioningState": step.state,
            "timestamp": timestamp(ended),
            "duration": duration(ended - started),
            "trackingId": step.request,
            "serviceRequestId": step.request,
            **({"statusCode": step.status} if step.status else {}),
            **({"statusMessage": message} if message else {}),
            "targetResource": _target(step),
        },
    }


def _outputs_evaluated(deployment: Deployment, ended: datetime) -> dict[str, Any]:
    identifier = status_id(deployment)
    return {
        "id": f"{deployment.id}/operations/{identifier}",
        "operationId": identifier,
        "properties": {
            "provisioningOperation": "EvaluateDeploymentOutput",
            "provisioningState": "Succeeded",
            "timestamp": timestamp(ended),
            "duration": "PT0S",
            "trackingId": deployment.correlation,
            "statusCode": "OK",
            "statusMessage": None,
        },
    }


def status_id(deployment: Deployment) -> str:
    """The last part of the URL that tells how a deployment gets on: 20 digits."""
    return f"08{int(deployment.number.replace('-', '')[-14:], 16) % 10**18:018d}"


def number(guid: str) -> str:
    """The id of an operation, as Azure writes it: 16 hexadecimal digits in capitals."""
    digits = guid.replace("-", "").upper()
    return digits[:8] + digits[-8:]


def status(deployment: Deployment) -> dict[str, Any]:
    """What the URL of `Azure-AsyncOperation` answers."""
    error = {"error": deployment.error} if deployment.error else {}
    return {"status": deployment.state, **error}


def duration(time: timedelta) -> str:
    """`PT1M3.5S`, as .NET writes it."""
    seconds = max(time.total_seconds(), 0)
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [f"{int(hours)}H" if hours else "", f"{int(minutes)}M" if minutes else ""]
    shown = f"{rest:.7f}".rstrip("0").rstrip(".")
    last = f"{shown}S" if rest or not (hours or minutes) else ""
    return f"PT{''.join(parts)}{last}"
