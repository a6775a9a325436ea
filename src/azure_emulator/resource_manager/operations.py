"""The one store of long operations, which clients poll until they have ended."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.resource import Resource


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A creation, a change or a deletion under way.

    Args:
        id: a GUID, the last segment of its URL.
        subscription: the id of the subscription in which it happens.
        started: when it was asked for.
        ends: when it is over.
        resource: what it happens to, unless that is a group.
        result: what it answers at its end, unless that it has ended is all.
        creation: whether it makes the resource: then it fails at its end if that did.
        finished: the status of the answer that says it has ended.
    """

    id: str
    subscription: str
    started: datetime
    ends: datetime
    resource: Resource | None = None
    creation: bool = False
    finished: int = 200
    result: dict[str, Any] | None = None

    @property
    def failure(self) -> str | None:
        """Why it fails at its end, if it does."""
        return self.resource.failed if self.resource and self.creation else None

    def status(self, now: datetime) -> str:
        """`InProgress`, then `Succeeded` or `Failed`."""
        if now < self.ends:
            return "InProgress"
        return "Failed" if self.failure else "Succeeded"


@dataclass
class Operations:
    """All operations of all services."""

    cloud: Cloud
    _operations: dict[str, Operation] = field(default_factory=dict)

    def begin(
        self,
        subscription: str,
        ends: datetime,
        resource: Resource | None = None,
        *,
        creation: bool = False,
        finished: int = 200,
        result: dict[str, Any] | None = None,
    ) -> Operation:
        """Keep an operation that begins now, so that clients can poll it."""
        operation = Operation(
            id=self.cloud.new_id(),
            subscription=subscription,
            started=self.cloud.now(),
            ends=ends,
            resource=resource,
            creation=creation,
            finished=finished,
            result=result,
        )
        self._operations[operation.id] = operation
        return operation

    def begin_creation(self, resource: Resource) -> Operation:
        """Keep the creation of a resource, which ends when that is ready."""
        return self.begin(resource.path.subscription, resource.ready, resource, creation=True)

    def begin_deletion(self, resource: Resource) -> Operation:
        """Begin to delete a resource; asked again, the first deletion counts."""
        resource.deleting_since = resource.deleting_since or self.cloud.now()
        ends = resource.deleting_since + self.cloud.durations.deletion
        return self.begin(resource.path.subscription, ends, resource)

    def left(self, operation_id: str) -> timedelta | None:
        """How long an operation still takes; `None` if there is none with this id."""
        operation = self._operations.get(operation_id.casefold())
        return None if operation is None else max(timedelta(0), operation.ends - self.cloud.now())

    def find(self, subscription: str, operation_id: str) -> Operation | None:
        """The operation with this id in this subscription, both in any letter case."""
        operation = self._operations.get(operation_id.casefold())
        if operation and operation.subscription.casefold() == subscription.casefold():
            return operation
        return None
