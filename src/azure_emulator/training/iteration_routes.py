"""Training, iterations, publication."""

from typing import Any

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.training import exports, lifecycle, serializers, validators
from azure_emulator.training.iterations import ADVANCED, QUICK, BaseModel, Plan
from azure_emulator.training.parameters import (
    document,
    flag,
    listed_ids,
    number,
    object_in,
    optional_text,
    project,
    required,
    text,
)
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training
from azure_emulator.training.words import in_own_case
from azure_emulator.wire import Response


def train_project(call: AccountCall, *, project_id: str) -> Response:
    """Begin a training."""
    home, asked = project(call, project_id), document(call)
    plan = Plan(
        type=in_own_case(text(call, "trainingType") or QUICK, (QUICK, ADVANCED)),
        hours=int(number(call, "reservedBudgetInHours", 0)),
        selected=tuple(listed_ids(asked, "selectedTags")),
        base=_base_model(call, home, object_in(asked, "customBaseModelInfo")),
        email=text(call, "notificationEmailAddress"),
    )
    force = flag(call, "forceTrain", default=False)
    iteration = lifecycle.train(call.cloud, home, plan, force=force)
    if call.cloud.durations.training:
        iteration.begin(call.cloud.state(Training).features)
    return Response(200, serializers.iteration(call, iteration, begun=True))


def _base_model(call: AccountCall, home: Project, named: dict[str, Any]) -> BaseModel | None:
    """The iteration of the account from which the training is to start, if one is named."""
    if not named:
        return None
    base = BaseModel(
        (optional_text(named, "projectId") or "").casefold(),
        (optional_text(named, "iterationId") or "").casefold(),
    )
    iteration = project(call, base.project_id).iteration(base.iteration_id)
    validators.base_model(home, iteration, call.cloud.now())
    return base


def get_iterations(call: AccountCall, *, project_id: str) -> Response:
    """All iterations, newest first."""
    iterations = list(project(call, project_id).iterations.values())[::-1]
    return Response(200, [serializers.iteration(call, iteration) for iteration in iterations])


def get_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """One iteration."""
    iteration = project(call, project_id).iteration(iteration_id)
    return Response(200, serializers.iteration(call, iteration))


def update_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Rename an iteration."""
    home, name = project(call, project_id), optional_text(document(call), "name") or ""
    iteration = lifecycle.rename(call.cloud, home, iteration_id, name)
    return Response(200, serializers.iteration(call, iteration))


def delete_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Delete an iteration."""
    lifecycle.delete(project(call, project_id), iteration_id)
    return Response(204)


def get_performance(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """An iteration's performance; that thresholds are 50 % and 30 % if none are given is a guess.

    They are what the portal shows at first.
    """
    iteration = project(call, project_id).measured_iteration(iteration_id, call.cloud.now())
    performance = iteration.performance(
        call.cloud.state(Training).features,
        number(call, "threshold", 0.5),
        number(call, "overlapThreshold", 0.3),
    )
    return Response(200, serializers.performance(iteration, performance))


def export_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Begin to make the model into a file for another platform."""
    iteration = project(call, project_id).trained_iteration(iteration_id, call.cloud.now())
    made = exports.export(
        call.cloud,
        iteration,
        required(call, "platform"),
        text(call, "flavor") or None,
        known=iteration.settings.domain.platforms,
    )
    return Response(200, serializers.export(call, project(call, project_id), iteration, made))


def get_exports(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """What was asked for, and where what is done can be had."""
    home = project(call, project_id)
    iteration = home.iteration(iteration_id)
    made = [serializers.export(call, home, iteration, each) for each in iteration.exports]
    return Response(200, made)


def publish_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Publish an iteration: a bare `true`."""
    lifecycle.publish(
        call.cloud,
        project(call, project_id),
        iteration_id,
        name=required(call, "publishName"),
        target=required(call, "predictionId"),
        overwrite=flag(call, "overwrite", default=False),
    )
    return Response(200, True)


def unpublish_iteration(call: AccountCall, *, project_id: str, iteration_id: str) -> Response:
    """Unpublish an iteration."""
    lifecycle.unpublish(call.cloud, project(call, project_id), iteration_id)
    return Response(204)
