"""Where the resources are, by subscription: a question about one looks at no other's."""

from collections.abc import Iterator

from azure_emulator.resource_manager.resource import Resource, ResourceId


class Store:
    """Resources by the subscription and the key of their ids, oldest first."""

    def __init__(self) -> None:
        self._resources: dict[str, dict[str, Resource]] = {}

    def __iter__(self) -> Iterator[Resource]:
        """The resources of all subscriptions."""
        for resources in self._resources.values():
            yield from resources.values()

    def find(self, path: ResourceId) -> Resource | None:
        """The resource with this id, in any letter case."""
        return self._resources.get(path.subscription.casefold(), {}).get(path.key)

    def put(self, resource: Resource) -> None:
        """Keep a resource, in place of the one with its id."""
        path = resource.path
        self._resources.setdefault(path.subscription.casefold(), {})[path.key] = resource

    def of(self, subscription: str) -> list[Resource]:
        """The resources of a subscription, children included."""
        return list(self._resources.get(subscription.casefold(), {}).values())

    def in_group(self, subscription: str, group_id: str) -> list[Resource]:
        """The resources of one group, by the group's id."""
        start = f"{group_id}/providers/".casefold()
        resources = self._resources.get(subscription.casefold(), {})
        return [resource for key, resource in resources.items() if key.startswith(start)]

    def take(self, path: ResourceId) -> list[Resource]:
        """Remove a resource and everything below it; what was removed."""
        resources = self._resources.get(path.subscription.casefold(), {})
        keys = [key for key in resources if f"{key}/".startswith(f"{path.key}/")]
        return [resources.pop(key) for key in keys]
