"""Roles: which there are, who has which at what scope, and what follows from it.

A scope is the id of a subscription, a group or a resource; a role holds there and below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from azure_emulator.authorization import errors
from azure_emulator.authorization.builtin import BUILT_IN
from azure_emulator.entra.roles import Role

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.entra.state import Principal

RECORDED = datetime(2015, 2, 2, 21, 55, 9, 880642, tzinfo=UTC)


@dataclass(kw_only=True)
class Definition:
    """A role definition.

    Args:
        id: a GUID.
        role: its name and what it allows.
        scopes: where it can be assigned; `/` is everywhere.
        created_by: the object id of whoever made it; "" for Azure's own.
    """

    id: str
    role: Role
    description: str
    scopes: tuple[str, ...] = ("/",)
    created: datetime = RECORDED
    updated: datetime = RECORDED
    created_by: str = ""

    @property
    def built_in(self) -> bool:
        """Whether it is one of Azure's own."""
        return not self.created_by


@dataclass(kw_only=True)
class Assignment:
    """That somebody has a role at a scope and below; `definition` and `principal` are GUIDs."""

    id: str
    scope: str
    definition: str
    principal: str
    principal_type: str
    created: datetime
    created_by: str
    description: str | None = None


@dataclass
class Authorization:
    """The definitions and assignments of the tenant, by case-folded id.

    A principal's own `role` holds everywhere, besides what is assigned to it.
    """

    cloud: Cloud
    definitions: dict[str, Definition] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, (role, description) in BUILT_IN.items():
            self.definitions[name] = Definition(id=name, role=role, description=description)

    def roles(self, principal: Principal, scope: str) -> list[Role]:
        """What the principal has at a scope, given there or above."""
        return [principal.role, *self._assigned(principal, lambda at: covers(at, scope))]

    def allows(self, principal: Principal, action: str, scope: str) -> bool:
        """Whether an action of Azure Resource Manager is granted at a scope."""
        return any(role.allows(action) for role in self.roles(principal, scope))

    def allows_data(self, principal: Principal, action: str, scope: str) -> bool:
        """Whether a data action is granted at a scope."""
        return any(role.allows_data(action) for role in self.roles(principal, scope))

    def allows_within(self, principal: Principal, action: str, scope: str) -> bool:
        """Whether an action is granted at a scope, or anywhere below it."""
        below = self._assigned(principal, lambda at: covers(scope, at))
        return self.allows(principal, action, scope) or any(role.allows(action) for role in below)

    def define(
        self, scope: str, name: str, given: Mapping[str, Any], caller: Principal
    ) -> tuple[Definition, bool]:
        """Make or change a custom role.

        Args:
            scope: where it is written; must be one of its assignable scopes.
            given: the `properties` of the body.

        Returns:
            The definition, and whether it is new.

        Raises:
            ArmError: a name that is taken, a role of Azure's own, a scope that does not fit.
        """
        existing = self.definitions.get(name.casefold())
        role, scopes = _role(given), tuple(given.get("assignableScopes") or ())
        if existing and existing.built_in:
            raise errors.built_in(name)
        if scope.casefold() not in (each.casefold() for each in scopes):
            raise errors.bad_scope(scope)
        self._check_new(role, scopes, existing)
        now, description = self.cloud.now(), str(given.get("description") or "")
        if existing is None:
            made = Definition(id=name, role=role, description=description, scopes=scopes)
            made = replace(made, created=now, updated=now, created_by=caller.object_id)
        else:
            made = replace(existing, role=role, description=description, scopes=scopes, updated=now)
        self.definitions[name.casefold()] = made
        return made, existing is None

    def _check_new(self, role: Role, scopes: tuple[str, ...], existing: Definition | None) -> None:
        others = (each for each in self.definitions.values() if each is not existing)
        if role.name in (each.role.name for each in others):
            raise errors.same_name(role.name)
        for each in scopes:
            self._require(each)

    def at(self, scope: str) -> list[Definition]:
        """The definitions that can be assigned at a scope.

        Raises:
            ArmError: 404: there is no such subscription or group.
        """
        self._require(scope)
        return [
            definition
            for definition in self.definitions.values()
            if any(covers(where, scope) for where in definition.scopes)
        ]

    def remove_definition(self, name: str) -> Definition | None:
        """Delete a custom role, if there is one.

        Raises:
            ArmError: somebody has it, or it is one of Azure's own.
        """
        found = self.definitions.get(name.casefold())
        if found is None:
            return None
        if found.built_in:
            raise errors.built_in(name)
        if any(each.definition == found.id for each in self.assignments.values()):
            raise errors.in_use()
        return self.definitions.pop(name.casefold())

    def assign(
        self, scope: str, name: str, given: Mapping[str, Any], caller: Principal
    ) -> Assignment:
        """Give a role to a principal, at a scope and below.

        Args:
            given: the `properties` of the body.

        Raises:
            ArmError: no such role, principal or scope, or it is so already.
        """
        wanted = str(given.get("roleDefinitionId") or "").rpartition("/")[2].casefold()
        principal = str(given.get("principalId") or "").casefold()
        if wanted not in (definition.id.casefold() for definition in self.at(scope)):
            raise errors.no_such_definition(wanted)
        entra = self.cloud.entra
        if principal not in (each.object_id for each in entra.principals.values()):
            raise errors.no_such_principal(principal, entra.tenant)
        same = (scope.casefold(), wanted, principal)
        if any(_key(each) == same for each in self.assignments.values()):
            raise errors.assigned_already()
        made = Assignment(
            id=name,
            scope=scope,
            definition=wanted,
            principal=principal,
            principal_type=str(given.get("principalType") or "ServicePrincipal"),
            created=self.cloud.now(),
            created_by=caller.object_id,
            description=given.get("description"),
        )
        self.assignments[name.casefold()] = made
        return made

    def assignments_at(self, scope: str, *, below: bool) -> list[Assignment]:
        """The assignments that hold at a scope; with `below`, those made below it, too.

        Raises:
            ArmError: 404: there is no such subscription or group.
        """
        self._require(scope)
        return [
            each
            for each in self.assignments.values()
            if covers(each.scope, scope) or (below and covers(scope, each.scope))
        ]

    def remove_assignment(self, name: str) -> Assignment | None:
        """Take a role away, if it is assigned."""
        return self.assignments.pop(name.casefold(), None)

    def _assigned(self, principal: Principal, where: Any) -> Iterator[Role]:
        for each in self.assignments.values():
            if each.principal == principal.object_id and where(each.scope):
                yield self.definitions[each.definition].role

    def _require(self, scope: str) -> None:
        parts = scope.strip("/").split("/")
        manager = self.cloud.resource_manager
        if len(parts) > 1 and parts[0].casefold() == "subscriptions":
            manager.subscription(parts[1])
            if len(parts) > 3:
                manager.group(parts[1], parts[3])
        elif scope not in ("", "/"):
            raise errors.bad_scope(scope)


def covers(scope: str, other: str) -> bool:
    """Whether a scope is the other or above it; letter case ignored."""
    above, below = (f"{each.casefold().strip('/')}/" for each in (scope, other))
    return below.startswith(above) or above == "/"


def _role(given: Mapping[str, Any]) -> Role:
    name, permissions = given.get("roleName"), given.get("permissions")
    if not name or not isinstance(permissions, list) or len(permissions) != 1:
        raise errors.invalid("a role has a name and one set of permissions")
    kinds = ("actions", "notActions", "dataActions", "notDataActions")
    return Role(str(name), *(tuple(permissions[0].get(kind) or ()) for kind in kinds))


def _key(assignment: Assignment) -> tuple[str, str, str]:
    return assignment.scope.casefold(), assignment.definition, assignment.principal
