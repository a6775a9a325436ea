"""The names that an expression can ask for: parameters, variables, places, resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from azure_emulator.deployments.language import identifiers, times
from azure_emulator.deployments.language.environment import PUBLIC_CLOUD
from azure_emulator.deployments.language.evaluation import LACKING, Budget, Evaluator
from azure_emulator.deployments.language.expressions import ExpressionError
from azure_emulator.deployments.language.resolution import resolved
from azure_emulator.deployments.language.template import LoopedVariable, Template, UserFunction
from azure_emulator.deployments.language.values import WrongArgumentsError, found, text, whole

_USAGE = "Please see https://aka.ms/arm-{} for usage details."


@dataclass(frozen=True)
class Place:
    """Where a template is deployed, as its functions tell it.

    Args:
        group: what `resourceGroup()` answers; none at a subscription.
        deployer: who deploys it.
        provider: what Resource Manager says of a provider; none if there is none of this name.
    """

    subscription: Mapping[str, Any]
    tenant: Mapping[str, Any]
    deployment: Mapping[str, Any]
    group: Mapping[str, Any] | None = None
    deployer: Mapping[str, Any] = field(default_factory=dict)
    provider: Callable[[str], Mapping[str, Any] | None] = lambda _namespace: None


class Runtime(Protocol):
    """What can be asked once resources are there."""

    def reference(self, arguments: Sequence[Any]) -> Any:
        """`reference(name or id, [version], ['Full'])`."""

    def references(self, arguments: Sequence[Any]) -> Any:
        """`references(symbol of a loop, ['Full'])`."""

    def listed(self, function: str, arguments: Sequence[Any]) -> Any:
        """`listKeys(name or id, version, [body])`, and its like."""

    def info(self, symbol: str) -> Any:
        """`resourceInfo(symbol)`."""


@dataclass
class Values:
    """The parameters and the variables of one template, evaluated when they are asked for.

    Args:
        given: the values of parameters.
        moment: what `utcNow` tells in the default of a parameter.
        new_id: what `newGuid` makes there.
    """

    template: Template
    given: dict[str, Any]
    place: Place
    budget: Budget
    moment: datetime
    new_id: Callable[[], str]
    _variables: dict[str, Any] = field(default_factory=dict)
    _busy: list[str] = field(default_factory=list)

    def parameter(self, name: str) -> Any:
        """The value of a parameter.

        Raises:
            ExpressionError: it is not in the template, or refers to itself.
        """
        known = found(name, list(self.template.parameters))
        if known is None:
            raise ExpressionError(
                f"The template parameter '{name}' is not found. {_USAGE.format('parameters')}"
            )
        if known not in self.given:
            default = self.template.parameters[known].get("defaultValue")
            self.given[known] = self._once(
                f"parameter '{known}'", lambda: resolved(default, Scope(self, in_default=True))
            )
        return self.given[known]

    def variable(self, name: str) -> Any:
        """The value of a variable.

        Raises:
            ExpressionError: it is not in the template, or refers to itself.
        """
        known = found(name, list(self.template.variables))
        if known is None:
            raise ExpressionError(
                f"The template variable '{name}' is not found. {_USAGE.format('variables')}"
            )
        if known not in self._variables:
            raw = self.template.variables[known]
            self._variables[known] = self._once(f"variable '{known}'", lambda: self._evaluated(raw))
        return self._variables[known]

    def _evaluated(self, raw: Any) -> Any:
        if isinstance(raw, LoopedVariable):
            return resolved({"copy": [raw.loop]}, Scope(self))[raw.name]
        return resolved(raw, Scope(self))

    def _once(self, what: str, evaluate: Callable[[], Any]) -> Any:
        if what in self._busy:
            raise ExpressionError(
                f"Circular dependency detected on template {what}. {_USAGE.format('template')}"
            )
        self._busy.append(what)
        try:
            return evaluate()
        finally:
            self._busy.remove(what)


@dataclass(frozen=True)
class Scope:
    """The names at one place in a template.

    Args:
        loops: the index of each loop that this is inside of, the innermost last.
        runtime: answers for resources, where Azure lets them be asked for.
        in_default: whether this is the default of a parameter.
    """

    values: Values
    loops: tuple[tuple[str, int], ...] = ()
    runtime: Runtime | None = None
    in_default: bool = False

    def text(self, text: str) -> Any:
        """What a text of the template is worth.

        Raises:
            ExpressionError: it cannot be evaluated.
        """
        return Evaluator(self, self.values.budget).text(text)

    def pass_over(self, values: int) -> None:
        """Take into account that so many values were looked at.

        Raises:
            ExpressionError: they are too many.
        """
        self.values.budget.pass_over(values)

    def inside(self, loop: str, index: int) -> Scope:
        """The same, inside of a loop."""
        return Scope(self.values, (*self.loops, (loop, index)), self.runtime, self.in_default)

    def call(self, name: str, arguments: list[Any]) -> Any:
        """The result of a function that needs a context.

        Raises:
            ExpressionError: there is none of this name, or it cannot be asked here.
            WrongArgumentsError: it can do nothing with its arguments.
        """
        key = name.casefold()
        if key in _FUNCTIONS:
            return _FUNCTIONS[key](self, *_counted(key, arguments))
        if key in ("reference", "references", "resourceinfo") or key.startswith("list"):
            return self._ask_runtime(name, arguments)
        function = self.values.template.functions.get(key)
        if function is not None:
            return self._user_function(function, arguments)
        if key in LACKING:
            raise ExpressionError(f"The emulator does not implement the function '{name}'.")
        raise ExpressionError(
            f"The template function '{name}' is not valid. {_USAGE.format('functions')}"
        )

    def _ask_runtime(self, name: str, arguments: list[Any]) -> Any:
        if self.runtime is None:
            raise unexpected(name)
        if not arguments:
            raise WrongArgumentsError("expected 1 or more argument(s), got 0")
        if name.casefold() == "reference":
            return self.runtime.reference(arguments)
        if name.casefold() == "references":
            return self.runtime.references(arguments)
        if name.casefold() == "resourceinfo":
            return self.runtime.info(text(arguments[0]))
        return self.runtime.listed(name, arguments)

    def _user_function(self, function: UserFunction, arguments: list[Any]) -> Any:
        if len(arguments) != len(function.parameters):
            raise WrongArgumentsError(
                f"expected {len(function.parameters)} argument(s), got {len(arguments)}"
            )
        own = dict(zip(function.parameters, arguments, strict=True))
        return resolved(function.output, _FunctionScope(self.values.budget, own))

    def index(self, loop: Any = "", offset: Any = 0) -> int:
        """`copyIndex([loop,] [offset])`."""
        if not isinstance(loop, str):
            loop, offset = "", loop
        places = [place for name, place in self.loops if not loop or _is(name, loop)]
        if not places:
            raise unexpected("copyIndex")
        return places[-1] + whole(offset)


def _is(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def unexpected(name: str) -> ExpressionError:
    """The refusal of a function that is none for this place."""
    return ExpressionError(
        f"The template function '{name}' is not expected at this location. "
        f"{_USAGE.format('functions')}"
    )


@dataclass(frozen=True)
class _FunctionScope:
    """The names in a function of the template's own: its parameters alone."""

    budget: Budget
    parameters: Mapping[str, Any]

    def text(self, text: str) -> Any:
        return Evaluator(self, self.budget).text(text)

    def pass_over(self, values: int) -> None:
        self.budget.pass_over(values)

    def inside(self, _loop: str, _index: int) -> _FunctionScope:
        return self

    def call(self, name: str, arguments: list[Any]) -> Any:
        if name.casefold() != "parameters" or len(arguments) != 1:
            raise unexpected(name)
        known = found(text(arguments[0]), list(self.parameters))
        if known is None:
            raise ExpressionError(
                f"The template parameter '{arguments[0]}' is not found. "
                f"{_USAGE.format('parameters')}"
            )
        return self.parameters[known]


