"""The steps of a deployment: each resource of a template, as often as its loop goes round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from azure_emulator.deployments.deployment import TYPE as DEPLOYMENT
from azure_emulator.deployments.deployment import Step
from azure_emulator.deployments.language import identifiers
from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.resolution import count_of, resolved
from azure_emulator.deployments.language.scope import Scope
from azure_emulator.deployments.language.template import Template, TemplateError, require_within
from azure_emulator.deployments.language.values import as_text

GROUP = identifiers.GROUP.casefold()
_USAGE = "Please see https://aka.ms/arm-template/#resources for usage details."


@dataclass(frozen=True)
class Home:
    """Where a template is deployed: a subscription, and a group unless it is the whole."""

    subscription: str
    group: str = ""

    @property
    def id(self) -> str:
        """The id of the group or the subscription."""
        if self.group:
            return identifiers.group_id(self.subscription, self.group)
        return f"/subscriptions/{self.subscription}"


def steps_of(template: Template, scope: Scope, home: Home) -> list[Step]:
    """The steps of a template, each with the ids of those before it.

    Raises:
        TemplateError: a resource is not of the form that it must have, is there twice, or depends
            on what is not there or on itself.
        ExpressionError: an expression in what names a resource cannot be evaluated.
    """
    expansion = _Expansion(home)
    for symbol, raw in template.resources:
        expansion.add(symbol, raw, scope, "", "")
    require_within("resources", len(expansion.steps))
    expansion.require_unique()
    for step in [step for step in expansion.steps if step.condition]:
        step.depends = expansion.dependencies(step, scope)
    return expansion.steps


class _Expansion:
    def __init__(self, home: Home) -> None:
        self.home = home
        self.steps: list[Step] = []
        self._loops: dict[str, list[Step]] = {}
        self._named: dict[str, list[Step]] = {}

    def add(
        self, symbol: str, raw: dict[str, Any], scope: Scope, parent_type: str, parent_name: str
    ) -> None:
        loop = raw.get("copy")
        if loop is None:
            self._add_one(symbol, raw, scope, parent_type, parent_name)
            return
        if not isinstance(loop, dict) or not isinstance(loop.get("name", symbol), str):
            raise TemplateError(f"The copy of the resource '{raw['name']}' is not an object.")
        name = as_text(scope.text(str(loop.get("name") or symbol)))
        rounds: list[list[Step]] = []
        for index in range(count_of(loop, name, scope)):
            before = len(self.steps)
            self._add_one(symbol, raw, scope.inside(name, index), parent_type, parent_name)
            require_within("resources", len(self.steps))
            rounds.append(self.steps[before:])
        self._loops.setdefault(name.casefold(), []).extend(step for each in rounds for step in each)
        if str(loop.get("mode", "")).casefold() == "serial":
            _chain(rounds, loop.get("batchSize", 1))

    def _add_one(
        self, symbol: str, raw: dict[str, Any], scope: Scope, parent_type: str, parent_name: str
    ) -> None:
        type_ = f"{parent_type}/{raw['type']}" if parent_type else str(raw["type"])
        name = as_text(scope.text(raw["name"]))
        name = f"{parent_name}/{name}" if parent_name else name
        condition = resolved(raw.get("condition", True), scope)
        if isinstance(condition, str) and condition.casefold() in ("true", "false"):
            condition = condition.casefold() == "true"
        if not isinstance(condition, bool):
            raise TemplateError(f"The condition of the resource '{name}' is no boolean. {_USAGE}")
        step = Step(
            id=self._id(type_, name, raw, scope),
            type=type_,
            name=name,
            version=_version(name, raw, scope),
            raw=raw,
            symbol=symbol,
            loops=scope.loops,
            condition=condition,
            existing=raw.get("existing") is True,
        )
        self.steps.append(step)
        for key in {symbol, step.key, name, *_described(step)} - {""}:
            self._named.setdefault(key.casefold(), []).append(step)
        children = raw.get("resources")
        if isinstance(children, list) and type_.casefold() != DEPLOYMENT.casefold():
            for child in children:
                if not isinstance(child, dict) or not {"type", "name"} <= child.keys():
                    raise TemplateError(f"A resource in '{name}' has no 'type' or 'name'.")
                self.add("", child, scope, type_, name)

    def _id(self, type_: str, name: str, raw: Mapping[str, Any], scope: Scope) -> str:
        names = name.split("/")
        namespace, *kinds = type_.split("/")
        if len(kinds) != len(names) or not all((namespace, *kinds, *names)):
            raise TemplateError(
                f"The template resource '{name}' for type '{type_}' at line '1' and column '1' has "
                "incorrect segment lengths. A nested resource type must have identical number of "
                "segments as its resource name. A root resource type must have segment length one "
                f"greater than its resource name. {_USAGE}"
            )
        if type_.casefold() == GROUP:
            subscription = raw.get("subscriptionId") or self.home.subscription
            return Home(as_text(resolved(subscription, scope)), names[0]).id
        where = self._where(type_, raw, scope)
        path = [f"{where}/providers/{namespace}"]
        # `a/providers/roleAssignments` named `x/Microsoft.Authorization/y` extends `a/x`.
        path.extend(f"{kind}/{each}" for kind, each in zip(kinds, names, strict=True))
        return "/".join(path)

    def _where(self, type_: str, raw: Mapping[str, Any], scope: Scope) -> str:
        if type_.casefold() == DEPLOYMENT.casefold():
            home = Home(
                as_text(resolved(raw.get("subscriptionId") or self.home.subscription, scope)),
                as_text(resolved(raw.get("resourceGroup") or self._default_group(raw), scope)),
            )
            return home.id
        extended = raw.get("scope")
        if extended is None:
            return self.home.id
        said = as_text(resolved(extended, scope))
        if said.startswith("/"):
            return said.rstrip("/")
        return f"{self.home.id}/providers/{said}"

    def _default_group(self, raw: Mapping[str, Any]) -> str:
        return "" if raw.get("subscriptionId") else self.home.group

    def require_unique(self) -> None:
        """Refuse two of one id, unless the template wants one alone.

        So azure-ai-ml's own template has it, which Azure takes.
        """
        keys: set[str] = set()
        for step in [step for step in self.steps if step.condition]:
            if step.key in keys:
                raise TemplateError(
                    f"The resource '{_described(step)[0]}' at line '1' and column '1' is defined "
                    f"multiple times in a template. {_USAGE}"
                )
            keys.add(step.key)

    def dependencies(self, step: Step, scope: Scope) -> list[str]:
        """The keys of the steps before one; those that are not wanted do not count."""
        for loop, index in step.loops:
            scope = scope.inside(loop, index)
        wanted = step.raw.get("dependsOn") or []
        if not isinstance(wanted, list):
            raise TemplateError(f"The dependsOn of the resource '{step.name}' is not an array.")
        before = [other for each in wanted for other in self._meant(each, scope)]
        keys = [*step.depends, *(other.key for other in before if other.condition)]
        return list(dict.fromkeys(keys))

    def _meant(self, said: Any, scope: Scope) -> list[Step]:
        name = as_text(resolved(said, scope))
        steps = self._loops.get(name.casefold()) or self.named(name)
        if not steps:
            raise TemplateError(
                f"The resource '{name}' is not defined in the template. Please see "
                "https://aka.ms/arm-template for usage details."
            )
        return steps

    def named(self, name: str) -> list[Step]:
        return self._named.get(name.strip("/").casefold()) or self._named.get(name.casefold(), [])


def _version(name: str, raw: Mapping[str, Any], scope: Scope) -> str:
    version = raw.get("apiVersion")
    if not isinstance(version, str) or not version:
        raise TemplateError(
            f"Required property 'apiVersion' not found in JSON. Path 'resources[{name}]', line 1, "
            "position 1.",
            "resources",
            "parse",
        )
    return as_text(scope.text(version))


def _described(step: Step) -> list[str]:
    """The ways to write what it is without its place; of a group also the id with a provider."""
    if step.type.casefold() != GROUP:
        return [step.id.rpartition("/providers/")[2]]
    shown = f"{identifiers.GROUP}/{step.name}"
    return [shown, f"{step.id.partition('/resourceGroups/')[0]}/providers/{shown}"]


def _chain(rounds: list[list[Step]], size: Any) -> None:
    """Let each batch of rounds wait for the one before."""
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise ExpressionError(f"The batch size '{size}' of a copy is no positive integer.")
    for start in range(size, len(rounds), size):
        before = [step.key for each in rounds[start - size : start] for step in each]
        for each in rounds[start : start + size]:
            for step in each:
                step.depends.extend(before)


class NamedSteps:
    """The steps that a name means: a symbolic name, an id, a resource's name or `type/name`."""

    def __init__(self, steps: list[Step]) -> None:
        self._exact: dict[str, list[Step]] = {}
        self._loose: dict[str, list[Step]] = {}
        for step in steps:
            for key in {step.symbol.casefold(), step.key} - {""}:
                self._exact.setdefault(key, []).append(step)
            for key in {each.casefold() for each in (step.name, *_described(step))}:
                self._loose.setdefault(key, []).append(step)

    def symbol(self, name: str) -> list[Step]:
        """The steps of a symbolic name, in the order of their loop."""
        steps = self._exact.get(name.casefold(), [])
        return [step for step in steps if step.symbol.casefold() == name.casefold()]

    def of(self, name: str) -> list[Step]:
        """The steps; none if nothing is named so."""
        key = name.casefold()
        return self._exact.get(key) or self._loose.get(key, [])


def require_no_cycle(steps: list[Step]) -> None:
    """Refuse resources that wait for each other.

    Raises:
        TemplateError: there are.
    """
    for step in _in_cycles(steps):
        raise TemplateError(
            f"Circular dependency detected on resource: '{step.id}'. Please see "
            "https://aka.ms/arm-template/#resources for usage details."
        )


def _in_cycles(steps: list[Step]) -> Iterator[Step]:
    waiting = {step.key: set(step.depends) for step in steps}
    followers: dict[str, list[str]] = {}
    for key, before in waiting.items():
        for other in before:
            followers.setdefault(other, []).append(key)
    free = [key for key, before in waiting.items() if not before & waiting.keys()]
    left = {key: len(before & waiting.keys()) for key, before in waiting.items()}
    while free:
        key = free.pop()
        del left[key]
        for other in followers.get(key, []):
            left[other] -= 1
            if not left[other]:
                free.append(other)
    yield from (step for step in steps if step.key in left)
