"""Requests and responses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from azure_emulator.wire import Request, Response


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


@pytest.mark.parametrize(
    "body",
    [b"{", b"[" * 100_000, b"[" * 101 + b"]" * 101, b"[1" + b",1" * 200_001 + b"]", b"\xff"],
    ids=["broken", "endless", "deep", "long", "no text"],
)
def test_what_is_no_json_to_bear_is_refused(body: bytes) -> None:
    """Each time that it is asked for, and by what is made of the request, too."""
    request = Request(method="POST", host="h", path="/", body=body)
    for each in (request, request, replace(request, path="/p")):
        with pytest.raises(ValueError, match=r"Expecting|nested|too many|decode"):
            each.json()


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


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc", "abc"), ("Basic abc", ""), ("", "")],
)
def test_a_bearer_token_is_read_from_its_header(header: str, token: str) -> None:
    """The scheme in any letter case; another scheme brings no token."""
    request = Request(method="GET", host="h", path="/", headers={"authorization": header})
    assert request.bearer_token == token
