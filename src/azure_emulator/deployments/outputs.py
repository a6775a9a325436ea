"""The outputs of a deployment, evaluated once everything is there."""

from __future__ import annotations

from typing import Any

from azure_emulator.deployments.evaluation import Evaluation
from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.parameters import EXPECTED, is_secure, kind
from azure_emulator.deployments.language.values import type_of


def evaluated(evaluation: Evaluation) -> dict[str, Any] | None:
    """What a deployment tells at its end; of what is secret, that it is there.

    Raises:
        ExpressionError, OperationFailedError: an output cannot be evaluated.
    """
    outputs: dict[str, Any] = {}
    for name, definition in evaluation.template.outputs.items():
        if evaluation.output(definition.get("condition", True)) is False:
            continue
        value = _value(evaluation, name, definition)
        told = {"type": kind(definition)}
        # As recorded, and as the names of parameters: `NewNSG` is told as `newNSG`.
        shown = name[:1].lower() + name[1:]
        outputs[shown] = told if is_secure(definition) else {**told, "value": value}
    return outputs or None


def _value(evaluation: Evaluation, name: str, definition: dict[str, Any]) -> Any:
    loop = definition.get("copy")
    if isinstance(loop, dict):
        loop = {"name": name, "count": loop.get("count"), "input": loop.get("input")}
        value = evaluation.output({"copy": [loop]})[name]
    else:
        value = evaluation.output(definition.get("value"))
    _, type_ = EXPECTED[kind(definition)]
    is_right = isinstance(value, type_) and not (type_ is int and isinstance(value, bool))
    if not is_right and not (value is None and definition.get("nullable") is True):
        raise ExpressionError(
            f"The template output '{name}' is not valid: the expected type is '{kind(definition)}' "
            f"and the actual type is '{type_of(value)}'. Please see "
            "https://aka.ms/arm-template/#outputs for usage details."
        )
    return value
