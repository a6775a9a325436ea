"""Moments, and who did what when, as Azure Resource Manager writes them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure_emulator.entra.state import Principal


def timestamp(when: datetime) -> str:
    """`2023-07-25T04:50:15.058106Z`: UTC, a fraction without trailing zeros, `Z`."""
    return f"{when:%Y-%m-%dT%H:%M:%S.%f}".rstrip("0").rstrip(".") + "Z"


def created(caller: Principal | None, when: datetime) -> dict[str, str]:
    """The `systemData` of something new."""
    made = {"createdBy": _who(caller), "createdByType": "Application", "createdAt": timestamp(when)}
    return made | changed(caller, when)


def changed(caller: Principal | None, when: datetime) -> dict[str, str]:
    """The part of `systemData` that each change replaces."""
    return {
        "lastModifiedBy": _who(caller),
        "lastModifiedByType": "Application",
        "lastModifiedAt": timestamp(when),
    }


def _who(caller: Principal | None) -> str:
    # Azure names applications by their client id; calls between states have no caller.
    return caller.client_id if caller else "00000000-0000-0000-0000-000000000000"
