"""What the headers and the query of a request to the file service say."""

import re
from collections.abc import Sequence
from typing import TypeVar

from azure_emulator.file_shares import errors
from azure_emulator.file_shares.guard import FileCall
from azure_emulator.file_shares.state import WRITTEN_AT_ONCE
from azure_emulator.storage.shares import Entry, Share

Item = TypeVar("Item", bound=Entry | Share)

LONGEST_PAGE = 5000
CONTENT_HEADERS = (
    "content-type", "content-encoding", "content-language", "cache-control", "content-disposition",
)  # fmt: skip
MOST_METADATA = 8192
"""Characters of all names and values of metadata. Source: Microsoft's page on it."""


def page(call: FileCall, items: Sequence[Item]) -> tuple[list[Item], str]:
    """One page of a list: what is on it, and the next marker, empty at the end.

    A marker is the number of items before it.

    Raises:
        FileServiceError: 400 for `maxresults` or `marker`.
    """
    prefix, marker = call.request.parameter("prefix") or "", call.request.parameter("marker") or "0"
    most = call.request.parameter("maxresults") or str(LONGEST_PAGE)
    for name, value in (("maxresults", most), ("marker", marker)):
        if not re.fullmatch(r"\d{1,9}", value) or (name == "maxresults" and int(value) == 0):
            raise errors.invalid_parameter(call.cloud, name, value)
    found = [item for item in items if item.name.casefold().startswith(prefix.casefold())]
    start, end = int(marker), int(marker) + min(int(most), LONGEST_PAGE)
    return found[start:end], str(end) if end < len(found) else ""


def metadata(call: FileCall) -> dict[str, str]:
    """The metadata in the headers.

    Raises:
        FileServiceError: 400: too much of it.
    """
    given = {
        name.removeprefix("x-ms-meta-"): value
        for name, value in call.request.headers.items()
        if name.startswith("x-ms-meta-")
    }
    if sum(len(name) + len(value) for name, value in given.items()) > MOST_METADATA:
        raise errors.invalid_header(call.cloud, "x-ms-meta", "")
    return given


def content_headers(call: FileCall) -> dict[str, str]:
    """The headers that a file answers as they were given (`x-ms-content-type`)."""
    headers = call.request.headers
    given = {name: headers.get(f"x-ms-{name}") for name in CONTENT_HEADERS}
    return {name: value for name, value in given.items() if value}


def length(call: FileCall, header: str, *, required: bool = False) -> int | None:
    """A number of bytes in a header.

    Raises:
        FileServiceError: 400: it is none, or is not there.
    """
    value = call.request.headers.get(header)
    if value is None:
        if required:
            raise errors.missing_header(call.cloud, header)
        return None
    if not re.fullmatch(r"\d{1,15}", value, re.ASCII):
        raise errors.invalid_header(call.cloud, header, value)
    return int(value)


def byte_range(call: FileCall, size: int) -> tuple[int, int] | None:
    """The bytes that are asked for: from the first until before the second; `None` for all.

    Raises:
        FileServiceError: 400 or 416.
    """
    headers = call.request.headers
    text = headers.get("x-ms-range") or headers.get("range")
    if text is None:
        return None
    match = re.fullmatch(r"bytes=(\d{1,15})-(\d{1,15})?", text.strip(), re.ASCII)
    if match is None:
        raise errors.invalid_header(call.cloud, "Range", text)
    start, last = int(match[1]), int(match[2]) if match[2] else size - 1
    if start >= size or last < start:
        raise errors.invalid_range(call.cloud, size)
    return start, min(last + 1, size)


def range_to_write(call: FileCall, size: int) -> tuple[int, bytes]:
    """Where a request writes what: its body, or zeros to clear a range.

    Raises:
        FileServiceError: 400, 413 or 416.
    """
    headers = call.request.headers
    text = headers.get("x-ms-range") or headers.get("range") or ""
    match = re.fullmatch(r"bytes=(\d{1,15})-(\d{1,15})", text.strip(), re.ASCII)
    if match is None:
        raise errors.invalid_header(call.cloud, "Range", text)
    start, count = int(match[1]), int(match[2]) - int(match[1]) + 1
    if count <= 0 or start + count > size:
        raise errors.invalid_range(call.cloud, size)
    kind = headers.get("x-ms-write", "").casefold()
    if kind == "clear":
        return start, bytes(count)
    if kind != "update":
        raise errors.invalid_header(call.cloud, "x-ms-write", headers.get("x-ms-write", ""))
    if count > WRITTEN_AT_ONCE:
        raise errors.too_much(call.cloud)
    if count != len(call.request.body):
        raise errors.invalid_header(call.cloud, "Range", text)
    return start, call.request.body
