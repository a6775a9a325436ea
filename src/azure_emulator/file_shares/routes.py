"""The routes of the file service: by method, and by how deep in a share the path leads."""

from dataclasses import dataclass
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.file_shares import errors, validators
from azure_emulator.file_shares import serializers as write
from azure_emulator.file_shares.guard import FileCall, signed
from azure_emulator.file_shares.outages import outage
from azure_emulator.file_shares.state import FileShares, Path
from azure_emulator.file_shares.unserved import refused, unknown
from azure_emulator.routing import Handler, Route, Service
from azure_emulator.storage.shares import Directory, Share
from azure_emulator.storage.state import Storage
from azure_emulator.wire import Request, Response


def list_shares(call: FileCall, **_path: Any) -> Response:
    """`GET /?comp=list`."""
    _require(call, restype=None, comp="list")
    on_page, marker = validators.page(call, _state(call).shares(call.account))
    body = write.share_list(call.request, on_page, marker)
    return Response(200, body, write.XML_TYPE)


def get(call: FileCall, *, share: str, path: Path) -> Response:
    """`GET` and `HEAD`: properties, what is in a directory, or the bytes of a file."""
    held = _state(call).share(call.account, share)
    asked = _asked(call)
    if asked == ("share", None) and not path:
        return Response(200, None, write.share_headers(held))
    if asked == ("directory", "list"):
        return _list_directory(call, held, path)
    if asked == ("directory", None):
        directory = _state(call).directory(held, path)
        return Response(200, None, write.directory_headers(directory, _home(call, held, path)))
    if asked == (None, "rangelist"):
        return _list_ranges(call, held, path)
    if asked == (None, None):
        return _download(call, held, path)
    raise refused(call, *asked)


def put(call: FileCall, *, share: str, path: Path) -> Response:
    """`PUT`: make a share, a directory or a file, or change a file."""
    asked = _asked(call)
    if asked == ("share", None) and not path:
        made = _state(call).create_share(call.account, share)
        made.metadata = validators.metadata(call)
        return Response(201, None, write.stamps(made))
    held = _state(call).share(call.account, share)
    if asked == ("directory", None):
        directory = _state(call).create_directory(held, path, validators.metadata(call))
        return Response(201, None, write.entry_headers(directory, _home(call, held, path)))
    if asked == (None, None):
        return _create_file(call, held, path)
    if asked == (None, "range"):
        return _write_range(call, held, path)
    if asked == (None, "properties"):
        return _change_file(call, held, path)
    raise refused(call, *asked)


def delete(call: FileCall, *, share: str, path: Path) -> Response:
    """`DELETE` a share, a file, or an empty directory."""
    asked, state = _asked(call), _state(call)
    if asked == ("share", None) and not path:
        state.delete_share(call.account, share)
    elif asked in (("directory", None), (None, None)) and path:
        directory = asked[0] == "directory"
        state.delete(state.share(call.account, share), path, directory=directory)
    else:
        raise refused(call, *asked)
    return Response(202)


def _list_directory(call: FileCall, share: Share, path: Path) -> Response:
    directory = _state(call).directory(share, path)
    on_page, marker = validators.page(call, directory.sorted())
    body = write.entry_list(call.request, share, directory, "/".join(path), on_page, marker)
    return Response(200, body, write.XML_TYPE)


def _list_ranges(call: FileCall, share: Share, path: Path) -> Response:
    file = _state(call).file(share, path)
    headers = {**write.XML_TYPE, **write.stamps(file), "x-ms-content-length": str(file.length)}
    return Response(200, write.range_list(file), headers)


def _download(call: FileCall, share: Share, path: Path) -> Response:
    file = _state(call).file(share, path)
    headers = write.file_headers(file, _home(call, share, path))
    if call.request.method == "HEAD":
        return Response(200, None, {**headers, "Content-Length": str(file.length)})
    asked = validators.byte_range(call, file.length)
    if asked is None:
        return Response(200, file.read(0, file.length), headers)
    start, end = asked
    content_range = f"bytes {start}-{end - 1}/{file.length}"
    return Response(206, file.read(start, end), {**headers, "Content-Range": content_range})


