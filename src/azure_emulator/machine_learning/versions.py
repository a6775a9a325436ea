"""What older versions of Microsoft.MachineLearningServices do not answer: data, and its cut."""

from typing import Any

from azure_emulator.wire import Request

WORKSPACE_SINCE_2023 = frozenset(
    {
        "EnableSoftwareBillOfMaterials",
        "allowRoleAssignmentOnRG",
        "enableServiceSideCMKEncryption",
        "ipAllowlist",
        "managedNetwork",
        "serverlessComputeSettings",
        "systemDatastoresAuthMode",
    }
)
"""Since 2023-04-01-preview, the first with a managed network; none was recorded in early 2023.

That the others came with it is a guess.
"""

COMPUTE_SINCE_2022 = frozenset({"autologgerSettings", "customServices", "osImageMetadata"})
"""None was recorded in March 2022, all in December; that they came with 2022-06-01 is a guess."""


def workspace(request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """A workspace as the version that was asked for answers it."""
    if not _is_before(request, "2023-04-01"):
        return body
    # Without a registry the field was empty then.
    properties = {"containerRegistry": "", **_without(WORKSPACE_SINCE_2023, body["properties"])}
    return {**body, "properties": properties}


def compute(request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """A compute as the version that was asked for answers it."""
    if not _is_before(request, "2022-06-01"):
        return body
    outer = body["properties"]
    inner = _without(COMPUTE_SINCE_2022, outer["properties"])
    return {**body, "properties": {**outer, "properties": inner}}


def _is_before(request: Request, version: str) -> bool:
    """Whether an older version is asked for; zeros in place of one mean none in particular."""
    return "2018" <= (request.parameter("api-version") or "") < version


def _without(names: frozenset[str], fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}
