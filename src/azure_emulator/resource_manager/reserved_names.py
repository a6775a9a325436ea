"""Names that no resource may have. Source: Microsoft's page on reserved resource names."""

from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response

WHOLE = frozenset(
    {
        "access", "appcode", "app_browsers", "app_code", "app_data", "app_globalresources",
        "app_localresources", "app_themes", "app_webreferences", "azure", "bing", "bizspark",
        "biztalk", "cortana", "directx", "dotnet", "dynamics", "excel", "exchange", "forefront",
        "groove", "hololens", "hyperv", "kinect", "lync", "msdn", "o365", "office", "office365",
        "onedrive", "onenote", "outlook", "powerpoint", "sharepoint", "skype", "visio",
        "visualstudio", "web.config",
    }
)  # fmt: skip
ANYWHERE, AT_THE_START = ("microsoft", "windows"), ("login", "xbox")


def is_reserved(name: str) -> bool:
    """Whether a name is, or holds, a word that is reserved."""
    text = name.casefold()
    return text in WHOLE or any(word in text for word in ANYWHERE) or text.startswith(AT_THE_START)


def check_resource_name(call: Call) -> Response:
    """`POST /providers/Microsoft.Resources/checkResourceName` with `{"name", "type"}`."""
    body = body_of(call)
    name, kind = body.get("name"), body.get("type")
    if not isinstance(name, str) or not isinstance(kind, str) or not name or not kind:
        raise errors.invalid_content("'name' and 'type' are required")
    status = "Reserved" if is_reserved(name) else "Allowed"
    return Response(200, {"name": name, "type": kind, "status": status})


NAME_ROUTES = [
    Route("POST", "/providers/Microsoft.Resources/checkResourceName", check_resource_name)
]
