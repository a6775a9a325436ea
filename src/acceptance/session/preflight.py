"""`--preflight`: what the signed-in identity may do, as Azure itself says it.

The run of the scenarios finds what can be verified; Azure's own list of permissions names all that
is missing at once, also for what is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from acceptance.azure import roles
from acceptance.azure.errors import fact
from acceptance.azure.roles import Permission
from acceptance.causes import NoAnswer
from acceptance.session.credentials import ACCESS, Access

API_VERSION = "2022-04-01"
GRADES = ("record", "cassette", "report", "waivers", "student", "deadline")
"""The options, by the name of their value, that only mean something where something is graded."""

GROUP = pytest.StashKey[str]()
"""The name of the submission's resource group."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse what makes no sense.

    Raises:
        pytest.UsageError: `--preflight` without `--live`, or with what only a grading has.
    """
    option = config.option
    if not option.preflight:
        return
    for name in GRADES:
        if getattr(option, name, None):
            raise pytest.UsageError(
                f"--preflight and --{name} exclude each other: a pre-flight grades nothing"
            )
    if not option.live:
        raise pytest.UsageError(
            "--preflight needs --live: it is about what the signed-in identity may do"
        )


def pytest_bdd_before_step_call(
    request: pytest.FixtureRequest, step_func_args: Mapping[str, Any]
) -> None:
    """Remember the submission's resource group: permissions may be given for it alone."""
    if group := getattr(step_func_args.get("resource_group"), "name", None):
        request.config.stash[GROUP] = group


class Permissions:
    """What Azure says that the signed-in identity may do."""

    def __init__(self, access: Access) -> None:
        """Make the client; nothing is asked yet."""
        from azure.mgmt.resource.resources import ResourceManagementClient

        self._client = ResourceManagementClient(
            access.credential,
            access.subscription,
            **access.transport.to_resource_manager(access.credential),
        )
        self._scope = f"/subscriptions/{access.subscription}"

    @fact("the permissions of this identity")
    def at(self, group: str | None) -> tuple[Permission, ...]:
        """All permissions on the group, or on the subscription if there is no group.

        `GET {scope}/providers/Microsoft.Authorization/permissions`, which lists what is given to
        the caller at the scope and above it.
        """
        scope = f"{self._scope}/resourceGroups/{group}" if group else self._scope
        return tuple(_permission(item) for item in self._items(scope))

    def _items(self, scope: str) -> Iterator[Mapping[str, Any]]:
        from azure.core.exceptions import DecodeError
        from azure.core.rest import HttpRequest

        url = f"https://management.azure.com{scope}/providers/Microsoft.Authorization/permissions"
        request = HttpRequest("GET", url, params={"api-version": API_VERSION})
        while True:
            response = self._client.send_request(request)
            response.raise_for_status()
            page = response.json()
            if "value" not in page:
                raise DecodeError("this is no page of a list", response=response)
            yield from page["value"]
            if not page.get("nextLink"):
                return
            request = HttpRequest("GET", page["nextLink"])


def _permission(item: Mapping[str, Any]) -> Permission:
    return Permission(tuple(item.get("actions") or ()), tuple(item.get("notActions") or ()))


@pytest.hookimpl(optionalhook=True)
def pytest_preflight_advice(config: pytest.Config) -> Sequence[str] | None:
    """What this identity lacks, and the command that grants it."""
    access = config.stash.get(ACCESS, None)
    if not isinstance(access, Access):
        return None  # Signing in failed, which each check says.
    asked = f'Asked about the subscription "{access.name}".'
    needed = roles.actions(config.rootpath)
    return [asked, *advice(Permissions(access), needed, config.stash.get(GROUP, None))]


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
        return [f"It has every action that a grading needs {where}."]
    return [
        f"It lacks {where}:",
        *(f"  {action}" for action in missing),
        *HOW_TO_GRANT,
    ]


HOW_TO_GRANT = (
    "One command grants all of it, with the least role that suffices; fill in both IDs:",
    f"  {roles.assign()}",
    "If Azure does not know that role yet, write the subscription's id into the file, and first:",
    "  az role definition create --role-definition fixtures/roles.json",
)
