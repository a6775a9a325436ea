"""The grammar of an expression in a template, and its parser.

    text       = "[" expression "]"          else it is a literal; "[[" is a literal "["
    expression = primary { accessor }
    primary    = call | string | integer
    call       = name { "." name } "(" [ expression { "," expression } ] ")"
    accessor   = [ "?" ] ( "." name | "[" expression "]" )      also written ".?name", "[?index]"
    string     = "'" { any but "'" | "''" } "'"

Source: Microsoft's page "Syntax and expressions in ARM templates", and that on Bicep's safe
dereference operator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST = 24_576
"""Characters of an expression. Source: Microsoft's page of a template's limits."""

DEEPEST = 60
"""Levels of calls and brackets in one expression. Guess: Azure's own bound is not documented."""

TOO_DEEP = "The template language expressions are nested too deeply."
"""Of what this process cannot evaluate."""

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(-?\d+(?![\w.]))|([A-Za-z_][\w$]*)|([?.,()\[\]]))")


class ExpressionError(Exception):
    """What is wrong with an expression, or with what it asks for, in Azure's words."""


@dataclass(frozen=True)
class Literal:
    """A text or a number."""

    value: str | int


@dataclass(frozen=True)
class FunctionCall:
    """A function's name as written, its namespace included, and its arguments."""

    name: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Access:
    """A property or an element of a value.

    Args:
        safe: whether what is not there is null.
    """

    of: Expression
    key: Expression
    safe: bool = False


Expression = Literal | FunctionCall | Access


def is_expression(text: str) -> bool:
    """Whether a text of a template is to be evaluated."""
    return text.startswith("[") and text.endswith("]") and not text.startswith("[[")


def literal(text: str) -> str:
    """What a text stands for that is no expression."""
    return text[1:] if text.startswith("[[") else text


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The expression that a text holds between its brackets.

    Raises:
        ExpressionError: it holds none, or one that is too long or too deep.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            f"The language expression length limit exceeded. Limit: '{LONGEST}' and actual: "
            f"'{len(text)}'."
        )
    parser = _Parser(text, _tokens(text))
    expression = parser.expression(0)
    parser.expect("end")
    return expression


@dataclass(frozen=True)
class _Token:
    kind: str
    """`string`, `number`, `name`, `end`, or the sign itself."""
    value: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens, at, end = [], 1, len(text) - 1
    while text[at:end].strip():
        match = _TOKEN.match(text, at, end)
        if match is None:
            raise _unreadable(text, at)
        string, number, name, sign = match.groups()
        if string is not None:
            tokens.append(_Token("string", string.replace("''", "'"), at))
        else:
            kind = "number" if number else "name" if name else sign
            tokens.append(_Token(kind, number or name or sign, at))
        at = match.end()
    return [*tokens, _Token("end", "end of expression", end)]


def _unreadable(text: str, at: int) -> ExpressionError:
    shown = text if len(text) <= 200 else f"{text[:200]}..."
    return ExpressionError(
        f"Unable to parse language expression '{shown[1:-1]}': unexpected character or token at "
        f"position '{at}'."
    )


@dataclass
class _Parser:
    text: str
    tokens: list[_Token]
    next: int = field(default=0)

    def expression(self, depth: int) -> Expression:
        if depth > DEEPEST:
            raise ExpressionError(
                f"The language expression nesting limit exceeded. Limit: '{DEEPEST}'."
            )
        expression = self.primary(depth)
        accessors = 0
        while self.tokens[self.next].kind in (".", "[", "?"):
            expression = self.accessor(expression, depth)
            accessors += 1
            if accessors > DEEPEST:
                raise ExpressionError(
                    f"The language expression nesting limit exceeded. Limit: '{DEEPEST}'."
                )
        return expression

    def primary(self, depth: int) -> Expression:
        token = self.take()
        if token.kind == "string":
            return Literal(token.value)
        if token.kind == "number" and len(token.value) <= 20:
            return Literal(int(token.value))
        if token.kind != "name":
            raise _unreadable(self.text, token.at)
        name = token.value
        while self.tokens[self.next].kind == ".":
            self.take()
            name = f"{name}.{self.expect('name').value}"
        self.expect("(")
        return FunctionCall(name, tuple(self.arguments(depth)))

    def arguments(self, depth: int) -> list[Expression]:
        arguments: list[Expression] = []
        if self.tokens[self.next].kind == ")":
            self.take()
            return arguments
        while True:
            arguments.append(self.expression(depth + 1))
            token = self.take()
            if token.kind == ")":
                return arguments
            if token.kind != ",":
                raise _unreadable(self.text, token.at)

    def accessor(self, of: Expression, depth: int) -> Expression:
        token = self.take()
        safe = token.kind == "?"
        if safe:
            token = self.take()
        if token.kind == ".":
            safe = self.skip("?") or safe
            return Access(of, Literal(self.expect("name").value), safe)
        if token.kind == "[":
            safe = self.skip("?") or safe
            key = self.expression(depth + 1)
            self.expect("]")
            return Access(of, key, safe)
        raise _unreadable(self.text, token.at)

    def take(self) -> _Token:
        token = self.tokens[self.next]
        if token.kind != "end":
            self.next += 1
        return token

    def skip(self, kind: str) -> bool:
        there = self.tokens[self.next].kind == kind
        if there:
            self.take()
        return there

    def expect(self, kind: str) -> _Token:
        token = self.take()
        if token.kind != kind:
            raise _unreadable(self.text, token.at)
        return token
