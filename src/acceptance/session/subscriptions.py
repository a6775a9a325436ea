"""Which subscription is meant, of those that an identity sees, and what its state lets one read."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from acceptance.azure import roles
from acceptance.plain_text import plain

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

VARIABLE = "AZURE_SUBSCRIPTION_ID"
"""Names the subscription where no option does, as Azure's other tools read it."""

ACTIVE = ("Enabled", "Warned", "PastDue")
"""States in which everything can be read; any other is read-only, and no key can be listed."""

NOTICES = {
    "Enabled": "",
    "Warned": "It will be disabled soon: its owner has to pay or upgrade it before that.",
    "PastDue": "A payment is overdue: its owner has to pay it before it is disabled.",
    "Deleted": "It is deleted: what is left in it can be seen, but no key be read; within 90 days "
    "Azure's support can bring it back.",
}
"""What a state means for a grading."""

DISABLED = (
    "What is in it can be seen, but no key be read: its owner has to reactivate it (portal > "
    "Subscriptions > the subscription > Reactivate), or a cassette recorded before be graded."
)
"""What any other state means: `Disabled`, `Expired`."""


@dataclass(frozen=True)
class Subscription:
    """A subscription that the identity may see; `state` is Azure's, such as `Enabled`."""

    id: str
    name: str
    state: str
    tenant: str = ""

    def __str__(self) -> str:
        """As an error of usage lists it."""
        return f"{self.id}  {plain(self.name)} ({self.state})"


def notice(state: str) -> str:
    """What a subscription's state means for a grading, in a sentence or two; "" if nothing."""
    means = NOTICES.get(state, DISABLED)
    return f"It is {plain(state)}. {means}" if means else ""


def choose(visible: Sequence[Subscription], wanted: str | None) -> Subscription:
    """The subscription that is meant.

    Precedence: 1. the one named by --subscription; 2. the one named by AZURE_SUBSCRIPTION_ID, each
    by id or name; 3. the only one that is active; 4. the only one that is visible.

    Raises:
        pytest.UsageError: none or several fit; the message lists the visible ones.
    """
    variable = os.environ.get(VARIABLE, "").strip()
    if named := (wanted or "").strip() or variable:
        source = "--subscription" if (wanted or "").strip() else VARIABLE
        return _named(visible, named, source)
    active = [subscription for subscription in visible if subscription.state in ACTIVE]
    candidates = active or visible
    if len(candidates) == 1:
        return candidates[0]
    several = "several subscriptions are" if candidates else "no subscription is"
    what = "active" if active or not visible else "disabled, and none is active,"
    raise pytest.UsageError(
        f"{several} {what} for this identity; name one: --subscription=ID, or its name. "
        f"It sees:{_listed(visible)}"
    )


def named_id(wanted: str | None) -> str | None:
    """The id that the option gives, if it is one and no name."""
    named = (wanted or "").strip()
    return named.lower() if _ID.fullmatch(named) else None


def _named(visible: Sequence[Subscription], wanted: str, source: str) -> Subscription:
    by_id = [each for each in visible if each.id.casefold() == wanted.casefold()]
    by_name = [each for each in visible if each.name.casefold() == wanted.casefold()]
    named = by_id or by_name
    if len(named) > 1:
        raise pytest.UsageError(
            f"{source}: {len(named)} subscriptions have the name that is given; name one by its id:"
            f"{_listed(named)}"
        )
    if not named:
        # What a variable holds, nobody has just typed; it is not shown to whoever looks on.
        shown = plain(wanted) if source != VARIABLE else "the subscription that it names"
        raise pytest.UsageError(
            f"{source}: this identity does not see {shown}. It sees:{_listed(visible)}"
            + (f"\n{roles.HOW_TO_SEE}" if visible else "")
        )
    return named[0]


def _listed(visible: Sequence[Subscription]) -> str:
    if not visible:
        return f" none\n{roles.HOW_TO_SEE}"
    return "".join(f"\n  {subscription}" for subscription in visible)
