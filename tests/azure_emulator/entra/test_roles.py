"""Roles, with Azure's wildcards."""

from __future__ import annotations

import pytest

from azure_emulator.entra.roles import OWNER, READER, Role

LIST_KEYS = "Microsoft.CognitiveServices/accounts/listKeys/action"
READ = "Microsoft.CognitiveServices/accounts/read"


@pytest.mark.parametrize(
    ("role", "action", "allowed"),
    [
        (OWNER, LIST_KEYS, True),
        (READER, READ, True),
        (READER, LIST_KEYS, False),
        (Role("Lists", ("microsoft.cognitiveservices/ACCOUNTS/listkeys/action",)), LIST_KEYS, True),
        (Role("Accounts", ("Microsoft.CognitiveServices/*/read",)), READ, True),
        (Role("Accounts", ("Microsoft.CognitiveServices/*",), (LIST_KEYS,)), LIST_KEYS, False),
        (Role("Odd", ("Microsoft.CognitiveServices/[a]ccounts/read",)), READ, False),
        (Role("Nothing"), READ, False),
    ],
)
def test_an_action_is_granted_by_pattern(role: Role, action: str, allowed: bool) -> None:
    """`*` is any run of characters, letter case is ignored, and what is taken away is away."""
    assert role.allows(action) is allowed


def test_an_owner_has_no_data_action() -> None:
    """Whoever owns a resource may not use its data by token: in Azure that is a role of its own."""
    action = "Microsoft.CognitiveServices/accounts/CustomVision/projects/read"
    assert not OWNER.allows_data(action)
    assert Role("Vision", data_actions=("*/CustomVision/*/read",)).allows_data(action)
    assert not Role("No", data_actions=("*",), not_data_actions=(action,)).allows_data(action)
