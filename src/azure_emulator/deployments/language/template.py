"""A template: its parts, each of the form that it must have, within the limits.

Sources: Microsoft's pages "Understand the structure and syntax of ARM templates" and, for the
limits, "Best practices for ARM templates".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from azure_emulator.deployments.language.values import as_text

SCHEMAS = re.compile(
    r"https?://schema\.management\.azure\.com/schemas/"
    r"(2014-04-01-preview|2015-01-01|2018-05-01|2019-04-01|2019-08-01)/"
    r"\w{1,60}\.json#?",
    re.IGNORECASE,
)
MEMBERS = frozenset(
    {
        "$schema", "apiprofile", "contentversion", "definitions", "extensions", "functions",
        "imports", "languageversion", "metadata", "outputs", "parameters", "resources", "variables",
    }
)  # fmt: skip
UNSERVED = ("definitions", "extensions", "imports")
"""Parts that the emulator does not know: a template that has one is refused by its name."""

TYPES = {
    name.casefold(): name
    for name in ("String", "SecureString", "Int", "Bool", "Object", "SecureObject", "Array")
}
LIMITS = {"parameters": 256, "variables": 256, "outputs": 64, "resources": 800}
SYMBOLIC = re.compile(r"2\.\d+(-experimental)?|1\.(9|\d\d)-experimental")
"""The versions of the language in which resources have names of their own."""

_USAGE = "Please see https://aka.ms/arm-template/#{} for usage details."


class TemplateError(Exception):
    """What is wrong with a template, in Azure's words, and where in the request.

    Args:
        path: of the part that is wrong, as `parameters.name`.
        kind: `validation` or `parse`.
    """

    def __init__(self, message: str, path: str = "", kind: str = "validation") -> None:
        super().__init__(message)
        self.path = path
        self.kind = kind


@dataclass(frozen=True)
class UserFunction:
    """A function of the template's own."""

    parameters: tuple[str, ...]
    output: Any


@dataclass(frozen=True)
class Template:
    """The parts of a template.

    Args:
        functions: of its own, by `namespace.name` in small letters.
        resources: with their symbolic names, which are empty if it uses none.
    """

    raw: Mapping[str, Any]
    parameters: Mapping[str, dict[str, Any]]
    variables: Mapping[str, Any]
    functions: Mapping[str, UserFunction]
    resources: tuple[tuple[str, dict[str, Any]], ...]
    outputs: Mapping[str, dict[str, Any]]

    @property
    def version(self) -> str:
        """Its own `contentVersion`."""
        return str(self.raw.get("contentVersion", ""))


def read(data: Any) -> Template:
    """The template that some JSON data is.

    Raises:
        TemplateError: it is none.
    """
    if not isinstance(data, dict):
        raise TemplateError("The template is not a JSON object.", kind="parse")
    parts = {key.casefold(): value for key, value in data.items()}
    _require_members(data, parts)
    variables = _object(parts, "variables")
    template = Template(
        raw=data,
        parameters=dict(_definitions(parts, "parameters")),
        variables={**{k: v for k, v in variables.items() if k != "copy"}, **_copied(variables)},
        functions=dict(_functions(parts.get("functions"))),
        resources=tuple(_resources(parts)),
        outputs=dict(_definitions(parts, "outputs")),
    )
    for name in ("parameters", "variables", "outputs", "resources"):
        require_within(name, len(getattr(template, name)))
    return template


def require_within(part: str, actual: int) -> None:
    """Refuse more of a part than Azure takes.

    Raises:
        TemplateError: it is.
    """
    limit = LIMITS[part]
    if actual > limit:
        named = "output parameters" if part == "outputs" else part
        raise TemplateError(
            f"The number of template {named} limit exceeded. Limit: '{limit}' and actual: "
            f"'{actual}'. {_USAGE.format(part)}",
            part,
        )


def _require_members(data: dict[str, Any], parts: dict[str, Any]) -> None:
    for name in ("$schema", "contentVersion", "resources"):
        if parts.get(name.casefold()) is None:
            raise TemplateError(
                f"Required property '{name}' not found in JSON. Path '', line 1, position 1.",
                kind="parse",
            )
    if strange := [name for name in data if name.casefold() not in MEMBERS]:
        raise TemplateError(
            f"Could not find member '{strange[0]}' on object of type 'Template'. Path "
            f"'{strange[0]}', line 1, position 1.",
            strange[0],
            "parse",
        )
    _require_versions(parts)
    for name in UNSERVED:
        if parts.get(name):
            raise TemplateError(f"The emulator does not know the template's '{name}'.", name)


