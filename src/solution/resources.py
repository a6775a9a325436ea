"""Resources in the group, taken up where they are there and made where not."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solution.errors import Refused, code_of

if TYPE_CHECKING:
    from azure.core.polling import LROPoller
    from azure.mgmt.cognitiveservices.models import Account

    from solution.clients import Clients
    from solution.progress import Progress
    from solution.settings import Settings

MADE_BY = {"made-by": "image-classification-solution"}
"""The tag on a group that this exercise made, and that it may therefore delete."""

TRAINING, PREDICTION = "CustomVision.Training", "CustomVision.Prediction"
"""The kinds of account of Custom Vision."""

DEPLOYMENTS = "Microsoft.Resources/deployments"
ACCOUNTS = "Microsoft.CognitiveServices/accounts"
STORAGE = "Microsoft.Storage/storageAccounts"
VAULTS = "Microsoft.KeyVault/vaults"
INSIGHTS = "Microsoft.Insights/components"
LOGS = "Microsoft.OperationalInsights/workspaces"
REGISTRIES = "Microsoft.ContainerRegistry/registries"
WORKSPACES = "Microsoft.MachineLearningServices/workspaces"

_PASSING = ("Accepted", "Creating", "Deleting", "ResolvingDNS", "Updating")
"""The provisioning states that become another by waiting."""

API_VERSIONS = {
    ACCOUNTS: "2025-09-01",
    STORAGE: "2023-05-01",
    VAULTS: "2023-07-01",
    INSIGHTS: "2020-02-02",
    LOGS: "2022-10-01",
    REGISTRIES: "2023-07-01",
    WORKSPACES: "2024-04-01",
    DEPLOYMENTS: "2024-03-01",
}
"""The version of each provider's interface: Resource Manager has no default for a call by id."""


@dataclass
class Resources:
    """What a run makes through Resource Manager.

    Args:
        settings: names and regions.
        clients: the management clients.
        progress: told of each thing made or taken up.
    """

    settings: Settings
    clients: Clients
    progress: Progress

    def group(self, name: str) -> str:
        """The region of the resource group of this name, which is made if it is not there."""
        from azure.core.exceptions import ResourceNotFoundError

        groups = self.clients.resources.resource_groups
        try:
            location = str(groups.get(name).location)
            self.progress.say(f"{name} is there, in {location}")
        except ResourceNotFoundError:
            made = {"location": self.settings.location, "tags": MADE_BY}
            location = str(groups.create_or_update(name, made).location)
            self.progress.say(f"{name} made in {location}")
        return location

    def account(
        self, group: str, name: str, kind: str, location: str, tiers: Sequence[str] = ()
    ) -> Account:
        """The Cognitive Services account, made with the first tier that Azure grants.

        Args:
            tiers: the settings' unless others are given.
        """
        if self.there(self.settings.in_group(group, ACCOUNTS, name), ACCOUNTS):
            self.progress.say(f"{name} is there")
        else:
            wanted = list(tiers or self.settings.tiers)
            tier = self._make_account(group, name, kind, location, wanted)
            self.progress.say(f"{name} made, with the tier {tier}")
        return self.clients.cognitive_services.accounts.get(group, name)

    def _make_account(
        self, group: str, name: str, kind: str, location: str, tiers: list[str]
    ) -> str:
        from azure.core.exceptions import HttpResponseError

        begin: Any = self.clients.cognitive_services.accounts.begin_create
        properties: dict[str, Any] = (
            {"customSubDomainName": name.casefold()} if self.settings.subdomains else {}
        )
        while True:
            account = {"kind": kind, "sku": {"name": tiers[0]}, "location": location}
            try:
                begin(group, name, account | {"properties": properties}).result()
                return tiers[0]
            except HttpResponseError as error:
                code = code_of(error)
                if code == "CanNotCreateMultipleFreeAccounts" and tiers[1:]:
                    tiers.pop(0)
                elif code == "FlagMustBeSetForRestore" and "restore" not in properties:
                    properties["restore"] = True
                else:
                    raise

    def made(self, kind: str, name: str, location: str, body: Mapping[str, Any]) -> str:
        """The id of the resource of this type and name, made from `body` if it is not there."""
        resource_id = self.settings.resource_id(kind, name)
        if self.there(resource_id, kind):
            self.progress.say(f"{name} ({kind}) is there")
        else:
            self.make(resource_id, kind, {"location": location, **body})
            self.progress.say(f"{name} ({kind}) made")
        return resource_id

    def vault(self, name: str, location: str, tenant: str) -> str:
        """The id of the key vault, made, or recovered: a deleted one keeps its name for long.

        Source of the refusal's code: azure-docs, "Azure Key Vault recovery management".
        """
        from azure.core.exceptions import HttpResponseError

        standard = {"family": "A", "name": "standard"}
        properties = {"tenantId": tenant, "sku": standard, "accessPolicies": []}
        try:
            return self.made(VAULTS, name, location, {"properties": properties})
        except HttpResponseError as error:
            if code_of(error) != "ConflictError":
                raise
        recover = properties | {"createMode": "recover"}
        return self.made(VAULTS, name, location, {"properties": recover})

    def there(self, resource_id: str, kind: str) -> bool:
        """Whether the resource exists; what is being made or deleted is waited for.

        Raises:
            Refused: it is there, but failed.
        """
        state = self.state(resource_id, kind)
        while state in _PASSING:
            self.progress.waiting(f"{resource_id.rpartition('/')[2]} is {state.lower()}")
            time.sleep(self.settings.poll)
            state = self.state(resource_id, kind)
        if state in ("Failed", "Canceled"):
            raise Refused(
                f"{resource_id.rpartition('/')[2]} is there, but {state.lower()}: "
                "take it down with --destroy and run again"
            )
        return state != ""

    def state(self, resource_id: str, kind: str) -> str:
        """The provisioning state; empty if the resource is not there."""
        from azure.core.exceptions import ResourceNotFoundError

        get = self.clients.resources.resources.get_by_id
        try:
            found = get(resource_id, api_version=API_VERSIONS[kind])
        except ResourceNotFoundError:
            return ""
        return str((found.get("properties") or {}).get("provisioningState") or "Succeeded")

    def make(self, resource_id: str, kind: str, body: Mapping[str, Any]) -> None:
        """Create the resource and wait until Azure says that it is provisioned."""
        poller: LROPoller[Any] = self.clients.resources.resources.begin_create_or_update_by_id(
            resource_id, dict(body), api_version=API_VERSIONS[kind]
        )
        self.progress.waiting(f"{resource_id.rpartition('/')[2]} is being made")
        poller.result()

    def remove(self, resource_id: str, kind: str, **parameters: str) -> bool:
        """Delete the resource and wait until it is gone; `False` if it was not there."""
        if not self.state(resource_id, kind):
            return False
        self.progress.waiting(f"{resource_id.rpartition('/')[2]} is being deleted")
        self.clients.resources.resources.begin_delete_by_id(
            resource_id, api_version=API_VERSIONS[kind], params=parameters
        ).result()
        return True
