"""The expressions of a deployment: read once, and evaluated with what its template names."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.deployments.deployment import TYPE, Deployment, Step
from azure_emulator.deployments.expansion import Home, NamedSteps, steps_of
from azure_emulator.deployments.language.evaluation import Budget
from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.parameters import is_secure
from azure_emulator.deployments.language.resolution import resolved
from azure_emulator.deployments.language.scope import Place, Scope, Values
from azure_emulator.deployments.language.template import Template, read
from azure_emulator.deployments.requests import Requests
from azure_emulator.deployments.runtime import After, Before, EarlyScope
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager import serializers
from azure_emulator.resource_manager.providers import canonical
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.state import ResourceManager

UNSENT = frozenset(
    {
        "apiversion", "comments", "condition", "copy", "dependson", "existing", "name",
        "resourcegroup", "resources", "scope", "subscriptionid", "type",
    }
)  # fmt: skip
"""What a resource has in a template, and not in the request that makes it."""


class Sources:
    """The templates and values of the deployments that are under way, by their keys.

    What is here can be made again from the deployments; it is never kept in a file.
    """

    def __init__(self) -> None:
        self.templates: dict[str, Template] = {}
        self.values: dict[str, Values] = {}
        self.requests: dict[str, Requests] = {}

    def forget(self, deployment: Deployment) -> None:
        """Let go of one that has ended."""
        for known in (self.templates, self.values, self.requests):
            known.pop(deployment.key, None)


class Evaluation:
    """Evaluates what a deployment holds.

    Args:
        sources: of all deployments that are under way.
    """

    def __init__(self, cloud: Cloud, sources: Sources, deployment: Deployment) -> None:
        self._cloud = cloud
        self._sources = sources
        self._deployment = deployment

    @property
    def template(self) -> Template:
        """The template, read."""
        templates, key = self._sources.templates, self._deployment.key
        if key not in templates:
            templates[key] = read(self._deployment.template)
        return templates[key]

    def requests(self) -> Requests:
        """What sends requests of its caller."""
        made, key = self._sources.requests, self._deployment.key
        if key not in made:
            made[key] = Requests(self._cloud, self._deployment.caller)
        return made[key]

    def values(self) -> Values:
        """The parameters and variables that its expressions ask for."""
        deployment = self._deployment
        if deployment.outer is not None:
            return Evaluation(self._cloud, self._sources, deployment.outer).values()
        known = self._sources.values
        if deployment.key not in known:
            known[deployment.key] = Values(
                template=self.template,
                given=deployment.parameters,
                place=place_of(self._cloud, deployment, self.template),
                budget=Budget(),
                moment=deployment.started,
                new_id=self._cloud.new_id,
            )
        return known[deployment.key]

    def steps(self) -> list[Step]:
        """The steps of its template, with those that a `reference` waits for.

        Raises:
            TemplateError, ExpressionError: the template cannot be deployed.
        """
        group = self._deployment.group
        home = Home(self._deployment.subscription, group.name if group else "")
        scope = Scope(self.values(), self._deployment.outer_loops)
        steps = steps_of(self.template, scope, home)
        names = NamedSteps(steps)
        for step in steps:
            if step.condition:
                self._look_ahead(step, names)
        return steps

    def _look_ahead(self, step: Step, names: NamedSteps) -> None:
        before = Before()
        scope = EarlyScope(self.values(), step.loops, before)
        try:
            location = resolved(_early(step), scope).get("location")
        except ExpressionError as error:
            raise PlacedError(str(error), step.id) from error
        step.location = location if isinstance(location, str) else ""
        if is_outer(step):
            # The names of its own loops, and what else is wrong, is told when it is deployed.
            with suppress(ExpressionError):
                resolved(step.raw["properties"].get("template"), scope)
        others = {other.key: other for name in before.asked for other in names.of(name)}
        wanted = [key for key, other in others.items() if other.condition and other is not step]
        step.depends = list(dict.fromkeys([*step.depends, *wanted]))

    def body(self, step: Step, *, early: bool = False) -> dict[str, Any]:
        """What is sent to make a resource.

        Raises:
            ExpressionError, OperationFailedError: an expression cannot be evaluated.
        """
        raw = _early(step) if step.type.casefold() == TYPE.casefold() else step.raw
        raw = {key: value for key, value in raw.items() if key.casefold() not in UNSENT}
        if early:
            scope: Scope = EarlyScope(self.values(), step.loops, Before())
        else:
            scope = Scope(self.values(), step.loops, self._after())
        made: dict[str, Any] = resolved(raw, scope)
        return made

    def output(self, raw: Any) -> Any:
        """What a part of the outputs is worth.

        Raises:
            ExpressionError, OperationFailedError: it cannot be evaluated.
        """
        return resolved(raw, Scope(self.values(), self._deployment.outer_loops, self._after()))

    def _after(self) -> After:
        return After(NamedSteps(self._deployment.steps), self.requests)


class PlacedError(ExpressionError):
    """An expression of one resource cannot be evaluated.

    Args:
        resource: its id.
    """

    def __init__(self, message: str, resource: str) -> None:
        super().__init__(message)
        self.resource = resource


def is_outer(step: Step) -> bool:
    """Whether it is a nested template whose expressions ask for the names of this one."""
    properties = step.raw.get("properties")
    if step.type.casefold() != TYPE.casefold() or not isinstance(properties, dict):
        return False
    options = properties.get("expressionEvaluationOptions")
    scope = options.get("scope") if isinstance(options, dict) else None
    return str(scope or "outer").casefold() != "inner"


def _early(step: Step) -> dict[str, Any]:
    """What of a resource is evaluated with it: not the template of a nested deployment."""
    raw = {
        key: value
        for key, value in step.raw.items()
        if key.casefold() not in UNSENT - {"resourcegroup", "subscriptionid"}
    }
    properties = raw.get("properties")
    if step.type.casefold() == TYPE.casefold() and isinstance(properties, dict):
        raw["properties"] = {k: v for k, v in properties.items() if k != "template"}
    return raw


def place_of(cloud: Cloud, deployment: Deployment, template: Template) -> Place:
    """What the functions of a deployment tell of where it is."""
    manager = cloud.state(ResourceManager)
    home = manager.subscription(deployment.subscription)
    properties: dict[str, Any] = {
        "template": dict(template.raw),
        "templateHash": deployment.hash,
        "parameters": _told(deployment.parameters, template),
        "mode": deployment.mode,
        "provisioningState": "Accepted",
    }
    if deployment.link:
        properties["templateLink"] = deployment.link
    told = {"name": deployment.name, "properties": properties}
    if deployment.group is None:
        told["location"] = deployment.location
    entra = cloud.state(Entra)
    name, domain = entra.tenants.get(home.tenant, ""), entra.domain(home.tenant)
    return Place(
        subscription=serializers.subscription(home),
        tenant=serializers.tenant(home.tenant, name, domain),
        deployment=told,
        group=serializers.group(deployment.group) if deployment.group else None,
        deployer=_deployer(deployment),
        provider=lambda namespace: _provider(cloud, home, namespace),
    )


def _deployer(deployment: Deployment) -> dict[str, Any]:
    """Whoever deploys here is no person, and so has no name of one."""
    caller = deployment.caller
    told = {"objectId": caller.object_id, "tenantId": caller.tenant}
    return {**told, "userPrincipalName": ""}


def _provider(cloud: Cloud, home: Subscription, namespace: str) -> dict[str, Any] | None:
    known = canonical(namespace)
    return None if known is None else serializers.provider(home, known, cloud.now())


def _told(parameters: Mapping[str, Any], template: Template) -> dict[str, Any]:
    return {
        name: {"value": value}
        for name, value in parameters.items()
        if not is_secure(template.parameters[name])
    }
