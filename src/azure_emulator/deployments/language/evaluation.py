"""What an expression is worth, and what becomes of the JSON data that holds expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from azure_emulator.deployments.language import calculations, networks, texts, times
from azure_emulator.deployments.language.expressions import (
    Access,
    Expression,
    ExpressionError,
    FunctionCall,
    Literal,
    is_expression,
    literal,
    parse,
)
from azure_emulator.deployments.language.lambdas import LAMBDAS
from azure_emulator.deployments.language.values import (
    MOST,
    Function,
    OversizedError,
    Weights,
    WrongArgumentsError,
    as_text,
    found,
    inside,
    truth,
    type_of,
)

FUNCTIONS: Mapping[str, Function] = {
    **texts.FUNCTIONS,
    **calculations.FUNCTIONS,
    **times.FUNCTIONS,
    **networks.FUNCTIONS,
}

LACKING = frozenset(
    {
        "builduri", "externalinput", "externalinputs", "parseuri", "pickzones", "tologicalzone",
        "tologicalzones", "tophysicalzone", "tophysicalzones",
    }
)  # fmt: skip
"""Functions that Azure has and the emulator has not, in small letters."""

_LACKING = re.compile(rf"(?i)\b({'|'.join(sorted(LACKING))})\s*\(")

MOST_CALLS = 100_000
"""Calls of functions and of lambdas in one deployment: more only a trap makes. A guess."""

MOST_VALUES = 500_000
"""Values of one deployment, each time that one is looked at; loops multiply them. A guess."""

COSTS = {
    "uniquestring": 8,
    **dict.fromkeys(("guid", "intersection", "max", "min", "union"), 1),
    **dict.fromkeys(("contains", "equals", "indexof", "lastindexof"), 1 / 4),
}
"""How much work a function has with a character of its arguments, beside the others."""

DEEPEST = 70
"""Levels of evaluation, through parameters and variables. A guess: Azure's is not documented."""


class Names(Protocol):
    """What functions with a context are asked of: parameters, variables, places, resources."""

    def call(self, name: str, arguments: list[Any]) -> Any:
        """The result of the function of this name, in any letter case.

        Raises:
            ExpressionError: there is none, or it cannot be asked here.
        """


class Budget:
    """How much the evaluation of one deployment may still cost."""

    def __init__(self) -> None:
        self.weights = Weights()
        self.calls = 0
        self.passed = 0
        self.depth = 0

    def pass_over(self, values: int) -> None:
        """Take values of the template into account, each time that they are looked at.

        Raises:
            ExpressionError: they are too many.
        """
        self.passed += values
        if self.passed > MOST_VALUES:
            raise ExpressionError(
                f"The template values limit exceeded. Limit: '{MOST_VALUES}', with their copies."
            )

    def spend(self, value: Any) -> Any:
        """Take one call with its result into account.

        Raises:
            ExpressionError: it is too much.
        """
        self.step()
        try:
            self.weights.require_light(value)
        except OversizedError as error:
            raise _too_large() from error
        return value

    def step(self) -> None:
        """Take one call into account, of a function or of a lambda.

        Raises:
            ExpressionError: it is one too many.
        """
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise ExpressionError(
                f"The template language function calls limit exceeded. Limit: '{MOST_CALLS}'."
            )


def _too_large() -> ExpressionError:
    return ExpressionError(
        f"The template expression result exceeds the maximum size. Limit: '{MOST}'."
    )


