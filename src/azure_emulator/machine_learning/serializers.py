"""What Azure Machine Learning answers, as JSON."""

from datetime import datetime
from typing import Any

from azure_emulator.machine_learning.compute import AmlCompute, Compute, ComputeInstance
from azure_emulator.machine_learning.timestamps import milliseconds, zoned
from azure_emulator.machine_learning.workspace import Workspace
from azure_emulator.resource_manager.operations import Operation
from azure_emulator.resource_manager.timestamps import timestamp

_UNKNOWN_FIRST = (
    "subnet", "sshSettings", "autologgerSettings", "errors", "connectivityEndpoints",
    "applications", "state", "lastOperation",
)  # fmt: skip
_UNKNOWN_LAST = (
    "dataMounts", "dataDisks", "containers", "updateStatus", "versions", "customServices",
    "osImageMetadata",
)  # fmt: skip
_UNCOUNTED = ("currentNodeCount", "targetNodeCount", "nodeStateCounts", "allocationState", "errors")


def workspace(workspace: Workspace, now: datetime) -> dict[str, Any]:
    """A workspace.

    Without a container registry the field is absent, as in 2024; in 2022 and 2023 it was `""`.
    """
    return {
        "id": workspace.id,
        "name": workspace.name,
        "type": workspace.type,
        "location": workspace.location,
        "tags": workspace.tags,
        "etag": None,
        "properties": {**_given(workspace), **_made(workspace, now)},
        "identity": workspace.identity,
        "kind": workspace.kind,
        "sku": workspace.sku,
        "systemData": workspace.system_data,
    }


def _given(workspace: Workspace) -> dict[str, Any]:
    """The properties that the user gave, or could have given."""
    defaults = {
        "friendlyName": workspace.name,
        "description": "",
        "hbiWorkspace": False,
        "imageBuildCompute": None,
        "v1LegacyMode": False,
        "publicNetworkAccess": "Enabled",
        "enableDataIsolation": False,
    }
    properties = {key: value for key, value in workspace.properties.items() if value is not None}
    if not properties.get("containerRegistry"):
        properties.pop("containerRegistry", None)
    return {**defaults, **properties}


def _made(workspace: Workspace, now: datetime) -> dict[str, Any]:
    """The properties that Azure made."""
    region = f"{workspace.location}.api.azureml.ms"
    return {
        "tenantId": workspace.tenant,
        "provisioningState": workspace.provisioning_state(now),
        "managedNetwork": {
            "changeableIsolationModes": ["AllowInternetOutbound", "AllowOnlyApprovedOutbound"],
            "isolationMode": "Disabled",
        },
        "allowRoleAssignmentOnRG": False,
        "softDeleteEnabled": False,
        "creationTime": timestamp(workspace.created),
        "notebookInfo": {
            "resourceId": workspace.notebooks,
            "fqdn": workspace.notebook_host,
            "isPrivateLinkEnabled": False,
            "notebookPreparationError": None,
        },
        "storageHnsEnabled": False,
        "workspaceId": workspace.guid,
        "linkedModelInventoryArmId": None,
        "privateLinkCount": 0,
        "ipAllowlist": [],
        "discoveryUrl": f"https://{region}/discovery",
        "mlFlowTrackingUri": f"azureml://{region}/mlflow/v1.0{workspace.id}",
        "serverlessComputeSettings": {
            "serverlessComputeCustomSubnet": None,
            "serverlessComputeNoPublicIP": False,
        },
        "EnableSoftwareBillOfMaterials": False,
        "sdkTelemetryAppInsightsKey": workspace.insights_key,
        "sasGetterUri": "",
        "systemDatastoresAuthMode": "accesskey",
        "enableServiceSideCMKEncryption": False,
    }


