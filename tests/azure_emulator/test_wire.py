"""Requests, responses and routes."""

from __future__ import annotations

import pytest

from azure_emulator.routing import Call, Route
from azure_emulator.wire import Request, Response


def nothing(call: Call) -> Response:
    """A handler for routes that are matched only."""
    return Response(204)


def test_a_request_is_read_from_its_first_line() -> None:
    """Host and header names lose their letter case, the path its coding, a query its double."""
    request = Request.parse(
        "GET", "Host.Example", "/a%20b/c?x=1&x=2&empty=", {"Training-Key": "Aa"}, b""
    )
    assert (request.host, request.path) == ("host.example", "/a b/c")
    assert request.query == {"x": "2", "empty": ""}
    assert request.headers == {"training-key": "Aa"}


@pytest.mark.parametrize(
    "target", ["//customvision//v3.3", "/customvision/v3.3", "///customvision/v3.3"]
)
def test_doubled_slashes_count_once(target: str) -> None:
    """Clients join an endpoint that ends in a slash with a path that begins with one."""
    assert Request.parse("GET", "h", target, {}, b"").path == "/customvision/v3.3"


def test_a_doubled_slash_in_the_query_stays() -> None:
    """Only the path is cleaned: a URL in a query argument keeps its form."""
    query = Request.parse("GET", "h", "/p?url=https://a//b", {}, b"").query
    assert query == {"url": "https://a//b"}


def test_the_body_is_json_or_nothing() -> None:
    """An empty body is `None`; one that is no JSON is an error."""
    assert Request(method="POST", host="h", path="/").json() is None
    assert Request(method="POST", host="h", path="/", body=b"[1]").json() == [1]
    with pytest.raises(ValueError, match="Expecting value"):
        Request(method="POST", host="h", path="/", body=b"<p>").json()


def test_a_parameter_is_found_in_any_letter_case() -> None:
    """Azure takes `trainingType` and `trainingtype`; what is absent is the default."""
    request = Request(method="GET", host="h", path="/", query={"TrainingType": "Regular"})
    assert request.parameter("trainingtype") == "Regular"
    assert request.parameter("other", "x") == "x"


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (None, b""),
        (10, b"10"),
        (True, b"true"),
        (b"\x00", b"\x00"),
        ({"a": "é"}, b'{"a": "\\u00e9"}'),
    ],
)
def test_a_body_is_json_or_bytes(body: object, content: bytes) -> None:
    """Bytes go as they are, `None` as nothing, anything else as JSON: a bare number too."""
    assert Response(200, body).content() == content


def test_a_response_keeps_its_own_headers() -> None:
    """A default does not replace a header of the same name in another letter case."""
    response = Response(200, None, {"retry-after": "1"}).with_headers(
        {"Retry-After": "9", "A": "b"}
    )
    assert response.headers == {"retry-after": "1", "A": "b"}


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
