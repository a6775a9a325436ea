"""What the file service has and the emulator has not, and what neither has."""

from collections.abc import Sequence

from azure_emulator.file_shares import errors
from azure_emulator.file_shares.errors import FileServiceError
from azure_emulator.routing import Call

SHARE, DIRECTORY = "share", "directory"
OPERATIONS: dict[tuple[str | None, str | None], str] = {
    ("service", "properties"): "the properties of the file service",
    (SHARE, "acl"): "a share's stored access policies",
    (SHARE, "filepermission"): "a share's file permissions",
    (SHARE, "lease"): "leases of a share",
    (SHARE, "metadata"): "the metadata of a share",
    (SHARE, "properties"): "changes of a share's properties",
    (SHARE, "snapshot"): "snapshots of a share",
    (SHARE, "stats"): "the statistics of a share",
    (SHARE, "undelete"): "a share that is restored",
    (DIRECTORY, "metadata"): "the metadata of a directory by itself",
    (DIRECTORY, "properties"): "changes of a directory's properties",
    (DIRECTORY, "rename"): "a directory that is renamed",
    (None, "copy"): "copies of a file",
    (None, "forceclosehandles"): "open handles",
    (None, "lease"): "leases of a file",
    (None, "listhandles"): "open handles",
    (None, "metadata"): "the metadata of a file by itself",
    (None, "rename"): "a file that is renamed",
}
"""Of Azure's operations those that are not served here, by `restype` and `comp`.

Source: Microsoft's pages "Operations on the account (Azure Files)", "... on shares", "... on
directories" and "... on files".
"""

SERVED = ("GET", "HEAD", "PUT", "DELETE")


def refused(call: Call, restype: str | None, comp: str | None) -> FileServiceError:
    """What answers a request of which the parameters do not say what the emulator does.

    Guess: which of the two parameters Azure names where both make no sense.
    """
    operation = OPERATIONS.get((restype, comp))
    if operation is not None:
        return errors.not_implemented(call.cloud, operation)
    known = {each for each, _ in OPERATIONS}
    if comp is None or restype not in known:
        return errors.invalid_parameter(call.cloud, "restype", restype or "")
    return errors.invalid_parameter(call.cloud, "comp", comp)


def unknown(call: Call, _allowed: Sequence[str]) -> None:
    """Refuse a method that no route has, in the service's own form.

    Raises:
        FileServiceError: 405; 501 for what Azure has.
    """
    request = call.request
    if request.method == "OPTIONS":
        raise errors.not_implemented(call.cloud, "requests of browsers before others (CORS)")
    if request.method in SERVED:  # Of the service itself.
        restype, comp = request.parameter("restype"), request.parameter("comp")
        raise refused(call, restype and restype.casefold(), comp and comp.casefold())
    raise errors.no_such_verb(call.cloud, ", ".join(SERVED))
