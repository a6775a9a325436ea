"""Accounts found by what a request names them by: a host or a key, and never by looking at all."""

from azure_emulator.cognitive_services.account import Account


class AccountIndex:
    """Accounts by their own hosts and by their keys; one that changes is forgotten and added."""

    def __init__(self) -> None:
        self._by_host: dict[str, Account] = {}
        self._by_key: dict[str, Account] = {}

    def add(self, account: Account) -> None:
        """Know an account by its host, if it has one of its own, and by both keys."""
        if account.custom_subdomain is not None:
            self._by_host[account.host] = account
        for key in (account.key1, account.key2):
            self._by_key[key] = account

    def forget(self, account: Account) -> None:
        """Know an account no more by what it has now."""
        if self._by_host.get(account.host) is account:
            del self._by_host[account.host]
        for key in (account.key1, account.key2):
            self._by_key.pop(key, None)

    def at_host(self, host: str) -> Account | None:
        """The account whose own host this is, in any letter case."""
        return self._by_host.get(host.casefold())

    def with_key(self, key: str) -> Account | None:
        """The account that has this key."""
        return self._by_key.get(key)
