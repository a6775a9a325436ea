"""How a client follows an operation on a workspace or a compute to its end."""

from azure_emulator.machine_learning.compute import Compute
from azure_emulator.machine_learning.workspace import NAMESPACE
from azure_emulator.resource_manager.operations import Operation
from azure_emulator.resource_manager.protocol import SUBSCRIPTION
from azure_emulator.routing import Call
from azure_emulator.wire import Response

BY_PROVIDER = {"x-ms-response-type": "standard"}
PROVIDER = f"{SUBSCRIPTION}/providers/{NAMESPACE}"
WORKSPACE_STATUS, COMPUTE_STATUS = "workspaceOperationsStatus", "computeOperationsStatus"


def accepted(call: Call, operation: Operation | None) -> Response:
    """202 with where to ask, or 204 if there was nothing to do."""
    return Response(202, None, to_follow(call, operation)) if operation else Response(204)


def to_follow(call: Call, operation: Operation) -> dict[str, str]:
    """The headers by which a client follows an operation on a workspace or a compute.

    As recorded for computes. Guess: for workspaces, by analogy with a recorded registry.
    """
    resource = operation.resource
    kind = COMPUTE_STATUS if isinstance(resource, Compute) else WORKSPACE_STATUS
    place = PROVIDER.format(subscription=operation.subscription)
    url = (
        f"https://management.azure.com{place}/locations/{resource.location if resource else ''}"
        f"/{kind}/{operation.id}?api-version={call.request.parameter('api-version') or ''}"
    )
    if isinstance(resource, Compute):
        return BY_PROVIDER | {"Azure-AsyncOperation": f"{url}&service=new"}
    return BY_PROVIDER | {
        "Azure-AsyncOperation": f"{url}&type=async",
        "Location": f"{url}&type=location",
    }