def _group(scope: Scope) -> Mapping[str, Any]:
    if scope.values.place.group is None:
        raise unexpected("resourceGroup")
    return scope.values.place.group


def _fail(_scope: Scope, message: Any) -> None:
    raise ExpressionError(text(message))


def _providers(scope: Scope, namespace: Any, type_: Any = None) -> Any:
    """What a provider offers, or one of its types; deprecated, and still there."""
    provider = scope.values.place.provider(text(namespace))
    if provider is None:
        raise WrongArgumentsError(f"the provider '{namespace}' is not found")
    if type_ is None:
        return dict(provider)
    for each in provider["resourceTypes"]:
        if _is(each["resourceType"], text(type_)):
            return {key: each[key] for key in ("resourceType", "locations", "apiVersions")}
    raise WrongArgumentsError(f"the type '{type_}' of '{namespace}' is not found")


def _management_group(_scope: Scope) -> None:
    raise unexpected("managementGroup")


def _new_guid(scope: Scope) -> str:
    if not scope.in_default:
        raise unexpected("newGuid")
    return scope.values.new_id()


def _utc_now(scope: Scope, pattern: Any = None) -> str:
    if not scope.in_default:
        raise unexpected("utcNow")
    return times.written(scope.values.moment, times.DEFAULT if pattern is None else text(pattern))


def _subscription(scope: Scope) -> str:
    return str(scope.values.place.subscription["subscriptionId"])


def _resource_id(scope: Scope, *arguments: Any) -> str:
    group = scope.values.place.group
    name = str(group["name"]) if group else ""
    return identifiers.resource_id(_subscription(scope), name, *arguments)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "copyindex": Scope.index,
    "deployer": lambda scope: dict(scope.values.place.deployer),
    "deployment": lambda scope: dict(scope.values.place.deployment),
    "environment": lambda _scope: PUBLIC_CLOUD,
    "extensionresourceid": lambda _, *words: identifiers.extension_resource_id(*words),
    "fail": _fail,
    "managementgroup": _management_group,
    "managementgroupresourceid": lambda _, *words: identifiers.management_group_resource_id(*words),
    "newguid": _new_guid,
    "parameters": lambda scope, name: scope.values.parameter(text(name)),
    "providers": _providers,
    "resourcegroup": lambda scope: dict(_group(scope)),
    "resourceid": _resource_id,
    "subscription": lambda scope: dict(scope.values.place.subscription),
    "subscriptionresourceid": lambda scope, *words: identifiers.subscription_resource_id(
        _subscription(scope), *words
    ),
    "tenant": lambda scope: dict(scope.values.place.tenant),
    "tenantresourceid": lambda _, *words: identifiers.tenant_resource_id(*words),
    "utcnow": _utc_now,
    "variables": lambda scope, name: scope.values.variable(text(name)),
}
"""By their names in small letters."""

_COUNTS = {
    **dict.fromkeys(("deployment", "environment", "newguid", "resourcegroup"), (0, 0)),
    **dict.fromkeys(("deployer", "managementgroup", "subscription", "tenant"), (0, 0)),
    **dict.fromkeys(("fail", "parameters", "variables"), (1, 1)),
    "providers": (1, 2),
    "copyindex": (0, 2),
    "utcnow": (0, 1),
}


def _counted(name: str, arguments: list[Any]) -> list[Any]:
    least, most = _COUNTS.get(name, (1, 100))
    if not least <= len(arguments) <= most:
        raise WrongArgumentsError(f"expected {least} to {most} argument(s), got {len(arguments)}")
    return arguments
