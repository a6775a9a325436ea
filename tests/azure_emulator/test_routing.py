"""Which route serves a request, and for which action."""

from __future__ import annotations

import pytest

from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response


def nothing(_call: Call) -> Response:
    """A handler for routes that are matched only."""
    return Response(204)


def test_a_route_takes_the_path_apart() -> None:
    """Letter case and a last slash do not matter to the fixed parts; arguments keep theirs."""
    route = Route("GET", "/Projects/{project}/Tags/{tag}", nothing)
    assert route.match("GET", "/projects/P1/tags/Cat/") == {"project": "P1", "tag": "Cat"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/projects/p"),
        ("GET", "/projects"),
        ("GET", "/projects/p/q"),
        ("GET", "/v1.0/projects/p"),
    ],
)
def test_a_route_declines_other_calls(method: str, path: str) -> None:
    """Another method, a missing argument or a longer path is another route's."""
    assert Route("GET", "/projects/{project}", nothing).match(method, path) is None


def test_a_route_takes_a_dot_for_a_dot() -> None:
    """The fixed parts are no regular expressions."""
    assert Route("GET", "/v3.3/x", nothing).match("GET", "/v3x3/x") is None


def test_an_action_can_name_arguments() -> None:
    """A route whose action hangs on its path asks for it once the path is known."""
    route = Route("POST", "/{namespace}/register", nothing, "{namespace}/register/action")
    arguments = route.match("POST", "/Microsoft.Storage/register")
    assert arguments is not None
    assert route.with_arguments(arguments).action == "Microsoft.Storage/register/action"
    assert Route("GET", "/", nothing).with_arguments({}).action is None
