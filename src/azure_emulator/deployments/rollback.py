"""What is deployed again if a deployment fails: its `onErrorDeployment`.

Source: Microsoft's page "Rollback on error to successful deployment"; the recorded tests of the
Azure CLI have the answers. Guess: codes and texts, and that it is deployed by its own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from azure_emulator.deployments import errors
from azure_emulator.deployments.deployment import Deployment
from azure_emulator.deployments.language.parameters import is_secure
from azure_emulator.deployments.language.template import read

TYPES = {"lastsuccessful": "LastSuccessful", "specificdeployment": "SpecificDeployment"}


def plan(deployment: Deployment, held: Mapping[str, Any], others: Sequence[Deployment]) -> None:
    """Note what a deployment falls back to.

    Args:
        deployment: the new one.
        held: its properties, as they were sent.
        others: those that are at its place, oldest first.

    Raises:
        ArmError: 400, or 404 for one that is not there; 501 for one that had secrets, which are
            not kept.
    """
    said = held.get("onErrorDeployment")
    if said is None:
        return
    type_ = TYPES.get(str(said.get("type")).casefold()) if isinstance(said, dict) else None
    if type_ is None:
        raise errors.invalid_deployment(
            "The 'type' of 'onErrorDeployment' must be 'LastSuccessful' or 'SpecificDeployment'."
        )
    earlier = _earlier(type_, str(said.get("deploymentName") or ""), others)
    if any(is_secure(each) for each in read(earlier.template).parameters.values()):
        raise errors.not_implemented("onErrorDeployment with a deployment that had secrets")
    deployment.on_error = {"type": type_, "deploymentName": earlier.name}
    deployment.fallback = {
        **({"location": earlier.location} if earlier.location else {}),
        "properties": {
            "mode": earlier.mode,
            "template": earlier.template,
            "parameters": {name: {"value": each} for name, each in earlier.parameters.items()},
        },
    }


def _earlier(type_: str, name: str, others: Sequence[Deployment]) -> Deployment:
    good = [each for each in others if each.state == "Succeeded"]
    if type_ == "LastSuccessful":
        if not good:
            raise errors.invalid_deployment("There is no successful deployment to fall back to.")
        return max(good, key=lambda each: each.ended or each.started)
    for each in good:
        if each.name.casefold() == name.casefold():
            return each
    raise errors.deployment_not_found(name)
