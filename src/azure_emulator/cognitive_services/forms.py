"""The types that the properties of an account have, and how what is sent becomes of them.

Source: the specifications of 2017-04-18 to 2025-06-01, and Newtonsoft's reader, which makes
booleans and texts of what is written otherwise. Guess: the code, and the texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.json_values import boolean

Form = Callable[[str, Any], Any]
"""Makes a value of a type, or refuses it; told with the path at which it stands."""


def _refused(path: str, value: Any, kind: str) -> Exception:
    said = (value if isinstance(value, str) else json.dumps(value))[:100]
    return errors.invalid_content(f"Error converting value '{said}' to {kind}. Path '{path}'.")


def _text(path: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise _refused(path, value, "a string")
    return value if isinstance(value, str) else str(value).lower()


def _boolean(path: str, value: Any) -> bool | None:
    try:
        return boolean(value)
    except ValueError as error:
        raise _refused(path, value, "a boolean") from error


def _number(path: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refused(path, value, "a number")
    return value


def _one_of(*names: str) -> Form:
    known = {name.casefold(): name for name in names}

    def take(path: str, value: Any) -> str:
        name = known.get(value.replace(", ", ",").casefold()) if isinstance(value, str) else None
        if name is None:
            raise _refused(path, value, f"one of '{', '.join(names)}'")
        return name

    return take


def _list_of(form: Form) -> Form:
    def take(path: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise _refused(path, value, "an array")
        items = [(place, each) for place, each in enumerate(value) if each is not None]
        return [form(f"{path}[{place}]", each) for place, each in items]

    return take


def _object_of(forms: Mapping[str, Form]) -> Form:
    def take(path: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _refused(path, value, "an object")
        taken: dict[str, Any] = {}
        for name, each in value.items():
            form = forms.get(name)
            # What no document has is kept as it is; null is as good as nothing.
            made = form(f"{path}.{name}", each) if form and each is not None else each
            if made is not None or form is None:
                taken[name] = made
        return taken

    return take


def _texts(*names: str) -> dict[str, Form]:
    return dict.fromkeys(names, _text)


_RULE = _object_of({**_texts("id", "state"), "ignoreMissingVnetServiceEndpoint": _boolean})
_REGION = _object_of({**_texts("name", "customsubdomain"), "value": _number})
_KEY = _object_of(_texts("keyName", "keyVersion", "keyVaultUri", "identityClientId"))
_PROPERTIES = _object_of(
    {
        **_texts("customSubDomainName", "migrationToken"),
        **dict.fromkeys(
            (
                "allowProjectManagement", "disableLocalAuth", "dynamicThrottlingEnabled",
                "restore", "restrictOutboundNetworkAccess",
            ),
            _boolean,
        ),
        "allowedFqdnList": _list_of(_text),
        "apiProperties": _object_of(
            {
                **_texts(
                    "qnaRuntimeEndpoint", "qnaAzureSearchEndpointKey", "qnaAzureSearchEndpointId",
                    "eventHubConnectionString", "storageAccountConnectionString", "aadClientId",
                    "aadTenantId", "superUser", "websiteName",
                ),
                "statisticsEnabled": _boolean,
            }
        ),
        "encryption": _object_of(
            {
                "keySource": _one_of("Microsoft.CognitiveServices", "Microsoft.KeyVault"),
                "keyVaultProperties": _KEY,
            }
        ),
        "locations": _object_of(
            {
                "routingMethod": _one_of("Priority", "Weighted", "Performance"),
                "regions": _list_of(_REGION),
            }
        ),
        "networkAcls": _object_of(
            {
                "bypass": _one_of("AzureServices", "None"),
                "defaultAction": _one_of("Allow", "Deny"),
                "ipRules": _list_of(_object_of(_texts("value"))),
                "virtualNetworkRules": _list_of(_RULE),
            }
        ),
        "publicNetworkAccess": _one_of("Enabled", "Disabled"),
        "userOwnedStorage": _list_of(_object_of(_texts("resourceId", "identityClientId"))),
    }
)  # fmt: skip
_IDENTITY = _object_of(
    {
        "type": _one_of("None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"),
        "userAssignedIdentities": _object_of({}),
    }
)


def taken(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a request, its properties and its identity in the types that they have.

    Raises:
        ArmError: 400 InvalidRequestContent.
    """
    made = dict(body)
    for name, form in (("properties", _PROPERTIES), ("identity", _IDENTITY)):
        if made.get(name):
            made[name] = form(name, made[name])
    return made
