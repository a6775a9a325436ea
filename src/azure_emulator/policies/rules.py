"""The rules of policies: conditions on the fields of a resource. What is not known is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from azure_emulator.policies import errors
from azure_emulator.resource_manager.regions import short

DEEPEST, MOST, LONGEST = 20, 500, 1000
"""Levels of a rule, its conditions, and the characters of an expression."""

DENY = "deny"
EFFECTS = (DENY, "audit", "disabled")
"""The effects that a rule may have here: one denies, the others let pass."""

OTHER_EFFECTS = (
    "modify", "append", "deployifnotexists", "auditifnotexists", "denyaction", "manual", "mutate",
    "addtonetworkgroup", "enforceopaconstraint", "enforceregopolicy",
)  # fmt: skip
OTHER_OPERATORS = (
    "match", "notmatch", "matchinsensitively", "notmatchinsensitively", "less", "lessorequals",
    "greater", "greaterorequals",
)  # fmt: skip
"""What Azure has besides, by lower-case name."""

Operator = Callable[[Any, Any], bool]


def _same(left: Any, right: Any) -> bool:
    return str(_word(left)).casefold() == str(_word(right)).casefold()


def _word(value: Any) -> Any:
    return {True: "true", False: "false", None: ""}.get(value, value) if _plain(value) else value


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _among(left: Any, right: Any) -> bool:
    return isinstance(right, list) and any(_same(left, each) for each in right)


def _like(left: Any, right: Any) -> bool:
    """One `*` stands for any text."""
    if left is None:
        return False
    text = str(left).casefold()
    start, star, end = str(right).casefold().partition("*")
    if not star:
        return text == start
    return len(text) >= len(start + end) and text.startswith(start) and text.endswith(end)


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, list):
        return any(_same(each, right) for each in left)
    return left is not None and str(right).casefold() in str(left).casefold()


def _has_key(left: Any, right: Any) -> bool:
    keys = left if isinstance(left, dict) else {}
    return any(_same(key, right) for key in keys)


def _exists(left: Any, right: Any) -> bool:
    return (left is not None) == (str(_word(right)).casefold() == "true")


OPERATORS: dict[str, tuple[str, Operator, bool]] = {
    "equals": ("Equals", _same, True),
    "notequals": ("NotEquals", _same, False),
    "in": ("In", _among, True),
    "notin": ("NotIn", _among, False),
    "like": ("Like", _like, True),
    "notlike": ("NotLike", _like, False),
    "contains": ("Contains", _contains, True),
    "notcontains": ("NotContains", _contains, False),
    "containskey": ("ContainsKey", _has_key, True),
    "notcontainskey": ("NotContainsKey", _has_key, False),
    "exists": ("Exists", _exists, True),
}
"""By lower-case name: Azure's, what it asks, and whether that has to be so."""


KINDS = ("field", "value", "source")
"""What a condition looks at; the one source is `action`: of a resource, that it is written."""


@dataclass(frozen=True)
class Subject:
    """A resource as a rule sees it.

    Args:
        type: with its namespace.
        fields: `name`, `location`, `kind`, `tags`, `sku`, `properties` and the rest of its JSON.
        group: name and location of its group.
    """

    id: str
    type: str
    fields: Mapping[str, Any]
    group: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """The value of a field, `None` where there is none.

        Raises:
            ArmError: 501: a field of an array's items.
        """
        key = name.casefold()
        if key in ("id", "type"):
            return self.id if key == "id" else self.type
        if key == "location":
            return short(str(self.fields.get("location") or "")) or None
        tag = re.fullmatch(r"tags(?:\.(.+)|\['?(.+?)'?\])", name, re.IGNORECASE)
        if tag:
            wanted = (tag[1] or tag[2]).casefold()
            tags = self.fields.get("tags")
            if not isinstance(tags, Mapping):
                return None
            return next((text for each, text in tags.items() if each.casefold() == wanted), None)
        if "[*]" in name:
            raise errors.not_implemented(f"the field '{name}'")
        if "/" not in name:
            return _below(self.fields, name.split("."))
        kind, _, path = name.rpartition("/")
        if kind.casefold() != self.type.casefold():
            return None
        inside = _below(self.fields.get("properties"), path.split("."))
        return inside if inside is not None else _below(self.fields, path.split("."))


