"""File shares: trees of directories and files, whose names are taken in any letter case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

NAME = re.compile(r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
NAME_LENGTHS = range(3, 64)
"""Source: Microsoft's page on naming shares, directories and files."""

QUOTA = 5120
"""GiB of a share unless told."""


@dataclass(kw_only=True)
class Entry:
    """What a directory and a file have in common.

    Args:
        id: a number as text, unique in a share.
        changed: the last write of its content or its properties.
    """

    name: str
    id: str
    created: datetime
    changed: datetime
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A quoted text that is another one after each change."""
        return etag(self.changed)


@dataclass(kw_only=True)
class File(Entry):
    """A file: its `length` counts, and what was not written reads as zeros.

    Args:
        headers: `content-type` and its kin as the client gave them, by lower-case names.
    """

    length: int = 0
    content: bytes = field(default=b"", repr=False)
    headers: dict[str, str] = field(default_factory=dict)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from `start` until before `end`."""
        return self.content[start:end].ljust(end - start, b"\0")

    def write(self, start: int, part: bytes) -> None:
        """Put bytes where they belong."""
        before = self.content[:start].ljust(start, b"\0")
        self.content = before + part + self.content[start + len(part) :]


@dataclass(kw_only=True)
class Directory(Entry):
    """A directory: its entries by their case-folded names."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def sorted(self) -> list[Entry]:
        """Its entries, directories first, each kind by name, as recorded lists have them."""
        return sorted(
            self.entries.values(),
            key=lambda entry: (isinstance(entry, File), entry.name.casefold()),
        )


@dataclass(kw_only=True)
class Share:
    """A file share.

    Args:
        numbers: how many directories and files were ever made in it; their ids follow from it.
        changed: the last change of its properties.
    """

    name: str
    created: datetime
    changed: datetime
    quota: int = QUOTA
    metadata: dict[str, str] = field(default_factory=dict)
    numbers: int = 0
    root: Directory

    @property
    def etag(self) -> str:
        """A quoted text that is another one after each change."""
        return etag(self.changed)

    def new_id(self) -> str:
        """The id of the next directory or file: large numbers, as recorded."""
        self.numbers += 1
        return str(2**63 + self.numbers * 2**40)

    def walk(self) -> Iterator[Entry]:
        """All directories and files, each before what is in it."""
        waiting: list[Entry] = list(self.root.entries.values())
        while waiting:
            entry = waiting.pop()
            yield entry
            if isinstance(entry, Directory):
                waiting.extend(entry.entries.values())


def new_share(name: str, now: datetime, quota: int = QUOTA) -> Share:
    """An empty share."""
    root = Directory(name="", id="0", created=now, changed=now)
    return Share(name=name, created=now, changed=now, quota=quota, root=root)


def etag(time: datetime) -> str:
    """As the services of an account write it: `"0x8DB18A5F958DE2A"`, from the time of a change."""
    ticks = int(time.timestamp() * 10**7) + 621355968 * 10**9
    return f'"0x{ticks:X}"'
