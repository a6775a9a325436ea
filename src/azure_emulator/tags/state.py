"""The rules of tags: they stand at subscriptions, groups and resources themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.resource_manager.errors import invalid_content
from azure_emulator.resource_manager.resource import Group, Resource, ResourceId, Subscription
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.tags import errors

MOST, LONGEST_NAME, LONGEST_VALUE = 50, 512, 256
"""Source: Microsoft's page "Use tags to organize your Azure resources"."""

RESERVED = frozenset("<>%&\\?/") | {chr(code) for code in range(32)}

Tagged = Subscription | Group | Resource


@dataclass
class Tags:
    """What stands at scopes, and what a subscription has for it.

    Attributes:
        predefined: names and values that were made by themselves, by case-folded subscription.
    """

    cloud: Cloud
    predefined: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cloud.state(ResourceManager).on_copy.append(self._copy)

    def tagged(self, scope: str) -> Tagged:
        """What has the tags of a scope.

        Raises:
            ArmError: 404: it is not there; 400: it is no scope that can have tags.
        """
        manager, parts = self.cloud.state(ResourceManager), scope.strip("/").split("/")
        if parts[0].casefold() != "subscriptions" or len(parts) < 2:
            raise errors.bad_scope(scope)
        if len(parts) == 2:
            return manager.subscription(parts[1])
        if len(parts) == 4 and parts[2].casefold() == "resourcegroups":
            return manager.group(parts[1], parts[3])
        try:
            path = ResourceId.parse(scope)
        except ValueError as error:
            raise errors.bad_scope(scope) from error
        return manager.get(path)

    def change(self, scope: str, operation: str, tags: Mapping[str, str]) -> Tagged:
        """Merge tags into those of a scope, replace these, or delete them.

        Args:
            scope: an id.
            operation: `Merge`, `Replace` or `Delete`; what is deleted has the value that is given.
            tags: names and values.

        Raises:
            ArmError: 400 or 404; 409 in a disabled subscription.
        """
        tagged = self.tagged(scope)
        self.cloud.state(ResourceManager).require_writable(scope.strip("/").split("/")[1])
        before = dict(tagged.tags or {})
        given = {name.casefold(): value for name, value in tags.items()}
        rest = {name: value for name, value in before.items() if name.casefold() not in given}
        match operation.casefold():
            case "replace":
                after = dict(tags)
            case "merge":
                after = rest | dict(tags)
            case "delete":
                after = {
                    name: value
                    for name, value in before.items()
                    if given.get(name.casefold()) != value
                }
            case _:
                raise invalid_content(f"'{operation}' is none of Merge, Replace and Delete")
        _require_valid(after)
        tagged.tags = after
        if isinstance(tagged, Resource):
            tagged.changed = self.cloud.now()
        return tagged

    def used(self, subscription: str) -> dict[str, dict[str, int]]:
        """How often each name and value is used in a subscription, the predefined ones included.

        Raises:
            ArmError: 404.
        """
        manager = self.cloud.state(ResourceManager)
        home = manager.subscription(subscription)
        predefined = self.predefined.get(home.id.casefold(), {})
        counts = {name: dict.fromkeys(sorted(values), 0) for name, values in predefined.items()}
        tagged: list[Tagged] = [home, *manager.groups(home.id), *manager.in_subscription(home.id)]
        for each in tagged:
            for name, value in (each.tags or {}).items():
                values = counts.setdefault(name, {})
                values[value] = values.get(value, 0) + 1
        return counts

    def predefine(self, subscription: str, name: str, value: str | None = None) -> bool:
        """Make a name, or a value of one; whether it is new.

        Raises:
            ArmError: 400, or 404 for the subscription, or for the name of a value.
        """
        home = self.cloud.state(ResourceManager).require_writable(subscription)
        _require_valid({name: value or ""})
        names = self.predefined.setdefault(home.id.casefold(), {})
        if value is None:
            is_new = name not in names
            names.setdefault(name, set())
            return is_new
        if name not in names:
            raise errors.tag_not_found(name)
        is_new = value not in names[name]
        names[name].add(value)
        return is_new

    def remove(self, subscription: str, name: str, value: str | None = None) -> bool:
        """Take a predefined name or value away; whether it was there.

        Raises:
            ArmError: 404 for the subscription; 409: something has it.
        """
        home = self.cloud.state(ResourceManager).require_writable(subscription)
        names = self.predefined.get(home.id.casefold(), {})
        counts = self.used(home.id).get(name, {})
        if sum(counts.values()) if value is None else counts.get(value):
            raise errors.tag_in_use(name if value is None else value)
        if value is None:
            return names.pop(name, None) is not None
        there = value in names.get(name, set())
        names.get(name, set()).discard(value)
        return there

    def _copy(self, copy: Copy) -> None:
        names = self.predefined.get(copy.source.casefold())
        if names:
            self.predefined[copy.target.casefold()] = {
                name: set(values) for name, values in names.items()
            }


def _require_valid(tags: Mapping[str, str]) -> None:
    if len(tags) > MOST:
        raise errors.too_many(len(tags))
    wrong = [name for name in tags if not name or set(name) & RESERVED]
    if wrong:
        raise errors.bad_name(",".join(wrong))
    for name, value in tags.items():
        if len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE:
            raise errors.too_long(name[:60])
