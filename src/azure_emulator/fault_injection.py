"""What becomes of a request that a rule of faults meets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from azure_emulator.errors import ServiceError
from azure_emulator.fault_rules import FaultRule
from azure_emulator.wire import JSON_TYPE, Response

Serve = Callable[[], Response]
"""What the cloud would have answered."""

Refuse = Callable[[int, int | None], ServiceError]
"""From a status and seconds to wait, or `None`: how the service that was asked refuses so."""

GARBAGE = b"\x1f<html>\xff\xfe\x00"
"""Neither JSON nor text."""


def injected(rules: Sequence[FaultRule], serve: Serve, refuse: Refuse) -> Response:
    """The answer to a request that some rules meet, the first of them but for delays.

    Raises:
        ConnectionError: the connection breaks off.
        TimeoutError: the client is left without an answer.
        ServiceError: as the service refuses.
    """
    rule = next((rule for rule in rules if rule.kind != "slow"), None)
    if rule is None:
        return serve()
    if rule.kind == "status":
        raise refuse(rule.status, rule.retry_after)
    return _ACTIONS[rule.kind](serve)


def delay(rules: Sequence[FaultRule]) -> timedelta:
    """How long the answer takes besides."""
    return sum((rule.delay for rule in rules), timedelta(0))


def page(status: int, title: str, **headers: str) -> Response:
    """A page of HTML, as proxies and front doors answer."""
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{title}</body></html>"
    return Response(status, text.encode(), {"Content-Type": "text/html", **headers})


def half(serve: Serve) -> Response:
    """The first half of the right answer, as if that were all."""
    answer = serve()
    whole = answer.content()
    headers = {"Content-Type": JSON_TYPE, **answer.headers}
    return Response(answer.status, whole[: len(whole) // 2], headers)


def empty(serve: Serve) -> Response:
    """The right answer without its body."""
    answer = serve()
    return Response(answer.status, None, answer.headers)


def lost(serve: Serve) -> Response:
    """What was asked for is done, and nobody hears of it."""
    serve()
    raise ConnectionResetError


def reset(_: Serve) -> Response:
    """The connection breaks off, and nothing is done."""
    raise ConnectionResetError


def timeout(_: Serve) -> Response:
    """No answer, until the client hangs up."""
    raise TimeoutError


_ACTIONS: dict[str, Callable[[Serve], Response]] = {
    "empty": empty,
    "garbage": lambda _: Response(200, GARBAGE, {"Content-Type": JSON_TYPE}),
    "half": half,
    "html": lambda _: page(200, "Sign in"),
    "lost": lost,
    "reset": reset,
    "timeout": timeout,
}
