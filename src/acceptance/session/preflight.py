"""`--preflight`: what the signed-in identity may do, as Azure itself says it.

The run of the scenarios finds what can be verified; Azure's own list of permissions names all that
is missing at once, also for what is not there yet.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from acceptance.azure import lists, roles
from acceptance.azure.errors import fact
from acceptance.azure.roles import Permission
from acceptance.causes import NoAnswer
from acceptance.session.credentials import AZURE_SESSION, AzureSession

API_VERSION = "2022-04-01"
GROUP = pytest.StashKey[str]()
"""The name of the submission's resource group."""


def pytest_bdd_before_step_call(
    request: pytest.FixtureRequest, step_func_args: Mapping[str, Any]
) -> None:
    """Remember the submission's resource group: permissions may be given for it alone."""
    if group := getattr(step_func_args.get("resource_group"), "name", None):
        request.config.stash[GROUP] = group


class Permissions:
    """What Azure says that the signed-in identity may do."""

    def __init__(self, azure_session: AzureSession) -> None:
        from azure.mgmt.resource.resources import ResourceManagementClient

        self._client = azure_session.client(ResourceManagementClient)
        self._scope = f"/subscriptions/{azure_session.subscription}"

    @fact("the permissions of this identity")
    def at(self, group: str | None) -> tuple[Permission, ...]:
        """All permissions on the group, or on the subscription if there is no group.

        `GET {scope}/providers/Microsoft.Authorization/permissions`, which lists what is given to
        the caller at the scope and above it.
        """
        scope = f"{self._scope}/resourceGroups/{group}" if group else self._scope
        path = f"{scope}/providers/Microsoft.Authorization/permissions"
        return tuple(map(_permission, lists.items(self._client, path, API_VERSION)))


def _permission(item: Mapping[str, Any]) -> Permission:
    return Permission(tuple(item.get("actions") or ()), tuple(item.get("notActions") or ()))


@pytest.hookimpl(optionalhook=True)
def pytest_preflight_advice(config: pytest.Config) -> Sequence[str] | None:
    """What this identity lacks, and the command that grants it."""
    azure_session = config.stash.get(AZURE_SESSION, None)
    if not isinstance(azure_session, AzureSession):
        return None  # Signing in failed, which each check says.
    asked = f'Asked about the subscription "{azure_session.name}".'
    needed = roles.actions(config.rootpath)
    return [asked, *advice(Permissions(azure_session), needed, config.stash.get(GROUP, None))]


def advice(permissions: Permissions, needed: Sequence[str], group: str | None) -> Sequence[str]:
    """What the identity may do and lacks, a line each."""
    # That the subscription was listed shows that it may be seen, by whatever role.
    needed = [action for action in needed if action != roles.SEES]
    where = f'on the resource group "{group}"' if group else "on the subscription"
    try:
        missing = roles.lacking(needed, permissions.at(group))
    except NoAnswer as silence:
        said = silence.reason.partition(": this identity lacks")[0]
        return [f"{said}.", "No check needs that answer: what is said above was tried."]
    if not missing:
        return [f"Its roles have every action that a grading needs {where}."]
    return [
        f"It lacks {where}:",
        *(f"  {action}" for action in missing),
        *HOW_TO_GRANT,
    ]


HOW_TO_GRANT = (
    "One command grants all of it, with the least role that suffices; fill in both IDs:",
    f"  {roles.assign()}",
    "If Azure does not know that role yet, write the subscription's id into the file, and first:",
    f"  {roles.define()}",
)
