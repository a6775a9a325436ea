"""Where the journal of a class is, and how that is remembered: without a password, ever.

DIR/class.json names the class and its journal. A password comes from the environment.
"""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from acceptance.plain_text import plain
from classroom.class_file import read_class, remember_class
from classroom.folder import ClassFolder
from classroom.usage import UsageError

VARIABLE: Final = "CLASSROOM_JOURNAL"
_SECRET: Final = ("password", "sslpassword")


@dataclass(frozen=True)
class Place:
    """A class and where its journal is.

    Attributes:
        class_id: of the class; empty if its folder does not say.
        url: of the database, maybe with a password.
    """

    class_id: str
    url: URL

    @property
    def is_file(self) -> bool:
        """Whether it is a file in the folder of the class."""
        return self.url.get_backend_name() == "sqlite"

    def __str__(self) -> str:
        """For a person: without a password."""
        return plain(self.url.database or "") if self.is_file else plain(_shown(self.url))


def place_of(
    folder: ClassFolder, option: str | None, environment: Mapping[str, str] = os.environ
) -> Place:
    """Where the journal is: as asked, if the folder remembers no other.

    Args:
        option: the URL of the command line, which everybody on the machine can read there.

    Raises:
        UsageError: the URL is none of PostgreSQL, has a password on the command line, or names
            another place than the folder remembers.
    """
    remembered = read_class(folder)
    # What the command line says, before what the environment says.
    asked = None
    if option:
        asked = _url(option, "--journal")
        if _has_password(asked):
            raise UsageError(
                "--journal: a password on the command line can be read by everybody on this "
                f"machine; put the whole URL into the environment variable {VARIABLE} instead, or "
                "name the file of the password in PGPASSFILE"
            )
    if variable := environment.get(VARIABLE, ""):
        from_environment = _url(variable, VARIABLE)
        # The variable has the password of the place that the command line names.
        if asked is None or _same(asked, from_environment):
            asked = from_environment
    here = URL.create("sqlite", database=str(folder.path.absolute() / folder.journal.name))
    known = here
    if remembered.get("journal"):
        known = _url(str(remembered["journal"]), f"{plain(str(folder.memory))}")
    if asked and remembered and not _same(asked, known):
        raise UsageError(
            f"the journal of the class in {plain(str(folder.path))} is "
            f"{'in that folder' if known is here else plain(_shown(known))}, not "
            f"{plain(_shown(asked))}: leave out --journal and {VARIABLE}, or name another folder"
        )
    return Place(str(remembered.get("class", "")), asked or known)


def remember(folder: ClassFolder, place: Place) -> None:
    """Keep in the folder which class it is, and where its journal is.

    Raises:
        OSError: it cannot be written.
    """
    journal = None if place.is_file else _shown(place.url)
    remember_class(folder, **{"class": place.class_id, "journal": journal})


def new_class() -> str:
    """An id for a class."""
    return uuid.uuid4().hex


def _url(text: str, where: str) -> URL:
    """The URL; no message repeats it, for it may hold a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres"):
        raise UsageError(
            f"{where}: that is no URL of PostgreSQL, as postgresql://USER@HOST/DATABASE; without "
            "one, the journal is a file in the folder of the class"
        )
    return url.set(drivername="postgresql+psycopg")


def _has_password(url: URL) -> bool:
    return bool(url.password) or any(name in url.query for name in _SECRET)


def _shown(url: URL) -> str:
    """The URL without its secrets, as it is remembered."""
    query = {name: value for name, value in url.query.items() if name not in _SECRET}
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return bare.render_as_string(hide_password=False)


def _same(one: URL, other: URL) -> bool:
    """Whether both name one database, whoever asks it."""

    def database(url: URL) -> tuple[object, ...]:
        # Who asks it, and how, is no part of the place.
        named = [url.query.get(name) for name in ("host", "port", "dbname", "service")]
        return (url.get_backend_name(), url.host, url.port or 5432, url.database, *named)

    return database(one) == database(other)
