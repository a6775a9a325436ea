"""The rules of directories and files in a share."""

import re
from dataclasses import dataclass

from azure_emulator.cloud import Cloud
from azure_emulator.file_shares import errors
from azure_emulator.storage.account import StorageAccount
from azure_emulator.storage.shares import (
    NAME,
    NAME_LENGTHS,
    Directory,
    Entry,
    File,
    Share,
    new_share,
)
from azure_emulator.storage.state import Storage

LARGEST = 2**26
"""Bytes of a file that is kept here; Azure's are of 4 TiB at most."""

WRITTEN_AT_ONCE = 2**22
"""Bytes of a range that one request writes."""

NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:|<>*?]|\.$')
LONGEST_NAME, LONGEST_PATH = 255, 2048
"""Source: Microsoft's page on naming shares, directories and files."""

Path = tuple[str, ...]
"""The names that lead to a directory or file in a share; none is the share's root."""


@dataclass
class FileShares:
    """What is in the shares of all accounts. They themselves are kept by `Storage`."""

    cloud: Cloud

    def shares(self, account: StorageAccount) -> list[Share]:
        """The shares of an account, by name."""
        held = self.cloud.state(Storage).shares_of(account).values()
        return sorted(held, key=lambda share: share.name)

    def share(self, account: StorageAccount, name: str) -> Share:
        """The share of this name.

        Raises:
            FileServiceError: 404 ShareNotFound; 400 for a name that no share can have.
        """
        share = self.cloud.state(Storage).shares_of(account).get(name)
        if share is None:
            self._require_name(name)
            raise errors.share_not_found(self.cloud)
        return share

    def create_share(self, account: StorageAccount, name: str) -> Share:
        """Make a share.

        Raises:
            FileServiceError: 400 for its name, 409 if it is there.
        """
        held = self.cloud.state(Storage).shares_of(account)
        self._require_name(name)
        if name in held:
            raise errors.share_exists(self.cloud)
        held[name] = new_share(name, self.cloud.now())
        return held[name]

    def delete_share(self, account: StorageAccount, name: str) -> None:
        """Remove a share with all that is in it.

        Raises:
            FileServiceError: 404.
        """
        share = self.share(account, name)
        del self.cloud.state(Storage).shares_of(account)[share.name]

    def directory(self, share: Share, path: Path) -> Directory:
        """The directory at a path.

        Raises:
            FileServiceError: 404, or 409 if it is a file.
        """
        entry = self._entry(share, path)
        if not isinstance(entry, Directory):
            raise errors.type_mismatch(self.cloud)
        return entry

    def file(self, share: Share, path: Path) -> File:
        """The file at a path.

        Raises:
            FileServiceError: 404. Guess: for a directory, too.
        """
        entry = self._entry(share, path)
        if not isinstance(entry, File):
            raise errors.not_found(self.cloud)
        return entry

    def create_directory(self, share: Share, path: Path, metadata: dict[str, str]) -> Directory:
        """Make a directory in one that is there.

        Raises:
            FileServiceError: 400 for its name, 404 for its parent, 409 if it is there.
        """
        parent = self._parent(share, path)
        existing = parent.entries.get(path[-1].casefold())
        if existing is not None:
            raise (
                errors.exists(self.cloud)
                if isinstance(existing, Directory)
                else errors.type_mismatch(self.cloud)
            )
        now = self.cloud.now()
        made = Directory(
            name=path[-1], id=share.new_id(), created=now, changed=now, metadata=metadata
        )
        parent.entries[path[-1].casefold()] = made
        return made

    def create_file(
        self,
        share: Share,
        path: Path,
        length: int,
        headers: dict[str, str],
        metadata: dict[str, str],
    ) -> File:
        """Make a file of zeros, in place of one that is there.

        Raises:
            FileServiceError: 400 for its name, 404 for its parent, 409 for a directory, 501 for a
                length that is not kept here.
        """
        parent, key = self._parent(share, path), path[-1].casefold()
        existing, now = parent.entries.get(key), self.cloud.now()
        if isinstance(existing, Directory):
            raise errors.type_mismatch(self.cloud)
        self._require_length(length)
        made = File(
            name=path[-1],
            id=existing.id if existing else share.new_id(),
            created=now,
            changed=now,
            metadata=metadata,
            length=length,
            headers=headers,
        )
        parent.entries[key] = made
        return made

    def resize(self, file: File, length: int) -> None:
        """Cut a file, or let it go on with zeros.

        Raises:
            FileServiceError: 501 for a length that is not kept here.
        """
        self._require_length(length)
        file.length, file.content = length, file.content[:length]
        file.changed = self.cloud.now()

    def write(self, file: File, start: int, part: bytes) -> None:
        """Write a range inside a file.

        Raises:
            FileServiceError: 416: it goes beyond the file.
        """
        if start + len(part) > file.length:
            raise errors.invalid_range(self.cloud, file.length)
        file.write(start, part)
        file.changed = self.cloud.now()

    def delete(self, share: Share, path: Path, *, directory: bool) -> None:
        """Remove a file, or an empty directory.

        Raises:
            FileServiceError: 404; 409 for one of the other kind, or for one that holds something.
        """
        if directory:
            if not path or self.directory(share, path).entries:
                raise errors.not_empty(self.cloud)
        else:
            self.file(share, path)
        del self._parent(share, path).entries[path[-1].casefold()]

    def _require_name(self, share: str) -> None:
        if len(share) not in NAME_LENGTHS:
            raise errors.out_of_range(self.cloud)
        if not NAME.fullmatch(share):
            raise errors.invalid_name(self.cloud)

    def _require_length(self, length: int) -> None:
        if length > LARGEST:
            raise errors.too_large(self.cloud, LARGEST)

    def _parent(self, share: Share, path: Path) -> Directory:
        """The directory in which something is to be, whose name is looked at, too."""
        name = path[-1] if path else ""
        if len(name) > LONGEST_NAME or len("/".join(path)) > LONGEST_PATH:
            raise errors.out_of_range(self.cloud)
        if not name or NO_NAME.search(name):
            raise errors.invalid_name(self.cloud)
        entry = self._find(share, path[:-1])
        if not isinstance(entry, Directory):
            raise errors.parent_not_found(self.cloud)
        return entry

    def _entry(self, share: Share, path: Path) -> Entry:
        entry = self._find(share, path)
        if entry is None:
            parent = self._find(share, path[:-1])
            there = isinstance(parent, Directory)
            raise (errors.not_found if there else errors.parent_not_found)(self.cloud)
        return entry

    @staticmethod
    def _find(share: Share, path: Path) -> Entry | None:
        entry: Entry | None = share.root
        for name in path:
            if not isinstance(entry, Directory):
                return None
            entry = entry.entries.get(name.casefold())
        return entry
