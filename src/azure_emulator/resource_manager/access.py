"""Which roles a principal has at which scope.

A scope is the id of a subscription, a group or a resource; a role holds there and below.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import Role
from azure_emulator.entra.state import Principal
from azure_emulator.wire import Request

Grant = tuple[str, Role]
"""A scope, and a role that holds there and below."""


@dataclass
class Access:
    """A principal's own role, which holds everywhere, and the roles that services grant it.

    Attributes:
        sources: each service that grants roles adds what it grants to a principal near a scope: at
            least what holds there, above it, or below it.
        above: each service tells which scopes are above one, besides those that its id begins with.
        vetoes: each is called with whoever has the role for a request, its action, its method and
            its path, and raises if something else forbids it.
        reviews: each is called with a request that may pass by its caller, and raises if what it
            holds is forbidden.
    """

    cloud: Cloud
    sources: list[Callable[[Principal, str], Iterable[Grant]]] = field(default_factory=list)
    above: list[Callable[[str], Iterable[str]]] = field(default_factory=list)
    vetoes: list[Callable[[Principal, str, str, str], None]] = field(default_factory=list)
    reviews: list[Callable[[Request], None]] = field(default_factory=list)

    def roles(self, principal: Principal, scope: str) -> list[Role]:
        """What the principal has at a scope, given there or above."""
        scopes = self._with_above(scope)
        return [
            role
            for at, role in self._grants(principal, scope)
            if any(covers(at, each) for each in scopes)
        ]

    def allows(self, principal: Principal, action: str, scope: str) -> bool:
        """Whether an action of Azure Resource Manager is granted at a scope."""
        return any(role.allows(action) for role in self.roles(principal, scope))

    def allows_data(self, principal: Principal, action: str, scope: str) -> bool:
        """Whether a data action is granted at a scope."""
        return any(role.allows_data(action) for role in self.roles(principal, scope))

    def allows_within(self, principal: Principal, action: str, scope: str) -> bool:
        """Whether an action is granted at a scope, or anywhere below it."""
        if principal.role.allows(action):
            return True  # Everywhere: lists of a thousand subscriptions ask for each of them.
        scopes = self._with_above(scope)
        return any(
            role.allows(action)
            for at, role in self._grants(principal, scope)
            if covers(scope, at) or any(covers(at, each) for each in scopes)
        )

    def scopes_above(self, scope: str) -> list[str]:
        """The scopes above one, besides those that its id begins with."""
        return [each for above in self.above for each in above(scope)]

    def _with_above(self, scope: str) -> list[str]:
        return [scope, *self.scopes_above(scope)]

    def _grants(self, principal: Principal, scope: str) -> Iterable[Grant]:
        yield "/", principal.role
        for source in self.sources:
            yield from source(principal, scope)


def covers(scope: str, other: str) -> bool:
    """Whether a scope is the other or above it; letter case ignored."""
    above, below = (f"{scope.casefold().strip('/')}/" for scope in (scope, other))
    return below.startswith(above) or above == "/"
