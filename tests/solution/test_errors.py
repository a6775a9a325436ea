"""One line for each way in which Azure, or its caller, fails."""

from __future__ import annotations

import pytest
from azure.core.exceptions import ServiceRequestError
from azure.identity import CredentialUnavailableError
from msrest.exceptions import ClientRequestError, ValidationError

from solution.errors import BadInput, Refused, explained


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (BadInput("no folder"), "no folder"),
        (Refused("it is Failed"), "it is Failed"),
        (ServiceRequestError("no route\nto host"), "Azure did not answer: no route"),
        (ClientRequestError("no such host"), "Azure did not answer: no such host"),
        (
            CredentialUnavailableError("A: unavailable\nB: Authentication failed: AADSTS1: no"),
            "the sign-in failed: AADSTS1: no",
        ),
    ],
)
def test_a_failure_is_one_line(error: Exception, line: str) -> None:
    """Our own exceptions speak for themselves; of the SDKs' the first line is told."""
    assert explained(error) == line


@pytest.mark.parametrize("error", [KeyError("x"), ValidationError("required", "tag", "x")])
def test_a_fault_of_ours_is_not_explained(error: Exception) -> None:
    """What no answer of Azure explains stays an exception, with its traceback."""
    assert explained(error) is None
