"""What forbids a request whatever roles allow: locks, and deny assignments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from azure_emulator.authorization import errors
from azure_emulator.authorization.scoped import Scoped
from azure_emulator.authorization.validators import denied_role
from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.entra.roles import Role
from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager.access import Access, covers
from azure_emulator.resource_manager.state import ResourceManager

LEVELS = ("NotSpecified", "CanNotDelete", "ReadOnly")


@dataclass(frozen=True)
class Lock:
    """A lock at a scope; its level is one of `LEVELS`."""

    scope: str
    name: str
    level: str
    notes: str | None


@dataclass(frozen=True)
class DenyAssignment:
    """What nobody may do at a scope and below, but for those who are left out of it.

    Args:
        id: a GUID.
        name: for people.
        denied: the actions, as a role has them.
        left_out: object ids.
    """

    id: str
    scope: str
    name: str
    denied: Role
    left_out: frozenset[str]


@dataclass
class Restrictions:
    """The locks and deny assignments, by case-folded scope and name, or id."""

    cloud: Cloud
    locks: Scoped[Lock] = field(default_factory=Scoped)
    denials: Scoped[DenyAssignment] = field(default_factory=Scoped)

    def __post_init__(self) -> None:
        self.cloud.state(Access).vetoes.append(self._veto)
        self.cloud.state(ResourceManager).on_copy.append(self._copy)

    def lock(self, scope: str, name: str, properties: Mapping[str, Any]) -> tuple[Lock, bool]:
        """Make or change a lock; whether it is new.

        Raises:
            ArmError: 400: it has no level, or one that there is not, or notes that are no text.
        """
        level = properties.get("level")
        if level not in LEVELS:
            raise errors.invalid(f"the level of a lock is one of {', '.join(LEVELS)}")
        notes = properties.get("notes")
        if not isinstance(notes, str | None):
            raise errors.invalid("the notes of a lock are a text")
        lock, key = Lock(scope, name, str(level), notes), _key(scope, name)
        is_new = self.locks.get(key) is None
        self.locks.put(key, scope, lock)
        return lock, is_new

    def lock_of(self, scope: str, name: str) -> Lock:
        """The lock of this name at a scope.

        Raises:
            ArmError: 404: there is none.
        """
        lock = self.locks.get(_key(scope, name))
        if lock is None:
            raise errors.no_such_lock(name)
        return lock

    def denial_of(self, name: str) -> DenyAssignment:
        """The deny assignment with this id.

        Raises:
            ArmError: 404: there is none.
        """
        denial = self.denials.get(name.casefold())
        if denial is None:
            raise errors.no_such_denial(name)
        return denial

    def locks_at(self, scope: str) -> list[Lock]:
        """The locks at a scope, and below it."""
        return [lock for lock in self.locks.near(scope) if covers(scope, lock.scope)]

    def denials_at(self, scope: str) -> list[DenyAssignment]:
        """The deny assignments that hold at a scope, and those made below it."""
        return [
            denial
            for denial in self.denials.near(scope)
            if covers(scope, denial.scope) or covers(denial.scope, scope)
        ]

    def unlock(self, scope: str, name: str) -> Lock | None:
        """Take a lock away, if there is one."""
        return self.locks.pop(_key(scope, name))

    def deny(self, scope: str, name: str, properties: Mapping[str, Any]) -> DenyAssignment:
        """Make a deny assignment, or change the one with this id.

        Raises:
            ArmError: 400: it has no name, or not one set of permissions.
        """
        role = denied_role(properties)
        principals = properties.get("excludePrincipals") or ()
        left_out = frozenset(str(each.get("id", "")).casefold() for each in principals)
        assignment = DenyAssignment(name, scope, role.name, role, left_out)
        self.denials.put(name.casefold(), scope, assignment)
        return assignment

    def _copy(self, copy: Copy) -> None:
        for _, lock in self.locks.within(copy.source):
            made = copy.of(lock)
            self.locks.put(_key(made.scope, made.name), made.scope, made)
        for _, denial in self.denials.within(copy.source):
            denied = copy.of(denial)
            self.denials.put(denied.id.casefold(), denied.scope, denied)

    def _veto(self, caller: Principal, action: str, method: str, path: str) -> None:
        for denial in self.denials.near(path):
            denied = covers(denial.scope, path) and denial.denied.allows(action)
            if denied and caller.object_id.casefold() not in denial.left_out:
                raise errors.denied(
                    caller.client_id,
                    caller.object_id,
                    action,
                    path,
                    *(denial.name, denial.id.replace("-", ""), denial.scope),
                )
        if action.casefold().startswith("microsoft.authorization/"):
            return  # Else nobody could take a lock away.
        locked = [lock.scope for lock in self.locks.near(path) if _locks(lock, method, path)]
        if locked:
            verb = "delete" if method == "DELETE" else "write"
            raise errors.locked(path, verb, ",".join(locked))


def _locks(lock: Lock, method: str, path: str) -> bool:
    """Whether a lock forbids a request: a listing of keys is a `POST`, and so it is a write."""
    if method == "DELETE" and lock.level != "NotSpecified":
        return covers(lock.scope, path) or covers(path, lock.scope)
    writes = method not in ("GET", "HEAD", "DELETE")
    return lock.level == "ReadOnly" and writes and covers(lock.scope, path)


def _key(scope: str, name: str) -> str:
    return f"{scope}/locks/{name}".casefold()
