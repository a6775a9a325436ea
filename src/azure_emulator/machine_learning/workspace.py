"""A workspace: its name, what it is made from, what can be changed."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from azure_emulator.copying import Copy
from azure_emulator.resource_manager.resource import Resource

NAMESPACE = "Microsoft.MachineLearningServices"
TYPE = f"{NAMESPACE}/workspaces"

NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}")
"""Source: the pattern of `workspaceName` in the specification 2024-04-01."""

DEPENDENCIES = {
    "storageAccount": "Microsoft.Storage/storageAccounts",
    "keyVault": "Microsoft.KeyVault/vaults",
    "applicationInsights": "Microsoft.Insights/components",
}
"""What a workspace cannot be without, and the types; a container registry is optional."""

REGISTRY = "Microsoft.ContainerRegistry/registries"

FIXED = ("storageAccount", "keyVault")
"""What cannot be changed once the workspace exists. Source: the specification 2024-04-01."""

CHANGEABLE = (
    "friendlyName", "description", "applicationInsights", "containerRegistry", "imageBuildCompute",
    "publicNetworkAccess", "v1LegacyMode", "enableDataIsolation",
)  # fmt: skip

SWITCHES = ("hbiWorkspace", "v1LegacyMode", "enableDataIsolation")
"""What is on or off; a text says so, too: azure-ai-ml's own template sends "false"."""


def switched(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The same properties, the texts of switches as what they mean."""
    meanings = {"true": True, "false": False}
    switches = {name: properties[name] for name in SWITCHES if name in properties}
    read = {name: meanings.get(str(value).casefold(), value) for name, value in switches.items()}
    return {**properties, **read}


def _new_keys() -> tuple[str, str]:
    return secrets.token_urlsafe(48), secrets.token_urlsafe(48)


@dataclass(kw_only=True)
class Workspace(Resource):
    """A workspace of kind `Default`, a `Resource` whose `properties` are those that the user gave.

    Args:
        tenant: the tenant of its subscription.
        guid: the immutable `workspaceId`.
        insights_key: the instrumentation key that its SDK reports to.
        notebooks: 32 hexadecimal digits, the id of its notebook resource.
        notebook_keys: the two keys of that.
    """

    tenant: str
    guid: str
    insights_key: str
    notebooks: str
    notebook_keys: tuple[str, str] = field(default_factory=_new_keys, repr=False)

    def copied(self, copy: Copy) -> Self:
        """The same workspace with keys of its own."""
        workspace = copy.of(self)
        workspace.notebook_keys = _new_keys()
        for old, new in zip(self.notebook_keys, workspace.notebook_keys, strict=True):
            copy.rename(old, new)
        return workspace

    @property
    def notebook_host(self) -> str:
        """`ml-<name, cut to 15>-<region>-<guid>.<region>.notebooks.azure.net`, as recorded."""
        name = self.name.casefold()[:15]
        return f"ml-{name}-{self.location}-{self.guid}.{self.location}.notebooks.azure.net"
