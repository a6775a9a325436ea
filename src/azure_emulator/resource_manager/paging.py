"""Lists that Resource Manager answers itself, in pages."""

from collections.abc import Callable, Sequence
from typing import Any

from azure_emulator.resource_manager.listing import page, read_skip_token, read_top
from azure_emulator.resource_manager.protocol import next_link
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.routing import Call
from azure_emulator.wire import Response


def paged(
    call: Call,
    items: Sequence[Any],
    serialize: Callable[[Any], dict[str, Any]],
    matches: Callable[[Any], bool] = lambda _item: True,
) -> Response:
    """The page of a list that a request asks for, with the link to the next."""
    on_page, following = page(
        items,
        matches,
        start=read_skip_token(call.request.parameter("$skiptoken")),
        top=read_top(call.request.parameter("$top")),
        size=call.cloud.state(ResourceManager).page_size,
    )
    body: dict[str, Any] = {"value": [serialize(item) for item in on_page]}
    if following is not None:
        body["nextLink"] = next_link(call.request, "$skiptoken", following)
    return Response(200, body)
