"""Every operation of Azure Resource Manager asks for an action, named as Azure names them."""

from __future__ import annotations

import importlib
import re

import pytest

from azure_emulator.app import MANAGEMENT, SITES
from azure_emulator.resource_manager.routes import GenericRoute
from azure_emulator.wire import Route

SERVICES = [site.service for site in SITES if site.hosts == MANAGEMENT]
ROUTES: list[Route] = [
    route
    for service in SERVICES
    for route in importlib.import_module(f"azure_emulator.{service}.routes").ROUTES
]
COGNITIVE_SERVICES = "/subscriptions/{subscription}/providers/Microsoft.CognitiveServices"
ASKED_LATER = {
    "/subscriptions": "it lists what the caller may see",
    "/tenants": "whoever has signed in sees its tenant",
    f"{COGNITIVE_SERVICES}/locations/{{location}}/operationResults/{{operation}}": "not known",
    "/subscriptions/{subscription}/providers/{namespace}/register": "asked by the namespace",
    "/subscriptions/{subscription}/providers/{namespace}/unregister": "asked by the namespace",
}
"""Patterns without an action of their own, and why."""
VERBS = {"GET": "read", "HEAD": "read", "PUT": "write", "PATCH": "write", "DELETE": "delete"}


def name(route: Route) -> str:
    """A route as a test's id."""
    return f"{route.method} {route.pattern}"


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_an_operation_asks_for_its_action(route: Route) -> None:
    """`Provider/type/read`, `write` or `delete` by the method; a POST names itself."""
    if isinstance(route, GenericRoute) or route.pattern in ASKED_LATER:
        return  # Asked by the handler, who knows the type.
    action = route.action or ""
    assert re.fullmatch(r"Microsoft\.[A-Z]\w+(/\w+)+", action)
    if route.method == "POST":
        assert action.endswith(f"/{route.pattern.rpartition('/')[2]}/action")
    else:
        assert action.endswith(f"/{VERBS[route.method]}")


def test_what_is_asked_later_is_there() -> None:
    """An exception that nothing needs is none."""
    assert set(ASKED_LATER) <= {route.pattern for route in ROUTES}
