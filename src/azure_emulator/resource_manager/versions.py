"""Since which version, and up to which, Resource Manager's own answers have a field.

Source: the models of azure-mgmt-resource 23.1.1, which has clients of all versions since 2015.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from azure_emulator.resource_manager.api_versions import PLACEHOLDER
from azure_emulator.routing import Call, Route
from azure_emulator.wire import Response


@dataclass(frozen=True)
class Span:
    """The versions that have a field: from one on, and before another."""

    since: str = ""
    until: str = "9999"

    def has(self, version: str) -> bool:
        """Whether a version has the field; a preview counts by its date."""
        date = "9998" if version == PLACEHOLDER else version[:10]
        return self.since <= date < self.until


Fields = Mapping[str, Span]
"""By the path of a field: names joined by dots, through lists."""

OF_SUBSCRIPTIONS: Fields = {
    "tenantId": Span("2018-06-01"),
    "managedByTenants": Span("2019-06-01"),
    "tags": Span("2019-11-01"),
}
OF_TENANTS: Fields = {
    # Not in 2019-11-01, as recorded in 2020 and 2021, whose model has them since 2018-06-01.
    **dict.fromkeys(("countryCode", "displayName", "domains"), Span("2020-01-01")),
    "tenantCategory": Span("2019-06-01"),
    **dict.fromkeys(("defaultDomain", "tenantType"), Span("2021-01-01")),
}
OF_LOCATIONS: Fields = {
    **dict.fromkeys(("latitude", "longitude"), Span(until="2019-11-01")),
    **dict.fromkeys(("regionalDisplayName", "metadata"), Span("2019-11-01")),
    "type": Span("2021-01-01"),
    **dict.fromkeys(("availabilityZoneMappings", "metadata.geography"), Span("2022-12-01")),
}
OF_LISTED_RESOURCES: Fields = {"systemData": Span("2022-01-01")}
"""Not up to 2021-04-01, and in 2024-11-01, as recorded; the version between is a guess."""

OF_GROUPS: Fields = {"managedBy": Span("2016-09-01"), "type": Span("2018-05-01")}
OF_PROVIDERS: Fields = {
    "registrationPolicy": Span("2019-03-01"),
    "resourceTypes.capabilities": Span("2019-03-01"),
}


def of_its_version(route: Route, fields: Fields) -> Route:
    """The same route; its answer, or each item of a list, has only the fields of its version."""

    if not fields:
        return route

    def handler(call: Call, **arguments: Any) -> Response:
        response = route.handler(call, **arguments)
        version = (call.request.parameter("api-version") or "").casefold()
        absent = [path.split(".") for path, span in fields.items() if not span.has(version)]
        if not absent or response.body is None:
            return response
        body = response.body
        data = json.loads(body if isinstance(body, bytes) else json.dumps(body))
        for item in data.get("value", [data]):
            for path in absent:
                for holder in _holders(item, path):
                    holder.pop(path[-1], None)
        return replace(response, body=data)

    return replace(route, handler=handler)


def _holders(item: Any, path: list[str]) -> Iterator[dict[str, Any]]:
    """The objects inside which the last name of a path is."""
    if isinstance(item, list):
        for each in item:
            yield from _holders(each, path)
    elif isinstance(item, dict):
        if len(path) == 1:
            yield item
        else:
            yield from _holders(item.get(path[0]), path[1:])
