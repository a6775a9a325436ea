"""The values of parameters: what was given, held to what the template says of them.

Source: Microsoft's page "Parameters in ARM templates"; the texts are those of many public issues.
Guess: the texts for the smallest and the largest value, and that no text tells line and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from azure_emulator.deployments.language.template import TYPES, Template, TemplateError
from azure_emulator.deployments.language.values import found, same, type_of

_FILE = "Please see https://aka.ms/arm-create-parameter-file for usage details."
EXPECTED = {
    "String": ("String, Uri", str),
    "SecureString": ("String, Uri", str),
    "Int": ("Integer", int),
    "Bool": ("Boolean", bool),
    "Object": ("Object", dict),
    "SecureObject": ("Object", dict),
    "Array": ("Array", list),
}
"""By Azure's type, what it is called in errors, and in Python."""


def kind(definition: Mapping[str, Any]) -> str:
    """The type of a parameter or an output, in Azure's letter case."""
    return TYPES[str(definition["type"]).casefold()]


def is_secure(definition: Mapping[str, Any]) -> bool:
    """Whether nobody is told its value."""
    return kind(definition).startswith("Secure")


def given(template: Template, sent: Any) -> dict[str, Any]:
    """The values in a request, by the template's own names.

    Raises:
        TemplateError: one is not of the template, or one without a default is missing.
    """
    if sent is not None and not isinstance(sent, dict):
        raise TemplateError("The parameters are not a JSON object.", "parameters", "parse")
    names = {name: found(name, list(template.parameters)) for name in sent or {}}
    if strange := [name for name, known in names.items() if known is None]:
        raise TemplateError(
            f"The template parameters '{', '.join(strange)}' in the parameters file are not valid; "
            "they are not present in the original template and can therefore not be provided at "
            "deployment time. The only supported parameters for this template are "
            f"'{', '.join(template.parameters)}'. Please see "
            "https://aka.ms/arm-pass-parameter-values for usage details."
        )
    values = {str(names[name]): _value(name, item) for name, item in (sent or {}).items()}
    values = {name: value for name, value in values.items() if value is not None}
    for name, definition in template.parameters.items():
        if name not in values and definition.get("nullable") is True:
            values[name] = definition.get("defaultValue")
        elif name not in values and "defaultValue" not in definition:
            raise TemplateError(
                f"The value for the template parameter '{name}' at line '1' and column '1' is not "
                f"provided. {_FILE}",
                f"parameters.{name}",
            )
    return values


def _value(name: str, item: Any) -> Any:
    if not isinstance(item, dict) or "value" not in item:
        raise TemplateError(
            f"The value for the template parameter '{name}' is not of the form "
            f'{{"value": ...}}. {_FILE}',
            f"parameters.{name}",
        )
    return item["value"]


def require_valid(name: str, definition: Mapping[str, Any], value: Any) -> None:
    """Refuse a value that the template does not allow.

    Raises:
        TemplateError: it does not.
    """
    if value is None and definition.get("nullable") is True:
        return
    path, (expected, type_) = f"parameters.{name}", EXPECTED[kind(definition)]
    if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
        raise TemplateError(
            f"Template parameter JToken type is not valid. Expected '{expected}'. Actual "
            f"'{type_of(value)}'. {_FILE}",
            path,
        )
    start = f"The provided value for the template parameter '{name}' is not valid."
    allowed = definition.get("allowedValues")
    if isinstance(allowed, list) and not _allows(allowed, value):
        shown = "" if is_secure(definition) else f" The value '{value}' is not part of the"
        listed = ",".join(str(each) for each in allowed)
        raise TemplateError(f"{start}{shown} allowed value(s): '{listed}'.", path)
    _require_size(start, path, definition, value)


def _allows(allowed: list[Any], value: Any) -> bool:
    if isinstance(value, list):
        return all(any(same(each, item) for each in allowed) for item in value) or any(
            same(each, value) for each in allowed
        )
    return any(
        same(each, value)
        or (isinstance(each, str) and isinstance(value, str) and each.lower() == value.lower())
        for each in allowed
    )


def _require_size(start: str, path: str, definition: Mapping[str, Any], value: Any) -> None:
    is_number = isinstance(value, int)
    size, what = (value, "The value") if is_number else (len(value), "Length of the value")
    least, most = ("minValue", "maxValue") if is_number else ("minLength", "maxLength")
    if isinstance(value, bool | dict):
        return
    for name, word in ((least, "greater"), (most, "less")):
        bound = definition.get(name)
        if isinstance(bound, int) and (size < bound if word == "greater" else size > bound):
            raise TemplateError(
                f"{start} {what} should be {word} than or equal to '{bound}'. {_FILE}", path
            )


def reference_of(item: Any) -> Mapping[str, Any] | None:
    """The secret of a key vault that a parameter is, instead of a value."""
    reference = item.get("reference") if isinstance(item, dict) else None
    return reference if isinstance(reference, dict) else None
