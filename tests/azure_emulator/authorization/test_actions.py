"""Every operation of Azure Resource Manager asks for an action, named as Azure names them."""

from __future__ import annotations

import re

import pytest

from azure_emulator.resource_manager.guard import token
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.routing import Route
from azure_emulator.services import SERVICES

ROUTES: list[Route] = [
    route for service in SERVICES if service.guard is token for route in service.routes
]
COGNITIVE_SERVICES = "/subscriptions/{subscription}/providers/Microsoft.CognitiveServices"
WITHOUT_ACTION = {
    "/subscriptions": "it lists what the caller may see",
    "/tenants": "whoever has signed in sees its tenant",
    "/providers": "it lists what there is",
    "/providers/{namespace}": "it tells what there is",
    "/providers/Microsoft.Resources/checkResourceName": "it is about no scope",
    "/providers/Microsoft.Resources/calculateTemplateHash": "it is about no scope",
    f"{COGNITIVE_SERVICES}/locations/{{location}}/operationResults/{{operation}}": "not known",
}
"""Patterns without an action of their own, and why."""
STORAGE = "/subscriptions/{subscription}/providers/Microsoft.Storage"
VAULTS = "/subscriptions/{subscription}/providers/Microsoft.KeyVault"
READING_POSTS = {
    f"{STORAGE}/checkNameAvailability": "/checkNameAvailability/read",
    f"{VAULTS}/checkNameAvailability": "/checkNameAvailability/read",
}
"""Patterns of which Azure's list of operations says `read`."""
VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}


ANY = ResourceId("s", "g", "Microsoft.Storage/storageAccounts", ("n",))


def name(route: Route) -> str:
    """A route as a test's id."""
    return f"{route.method} {route.pattern}"


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_an_operation_asks_for_its_action(route: Route) -> None:
    """`Provider/type/read`, `write` or `delete` by the method; a POST names itself."""
    if route.pattern in WITHOUT_ACTION:
        return
    action = (
        route.with_arguments(
            {"namespace": "Microsoft.Storage", "resource": ANY, "listed": ANY}
        ).action
        or ""
    )
    assert re.fullmatch(r"Microsoft\.[A-Z]\w+(/\w+)+", action)
    if route.pattern in READING_POSTS:
        assert action.endswith(READING_POSTS[route.pattern])
    elif route.method == "POST":
        verb = f"/{route.pattern.rpartition('/')[2]}/action"
        assert action.casefold().endswith(verb.casefold())
    else:
        assert action.endswith(f"/{VERBS[route.method]}")


def test_no_exception_is_left_over() -> None:
    """An exception that nothing needs is none."""
    assert {*WITHOUT_ACTION, *READING_POSTS} <= {route.pattern for route in ROUTES}
