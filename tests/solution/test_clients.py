"""The patience that a just-made thing needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from azure.core.exceptions import ServiceRequestError

from solution.clients import Clients
from solution.settings import Settings


def failing(times: int) -> Callable[[], str]:
    """A call that gets no answer for so many times."""
    failures = [ServiceRequestError("no such host yet")] * times

    def call() -> str:
        if failures:
            raise failures.pop()
        return "an answer"

    return call


def test_no_answer_yet_is_waited_for() -> None:
    """A host that is not yet known is asked again."""
    clients = Clients(Settings(subscription="any", poll=0.001, patience=1.0))
    assert clients.retry_until_ready(failing(2)) == "an answer"


def test_the_patience_ends() -> None:
    """When the patience is over, the SDK's own exception comes out."""
    clients = Clients(Settings(subscription="any", poll=0.001, patience=0.0))
    with pytest.raises(ServiceRequestError):
        clients.retry_until_ready(failing(2))
