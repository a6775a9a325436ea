"""What a client of Azure Resource Manager sends: a JSON object and an api-version, or a refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.groups import BY_ARM
from azure_emulator.wire import Call, Response, Route


def body_of(call: Call) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        ArmError: 400 InvalidRequestContent: it is not JSON, or not an object.
    """
    try:
        sent = call.request.json()
    except ValueError as error:
        raise _invalid(str(error)) from error
    if not isinstance(sent, dict):
        raise _invalid("the content is not an object")
    for name in ("properties", "tags", "sku", "identity"):
        if not isinstance(sent.get(name), dict | None):
            raise _invalid(f"'{name}' is not an object")
    return sent


def versioned(route: Route) -> Route:
    """The same route; 400 MissingApiVersionParameter for a call without an api-version."""

    def handler(call: Call, **arguments: str) -> Response:
        require_api_version(call)
        return route.handler(call, **arguments)

    return replace(route, handler=handler)


def narrowed(route: Route) -> Route:
    """The same list, of which a caller gets only what it may read.

    Guess: that who may read only below gets that instead of a refusal, also of the providers.
    """

    def handler(call: Call, **arguments: str) -> Response:
        answer, caller, action = route.handler(call, **arguments), call.caller, route.action
        if caller is None or action is None:
            return answer
        allows = call.cloud.authorization.allows
        value = [item for item in answer.body["value"] if allows(caller, action, item["id"])]
        return replace(answer, body={**answer.body, "value": value})

    return replace(route, handler=handler, narrowed=True)


def require_api_version(call: Call) -> None:
    """Refuse a call without its api-version.

    Raises:
        ArmError: 400 MissingApiVersionParameter.
    """
    if not call.request.parameter("api-version"):
        message = "The api-version query parameter (?api-version=) is required for all requests."
        raise ArmError(400, "MissingApiVersionParameter", message, BY_ARM)


def _invalid(reason: str) -> ArmError:
    message = f"The request content was invalid and could not be deserialized: '{reason}'."
    return ArmError(400, "InvalidRequestContent", message, BY_ARM)
