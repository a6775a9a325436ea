"""What the file service answers: XML and headers, in the shape of answers recorded in 2023."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from azure_emulator.file_shares.errors import XML
from azure_emulator.storage.shares import Directory, Entry, File, Share
from azure_emulator.wire import Request

XML_TYPE = {"Content-Type": XML}


def http_time(time: datetime) -> str:
    """`Mon, 27 Feb 2023 09:35:32 GMT`."""
    return format_datetime(time.astimezone(UTC), usegmt=True)


def _precise(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%S.%f}0Z"


def stamps(thing: Entry | Share) -> dict[str, str]:
    """When something was changed, as headers."""
    return {"Last-Modified": http_time(thing.changed), "ETag": thing.etag}


def _metadata(thing: Entry | Share) -> dict[str, str]:
    return {f"x-ms-meta-{name}": value for name, value in thing.metadata.items()}


def share_headers(share: Share) -> dict[str, str]:
    """The properties of a share."""
    return {
        **stamps(share),
        **_metadata(share),
        "x-ms-share-quota": str(share.quota),
        "x-ms-access-tier": "TransactionOptimized",
        "x-ms-enabled-protocols": "SMB",
        "x-ms-lease-status": "unlocked",
        "x-ms-lease-state": "available",
        "x-ms-has-immutability-policy": "false",
    }


def entry_headers(entry: Entry, parent: Directory) -> dict[str, str]:
    """What is told of a directory or file when it is made, changed or asked for."""
    kind = "Archive" if isinstance(entry, File) else "Directory"
    return {
        **stamps(entry),
        "x-ms-file-change-time": _precise(entry.changed),
        "x-ms-file-last-write-time": _precise(entry.changed),
        "x-ms-file-creation-time": _precise(entry.created),
        "x-ms-file-attributes": kind,
        "x-ms-file-id": entry.id,
        "x-ms-file-parent-id": parent.id,
    }


def file_headers(file: File, parent: Directory) -> dict[str, str]:
    """The properties of a file but for its length."""
    told = {"content-type": "application/octet-stream", **file.headers}
    return {
        **entry_headers(file, parent),
        **_metadata(file),
        **{name.title(): value for name, value in told.items() if value},
        "x-ms-type": "File",
        "x-ms-server-encrypted": "true",
        "x-ms-lease-status": "unlocked",
        "x-ms-lease-state": "available",
        "Accept-Ranges": "bytes",
    }


def directory_headers(directory: Directory, parent: Directory) -> dict[str, str]:
    """The properties of a directory."""
    return {
        **entry_headers(directory, parent),
        **_metadata(directory),
        "x-ms-server-encrypted": "true",
    }


def share_list(request: Request, shares: Sequence[Share], marker: str) -> bytes:
    """A list of shares; `marker` is where the next page begins, or empty."""
    items = "".join(
        f"<Share><Name>{escape(share.name)}</Name><Properties>"
        f"<Last-Modified>{http_time(share.changed)}</Last-Modified>"
        f"<Etag>{escape(share.etag)}</Etag><Quota>{share.quota}</Quota>"
        "<AccessTier>TransactionOptimized</AccessTier><LeaseStatus>unlocked</LeaseStatus>"
        "<LeaseState>available</LeaseState></Properties></Share>"
        for share in shares
    )
    return _document(
        f"<EnumerationResults {_endpoint(request)}>"
        f"{_given(request)}<Shares>{items}</Shares>{_next(marker)}</EnumerationResults>"
    )


def entry_list(
    request: Request,
    share: Share,
    directory: Directory,
    path: str,
    entries: Sequence[Entry],
    marker: str,
) -> bytes:
    """A list of what is in a directory, with what the request wants to be included."""
    include = (request.parameter("include") or "").casefold().split(",")
    items = "".join(_entry(entry, include) for entry in entries)
    return _document(
        f"<EnumerationResults {_endpoint(request)} "
        f"ShareName={quoteattr(share.name)} DirectoryPath={quoteattr(path)}>"
        f"{_given(request)}<DirectoryId>{directory.id}</DirectoryId>"
        f"<Entries>{items}</Entries>{_next(marker)}</EnumerationResults>"
    )


def _entry(entry: Entry, include: Sequence[str]) -> str:
    kind = "File" if isinstance(entry, File) else "Directory"
    length = f"<Content-Length>{entry.length}</Content-Length>" if isinstance(entry, File) else ""
    more, attributes = "", ""
    if "timestamps" in include:
        more += (
            f"<CreationTime>{_precise(entry.created)}</CreationTime>"
            f"<LastAccessTime>{_precise(entry.changed)}</LastAccessTime>"
            f"<LastWriteTime>{_precise(entry.changed)}</LastWriteTime>"
            f"<ChangeTime>{_precise(entry.changed)}</ChangeTime>"
            f"<Last-Modified>{http_time(entry.changed)}</Last-Modified>"
        )
    if "etag" in include:
        more += f"<Etag>{escape(entry.etag)}</Etag>"
    if "attributes" in include:
        word = "Archive" if kind == "File" else "Directory"
        attributes = f"<Attributes>{word}</Attributes>"
    return (
        f"<{kind}><Name>{escape(entry.name)}</Name><FileId>{entry.id}</FileId>"
        f"<Properties>{length}{more}</Properties>{attributes}</{kind}>"
    )


def range_list(file: File) -> bytes:
    """The ranges of a file that were written: as one, up to the last byte written."""
    end = len(file.content)
    inner = f"<Range><Start>0</Start><End>{end - 1}</End></Range>" if end else ""
    return _document(f"<Ranges>{inner}</Ranges>")


def _endpoint(request: Request) -> str:
    return f"ServiceEndpoint={quoteattr(f'https://{request.host}/')}"


def _given(request: Request) -> str:
    """What was asked for, told back: clients take the length of their next page from it."""
    given = (
        (name, request.parameter(name.casefold())) for name in ("Prefix", "Marker", "MaxResults")
    )
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in given if value)


def _next(marker: str) -> str:
    return f"<NextMarker>{escape(marker)}</NextMarker>" if marker else "<NextMarker />"


def _document(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode()
