"""A workspace: what it is made from, and what Azure answers of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from azure_emulator.resource_manager.resource import Resource
from azure_emulator.resource_manager.timestamps import timestamp

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
    "friendlyName",
    "description",
    "applicationInsights",
    "containerRegistry",
    "imageBuildCompute",
    "publicNetworkAccess",
    "v1LegacyMode",
    "enableDataIsolation",
)


@dataclass(kw_only=True)
class Workspace(Resource):
    """A workspace of kind `Default`, a `Resource` whose `properties` are those that the user gave.

    Args:
        tenant: the tenant of its subscription.
        guid: the immutable `workspaceId`.
        insights_key: the instrumentation key that its SDK reports to.
        notebooks: 32 hexadecimal digits, the id of its notebook resource.
    """

    tenant: str
    guid: str
    insights_key: str
    notebooks: str

    @property
    def notebook_host(self) -> str:
        """`ml-<name, cut to 15>-<region>-<guid>.<region>.notebooks.azure.net`, as recorded."""
        name = self.name.casefold()[:15]
        return f"ml-{name}-{self.location}-{self.guid}.{self.location}.notebooks.azure.net"

    def answer(self, now: datetime) -> dict[str, Any]:
        """The workspace as `GET` shows it.

        Without a container registry the field is absent, as in 2024; in 2022 and 2023 it was `""`.
        """
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "location": self.location,
            "tags": self.tags,
            "etag": None,
            "properties": {**self._given(), **self._made(now)},
            "identity": self.identity,
            "kind": self.kind,
            "sku": self.sku,
            "systemData": self.system_data,
        }

    def _given(self) -> dict[str, Any]:
        defaults = {
            "friendlyName": self.name,
            "description": "",
            "hbiWorkspace": False,
            "imageBuildCompute": None,
            "v1LegacyMode": False,
            "publicNetworkAccess": "Enabled",
            "enableDataIsolation": False,
        }
        given = {key: value for key, value in self.properties.items() if value is not None}
        if not given.get("containerRegistry"):
            given.pop("containerRegistry", None)
        return {**defaults, **given}

    def _made(self, now: datetime) -> dict[str, Any]:
        region = f"{self.location}.api.azureml.ms"
        return {
            "tenantId": self.tenant,
            "provisioningState": self.provisioning_state(now),
            "managedNetwork": {
                "changeableIsolationModes": ["AllowInternetOutbound", "AllowOnlyApprovedOutbound"],
                "isolationMode": "Disabled",
            },
            "allowRoleAssignmentOnRG": False,
            "softDeleteEnabled": False,
            "creationTime": timestamp(self.created),
            "notebookInfo": {
                "resourceId": self.notebooks,
                "fqdn": self.notebook_host,
                "isPrivateLinkEnabled": False,
                "notebookPreparationError": None,
            },
            "storageHnsEnabled": False,
            "workspaceId": self.guid,
            "linkedModelInventoryArmId": None,
            "privateLinkCount": 0,
            "ipAllowlist": [],
            "discoveryUrl": f"https://{region}/discovery",
            "mlFlowTrackingUri": f"azureml://{region}/mlflow/v1.0{self.id}",
            "serverlessComputeSettings": {
                "serverlessComputeCustomSubnet": None,
                "serverlessComputeNoPublicIP": False,
            },
            "EnableSoftwareBillOfMaterials": False,
            "sdkTelemetryAppInsightsKey": self.insights_key,
            "sasGetterUri": "",
            "systemDatastoresAuthMode": "accesskey",
            "enableServiceSideCMKEncryption": False,
        }
