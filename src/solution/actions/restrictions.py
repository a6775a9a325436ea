"""What stands between a finished exercise and whoever grades it: locks, denials, an ended trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solution.submission import MODEL, PROJECT, afterwards

if TYPE_CHECKING:
    from solution.exercise import Exercise

_BEHIND_KEYS = ("2.2.1", *PROJECT, *MODEL, "3.3.2")
"""What is read with a key, which a listing gives."""

_LOCKS, _DENIALS = "2020-05-01", "2024-07-01-preview"


@afterwards("locked-read-only", unverified=_BEHIND_KEYS)
def lock_read_only(exercise: Exercise) -> None:
    """Locked the resource group as read-only at the deadline, so that no key can be listed."""
    _restrict(exercise, "locks/handed-in", _LOCKS, {"level": "ReadOnly"})


@afterwards("locked-against-deletion")
def lock_against_deletion(exercise: Exercise) -> None:
    """Locked the resource group against deletion, under which keys can be listed."""
    _restrict(exercise, "locks/keep", _LOCKS, {"level": "CanNotDelete", "notes": "handed in"})


@afterwards("keys-denied", unverified=_BEHIND_KEYS)
def deny_keys(exercise: Exercise) -> None:
    """Has a deny assignment on the listing of keys, whatever roles allow."""
    denied = {
        "denyAssignmentName": "After the deadline",
        "permissions": [{"actions": ["Microsoft.CognitiveServices/accounts/listKeys/action"]}],
    }
    guid = "8f5b2d1e-3c4a-4e6b-9d7f-0a1b2c3d4e5f"
    _restrict(exercise, f"denyAssignments/{guid}", _DENIALS, denied)


@afterwards("subscription-disabled", unverified=_BEHIND_KEYS, requires="a trial that has ended")
def let_the_trial_end(exercise: Exercise) -> None:
    """Handed in a subscription whose trial ended, and which is disabled since."""


@afterwards("subscription-past-due", requires="a payment that is overdue")
def let_a_payment_be_due(exercise: Exercise) -> None:
    """Handed in a subscription of which a payment is overdue."""


@afterwards("subscription-warned", requires="a trial that is about to end")
def let_the_trial_run_out(exercise: Exercise) -> None:
    """Handed in a subscription that will be disabled soon."""


def _restrict(exercise: Exercise, what: str, version: str, properties: dict[str, Any]) -> None:
    settings = exercise.settings
    group = f"/subscriptions/{settings.subscription}/resourceGroups/{settings.resource_group}"
    exercise.clients.resources.resources.begin_create_or_update_by_id(
        f"{group}/providers/Microsoft.Authorization/{what}",
        {"properties": properties},
        api_version=version,
    ).result()