def _create_file(call: FileCall, share: Share, path: Path) -> Response:
    if "x-ms-copy-source" in call.request.headers:
        raise errors.not_implemented(call.cloud, "copies of a file")
    kind = call.request.headers.get("x-ms-type")
    if kind is None or not path:
        raise errors.missing_header(call.cloud, "x-ms-type")
    if kind.casefold() != "file":
        raise errors.invalid_header(call.cloud, "x-ms-type", kind)
    file = _state(call).create_file(
        share,
        path,
        validators.length(call, "x-ms-content-length", required=True) or 0,
        validators.content_headers(call),
        validators.metadata(call),
    )
    headers = write.entry_headers(file, _home(call, share, path))
    return Response(201, None, {**headers, "x-ms-request-server-encrypted": "true"})


def _write_range(call: FileCall, share: Share, path: Path) -> Response:
    file = _state(call).file(share, path)
    start, part = validators.range_to_write(call, file.length)
    _state(call).write(file, start, part)
    headers = {**write.stamps(file), "x-ms-request-server-encrypted": "true"}
    return Response(201, None, headers)


def _change_file(call: FileCall, share: Share, path: Path) -> Response:
    file = _state(call).file(share, path)
    length = validators.length(call, "x-ms-content-length")
    if length is not None:
        _state(call).resize(file, length)
    file.headers = validators.content_headers(call)
    file.changed = call.cloud.now()
    return Response(200, None, write.entry_headers(file, _home(call, share, path)))


def _home(call: FileCall, share: Share, path: Path) -> Directory:
    return _state(call).directory(share, path[:-1])


def _state(call: FileCall) -> FileShares:
    return call.cloud.state(FileShares)


def _asked(call: FileCall) -> tuple[str | None, str | None]:
    """`restype` and `comp`, which say what is meant."""
    restype, comp = call.request.parameter("restype"), call.request.parameter("comp")
    return restype and restype.casefold(), comp and comp.casefold()


def _require(call: FileCall, *, restype: str | None, comp: str | None) -> None:
    if _asked(call) != (restype, comp):
        raise refused(call, *_asked(call))


@dataclass(frozen=True)
class FileRoute(Route):
    """A route to the service itself (`/`), or to a share and anything in it."""

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """The `share` and the `path` in it."""
        names = tuple(name for name in path.split("/") if name)
        if method != self.method or bool(names) != (self.pattern != "/"):
            return None
        return {"share": names[0], "path": names[1:]} if names else {}


def _route(method: str, handler: Handler, kind: str) -> Route:
    return FileRoute(method, "/{share}/...", handler, kind)


def _resolves(cloud: Cloud, host: str) -> bool:
    account = cloud.state(Storage).at_host(host)
    return (
        account is not None
        and "file" in account.endpoints
        and account.host("file") == host.casefold()
    )


def _headers(request_id: str, _request: Request) -> dict[str, str]:
    return {
        "x-ms-request-id": request_id,
        "x-ms-version": "2025-11-05",
        "Server": "Windows-Azure-File/1.0 Microsoft-HTTPAPI/2.0",
    }


SERVICE = Service(
    name="file_shares",
    hosts=r"[a-z0-9]+\.(file\.core\.windows|z[0-9a-f]+\.file\.storage\.azure)\.net",
    routes=[
        FileRoute("GET", "/", list_shares, "read"),
        _route("GET", get, "read"),
        _route("HEAD", get, "read"),
        _route("PUT", put, "write"),
        _route("DELETE", delete, "delete"),
    ],
    state=FileShares,
    guard=signed,
    resolves=_resolves,
    headers=_headers,
    unknown=unknown,
    outage=outage,
)
