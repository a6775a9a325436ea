"""What the expressions of a deployment can ask of resources, before they are there and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from azure_emulator.deployments.deployment import Step
from azure_emulator.deployments.expansion import NamedSteps
from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.scope import Scope
from azure_emulator.deployments.language.values import WrongArgumentsError, text
from azure_emulator.deployments.requests import Requests

_USAGE = "Please see https://aka.ms/arm-functions for usage details."


class NotYetError(Exception):
    """An expression needs a resource that is not there yet."""


@dataclass
class Before:
    """Notes which resources are asked for, and tells nothing.

    Attributes:
        asked: the names and ids.
    """

    asked: set[str] = field(default_factory=set)

    def reference(self, arguments: Sequence[Any]) -> Any:
        """Note the resource."""
        self._note(arguments[0])

    def references(self, arguments: Sequence[Any]) -> Any:
        """Note the resources."""
        self._note(arguments[0])

    def listed(self, _function: str, arguments: Sequence[Any]) -> Any:
        """Note the resource."""
        self._note(arguments[0])

    def info(self, symbol: str) -> Any:
        """Note the resource."""
        self._note(symbol)

    def _note(self, name: Any) -> None:
        self.asked.add(text(name))
        raise NotYetError


class EarlyScope(Scope):
    """The names at a place, before resources are there: what needs one stays as it is written."""

    def text(self, text: str) -> Any:
        """What a text is worth, or itself."""
        try:
            return super().text(text)
        except NotYetError:
            return text

    def inside(self, loop: str, index: int) -> Scope:
        """The same, inside of a loop."""
        return replace(self, loops=(*self.loops, (loop, index)))


@dataclass(frozen=True)
class After:
    """Asks resources as the caller of the deployment.

    Args:
        steps: those of the deployment, whose names expressions can use.
        requests: sends the questions; made when the first one is asked.
    """

    steps: NamedSteps
    requests: Callable[[], Requests]

    def reference(self, arguments: Sequence[Any]) -> Any:
        """`reference(name or id, [version], ['Full'])`: the properties, or all of the resource.

        Raises:
            OperationFailedError: it is not there, or the caller may not read it.
        """
        words = [text(argument) for argument in arguments]
        path, version = self._target("reference", words[0], words[1] if len(words) > 1 else "")
        data = self.requests().ask("GET", path, version)
        data = data if isinstance(data, dict) else {}
        if len(words) > 2 and words[2].casefold() == "full":
            return {**data, **_place(path), "apiVersion": version, "resourceId": path}
        return data.get("properties", {})

    def references(self, arguments: Sequence[Any]) -> Any:
        """`references(symbol of a loop, ['Full'])`: what `reference` tells of each.

        Raises:
            OperationFailedError: one is not there, or the caller may not read it.
        """
        steps = self.steps.symbol(text(arguments[0]))
        if not steps:
            self._one("references", text(arguments[0]))
        form = [text(each) for each in arguments[1:2]]
        wanted = [step for step in steps if step.condition]
        return [self.reference([step.id, step.version, *form]) for step in wanted]

    def listed(self, function: str, arguments: Sequence[Any]) -> Any:
        """`listKeys(name or id, version, [body])`, and its like.

        Raises:
            OperationFailedError: it is refused.
        """
        if not 1 <= len(arguments) <= 3:
            raise WrongArgumentsError(f"expected 2 to 3 argument(s), got {len(arguments)}")
        version = text(arguments[1]) if len(arguments) > 1 else ""
        path, version = self._target(function, text(arguments[0]), version)
        body = arguments[2] if len(arguments) > 2 else None
        return self.requests().ask("POST", f"{path}/{function}", version, body)

    def info(self, symbol: str) -> Any:
        """`resourceInfo(symbol)`."""
        step = self._one("resourceInfo", symbol)
        return {"id": step.id, "name": step.name, "type": step.type, "apiVersion": step.version}

    def _target(self, function: str, name: str, version: str) -> tuple[str, str]:
        """The path and the version of what is asked for."""
        steps = self.steps.of(name)
        if steps and not version:
            version = steps[0].version
        if steps and name.startswith("/"):
            name = steps[0].id
        elif not name.startswith("/"):
            name = self._one(function, name).id
        if not version:
            raise ExpressionError(
                f"The template function '{function}' needs the version of the API for '{name}', "
                f"which is not in the template. {_USAGE}"
            )
        return name, version

    def _one(self, function: str, name: str) -> Step:
        steps = self.steps.of(name)
        if not steps:
            raise ExpressionError(
                f"Unable to evaluate template language function '{function}': the resource "
                f"'{name}' is not defined in the template. {_USAGE}"
            )
        return steps[0]


def _place(path: str) -> dict[str, str]:
    parts = path.strip("/").split("/")
    places = dict(zip((part.casefold() for part in parts[0:4:2]), parts[1:4:2], strict=False))
    names = {"subscriptions": "subscriptionId", "resourcegroups": "resourceGroupName"}
    return {names[key]: value for key, value in places.items() if key in names}
