"""When a client is to ask again for a long operation: so that none waits for longer than needed.

Without it Azure's clients wait for 30 seconds. Azure's providers say 10 to 20, or nothing; here it
is what is left, in whole seconds, or in the header of milliseconds that Azure's clients read, too.
"""

import math
from datetime import timedelta

from azure_emulator.resource_manager.operations import Operations
from azure_emulator.routing import Call
from azure_emulator.wire import Response

FOLLOWED = ("azure-asyncoperation", "location")
UNDER_WAY = frozenset({"InProgress", "Running", "Accepted", "Creating", "Updating", "Deleting"})
"""What the status of an operation is until its end."""


def patient(call: Call, response: Response) -> Response:
    """The same response; one that a client follows says when to ask again."""
    headers = {name.casefold(): value for name, value in response.headers.items()}
    url = next((headers[name] for name in FOLLOWED if name in headers), "")
    made = response.status == 201 and "azure-asyncoperation" in headers
    if not ((made or response.status == 202) and url):
        if not _is_status(call, response):
            return response
        url = call.request.path
    operation = url.partition("?")[0].rpartition("/")[2]
    left = call.cloud.state(Operations).left(operation)
    short = min(call.cloud.durations.account, timedelta(seconds=1))
    return response.with_headers(again_after(short if left is None else left))


def again_after(left: timedelta) -> dict[str, str]:
    """The header that says so: from a second on in whole ones, below in milliseconds."""
    if left >= timedelta(seconds=1):
        return {"Retry-After": str(math.ceil(left.total_seconds()))}
    return {"x-ms-retry-after-ms": str(max(1, math.ceil(left / timedelta(milliseconds=1))))}


def _is_status(call: Call, response: Response) -> bool:
    """Whether it tells the status of an operation that has not ended."""
    if call.request.method != "GET":
        return False
    body = response.body
    return response.status == 202 or (isinstance(body, dict) and body.get("status") in UNDER_WAY)
