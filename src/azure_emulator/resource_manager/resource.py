"""What the store holds: subscriptions, groups, resources, and how a resource's id reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ResourceId:
    """A resource id in its parts.

    Args:
        subscription: the subscription's GUID.
        group: the group's name as written in this id.
        type: the full type with its namespace, as written in this id
            (`Microsoft.MachineLearningServices/workspaces/computes`).
        names: one name per segment of the type (`("udacity-ml", "udacity-ml-vm")`).
    """

    subscription: str
    group: str
    type: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The names joined as Azure joins them: `workspace/compute`."""
        return "/".join(self.names)

    @property
    def described(self) -> str:
        """Types and names as Azure's messages show them: `Namespace/a/name/b/name`."""
        kinds = self.type.split("/")[1:]
        pairs = (f"{kind}/{name}" for kind, name in zip(kinds, self.names, strict=True))
        return "/".join((self.namespace, *pairs))

    @property
    def namespace(self) -> str:
        """The resource provider: `Microsoft.CognitiveServices`."""
        return self.type.partition("/")[0]

    @classmethod
    def parse(cls, resource_id: str) -> ResourceId:
        """Take an id apart; the letter case of its fixed words does not matter.

        Raises:
            ValueError: it is not the id of a resource in a group.
        """
        parts = resource_id.strip("/").split("/")
        fixed = [part.casefold() for part in parts[0:6:2]]
        kinds, names = parts[6::2], tuple(parts[7::2])
        if (
            fixed != ["subscriptions", "resourcegroups", "providers"]
            or not kinds
            or len(kinds) != len(names)
        ):
            raise ValueError(f"{resource_id!r} is not the id of a resource in a group")
        return cls(parts[1], parts[3], "/".join([parts[5], *kinds]), names)


@dataclass(kw_only=True)
class Resource:
    """A resource of any type. Services subclass it; the state follows from the clock.

    Args:
        id: the full id, its letter case as created.
        name: the last segment of the id.
        type: with its namespace, for example `Microsoft.Storage/storageAccounts`.
        location: the region as the service keeps it.
        created: when the request to create it came.
        ready: when it stops being `Creating`.
        failed: why its creation failed; no request to Azure makes a creation fail on purpose, so
            this is the one fault that a test sets directly.
        deleting_since: when its deletion began.
        properties: what Azure answers under `properties`, without the provisioning state.
        system_data: who created and changed it, as Azure's `systemData`.
    """

    id: str
    name: str
    type: str
    location: str
    created: datetime
    ready: datetime
    changed: datetime | None = None
    kind: str | None = None
    sku: dict[str, Any] | None = None
    identity: dict[str, Any] | None = None
    plan: dict[str, Any] | None = None
    managed_by: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    system_data: dict[str, str] = field(default_factory=dict)
    failed: str | None = None
    deleting_since: datetime | None = None

    def provisioning_state(self, now: datetime) -> str:
        """`Creating`, `Succeeded`, `Failed` or `Deleting`."""
        if self.deleting_since is not None:
            return "Deleting"
        if now < self.ready:
            return "Creating"
        return "Failed" if self.failed else "Succeeded"

    @property
    def path(self) -> ResourceId:
        """The id in its parts."""
        return ResourceId.parse(self.id)


@dataclass(kw_only=True)
class Group:
    """A resource group.

    Args:
        gone: when its deletion ends, once asked for.
    """

    subscription: str
    name: str
    location: str
    tags: dict[str, str] | None = None
    managed_by: str | None = None
    gone: datetime | None = None

    @property
    def id(self) -> str:
        """The id as Azure writes it."""
        return f"/subscriptions/{self.subscription}/resourceGroups/{self.name}"

    @property
    def provisioning_state(self) -> str:
        """`Succeeded`, or `Deleting` from the request to delete on."""
        return "Deleting" if self.gone else "Succeeded"


@dataclass(kw_only=True)
class Subscription:
    """A subscription: its groups by case-folded name, its registered namespaces case-folded.

    Args:
        state: `Enabled`, `Warned`, `PastDue`, `Disabled` or `Deleted`.
        registered: since when each namespace is registered.
    """

    id: str
    name: str
    tenant: str
    state: str = "Enabled"
    groups: dict[str, Group] = field(default_factory=dict)
    registered: dict[str, datetime] = field(default_factory=dict)