def _require_versions(parts: Mapping[str, Any]) -> None:
    schema = as_text(parts["$schema"])
    if not SCHEMAS.fullmatch(schema):
        raise TemplateError(
            f"The template schema '{as_text(schema)}' is not supported. Supported versions are "
            "'2014-04-01-preview,2015-01-01,2018-05-01,2019-04-01,2019-08-01'. Please see "
            "https://aka.ms/arm-template for usage details.",
            "$schema",
        )
    if not re.fullmatch(r"\d+(\.\d+){1,3}", str(parts["contentversion"])):
        raise TemplateError(
            f"The template content version '{as_text(parts['contentversion'])}' is not valid.",
            "contentVersion",
        )


def _object(parts: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = parts.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise TemplateError(f"The template's '{name}' are not a JSON object.", name, "parse")
    return value


def _definitions(parts: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in _object(parts, name).items():
        path = f"{name}.{key}"
        if not isinstance(value, dict):
            raise TemplateError(f"The template's '{path}' is not a JSON object.", path, "parse")
        if "$ref" in value:
            raise TemplateError(f"The emulator does not know the '$ref' of '{path}'.", path)
        type_ = value.get("type")
        if type_ is None:
            raise TemplateError(
                f"Required property 'type' not found in JSON. Path '{path}', line 1, position 1.",
                path,
                "parse",
            )
        if str(type_).casefold() not in TYPES:
            raise TemplateError(
                f"The type '{type_}' of the template's '{path}' is not supported. Supported types "
                f"are '{','.join(TYPES.values())}'. {_USAGE.format(name)}",
                path,
            )
        yield key, value


def _copied(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that a loop over all of them makes."""
    loops = variables.get("copy")
    if loops is None:
        return {}
    if not isinstance(loops, list):
        return {"copy": loops}
    made: dict[str, Any] = {}
    for loop in loops:
        if not isinstance(loop, dict) or not {"name", "count", "input"} <= loop.keys():
            raise TemplateError(
                "The copy of the template's variables needs 'name', 'count' and 'input'.",
                "variables.copy",
            )
        name = str(loop["name"])
        made[name] = LoopedVariable(name, loop)
    return made


@dataclass(frozen=True)
class LoopedVariable:
    """A variable that a loop makes: an array."""

    name: str
    loop: dict[str, Any]


def _functions(data: Any) -> Iterator[tuple[str, UserFunction]]:
    for space in data if isinstance(data, list) else [data] if data else []:
        members = space.get("members") if isinstance(space, dict) else None
        if not isinstance(members, dict) or not isinstance(space.get("namespace"), str):
            raise TemplateError(
                "The template's functions need 'namespace' and 'members'.", "functions", "parse"
            )
        for name, member in members.items():
            if not isinstance(member, dict) or not isinstance(member.get("output"), dict):
                raise TemplateError(
                    f"The template's function '{name}' has no 'output'.", "functions", "parse"
                )
            parameters = tuple(_parameter_names(member.get("parameters") or []))
            function = UserFunction(parameters, member["output"].get("value"))
            yield f"{space['namespace']}.{name}".casefold(), function


def _parameter_names(data: Any) -> Iterator[str]:
    for each in data:
        if not isinstance(each, dict) or not isinstance(each.get("name"), str):
            raise TemplateError(
                "The parameters of the template's functions need a 'name'.", "functions", "parse"
            )
        yield each["name"]


def _resources(parts: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    data, version = parts["resources"], str(parts.get("languageversion") or "1.0")
    symbolic = SYMBOLIC.fullmatch(version) is not None
    if not isinstance(data, dict if symbolic else list):
        kind = "object" if symbolic else "array"
        raise TemplateError(
            f"The template's 'resources' are not a JSON {kind}.", "resources", "parse"
        )
    named = data.items() if isinstance(data, dict) else (("", each) for each in data)
    for place, (symbol, resource) in enumerate(named):
        path = f"resources[{symbol or place}]"
        if not isinstance(resource, dict):
            raise TemplateError(f"The template's '{path}' is not a JSON object.", path, "parse")
        for name in ("type", "name"):
            if not isinstance(resource.get(name), str):
                raise TemplateError(
                    f"Required property '{name}' not found in JSON. Path '{path}', line 1, "
                    "position 1.",
                    path,
                    "parse",
                )
        yield symbol, resource
