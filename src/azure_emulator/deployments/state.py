"""All deployments: how they begin, are found, cancelled and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.deployments import errors, rollback, validators
from azure_emulator.deployments.deployment import TYPE, Deployment, Step
from azure_emulator.deployments.evaluation import Evaluation, PlacedError, Sources, is_outer
from azure_emulator.deployments.expansion import require_no_cycle
from azure_emulator.deployments.language import parameters
from azure_emulator.deployments.language.expressions import TOO_DEEP, ExpressionError
from azure_emulator.deployments.language.template import Template, TemplateError, read
from azure_emulator.deployments.running import Run
from azure_emulator.entra.state import Principal
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.guard import authorize
from azure_emulator.resource_manager.resource import Group
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import required_location

LIFETIME = timedelta(days=7)
"""How long a deployment may be active. Source: the texts of `DeploymentActive`."""

MOST = 800
"""Deployments of one group or subscription that are kept; Azure removes the oldest, too."""

DEEPEST = 5
"""Levels of nested deployments. Guess: Azure's bound is not documented."""


@dataclass(frozen=True)
class Target:
    """Where a deployment is, and its name."""

    subscription: str
    name: str
    group: Group | None = None


class Deployments:
    """The deployments of all groups and subscriptions, oldest first."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._manager = cloud.state(ResourceManager)
        self._deployments: dict[str, Deployment] = {}
        self._running: list[Deployment] = []
        self._sources = Sources()
        self._idle_until: datetime | None = None
        cloud.background.append(self.go_on)
        self._manager.on_copy.append(self._copied)

    def target(self, subscription: str, group: str, name: str) -> Target:
        """A place for a deployment.

        Raises:
            ArmError: 404 for the subscription or the group.
        """
        home = self._manager.subscription(subscription)
        found = self._manager.group(subscription, group) if group else None
        return Target(home.id, name, found)

    def find(self, target: Target) -> Deployment | None:
        """The deployment of this name there; one of a deleted group is gone with it."""
        for deployment in self.at(target):
            if deployment.name.casefold() == target.name.casefold():
                return deployment
        return None

    def get(self, target: Target) -> Deployment:
        """The deployment of this name there.

        Raises:
            ArmError: 404 DeploymentNotFound.
        """
        deployment = self.find(target)
        if deployment is None:
            raise errors.deployment_not_found(target.name)
        return deployment

    def at(self, target: Target) -> list[Deployment]:
        """The deployments of a group, or those of a subscription that are in no group."""
        return [
            each
            for each in self._deployments.values()
            if each.subscription == target.subscription and each.group is target.group
        ]

    def begin(self, target: Target, body: Mapping[str, Any], caller: Principal) -> Deployment:
        """Begin to deploy a template.

        Raises:
            ArmError: the request, its template or its parameters are wrong; 409 DeploymentActive.
        """
        self._require_location(target, body)
        self._require_free(target, body)
        deployment = self.prepared(target, body, caller)
        self._keep(deployment)
        return deployment

    def prepared(self, target: Target, body: Mapping[str, Any], caller: Principal) -> Deployment:
        """A deployment that could begin, with its steps.

        Raises:
            ArmError: the request, its template or its parameters are wrong.
        """
        validators.name(target.name)
        self._require_location(target, body)
        held = validators.properties(body)
        data = validators.template(self.cloud, held)
        validators.functions(data)
        deployment = self._new(target, held, data, caller)
        deployment.location = str(body.get("location") or "")
        deployment.tags = body.get("tags")
        rollback.plan(deployment, held, self.at(target))
        try:
            template = read(data)
            sent = validators.parameters(self.cloud, held)
            deployment.parameters = parameters.given(template, sent)
            self._complete(deployment, template)
        except TemplateError as error:
            raise errors.invalid_template(str(error), error.path, error.kind) from error
        except PlacedError as error:
            message = errors.expression_failed(error.resource, str(error))
            raise errors.TemplateRefusedError(message) from error
        except (ExpressionError, RecursionError) as error:
            message = errors.expression_failed("", _said(error))
            raise errors.invalid_template(message) from error
        finally:
            self._sources.forget(deployment)
        return deployment

    def begin_nested(self, outer: Deployment, step: Step, body: dict[str, Any]) -> Deployment:
        """Begin a deployment that is a resource of another one's template.

        Raises:
            ArmError: as for any other, and 403 if the caller may not deploy there.
        """
        authorize(self.cloud, outer.caller, f"{TYPE}/write", "PUT", step.id)
        parts = step.id.strip("/").split("/")
        group = parts[3] if parts[2].casefold() == "resourcegroups" else ""
        target = self.target(parts[1], group, parts[-1])
        raw = step.raw.get("properties")
        held = {**(body.get("properties") or {})}
        if isinstance(raw, dict) and "template" in raw:
            held["template"] = raw["template"]
        nested_body = {**body, "properties": held}
        self._require_free(target, nested_body)
        deployment = self._nested(outer, step, target, nested_body)
        self._keep(deployment)
        return deployment

    def _nested(
        self, outer: Deployment, step: Step, target: Target, body: dict[str, Any]
    ) -> Deployment:
        if _depth(outer) >= DEEPEST:
            raise errors.invalid_deployment(
                f"The nested deployments limit exceeded. Limit: '{DEEPEST}'."
            )
        if not is_outer(step):
            made = self.prepared(target, body, outer.caller)
            made.inside = outer
            return made
        held = body["properties"]
        data = validators.template(self.cloud, held)
        validators.functions(data)
        deployment = self._new(target, held, data, outer.caller)
        deployment.outer, deployment.outer_loops = outer, step.loops
        deployment.inside = outer
        deployment.location = str(body.get("location") or "")
        try:
            read(data)
            deployment.steps = Evaluation(self.cloud, self._sources, deployment).steps()
            require_no_cycle(deployment.steps)
        except TemplateError as error:
            raise errors.invalid_template(str(error), error.path, error.kind) from error
        except (ExpressionError, RecursionError) as error:
            message = errors.expression_failed(getattr(error, "resource", ""), _said(error))
            raise errors.TemplateRefusedError(message) from error
        return deployment

    def _complete(self, deployment: Deployment, template: Template) -> None:
        evaluation = Evaluation(self.cloud, self._sources, deployment)
        values = evaluation.values()
        for name, definition in template.parameters.items():
            parameters.require_valid(name, definition, values.parameter(name))
        for name in template.variables:
            values.variable(name)
        deployment.steps = evaluation.steps()
        require_no_cycle(deployment.steps)
        self._require_groups(deployment.steps)

    def _require_groups(self, steps: list[Step]) -> None:
        """Refuse nested deployments in groups that neither are there nor will be made."""
        made = {step.key for step in steps if step.condition}
        for step in steps:
            where = step.id.rpartition("/providers/")[0]
            parts = where.strip("/").split("/")
            is_nested = step.type.casefold() == TYPE.casefold() and step.condition
            if is_nested and len(parts) == 4 and where.casefold() not in made:
                self._manager.group(parts[1], parts[3])

    def _new(
        self, target: Target, held: Mapping[str, Any], data: dict[str, Any], caller: Principal
    ) -> Deployment:
        return Deployment(
            subscription=target.subscription,
            group=target.group,
            name=target.name,
            template=data,
            parameters={},
            mode=validators.mode(held, at_group=target.group is not None),
            caller=caller,
            started=self.cloud.now(),
            correlation=self.cloud.new_id(),
            number=self.cloud.new_id(),
            hash=validators.hash_of(data),
            link=held.get("templateLink"),
            parameters_link=held.get("parametersLink"),
        )

    def _require_location(self, target: Target, body: Mapping[str, Any]) -> None:
        if target.group is None:
            required_location(body.get("location"))
        elif body.get("location"):
            raise errors.location_at_group(target.name)

    def _require_free(self, target: Target, body: Mapping[str, Any]) -> None:
        self._manager.require_writable(target.subscription)
        known = self.find(target)
        if known is None:
            return
        if not known.over:
            until = known.started + LIFETIME
            raise errors.deployment_active(known.name, *map(_american, (known.started, until)))
        location = body.get("location")
        if known.location and str(location).casefold() != known.location.casefold():
            raise errors.deployment_elsewhere(location, known.name, known.location)

    def _keep(self, deployment: Deployment) -> None:
        self._deployments.pop(deployment.key, None)
        self._deployments[deployment.key] = deployment
        self._running.append(deployment)
        self._idle_until = None
        near = self.at(Target(deployment.subscription, "", deployment.group))
        for old in [each for each in near if each.over][: max(len(near) - MOST, 0)]:
            del self._deployments[old.key]

    def cancel(self, deployment: Deployment) -> None:
        """Begin no further step of a deployment.

        Raises:
            ArmError: 409: it has ended.
        """
        if deployment.over:
            raise errors.deployment_over(deployment.name, deployment.state)
        self._end(deployment)

    def _end(self, deployment: Deployment) -> None:
        deployment.state, deployment.ended = "Canceled", self.cloud.now()
        self._idle_until = None
        self._running.remove(deployment)
        for step in deployment.steps:
            if step.nested is not None and not step.nested.over:
                self._end(step.nested)
            step.nested = None
        self._let_go(deployment)

    def delete(self, deployment: Deployment) -> None:
        """Forget a deployment; what it made stays.

        Raises:
            ArmError: 409 DeploymentActive: it is under way.
        """
        if not deployment.over:
            until = deployment.started + LIFETIME
            since = _american(deployment.started)
            raise errors.deployment_active(deployment.name, since, _american(until))
        self._deployments.pop(deployment.key, None)

    def go_on(self) -> None:
        """Let happen what is due by now, each at its own moment."""
        now = self.cloud.now()
        if self._idle_until is not None and now < self._idle_until:
            return
        while self._running:
            runs = [(run.next(), run) for run in self._runs(now)]
            moments = [moment for moment, _ in runs if moment is not None and moment <= now]
            if not moments:
                later = [moment for moment, _ in runs if moment is not None]
                self._idle_until = min(later, default=None)
                return
            first = min(moments)
            with self.cloud.at(first):
                for moment, run in runs:
                    if moment is not None and moment <= first:
                        run.go_on()
            for deployment in [each for each in self._running if each.over]:
                self._running.remove(deployment)
                self._let_go(deployment)
                self._fall_back(deployment)

    def _fall_back(self, deployment: Deployment) -> None:
        """Deploy again what a deployment that failed falls back to, if that can be."""
        body, deployment.fallback = deployment.fallback, None
        if deployment.state == "Failed" and body and deployment.on_error:
            name = deployment.on_error["deploymentName"]
            target = Target(deployment.subscription, name, deployment.group)
            with suppress(ArmError):  # The group may be gone: there is nobody to be told.
                self.begin(target, body, deployment.caller)

    def _let_go(self, deployment: Deployment) -> None:
        """Forget of one that has ended what is secret, and what it needed while it ran."""
        self._sources.forget(deployment)
        deployment.outer = deployment.inside = None
        for name, definition in read(deployment.template).parameters.items():
            if parameters.is_secure(definition):
                deployment.parameters.pop(name, None)

    def _runs(self, now: Any) -> list[Run]:
        return [
            Run(
                self.cloud,
                Evaluation(self.cloud, self._sources, deployment),
                deployment,
                self,
                now,
            )
            for deployment in self._running
        ]

    def _copied(self, copy: Copy) -> None:
        """A copy of a subscription has copies of the deployments that have ended."""
        for deployment in list(self._deployments.values()):
            if deployment.subscription.casefold() == copy.source.casefold() and deployment.over:
                made = copy.of(deployment)
                self._deployments[made.key] = made


def _depth(deployment: Deployment) -> int:
    depth = 1
    while deployment.inside is not None:
        deployment, depth = deployment.inside, depth + 1
    return depth


def _said(error: Exception) -> str:
    return TOO_DEEP if isinstance(error, RecursionError) else str(error)


def _american(time: Any) -> str:
    hour = time.strftime("%I:%M:%S %p").lstrip("0")
    return f"{time.month}/{time.day}/{time.year} {hour}"
