"""Role definitions and role assignments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from azure_emulator.authorization import errors
from azure_emulator.authorization.builtin import BUILT_IN
from azure_emulator.authorization.restrictions import Restrictions
from azure_emulator.authorization.scoped import Scoped
from azure_emulator.authorization.validators import role_of, scopes_of, whole
from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.entra.directory import Directory
from azure_emulator.entra.roles import Role
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.management_groups.state import PREFIX, ManagementGroups
from azure_emulator.resource_manager.access import Access, Grant, covers
from azure_emulator.resource_manager.state import ResourceManager

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

    @property
    def type(self) -> str:
        """`BuiltInRole` or `CustomRole`."""
        return "BuiltInRole" if self.built_in else "CustomRole"


@dataclass(kw_only=True)
class Assignment:
    """A role of a principal at a scope and below; `definition` and `principal` are GUIDs."""

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
    """The definitions and assignments of all tenants, by case-folded id."""

    cloud: Cloud
    definitions: dict[str, Definition] = field(default_factory=dict)
    assignments: Scoped[Assignment] = field(default_factory=Scoped)

    def __post_init__(self) -> None:
        for name, (role, description) in BUILT_IN.items():
            self.definitions[name] = Definition(id=name, role=role, description=description)
        self.cloud.state(Access).sources.append(self._granted)
        self.cloud.state(Restrictions)
        manager = self.cloud.state(ResourceManager)
        manager.fixed.append(BUILT_IN.__contains__)
        manager.on_copy.append(self._copy)

    def define(
        self, scope: str, name: str, properties: Mapping[str, Any], caller: Principal
    ) -> Definition:
        """Make or change a custom role.

        Args:
            scope: where it is written; must be one of its assignable scopes.
            name: a GUID.
            properties: from the body of the request.
            caller: who defines it.

        Raises:
            ArmError: a name that is taken, a role of Azure's own, a scope that does not fit.
        """
        existing = self.definitions.get(name.casefold())
        role, scopes = role_of(name, properties), scopes_of(properties)
        if existing and existing.built_in:
            raise errors.taken_by_built_in()
        if scope.casefold() not in [whole(assignable).casefold() for assignable in scopes]:
            raise errors.bad_scope(scope)
        others = [other for other in self.definitions.values() if other is not existing]
        if role.name in [other.role.name for other in others]:
            raise errors.same_name(role.name)
        for assignable in scopes:
            self.require_scope(whole(assignable))
        now, author = self.cloud.now(), caller.object_id
        new = Definition(id=name, role=role, description="", created=now, created_by=author)
        definition = replace(
            existing or new,
            role=role,
            description=str(properties.get("description") or ""),
            scopes=scopes,
            updated=now,
        )
        self.definitions[name.casefold()] = definition
        return definition

    def definitions_at(self, scope: str) -> list[Definition]:
        """The definitions that can be assigned at a scope.

        Raises:
            ArmError: 404: there is no such subscription or group.
        """
        self.require_scope(scope)
        return [
            definition
            for definition in self.definitions.values()
            if any(covers(whole(assignable), scope) for assignable in definition.scopes)
        ]

    def remove_definition(self, name: str) -> Definition | None:
        """Delete a custom role, if there is one.

        Raises:
            ArmError: somebody has it, or it is one of Azure's own.
        """
        definition = self.definitions.get(name.casefold())
        if definition is None:
            return None
        if definition.built_in:
            raise errors.built_in(name)
        if any(each.definition == definition.id for each in self.assignments):
            raise errors.in_use()
        return self.definitions.pop(name.casefold())

    def assign(
        self, scope: str, name: str, properties: Mapping[str, Any], caller: Principal
    ) -> Assignment:
        """Give a role to a principal, at a scope and below.

        Whoever says the type of the principal is not asked whether it is there: so a template
        gives roles to an identity that it has just made.

        Args:
            scope: where.
            name: a GUID.
            properties: from the body of the request.
            caller: who gives it.

        Raises:
            ArmError: no such role, principal or scope, or the role is assigned already.
        """
        role = str(properties.get("roleDefinitionId") or "").rpartition("/")[2].casefold()
        principal = str(properties.get("principalId") or "").casefold()
        if role not in [definition.id.casefold() for definition in self.definitions_at(scope)]:
            raise errors.no_such_definition(role)
        entra, people = self.cloud.state(Entra), self.cloud.state(Directory)
        known = {
            **{each.object_id: "ServicePrincipal" for each in entra.of_tenant(caller.tenant)},
            **{each.id: "User" for each in people.of_tenant(caller.tenant)},
        }
        type_ = properties.get("principalType") or known.get(principal)
        if not type_:
            raise errors.no_such_principal(principal.replace("-", ""), caller.tenant)
        same = (scope.casefold(), role, principal)
        others = [each for each in self.assignments.near(scope) if each.id != name]
        if any(_key(other) == same for other in others):
            raise errors.assigned_already()
        assignment = Assignment(
            id=name,
            scope=scope,
            definition=role,
            principal=principal,
            principal_type=str(type_),
            created=self.cloud.now(),
            created_by=caller.object_id,
            description=properties.get("description"),
        )
        self.assignments.put(name.casefold(), scope, assignment)
        return assignment

    def assignments_at(self, scope: str, *, below: bool) -> list[Assignment]:
        """The assignments that hold at a scope; with `below`, those made below it, too.

        Raises:
            ArmError: 404: there is no such subscription or group.
        """
        self.require_scope(scope)
        return [
            each
            for each in self.assignments.near(scope)
            if covers(each.scope, scope) or (below and covers(scope, each.scope))
        ]

    def remove_assignment(self, name: str) -> Assignment | None:
        """Delete a role assignment, if there is one."""
        return self.assignments.pop(name.casefold())

    def require_scope(self, scope: str) -> None:
        """Refuse a scope that does not exist.

        Raises:
            ArmError: 404 for its subscription or group; 400 if it is no scope at all.
        """
        parts = scope.strip("/").split("/")
        manager = self.cloud.state(ResourceManager)
        if len(parts) > 1 and parts[0].casefold() == "subscriptions":
            manager.subscription(parts[1])
            if len(parts) > 3:
                manager.group(parts[1], parts[3])
        elif scope.casefold().startswith(PREFIX.casefold()):
            if not self.cloud.state(ManagementGroups).exists(scope[len(PREFIX) :]):
                raise errors.bad_scope(scope)
        elif scope not in ("", "/"):
            raise errors.bad_scope(scope)

    def _copy(self, copy: Copy) -> None:
        scope = f"/subscriptions/{copy.source}"
        for key, definition in list(self.definitions.items()):
            if any(covers(scope, whole(assignable)) for assignable in definition.scopes):
                self.definitions[copy.of(key)] = copy.of(definition)
        for _, assignment in self.assignments.within(copy.source):
            made = copy.of(assignment)
            self.assignments.put(made.id.casefold(), made.scope, made)

    def _granted(self, principal: Principal, scope: str) -> Iterator[Grant]:
        for assignment in self.assignments.near(scope):
            if assignment.principal == principal.object_id:
                yield assignment.scope, self.definitions[assignment.definition].role


def _key(assignment: Assignment) -> tuple[str, str, str]:
    return assignment.scope.casefold(), assignment.definition, assignment.principal
