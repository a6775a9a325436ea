"""One row of a roster becomes a student; whatever is wrong in it is told, not only the first."""

import os
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acceptance.files import open_file
from classroom.roster.columns import REQUIRED
from classroom.roster.problems import Problems, shown
from classroom.roster.secrets import holds_secret
from classroom.roster.table import Row
from classroom.secret_places import exposure, parse
from classroom.students import Place, PlaceKind, Student

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_KEY: Final = re.compile(r"[0-9a-fA-F]{32}")
_DOMAIN: Final = re.compile(r"(?=.{4,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z0-9-]+")
_GROUP: Final = re.compile(r"[-\w.()]{0,89}[-\w()]")
# What keeps a spreadsheet from taking a text for a formula is none of the text.
_GUARD: Final = re.compile(r"^'(?=[=+@\t\r-])")
_LONGEST_ID: Final = 200
_ANY_TEXT: Final = ("name", "email", "section")

TENANT_VARIABLE: Final = "AZURE_TENANT_ID"
"""Names the directory where the roster names none, as in any other run of the suite."""


@dataclass
class RowReader:
    """Makes students of rows.

    Args:
        columns: where each column is.
        named: where the header has a name, be it of no column that is known.
        folder: of the roster: what relative paths begin at.
        problems: is told what is wrong.
    """

    columns: Mapping[str, int]
    named: Collection[int]
    folder: Path
    problems: Problems

    def student(self, row: Row) -> Student:
        """The student of a row, in which what is wrong is empty."""
        self._look_at_width(row)
        cells = {name: self._cell(row, name) for name in self.columns}
        self._look_for_blanks(row, cells)
        kept = {name: text for name, text in cells.items() if self._is_no_secret(row, name, text)}
        get = kept.get
        self._look_at_id(row, get("id", ""))
        self._look_at_email(row, get("email", ""))
        client, secret = self._identity(row, get("client id", ""), cells.get("secret", ""))
        return Student(
            id=get("id", ""),
            name=get("name", ""),
            email=get("email", ""),
            subscription=self._azure_id(row, "subscription", get("subscription", "")),
            tenant=self._tenant(row, get("tenant", ""), client),
            resource_group=self._group(row, get("resource group", "")),
            notebook=self._notebook(row, get("notebook", "")),
            section=get("section", ""),
            client_id=client,
            secret=secret,
        )

    def _cell(self, row: Row, name: str) -> str:
        place = self.columns[name]
        text = row.cells[place] if place < len(row.cells) else ""
        return _GUARD.sub("", text)

    def _look_for_blanks(self, row: Row, cells: Mapping[str, str]) -> None:
        blank = [
            name
            for name in REQUIRED
            if name in self.columns and not cells[name] and self.columns[name] < len(row.cells)
        ]
        if {"id", "name", "email"} <= set(blank):
            self.problems.error(
                row.line, "nobody is named: fill in whose it is (id, name), or delete the line"
            )
            blank = [name for name in blank if name == "subscription"]
        for name in blank:
            if name != "email":
                self.problems.error(row.line, f"{name}: it is empty")

    def _look_at_width(self, row: Row) -> None:
        number = len(row.cells)
        sizes = f"it has {number} cells, and the header names {max(self.named) + 1}"
        missing = [
            name for name in REQUIRED if name in self.columns and self.columns[name] >= number
        ]
        if any(cell for place, cell in enumerate(row.cells) if place not in self.named):
            self.problems.error(
                row.line, f"{sizes}: put quotation marks around a text that holds the separator"
            )
        elif missing:
            self.problems.error(row.line, f"{sizes}: there is none for {', '.join(missing)}")
        elif number <= max(self.named):
            # A spreadsheet leaves out the last cells of a row if they are empty.
            self.problems.warning(row.line, f"{sizes}: the others are taken for empty")

    def _is_no_secret(self, row: Row, name: str, text: str) -> bool:
        if name == "secret":
            return True  # Judged as a place.
        if holds_secret(text) or (name in _ANY_TEXT and _KEY.fullmatch(text)):
            self.problems.error(
                row.line,
                f"{name}: it looks like a secret, which is not repeated here; a roster holds none: "
                "remove it from the file and renew it",
            )
            return False
        return True

    def _look_at_id(self, row: Row, text: str) -> None:
        if len(text) > _LONGEST_ID:
            self.problems.error(
                row.line, f"id: it has {len(text):,} characters; {_LONGEST_ID} are the most"
            )
        elif any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in text):
            self.problems.error(row.line, f"id: it is not on one line: {shown(text)}")

    def _look_at_email(self, row: Row, text: str) -> None:
        if text and "@" not in text:
            self.problems.warning(row.line, f"email: {shown(text)} is no address")

    def _azure_id(self, row: Row, name: str, text: str) -> str:
        if text and not _ID.fullmatch(text):
            # What stands in the wrong column may be a secret.
            what = "it" if name == "client id" or _KEY.fullmatch(text) else shown(text)
            self.problems.error(
                row.line,
                f"{name}: {what} is no id, which has 32 digits and letters a to f in five groups "
                "with hyphens between them, such as 00000000-0000-4000-8000-000000000001",
            )
            return ""
        return text.casefold()

    def _tenant(self, row: Row, text: str, client: str) -> str:
        if not text and client:
            text = os.environ.get(TENANT_VARIABLE, "").strip()
            if not text:
                self.problems.error(
                    row.line,
                    "tenant: it is empty; an application (client id) signs in to a directory, "
                    "which the portal shows under Microsoft Entra ID > Overview",
                )
        if text and not _ID.fullmatch(text) and not _DOMAIN.fullmatch(text):
            what = "it" if _KEY.fullmatch(text) else shown(text)
            self.problems.error(
                row.line, f"tenant: {what} is neither a directory's id nor a domain"
            )
            return ""
        return text.casefold()

    def _group(self, row: Row, text: str) -> str:
        if text and not _GROUP.fullmatch(text):
            self.problems.error(
                row.line,
                f"resource group: {shown(text)} is no name of one: it has 1 to 90 letters, digits, "
                "-, _, ( ), and dots, though not at its end",
            )
            return ""
        return text

    def _notebook(self, row: Row, text: str) -> Path | None:
        if not text:
            return None
        path = self.folder.absolute() / text
        try:
            open_file(path).close()
        except OSError as error:
            self.problems.error(
                row.line, f"notebook: {shown(text)} cannot be read: {error.strerror}"
            )
            return None
        return path

    def _identity(self, row: Row, client: str, where: str) -> tuple[str, Place | None]:
        if client and not where:
            self.problems.error(
                row.line, "secret: it is empty; say where the secret of the client id is"
            )
        if where and not client:
            self.problems.error(row.line, "client id: it is empty, and there is a secret for it")
        client = self._azure_id(row, "client id", client)
        try:
            if holds_secret(where):
                raise ValueError(
                    "it looks like a secret itself, which is not repeated here; remove it from the "
                    "file, renew it, and write where the new one is"
                )
            place = parse(where, self.folder) if where else None
        except ValueError as error:
            self.problems.error(row.line, f"secret: {error}")
            return client, None
        if place:
            self._look_for(row, place)
        return client, place

    def _look_for(self, row: Row, place: Place) -> None:
        if place.kind is PlaceKind.ENVIRONMENT and not os.environ.get(place.name):
            self.problems.warning(
                row.line,
                f"secret: the environment variable {place.name} is not set here; it has to be "
                "where the student is graded",
            )
        if place.kind is not PlaceKind.FILE:
            return
        if os.access(place.name, os.R_OK):
            if warning := exposure(place):
                self.problems.warning(row.line, f"secret: {warning}")
        else:
            self.problems.warning(
                row.line,
                f"secret: the file {shown(place.name)} cannot be read here; it has to be there "
                "where the student is graded",
            )
