"""What the body of a policy definition must hold, in the words of refusals recorded in 2019."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from azure_emulator.policies import errors
from azure_emulator.policies.rules import require_known
from azure_emulator.resource_manager.errors import invalid_content

MODES = (
    "All", "Indexed", "Microsoft.ContainerService.Data", "Microsoft.CustomerLockbox.Data",
    "Microsoft.DataCatalog.Data", "Microsoft.KeyVault.Data", "Microsoft.Kubernetes.Data",
    "Microsoft.MachineLearningServices.Data",
)  # fmt: skip

MODE = "Indexed"
"""Of a definition that says none, as recorded in 2019."""

_USED = re.compile(r"parameters\(\s*'([^']*)'\s*\)", re.IGNORECASE)


def require_definition(name: str, properties: Mapping[str, Any]) -> None:
    """Refuse a definition that cannot be kept, or held here.

    Raises:
        ArmError: 400 for its rule, mode or parameters; 501: its rule has parts that are not known.
    """
    rule, mode = properties.get("policyRule"), properties.get("mode", MODE)
    if rule is None:
        raise invalid_content(
            "Required property 'policyRule' not found in JSON. Path 'properties'."
        )
    if not isinstance(rule, dict):
        raise errors.invalid_rule("it is no object")
    if str(mode).casefold() not in [each.casefold() for each in MODES]:
        raise errors.invalid_mode(mode, name, ", ".join(MODES))
    require_known(rule)
    parameters = properties.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise errors.invalid_rule("its parameters are no object")
    used = {found.casefold(): found for text in _texts(rule) for found in _USED.findall(text)}
    known = {parameter.casefold(): parameter for parameter in parameters}
    if unknown := [each for key, each in used.items() if key not in known]:
        raise errors.undefined_in_rule(name, unknown[0])
    if unused := [each for key, each in known.items() if key not in used]:
        raise errors.unused_parameters(name, ",".join(unused))


def _texts(value: Any) -> Iterator[str]:
    """The expressions inside a rule, which is known to be shallow."""
    if isinstance(value, str) and value.startswith("["):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
