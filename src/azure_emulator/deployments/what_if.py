"""What a deployment would change. Guess: how deep changes are told, for Azure hides some noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.deployments.deployment import TYPE, Deployment, Step
from azure_emulator.deployments.errors import expression_failed
from azure_emulator.deployments.evaluation import Evaluation, Sources
from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.values import same
from azure_emulator.deployments.requests import Requests, data_of
from azure_emulator.resource_manager.state import ResourceManager

UNTOLD = frozenset({"etag", "systemdata", "id", "name", "type", "apiversion"})


def changes(cloud: Cloud, deployment: Deployment, *, ids_only: bool) -> dict[str, Any]:
    """The answer to a what-if, once it has ended.

    Args:
        cloud: the state that would change.
        deployment: prepared, not begun.
        ids_only: whether only ids and kinds of change are asked for.
    """
    requests = Requests(cloud, deployment.caller)
    evaluation = Evaluation(cloud, Sources(), deployment)
    wanted = [step for step in deployment.steps if step.condition and not step.existing]
    try:
        told = [_change(requests, evaluation, step) for step in wanted]
    except ExpressionError as error:
        failure = {"code": "InvalidTemplate", "message": expression_failed("", str(error))}
        return {"status": "Failed", "error": failure}
    told = [change for change in told if change]
    told.extend(_others(cloud, deployment, {step.key for step in wanted}))
    if ids_only:
        told = [
            {"resourceId": change["resourceId"], "changeType": change["changeType"]}
            for change in told
        ]
    properties = {"correlationId": deployment.correlation, "changes": told}
    return {"status": "Succeeded", "properties": properties}


def _change(requests: Requests, evaluation: Evaluation, step: Step) -> dict[str, Any]:
    if step.type.casefold() == TYPE.casefold():
        return {}
    after = {
        "apiVersion": step.version,
        "id": step.id,
        "name": step.name.rpartition("/")[2],
        "type": step.type,
        **evaluation.body(step, early=True),
    }
    response = requests.send("GET", step.id, step.version)
    before = data_of(response) if response.status == 200 else None
    if not isinstance(before, dict):
        return {"resourceId": step.id, "changeType": "Create", "after": after}
    before = {"apiVersion": step.version, **before}
    delta = list(_delta(before, after))
    kind = "Modify" if delta else "NoChange"
    return {
        "resourceId": step.id,
        "changeType": kind,
        "before": before,
        "after": {**before, **after},
        **({"delta": delta} if delta else {}),
    }


def _delta(
    before: Mapping[str, Any], after: Mapping[str, Any], path: str = ""
) -> Iterator[dict[str, Any]]:
    for key, value in after.items():
        where = f"{path}.{key}" if path else key
        if (not path and key.casefold() in UNTOLD) or _is_location_alike(key, before, value):
            continue
        known = before.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            yield from _delta(known, value, where)
        elif not same(known, value):
            kind = "Modify" if key in before else "Create"
            yield {
                "path": where,
                "propertyChangeType": kind,
                **({"before": known} if key in before else {}),
                "after": value,
            }


def _is_location_alike(key: str, before: Mapping[str, Any], value: Any) -> bool:
    said = (str(each).replace(" ", "").casefold() for each in (before.get(key), value))
    return key == "location" and len(set(said)) == 1


def _others(cloud: Cloud, deployment: Deployment, wanted: set[str]) -> Iterator[dict[str, Any]]:
    """What is in the group and not in the template."""
    group = deployment.group
    if group is None:
        return
    kind = "Delete" if deployment.mode == "Complete" else "Ignore"
    for resource in cloud.state(ResourceManager).in_group(group.subscription, group.name):
        if resource.path.parent is None and resource.path.key not in wanted:
            held = {
                "id": resource.id,
                "name": resource.name,
                "type": resource.type,
                "location": resource.location,
            }
            yield {"resourceId": resource.id, "changeType": kind, "before": held}
