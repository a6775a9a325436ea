"""What stands at scopes, found by the subscription that a scope is in."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Scoped(Generic[Thing]):
    """Things by a key of their own, each at a scope: those near another are found at once.

    A class has a role, a lock or a denial in each of a thousand subscriptions, and each request
    asks for those of one.
    """

    def __init__(self) -> None:
        self._scopes: dict[str, str] = {}
        self._near: dict[str, dict[str, Thing]] = {}

    def __iter__(self) -> Iterator[Thing]:
        """All of them."""
        for things in self._near.values():
            yield from things.values()

    def put(self, key: str, scope: str, thing: Thing) -> None:
        """Keep a thing, in place of the one with its key."""
        self.pop(key)
        self._scopes[key] = subscription_of(scope)
        self._near.setdefault(self._scopes[key], {})[key] = thing

    def get(self, key: str) -> Thing | None:
        """The thing with this key."""
        return self._near[self._scopes[key]][key] if key in self._scopes else None

    def pop(self, key: str) -> Thing | None:
        """The thing with this key, which is kept no longer."""
        return self._near[self._scopes.pop(key)].pop(key) if key in self._scopes else None

    def near(self, scope: str) -> list[Thing]:
        """What is at scopes of the same subscription, or above subscriptions; then all of them."""
        name = subscription_of(scope)
        if not name:
            return list(self)
        return [*self._near.get("", {}).values(), *self._near.get(name, {}).values()]

    def within(self, subscription: str) -> list[tuple[str, Thing]]:
        """Keys and things of a subscription."""
        return list(self._near.get(subscription.casefold(), {}).items())


def subscription_of(scope: str) -> str:
    """The id of the subscription that a scope is in, case-folded; empty for one above them."""
    parts = scope.casefold().strip("/").split("/", 2)
    return parts[1] if len(parts) > 1 and parts[0] == "subscriptions" else ""
