"""The long operations of Azure Machine Learning, and the addresses where clients follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from azure_emulator.machine_learning.workspace import NAMESPACE


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One creation, change or deletion under way.

    Args:
        id: a GUID.
        subscription: whose.
        location: the region that does it.
        kind: `workspaceOperationsStatus` or `computeOperationsStatus`, as in its address.
        resource: the id of what it changes.
        until: when it ends.
        failure: the message with which it ends, if it fails.
    """

    id: str
    subscription: str
    location: str
    kind: str
    resource: str
    until: datetime
    failure: str | None = None

    def status(self, now: datetime) -> dict[str, Any]:
        """`InProgress`; then `Succeeded` with a percentage, as recorded; or `Failed` with an error.

        Guess: the error's code; messages have been seen with the code `BadRequest`.
        """
        if now < self.until:
            return {"status": "InProgress"}
        if self.failure:
            return {"status": "Failed", "error": {"code": "BadRequest", "message": self.failure}}
        return {"status": "Succeeded", "percentComplete": 100.0}

    def ended(self, now: datetime) -> bool:
        """Whether nothing more happens."""
        return now >= self.until

    def address(self, version: str) -> str:
        """Where its status is, for clients that use this API version."""
        return (
            f"https://management.azure.com/subscriptions/{self.subscription}/providers/{NAMESPACE}"
            f"/locations/{self.location}/{self.kind}/{self.id}?api-version={version}"
        )
