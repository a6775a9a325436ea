"""Everything that the exercise made, taken down: nothing costs, the free tiers are free again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from solution.clients import Clients
from solution.custom_vision import CustomVision
from solution.progress import Progress, Silent
from solution.resources import (
    ACCOUNTS,
    INSIGHTS,
    LOGS,
    MADE_BY,
    REGISTRIES,
    STORAGE,
    VAULTS,
    WORKSPACES,
    Resources,
)

if TYPE_CHECKING:
    from solution.settings import Settings

SUPPLIES = (INSIGHTS, LOGS, STORAGE, VAULTS, REGISTRIES)
"""What a workspace needs, in the order in which nothing is taken from under what needs it."""


@dataclass
class Destruction:
    """The exercise undone; what is gone already is passed over.

    Args:
        settings: of the exercise that is undone.
        progress: told of each thing.
    """

    settings: Settings
    progress: Progress = field(default_factory=Silent)

    def __post_init__(self) -> None:
        """The clients, and what removes resources with them."""
        self.clients = Clients(self.settings)
        self.resources = Resources(self.settings, self.clients, self.progress)

    def do(self) -> None:
        """Take everything down, what depends on others first.

        Raises:
            Exception: the SDKs' own; `refusals.explained` has a line for each.
        """
        groups = (self.settings.resource_group, self.settings.other_group)
        steps: dict[str, Callable[[], None]] = {
            "Delete the project": self.projects,
            "Delete and purge the accounts": lambda: self.accounts(groups),
            "Delete the compute instances and the workspace": self.workspace,
            "Delete what the workspace needed": self.supplies,
            "Delete the resource group": lambda: self.groups(groups),
        }
        for title, step in steps.items():
            with self.progress.task(title):
                step()

    def projects(self) -> None:
        """Unpublish and delete the projects of the exercise's name."""
        from azure.core.exceptions import ResourceNotFoundError

        settings, accounts = self.settings, self.clients.cognitive_services.accounts
        group, name = settings.resource_group, settings.training_account
        try:
            account: Any = accounts.get(group, name)
            key = str(accounts.list_keys(group, name).key1)
        except ResourceNotFoundError:
            return
        trainer = self.clients.training(str(account.properties.endpoint), key)
        portal = CustomVision(settings, self.clients, self.progress, trainer)
        for project in portal.projects():
            for iteration in portal.iterations(project):
                if iteration.publish_name:
                    trainer.unpublish_iteration(project.id, iteration.id)
            trainer.delete_project(project.id)
            self.progress.say(f"{project.name} deleted")

    def accounts(self, groups: tuple[str, ...]) -> None:
        """Delete the accounts, and purge them: a soft-deleted one keeps its name and free slot."""
        settings = self.settings
        names = (settings.training_account, settings.prediction_account, settings.other_account)
        ours = {settings.in_group(group, ACCOUNTS, name) for group in groups for name in names}
        ours |= {account for group in groups if self._made(group) for account in self._held(group)}
        for account in sorted(ours):
            if self.resources.remove(account, ACCOUNTS):
                self.progress.say(f"{account.rpartition('/')[2]} deleted")
        self._purge({account.casefold() for account in ours})

    def _made(self, group: str) -> bool:
        """Whether the group is there, and was made by the exercise."""
        from azure.core.exceptions import ResourceNotFoundError

        try:
            found = self.clients.resources.resource_groups.get(group)
        except ResourceNotFoundError:
            return False
        return (found.tags or {}).items() >= MADE_BY.items()

    def _held(self, group: str) -> set[str]:
        """The ids of all accounts of the group."""
        held = self.clients.cognitive_services.accounts.list_by_resource_group(group)
        return {self.settings.in_group(group, ACCOUNTS, str(account.name)) for account in held}

    def _purge(self, ours: set[str]) -> None:
        deleted = self.clients.cognitive_services.deleted_accounts
        for account in deleted.list():
            location, group, name = _deleted(str(account.id))
            if self.settings.in_group(group, ACCOUNTS, name).casefold() in ours:
                deleted.begin_purge(location, group, name).result()
                self.progress.say(f"{name} purged")

    def workspace(self) -> None:
        """Delete the exercise's compute instances, then the workspace, for good."""
        settings, remove = self.settings, self.resources.remove
        workspace = settings.resource_id(WORKSPACES, settings.workspace)
        if not self.resources.state(workspace, WORKSPACES):
            return
        for name in (settings.compute, settings.own_compute):
            if remove(settings.compute_id(name), WORKSPACES):
                self.progress.say(f"{name} deleted")
        remove(workspace, WORKSPACES, forceToPurge="true")
        self.progress.say(f"{settings.workspace} deleted")

    def supplies(self) -> None:
        """Delete the workspace's storage, vault, insights, logs and registry, as far as ours."""
        for kind in SUPPLIES:
            name = self.settings.supply
            if self.resources.remove(self.settings.resource_id(kind, name), kind):
                self.progress.say(f"{name} deleted ({kind})")

    def groups(self, names: tuple[str, ...]) -> None:
        """Delete the groups that carry this exercise's tag; any other stays as it is."""
        from azure.core.exceptions import ResourceNotFoundError

        groups = self.clients.resources.resource_groups
        for name in names:
            try:
                ours = (groups.get(name).tags or {}).items() >= MADE_BY.items()
                if ours:
                    groups.begin_delete(name).result()
            except ResourceNotFoundError:
                continue
            self.progress.say(f"{name} deleted" if ours else f"{name} stays: it was there before")


def _deleted(resource_id: str) -> tuple[str, str, str]:
    """Location, group and name, which stand only in a deleted account's id."""
    parts = resource_id.strip("/").split("/")
    words = {word.casefold(): value for word, value in zip(parts[::2], parts[1::2], strict=False)}
    return words["locations"], words["resourcegroups"], words["deletedaccounts"]
