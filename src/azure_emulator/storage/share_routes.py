"""The file shares of an account as Resource Manager has them."""

from azure_emulator.resource_manager.errors import resource_not_found
from azure_emulator.resource_manager.protocol import list_of, resource_route
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call, Handler, Route
from azure_emulator.storage import errors, serializers
from azure_emulator.storage.account import TYPE, StorageAccount
from azure_emulator.storage.shares import NAME, Share
from azure_emulator.storage.state import Storage
from azure_emulator.wire import Response

LARGEST_QUOTA = 102_400
"""GiB of a share of an account with large shares."""


def list_shares(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../fileServices/default/shares`."""
    storage = call.cloud.state(Storage)
    account = storage.account(resource)
    return list_of(
        [serializers.share(account, share, in_list=True) for share in _sorted(storage, account)]
    )


def get_share(call: Call, *, resource: ResourceId) -> Response:
    """`GET .../shares/{share}`."""
    account, share = _share(call, resource)
    if share is None:
        raise errors.share_not_found()
    return Response(200, serializers.share(account, share))


def put_share(call: Call, *, resource: ResourceId) -> Response:
    """`PUT .../shares/{share}`: 201, or 200 for one that is there."""
    account, share = _share(call, resource)
    name, properties = resource.names[-1], body_of(call).get("properties") or {}
    if not NAME.fullmatch(name):
        raise errors.invalid_share_name()
    quota = _quota(properties.get("shareQuota"))
    held = call.cloud.state(Storage).ensure_share(account, name)
    held.quota = quota or held.quota
    return Response(200 if share else 201, serializers.share(account, held))


def delete_share(call: Call, *, resource: ResourceId) -> Response:
    """`DELETE .../shares/{share}`: 200, or 204 if there was none."""
    account, share = _share(call, resource)
    if share is None:
        return Response(204)
    del call.cloud.state(Storage).shares_of(account)[share.name]
    return Response(200)


def _quota(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not 0 < value <= LARGEST_QUOTA:
        raise errors.invalid_quota()
    return value


def _sorted(storage: Storage, account: StorageAccount) -> list[Share]:
    return sorted(storage.shares_of(account).values(), key=lambda share: share.name)


def _share(call: Call, path: ResourceId) -> tuple[StorageAccount, Share | None]:
    storage = call.cloud.state(Storage)
    home = path.parent.parent if path.parent and path.parent.parent else path
    account = storage.account(home)
    if path.names[1].casefold() != "default":
        raise resource_not_found(path)
    return account, storage.shares_of(account).get(path.names[-1])


SHARE = f"{TYPE}/fileServices/shares"


def _route(method: str, handler: Handler, verb: str) -> Route:
    return resource_route(method, SHARE, handler, f"{SHARE}/{verb}")


SHARE_ROUTES: list[Route] = [
    resource_route("GET", TYPE, list_shares, f"{SHARE}/read", "/fileServices/default/shares"),
    _route("GET", get_share, "read"),
    _route("PUT", put_share, "write"),
    _route("PATCH", put_share, "write"),
    _route("DELETE", delete_share, "delete"),
]
