"""What the store holds: subscriptions, groups, resources, and how a resource's id reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from azure_emulator.copying import Copy


@dataclass(frozen=True)
class ResourceId:
    """The id of a resource in its parts, each in the letter case in which it was written.

    Azure takes ids in any letter case: compare their keys.

    Args:
        subscription: the subscription's GUID.
        group: the group's name.
        type: the full type with its namespace
            (`Microsoft.MachineLearningServices/workspaces/computes`).
        names: one name per segment of the type (`("udacity-ml", "udacity-ml-vm")`).
    """

    subscription: str
    group: str
    type: str
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> ResourceId:
        """Take an id apart; the letter case of its fixed words does not matter.

        Raises:
            ValueError: it is not the id of a resource in a group.
        """
        parts = text.strip("/").split("/")
        fixed = [part.casefold() for part in parts[0:6:2]]
        kinds, names = parts[6::2], tuple(parts[7::2])
        if (
            fixed != ["subscriptions", "resourcegroups", "providers"]
            or not kinds
            or len(kinds) != len(names)
        ):
            raise ValueError(f"{text!r} is not the id of a resource in a group")
        return cls(parts[1], parts[3], "/".join([parts[5], *kinds]), names)

    def __str__(self) -> str:
        """The id as Azure writes it."""
        group = f"/subscriptions/{self.subscription}/resourceGroups/{self.group}"
        return f"{group}/providers/{self.described}"

    @property
    def key(self) -> str:
        """Equal for ids that Azure takes as one."""
        return str(self).casefold()

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

    @property
    def parent(self) -> ResourceId | None:
        """The id of the resource that this one is a part of, if it is."""
        if len(self.names) == 1:
            return None
        return replace(self, type=self.type.rpartition("/")[0], names=self.names[:-1])

    def child(self, kind: str, name: str) -> ResourceId:
        """The id of a part of this resource."""
        return replace(self, type=f"{self.type}/{kind}", names=(*self.names, name))


@dataclass(kw_only=True)
class Resource:
    """A resource of any type. Services subclass it; the state follows from the clock.

    Args:
        path: its id, in the letter case as created.
        location: the region as the service keeps it.
        created: when the request to create it came.
        ready: when it stops being `Creating`.
        failed: why its creation failed; no request to Azure makes a creation fail on purpose, so
            this is the one fault that a test sets directly.
        busy: a state that passes by itself, as `Updating`, into which no request brings it; a test
            sets it directly.
        deleting_since: when its deletion began.
        tagged: whether tags were given, if only an empty object: lists show that, too.
        properties: what Azure answers under `properties`, without the provisioning state.
        system_data: who created and changed it, as Azure's `systemData`.
    """

    path: ResourceId
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
    tagged: bool = False
    properties: dict[str, Any] = field(default_factory=dict)
    system_data: dict[str, str] = field(default_factory=dict)
    failed: str | None = None
    busy: str | None = None
    deleting_since: datetime | None = None

    @property
    def id(self) -> str:
        """The id as Azure answers it."""
        return str(self.path)

    @property
    def name(self) -> str:
        """The last segment of the id."""
        return self.path.names[-1]

    @property
    def type(self) -> str:
        """The type with its namespace, for example `Microsoft.Storage/storageAccounts`."""
        return self.path.type

    def copied(self, copy: Copy) -> Self:
        """The same resource in a copy of its subscription."""
        return copy.of(self)

    def provisioning_state(self, now: datetime) -> str:
        """`Creating`, `Succeeded`, `Failed`, `Deleting`, or what it is busy with."""
        if self.deleting_since is not None:
            return "Deleting"
        if now < self.ready:
            return "Creating"
        return self.busy or ("Failed" if self.failed else "Succeeded")


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

    def within(self, resource: ResourceId) -> ResourceId:
        """The id of a resource of this group, with the group in its own letter case."""
        return replace(resource, subscription=self.subscription, group=self.name)


@dataclass(kw_only=True)
class Subscription:
    """A subscription: its groups by case-folded name, its registered namespaces case-folded.

    Args:
        state: `Enabled`, `Warned`, `PastDue`, `Disabled` or `Deleted`.
        registered: since when each namespace is registered.
        apart: whether nobody else's names count in it, nor its own elsewhere, where Azure has them
            unique in a region: as if each of many submissions were alone in the world.
        tags: its own.
    """

    id: str
    name: str
    tenant: str
    state: str = "Enabled"
    groups: dict[str, Group] = field(default_factory=dict)
    registered: dict[str, datetime] = field(default_factory=dict)
    apart: bool = False
    tags: dict[str, str] | None = None