def accepted_compute(compute: Compute, tags: dict[str, str] | None) -> dict[str, Any]:
    """The answer to the request that creates a compute: most fields are still `null`, as recorded.

    Args:
        compute: an instance or a cluster.
        tags: as the request had them.
    """
    inner = _accepted_cluster(compute) if isinstance(compute, AmlCompute) else None
    if isinstance(compute, ComputeInstance):
        inner = _accepted_instance(compute)
    envelope = _envelope(compute, compute.created, tags)
    envelope["properties"] |= {"provisioningState": "Creating", "properties": inner}
    del envelope["properties"]["computeLocation"]
    return envelope


def changed_cluster(cluster: AmlCompute) -> dict[str, Any]:
    """The answer to the request that changes a cluster: as at its creation, as recorded."""
    envelope = _envelope(cluster, cluster.modified, cluster.tags)
    inner = _accepted_cluster(cluster)
    envelope["properties"] |= {"provisioningState": "Creating", "properties": inner}
    return envelope


def compute(compute: Compute, now: datetime) -> dict[str, Any]:
    """A compute, as `GET` and the list show it."""
    inner = _cluster(compute, now) if isinstance(compute, AmlCompute) else None
    if isinstance(compute, ComputeInstance):
        inner = _instance(compute, now)
    envelope = _envelope(compute, now, compute.tags)
    envelope["properties"] |= {"properties": inner}
    return envelope


def _envelope(compute: Compute, now: datetime, tags: dict[str, str] | None) -> dict[str, Any]:
    identity = {"identity": compute.identity} if compute.identity else {}
    return {
        "id": compute.id,
        "name": compute.name,
        "type": compute.type,
        "location": compute.location,
        "tags": tags,
        **identity,
        "properties": {
            "createdOn": zoned(compute.created),
            "modifiedOn": zoned(compute.modified),
            "disableLocalAuth": compute.disable_local_auth,
            "description": compute.description,
            "resourceId": None,
            "computeType": compute.compute_type,
            "computeLocation": compute.location,
            "provisioningState": compute.provisioning_state(now),
            "provisioningErrors": compute.errors(now) or None,
            "isAttachedCompute": False,
        },
    }


def _accepted_instance(instance: ComputeInstance) -> dict[str, Any]:
    return {
        "vmSize": instance.size.name.upper(),
        **dict.fromkeys(_UNKNOWN_FIRST),
        "createdBy": instance.created_by,
        "applicationSharingPolicy": None,
        **_access(),
        "enableNodePublicIp": instance.properties.get("enableNodePublicIp", True),
        **dict.fromkeys(_UNKNOWN_LAST),
    }


def _instance(instance: ComputeInstance, now: datetime) -> dict[str, Any]:
    created = instance.operation != "Create" or now >= instance.until
    runs = created and not instance.errors(now)
    return {
        "vmSize": instance.size.name.upper(),
        "subnet": None,
        "sshSettings": _ssh(instance) if runs else None,
        "autologgerSettings": None,
        "errors": instance.errors(now),
        "connectivityEndpoints": {
            "publicIpAddress": f"203.0.113.{instance.number % 250 + 4}" if runs else None,
            "privateIpAddress": f"10.0.0.{instance.number % 250 + 4}" if runs else None,
        },
        "applications": _applications(instance) if runs else [],
        "state": instance.state(now),
        "lastOperation": _last_operation(instance, now) if created else None,
        "createdBy": instance.created_by,
        "applicationSharingPolicy": instance.properties.get("applicationSharingPolicy", "Shared"),
        **_access(),
        **_timers(instance),
        "dataMounts": None,
        "dataDisks": None,
        "containers": None,
        "updateStatus": None,
        "versions": {"runtime": "3.0.02209.0006" if runs else None},
        "customServices": [],
        "osImageMetadata": {
            "currentImageVersion": "23.01.19" if runs else None,
            "latestImageVersion": "23.01.19",
            "isLatestOsImageVersion": runs,
        },
    }


def _access() -> dict[str, Any]:
    return {
        "computeInstanceAuthorizationType": "personal",
        "personalComputeInstanceSettings": None,
        "setupScripts": None,
    }


