"""The rules of Microsoft.CognitiveServices accounts."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from emulator.cognitive_services.account import TYPE, Account

if TYPE_CHECKING:
    from emulator.cloud import Cloud

__all__ = ["TYPE", "Account", "CognitiveServices"]


class CognitiveServices:
    """Accounts, in the one store of `cloud.resource_manager`."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def accounts(self) -> list[Account]:
        """All accounts of all subscriptions."""
        manager = self.cloud.resource_manager
        return [
            resource
            for subscription in manager.subscriptions.values()
            for resource in manager.in_subscription(subscription.id)
            if isinstance(resource, Account)
        ]

    def by_host(self, host: str) -> Account | None:
        """The account that owns this custom subdomain's host; regional hosts belong to none."""
        return next(
            (
                account
                for account in self.accounts()
                if account.host == host.casefold() and account.custom_subdomain is not None
            ),
            None,
        )

    def by_key(self, host: str, key: str) -> Account | None:
        """The account that this key opens at this host, as the gateway decides it.

        A key opens its account at the account's own subdomain and at its region's host.
        An account that is not (yet) provisioned, or whose local authentication is off, opens to none.
        """
        now = self.cloud.now()
        for account in self.accounts():
            opened = secrets.compare_digest(key.encode(), account.key1.encode()) or (
                secrets.compare_digest(key.encode(), account.key2.encode())
            )
            if opened and host.casefold() in (account.host, regional_host(account.location)):
                usable = account.provisioning_state(now) == "Succeeded"
                return account if usable and not account.disable_local_auth else None
        return None


def regional_host(location: str) -> str:
    """The host that all accounts of a region share."""
    return f"{location.replace(' ', '').casefold()}.api.cognitive.microsoft.com"
