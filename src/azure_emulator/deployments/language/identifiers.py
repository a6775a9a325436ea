"""The functions that make ids of resources, in the place in which a template is deployed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from azure_emulator.deployments.language.values import WrongArgumentsError, text

_GUID = re.compile(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


GROUP = "Microsoft.Resources/resourceGroups"


def group_id(subscription: str, name: str) -> str:
    """The id of a group, which no provider makes."""
    return f"/subscriptions/{subscription}/resourceGroups/{name}"


def _at_subscription(subscription: str, type_: str, names: Sequence[str]) -> str:
    """What is in no group. Guess: of a group the functions tell the id that it has."""
    if type_.casefold() == GROUP.casefold() and len(names) == 1:
        return group_id(subscription, names[0])
    return f"/subscriptions/{subscription}/providers/{described(type_, names)}"


def described(type_: str, names: Sequence[str]) -> str:
    """`Namespace/kind/name/kind/name`.

    Raises:
        WrongArgumentsError: there are more or fewer names than the type has kinds.
    """
    namespace, *kinds = type_.split("/")
    if len(kinds) != len(names):
        raise WrongArgumentsError(
            f"the type '{type_}' requires '{len(kinds)}' resource name argument(s)"
        )
    pairs = [f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True)]
    return "/".join([namespace, *pairs])


def _split(arguments: Sequence[Any], most_before: int) -> tuple[list[str], str, list[str]]:
    """What stands before the type, the type, and the names."""
    words = [text(argument) for argument in arguments]
    place = next((index for index, word in enumerate(words) if "/" in word), None)
    if place is None or place > most_before:
        raise WrongArgumentsError(
            "function requires exactly one multi-segmented argument which must be resource id "
            "including resource provider namespace. Current function arguments "
            f"'{','.join(words)}'"
        )
    return words[:place], words[place].strip("/"), words[place + 1 :]


def _subscription(word: str) -> str:
    if not _GUID.fullmatch(word):
        raise WrongArgumentsError(
            f"The provided value '{word}' is not valid subscription identifier"
        )
    return word


def resource_id(subscription: str, group: str, *arguments: Any) -> str:
    """`resourceId([subscription,] [group,] type, names...)`, at a subscription without a group."""
    before, type_, names = _split(arguments, 2)
    if before and not group and len(before) == 1:
        subscription = _subscription(before[0])
    elif before:
        group = before[-1]
        subscription = _subscription(before[0]) if len(before) == 2 else subscription
    if not group:
        return _at_subscription(subscription, type_, names)
    return f"{group_id(subscription, group)}/providers/{described(type_, names)}"


def subscription_resource_id(subscription: str, *arguments: Any) -> str:
    """`subscriptionResourceId([subscription,] type, names...)`."""
    before, type_, names = _split(arguments, 1)
    where = _subscription(before[0]) if before else subscription
    return _at_subscription(where, type_, names)


def tenant_resource_id(*arguments: Any) -> str:
    """`tenantResourceId(type, names...)`."""
    _, type_, names = _split(arguments, 0)
    return f"/providers/{described(type_, names)}"


def management_group_resource_id(*arguments: Any) -> str:
    """`managementGroupResourceId(group, type, names...)`."""
    before, type_, names = _split(arguments, 1)
    if not before:
        raise WrongArgumentsError("the management group is not given")
    where = f"/providers/Microsoft.Management/managementGroups/{before[0]}"
    return f"{where}/providers/{described(type_, names)}"


def extension_resource_id(*arguments: Any) -> str:
    """`extensionResourceId(scope, type, names...)`."""
    words = [text(argument) for argument in arguments]
    if len(words) < 3 or not words[0].startswith("/"):
        raise WrongArgumentsError("the first argument is no id of a resource")
    return f"{words[0].rstrip('/')}/providers/{described(words[1].strip('/'), words[2:])}"