def _timers(instance: ComputeInstance) -> dict[str, Any]:
    timers: dict[str, Any] = {}
    if idle := instance.properties.get("idleTimeBeforeShutdown"):
        timers["idleTimeBeforeShutdown"] = idle
    if instance.schedules:
        timers["schedules"] = {"computeStartStop": instance.schedules}
    return timers


def _ssh(instance: ComputeInstance) -> dict[str, Any]:
    return {
        "sshPublicAccess": "Disabled",
        "adminUserName": "azureuser",
        "sshPort": 4000 + instance.number,
        "adminPublicKey": None,
    }


def _applications(instance: ComputeInstance) -> list[dict[str, str]]:
    host = f"https://{instance.name}.{instance.location}.instances.azureml.ms"
    return [
        {"displayName": "Jupyter", "endpointUri": f"{host}/tree/"},
        {"displayName": "Jupyter Lab", "endpointUri": f"{host}/lab"},
    ]


def _last_operation(instance: ComputeInstance, now: datetime) -> dict[str, str]:
    done = "CreateFailed" if instance.errors(now) else "Succeeded"
    runs = instance.operation == "Delete" or now < instance.until
    return {
        "operationName": instance.operation,
        "operationTime": milliseconds(instance.began),
        "operationStatus": "InProgress" if runs else done,
        "operationTrigger": "User",
    }


def _accepted_cluster(cluster: AmlCompute) -> dict[str, Any]:
    idle = {"nodeIdleTimeBeforeScaleDown": None}
    return {
        "vmSize": cluster.size.name.upper(),
        "vmPriority": cluster.properties.get("vmPriority"),
        "scaleSettings": {**idle, **cluster.scale_settings},
        "subnet": None,
        **dict.fromkeys(_UNCOUNTED),
        "remoteLoginPortPublicAccess": "NotSpecified",
        **_machine(cluster),
    }


def _cluster(cluster: AmlCompute, now: datetime) -> dict[str, Any]:
    nodes = cluster.least_nodes if cluster.provisioning_state(now) == "Succeeded" else 0
    kinds = ["preparing", "running", "idle", "unusable", "leaving", "preempted"]
    scale = {"minNodeCount": 0, "nodeIdleTimeBeforeScaleDown": "PT2M"}
    return {
        "vmSize": cluster.size.name.upper(),
        "vmPriority": cluster.properties.get("vmPriority") or "Dedicated",
        "scaleSettings": {
            **scale,
            **{k: v for k, v in cluster.scale_settings.items() if v is not None},
        },
        "subnet": None,
        "currentNodeCount": nodes,
        "targetNodeCount": nodes,
        "nodeStateCounts": {f"{k}NodeCount": nodes if k == "idle" else 0 for k in kinds},
        "allocationState": "Steady",
        "allocationStateTransitionTime": milliseconds(cluster.modified),
        "errors": cluster.errors(now) or None,
        "remoteLoginPortPublicAccess": "Enabled",
        **_machine(cluster),
        "propertyBag": {},
    }


def _machine(cluster: AmlCompute) -> dict[str, Any]:
    return {
        "osType": cluster.properties.get("osType", "Linux"),
        "virtualMachineImage": None,
        "isolatedNetwork": False,
        "enableNodePublicIp": cluster.properties.get("enableNodePublicIp", True),
    }


def operation_status(operation: Operation, now: datetime) -> dict[str, Any]:
    """`InProgress`; then `Succeeded` with a percentage, as recorded; or `Failed` with an error.

    Guess: the error's code; messages have been seen with the code `BadRequest`.
    """
    status: dict[str, Any] = {"status": operation.status(now)}
    if status["status"] == "Succeeded":
        status["percentComplete"] = 100.0
    if status["status"] == "Failed":
        status["error"] = {"code": "BadRequest", "message": operation.failure}
    return status
