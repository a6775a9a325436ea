"""The routes of `Microsoft.Resources/tags` at any scope, and of the tag names of a subscription."""

from dataclasses import dataclass
from typing import Any

from azure_emulator.resource_manager.errors import invalid_content
from azure_emulator.resource_manager.protocol import SUBSCRIPTION, list_of, resource_provider
from azure_emulator.resource_manager.resource import Subscription
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Route
from azure_emulator.tags import serializers
from azure_emulator.tags.serializers import TYPE
from azure_emulator.tags.state import Tagged, Tags
from azure_emulator.wire import Response


def get_tags(call: Call, *, scope: str) -> Response:
    """`GET {scope}/providers/Microsoft.Resources/tags/default`."""
    return _tags(_state(call).tagged(scope))


def put_tags(call: Call, *, scope: str) -> Response:
    """`PUT`: these tags and no others."""
    return _tags(_state(call).change(scope, "Replace", _given(body_of(call))))


def patch_tags(call: Call, *, scope: str) -> Response:
    """`PATCH` with `{"operation": "Merge"}`, `Replace` or `Delete`."""
    body = body_of(call)
    if not isinstance(operation := body.get("operation"), str):
        raise invalid_content("'operation' is required: Merge, Replace or Delete")
    return _tags(_state(call).change(scope, operation, _given(body)))


def delete_tags(call: Call, *, scope: str) -> Response:
    """`DELETE`: all of them."""
    _state(call).change(scope, "Replace", {})
    return Response(200)


def list_names(call: Call, *, subscription: str) -> Response:
    """`GET .../tagNames`."""
    used = _state(call).used(subscription)
    home = call.cloud.state(ResourceManager).subscription(subscription).id
    return list_of([serializers.tag_name(home, name, values) for name, values in used.items()])


def put_name(call: Call, *, subscription: str, name: str) -> Response:
    """`PUT .../tagNames/{name}`: 201, or 200 for one that is there."""
    is_new = _state(call).predefine(subscription, name)
    values = _state(call).used(subscription)[name]
    return Response(201 if is_new else 200, serializers.tag_name(subscription, name, values))


def delete_name(call: Call, *, subscription: str, name: str) -> Response:
    """`DELETE .../tagNames/{name}`: 200, or 204 if there was none."""
    return Response(200 if _state(call).remove(subscription, name) else 204)


def put_value(call: Call, *, subscription: str, name: str, value: str) -> Response:
    """`PUT .../tagNames/{name}/tagValues/{value}`: 201, or 200 for one that is there."""
    is_new = _state(call).predefine(subscription, name, value)
    count = _state(call).used(subscription)[name][value]
    body = serializers.tag_value(subscription, name, value, count)
    return Response(201 if is_new else 200, body)


def delete_value(call: Call, *, subscription: str, name: str, value: str) -> Response:
    """`DELETE .../tagNames/{name}/tagValues/{value}`: 200, or 204 if there was none."""
    return Response(200 if _state(call).remove(subscription, name, value) else 204)


def _state(call: Call) -> Tags:
    return call.cloud.state(Tags)


def _tags(tagged: Tagged) -> Response:
    scope = f"/subscriptions/{tagged.id}" if isinstance(tagged, Subscription) else tagged.id
    return Response(200, serializers.tags(scope, tagged.tags))


def _given(body: dict[str, Any]) -> dict[str, str]:
    tags = (body.get("properties") or {}).get("tags")
    if not isinstance(tags, dict):
        raise invalid_content("'properties.tags' is not an object")
    return {str(name): "" if value is None else str(value) for name, value in tags.items()}


@dataclass(frozen=True)
class TagsRoute(Route):
    """A route to the tags of any scope."""

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """The `scope`, without its last `/`."""
        below = f"/providers/{TYPE}/default".casefold()
        if method != self.method or not path.casefold().rstrip("/").endswith(below):
            return None
        return {"scope": path.rstrip("/")[: -len(below)]}


NAMES = f"{SUBSCRIPTION}/tagNames"
NAME, VALUE = f"{NAMES}/{{name}}", f"{NAMES}/{{name}}/tagValues/{{value}}"
_OWN = "Microsoft.Resources/subscriptions/tagNames"

ROUTES: list[Route] = [
    *(
        TagsRoute(method, f"/{{scope}}/providers/{TYPE}/default", handler, f"{TYPE}/{verb}")
        for method, handler, verb in (
            ("GET", get_tags, "read"),
            ("PUT", put_tags, "write"),
            ("PATCH", patch_tags, "write"),
            ("DELETE", delete_tags, "delete"),
        )
    ),
    Route("GET", NAMES, list_names, f"{_OWN}/read"),
    Route("PUT", NAME, put_name, f"{_OWN}/write"),
    Route("DELETE", NAME, delete_name, f"{_OWN}/delete"),
    Route("PUT", VALUE, put_value, f"{_OWN}/tagValues/write"),
    Route("DELETE", VALUE, delete_value, f"{_OWN}/tagValues/delete"),
]

SERVICE = resource_provider("tags", ROUTES, Tags)