class Evaluator:
    """Evaluates expressions with the names of one place in a template.

    Args:
        names: answers the functions that need a context.
        budget: what the evaluation may still cost.
        local: the variables of the lambdas that this is inside of.
    """

    def __init__(
        self, names: Names, budget: Budget, local: Mapping[str, Any] | None = None
    ) -> None:
        self._names = names
        self._budget = budget
        self._local = local or {}

    def text(self, text: str) -> Any:
        """What a text of a template is worth.

        Raises:
            ExpressionError: it cannot be evaluated.
        """
        return self.value(parse(text)) if is_expression(text) else literal(text)

    def value(self, expression: Expression) -> Any:
        """What an expression is worth.

        Raises:
            ExpressionError: it cannot be evaluated.
        """
        self._budget.depth += 1
        try:
            if self._budget.depth > DEEPEST:
                raise ExpressionError(
                    f"The template language expressions nesting limit exceeded. Limit: '{DEEPEST}'."
                )
            if isinstance(expression, Literal):
                return expression.value
            if isinstance(expression, Access):
                return self._access(expression)
            return self._budget.spend(self._call(expression))
        finally:
            self._budget.depth -= 1

    def within(self, local: Mapping[str, Any]) -> Evaluator:
        """The same, inside of a lambda that is called.

        Raises:
            ExpressionError: lambdas are called too often.
        """
        self._budget.step()
        return Evaluator(self._names, self._budget, {**self._local, **local})

    def _call(self, call: FunctionCall) -> Any:
        name = call.name.casefold()
        try:
            if name in _LAZY:
                return _LAZY[name](self, call.arguments)
            if name in LAMBDAS:
                return LAMBDAS[name](self, call.arguments)
            if name == "lambdavariables":
                return self._lambda_variable(call.arguments)
            arguments = [self.value(argument) for argument in call.arguments]
            function = FUNCTIONS.get(name)
            if function is None:
                return self._names.call(call.name, arguments)
            _require_count(function, len(arguments))
            self._budget.weights.require_cheap(arguments, COSTS.get(name, 1 / 8))
            return function.call(*arguments)
        except WrongArgumentsError as error:
            raise ExpressionError(
                f"Unable to evaluate template language function '{call.name}': {error}. "
                "Please see https://aka.ms/arm-functions for usage details."
            ) from error
        except OversizedError as error:
            raise _too_large() from error

    def _lambda_variable(self, arguments: Sequence[Expression]) -> Any:
        name = as_text(self.value(arguments[0])) if arguments else ""
        if name not in self._local:
            raise WrongArgumentsError(f"there is no variable '{name}'")
        return self._local[name]

    def _access(self, access: Access) -> Any:
        of, key = self.value(access.of), self.value(access.key)
        if of is None and access.safe:
            return None
        if isinstance(of, dict) and isinstance(key, str):
            name = found(key, of)
            if name is not None:
                return of[name]
            if access.safe:
                return None
            raise ExpressionError(
                f"The language expression property '{key}' doesn't exist, available properties are "
                f"'{', '.join(list(of)[:50])}'."
            )
        if isinstance(of, list) and type(key) is int:
            if 0 <= key < len(of):
                return of[key]
            if access.safe:
                return None
            raise ExpressionError(
                f"The language expression property array index '{key}' is out of bounds."
            )
        raise ExpressionError(
            f"The language expression property '{as_text(key)}' can't be evaluated, property name "
            f"must be a string and the value an object; it is of type '{type_of(of)}'."
        )


def _require_count(function: Function, count: int) -> None:
    most = function.most
    if count < function.least or (most is not None and count > most):
        expected = (
            str(function.least)
            if function.least == most
            else f"{function.least} or more"
            if most is None
            else f"{function.least} to {most}"
        )
        raise WrongArgumentsError(f"expected {expected} argument(s), got {count}")


Lazy = Callable[[Evaluator, Sequence[Expression]], Any]


def _if(evaluator: Evaluator, arguments: Sequence[Expression]) -> Any:
    if len(arguments) != 3:
        raise WrongArgumentsError(f"expected 3 argument(s), got {len(arguments)}")
    return evaluator.value(arguments[1 if truth(evaluator.value(arguments[0])) else 2])


def _and(evaluator: Evaluator, arguments: Sequence[Expression]) -> bool:
    _require_several(arguments)
    return all(truth(evaluator.value(argument)) for argument in arguments)


def _or(evaluator: Evaluator, arguments: Sequence[Expression]) -> bool:
    _require_several(arguments)
    return any(truth(evaluator.value(argument)) for argument in arguments)


def _coalesce(evaluator: Evaluator, arguments: Sequence[Expression]) -> Any:
    for argument in arguments:
        if (value := evaluator.value(argument)) is not None:
            return value
    return None


def _require_several(arguments: Sequence[Expression]) -> None:
    if len(arguments) < 2:
        raise WrongArgumentsError(f"expected 2 or more argument(s), got {len(arguments)}")


_LAZY: Mapping[str, Lazy] = {"if": _if, "and": _and, "or": _or, "coalesce": _coalesce}
"""The functions that look at their arguments one by one."""


def lacking(data: Any) -> str | None:
    """A function that Azure has and the emulator has not, as the expressions in some data call it.

    What cannot be read calls nothing: it is refused when its turn comes.
    """
    pending = [data]
    while pending:
        value = pending.pop()
        if isinstance(value, str) and is_expression(value) and (match := _LACKING.search(value)):
            with suppress(ExpressionError, RecursionError):
                if match[1].casefold() in _called(parse(value)):
                    return match[1]
        pending.extend(inside(value))
    return None


def _called(expression: Expression) -> set[str]:
    if isinstance(expression, FunctionCall):
        inner = [_called(argument) for argument in expression.arguments]
        return {expression.name.casefold()}.union(*inner)
    if isinstance(expression, Access):
        return _called(expression.of) | _called(expression.key)
    return set()