def _below(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        keys = {key.casefold(): key for key in value}
        value = value.get(keys.get(name.casefold(), name))
    return value


@dataclass
class Evaluation:
    """A rule held against a resource.

    Attributes:
        expressions: the conditions that were looked at, as a violation tells them.
    """

    subject: Subject
    parameters: Mapping[str, Any]
    expressions: list[dict[str, Any]] = field(default_factory=list)

    def holds(self, condition: Mapping[str, Any]) -> bool:
        """Whether a condition holds."""
        names = {name.casefold(): name for name in condition}
        if "allof" in names:
            return all(self.holds(each) for each in condition[names["allof"]])
        if "anyof" in names:
            return any(self.holds(each) for each in condition[names["anyof"]])
        if "not" in names:
            return not self.holds(condition[names["not"]])
        return self._leaf(condition, names)

    def _leaf(self, condition: Mapping[str, Any], names: Mapping[str, str]) -> bool:
        operator = next(name for name in names if name in OPERATORS)
        named, compare, wanted = OPERATORS[operator]
        right = self.resolved(condition[names[operator]])
        kind = next(each for each in KINDS if each in names)
        expression = self.resolved(condition[names[kind]])
        left = expression
        if kind != "value":
            action = f"{self.subject.type}/write"
            left = action if kind == "source" else self.subject.value(str(expression))
        if str(expression).casefold() == "location":
            right = [short(str(each)) for each in right] if isinstance(right, list) else right
            right = short(right) if isinstance(right, str) else right
        result = compare(left, right) == wanted
        self.expressions.append(
            {
                "result": str(result),
                "expressionKind": kind.title(),
                "expression": expression,
                "path": expression,
                **({} if left is None else {"expressionValue": left}),
                "targetValue": right,
                "operator": named,
            }
        )
        return result

    def resolved(self, value: Any) -> Any:
        """A value with its expression computed; in lists, too."""
        if isinstance(value, list):
            return [self.resolved(each) for each in value]
        if not isinstance(value, str) or not _is_expression(value):
            return value[1:] if isinstance(value, str) and value.startswith("[[") else value
        return self._computed(value[1:-1].strip())

    def _computed(self, text: str) -> Any:
        if match := re.fullmatch(r"parameters\(\s*'([^']*)'\s*\)", text, re.IGNORECASE):
            names = {name.casefold(): value for name, value in self.parameters.items()}
            return names.get(match[1].casefold())
        if match := re.fullmatch(r"field\(\s*'([^']*)'\s*\)", text, re.IGNORECASE):
            return self.subject.value(match[1])
        if match := re.fullmatch(r"resourceGroup\(\)\.(\w+)", text, re.IGNORECASE):
            return self.subject.group.get(match[1].casefold())
        if match := re.fullmatch(r"concat\((.*)\)", text, re.IGNORECASE):
            parts = _PART.findall(match[1])
            return "".join(
                part[1:-1].replace("''", "'")
                if part.startswith("'")
                else str(self._computed(part) or "")
                for part in parts
            )
        raise errors.not_implemented(f"the expression '[{text}]'")


_PART = re.compile(r"'(?:[^']|'')*'|\w+\([^()]*\)(?:\.\w+)?")
_KNOWN = re.compile(
    r"(?i)parameters\(\s*'[^']*'\s*\)|field\(\s*'[^']*'\s*\)|resourceGroup\(\)\.(name|location)|"
    r"concat\(\s*({part})(\s*,\s*({part}))*\s*\)".replace(
        "{part}", r"'(?:[^']|'')*'|parameters\('[^']*'\)|field\('[^']*'\)"
    )
)


def _is_expression(text: str) -> bool:
    return text.startswith("[") and text.endswith("]") and not text.startswith("[[")


def require_known(rule: Mapping[str, Any]) -> None:
    """Refuse a rule that cannot be held here.

    Raises:
        ArmError: 400: it is none; 501: it has parts that are not known.
    """
    if not isinstance(rule.get("if"), dict) or not isinstance(rule.get("then"), dict):
        raise errors.invalid_rule("it has no 'if' and 'then'")
    effect = rule["then"].get("effect")
    if not isinstance(effect, str):
        raise errors.invalid_rule("it has no effect")
    if not _is_expression(effect):
        require_effect(effect)
    _require_expressions(effect)
    count = _require_condition(rule["if"], 0)
    if count > MOST:
        raise errors.invalid_rule("it has too many conditions")


def require_effect(effect: str) -> None:
    """Refuse an effect that cannot be had here.

    Raises:
        ArmError: 400: there is none of this name; 501: only Azure has it.
    """
    if effect.casefold() in OTHER_EFFECTS:
        raise errors.not_implemented(f"the effect '{effect}'")
    if effect.casefold() not in EFFECTS:
        raise errors.invalid_rule(f"there is no effect '{effect[:100]}'")


def _require_condition(condition: Any, depth: int) -> int:
    """Look at a condition and those inside it; how many there are."""
    if not isinstance(condition, dict) or depth > DEEPEST:
        raise errors.invalid_rule("a condition is no object, or nested too deeply")
    names = {name.casefold(): name for name in condition}
    inner = [condition[names[word]] for word in ("allof", "anyof") if word in names]
    inner += [[condition[names["not"]]]] if "not" in names else []
    if not inner:
        return _require_leaf(condition, names)
    if len(names) != 1 or not isinstance(inner[0], list):
        raise errors.invalid_rule("allOf and anyOf hold a list of conditions, and stand alone")
    return sum(_require_condition(each, depth + 1) for each in inner[0])


def _require_leaf(condition: dict[str, Any], names: Mapping[str, str]) -> int:
    if "count" in names:
        raise errors.not_implemented("'count'")
    operators = [name for name in names if name not in KINDS]
    if len(operators) != 1 or len(names) != 2:
        raise errors.invalid_rule("a condition has one field, value or source, and one operator")
    if "source" in names and condition[names["source"]] != "action":
        raise errors.invalid_rule("the one source is 'action'")
    operator, named = operators[0], names[operators[0]]
    if operator in OTHER_OPERATORS:
        raise errors.not_implemented(f"the operator '{named}'")
    if operator not in OPERATORS:
        raise errors.invalid_rule(f"there is no operator '{named[:100]}'")
    _require_operand(operator, condition[named])
    if "field" in names and not isinstance(condition[names["field"]], str):
        raise errors.invalid_rule("a field is a text")
    for value in condition.values():
        _require_expressions(value)
    return 1


def _require_operand(operator: str, value: object) -> None:
    """Refuse what an operator cannot be held against: each takes an expression."""
    if isinstance(value, str):
        fits = _is_expression(value) or operator not in ("in", "notin")
        if operator == "exists" and not _is_expression(value):
            fits = value.casefold() in ("true", "false")
    elif operator in ("in", "notin"):
        fits = isinstance(value, list)
    else:
        simple = {"equals", "notequals"}
        fits = isinstance(value, bool) and operator in {*simple, "exists"}
        fits = fits or (isinstance(value, int | float) and operator in simple)
    if not fits:
        raise errors.invalid_rule(f"'{operator}' has a value of another kind")


def _require_expressions(value: Any) -> None:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, str) or not _is_expression(each):
            continue
        if len(each) > LONGEST or not _KNOWN.fullmatch(each[1:-1].strip()):
            raise errors.not_implemented(f"the expression '{each[:100]}'")
