"""Soft-deleted accounts: each keeps its name, its subdomain and its free tier until purged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from azure_emulator.cognitive_services.account import Account
from azure_emulator.resource_manager.regions import short
from azure_emulator.resource_manager.resource import ResourceId

RETENTION = timedelta(hours=48)
"""How long a deleted account can be restored."""


@dataclass(frozen=True)
class Deleted:
    """A soft-deleted account, and since when it is."""

    account: Account
    at: datetime

    @property
    def purged(self) -> datetime:
        """When it is purged by itself."""
        return self.at + RETENTION

    @property
    def id(self) -> str:
        """The id as the listing of deleted accounts writes it."""
        path = self.account.path
        return (
            f"/subscriptions/{path.subscription}/providers/Microsoft.CognitiveServices/locations/"
            f"{short(self.account.location)}/resourceGroups/{path.group}/deletedAccounts/"
            f"{path.name}"
        )


class DeletedAccounts:
    """The soft-deleted accounts by subscription, oldest first."""

    def __init__(self) -> None:
        self._deleted: dict[str, dict[str, Deleted]] = {}

    def __iter__(self) -> Iterator[Deleted]:
        """Those of all subscriptions."""
        for deleted in self._deleted.values():
            yield from deleted.values()

    def keep(self, deleted: Deleted) -> None:
        """Keep an account, in place of one with its id."""
        path = deleted.account.path
        self._deleted.setdefault(path.subscription.casefold(), {})[path.key] = deleted

    def find(self, path: ResourceId) -> Deleted | None:
        """The one that had this id."""
        return self._deleted.get(path.subscription.casefold(), {}).get(path.key)

    def of(self, subscription: str) -> list[Deleted]:
        """Those of a subscription."""
        return list(self._deleted.get(subscription.casefold(), {}).values())

    def drop(self, path: ResourceId) -> None:
        """Remove the one that had this id for good, if there is one."""
        self._deleted.get(path.subscription.casefold(), {}).pop(path.key, None)
