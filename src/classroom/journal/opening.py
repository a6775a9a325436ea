"""A journal, opened: found, brought to today's form, refused in clear words if it is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.orm import Session

from acceptance.plain_text import plain
from classroom.files import make_private
from classroom.folder import ClassFolder
from classroom.journal.database import (
    PATIENCE,
    Database,
    JournalError,
    JournalUnavailable,
    OnWait,
    make_file,
)
from classroom.journal.journal import Journal
from classroom.journal.place import Place, new_class, place_of, remember
from classroom.journal.tables import VERSION, VERSION_TABLE, Class, Table
from classroom.usage import UsageError

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_OPENING_PATIENCE: Final = 10.0
_LOCK: Final = 7_211_530_946
"""Any number that nobody else locks: whoever migrates holds it."""


@contextmanager
def open_journal(
    folder: ClassFolder,
    url: str | None = None,
    *,
    make: bool = True,
    patience: float = PATIENCE,
    on_wait: OnWait | None = None,
) -> Iterator[Journal]:
    """The journal of the class, closed after the block.

    Args:
        url: of a PostgreSQL database, as the command line has it; see `place_of`.
        make: whether to make one where there is none.
        patience: seconds for which the database may be away in each operation.
        on_wait: told why it is waited for, and the seconds left, before each new try.

    Raises:
        UsageError: there is none and none is to be made, or the URL makes no sense.
        JournalUnavailable: it cannot be reached.
        JournalError: it is damaged, none, or of a newer version.
    """
    place = place_of(folder, url)
    if not make and place.is_file and not folder.journal.is_file():
        raise UsageError(
            f"there is no class in {plain(str(folder.path))}: no {folder.journal.name} is there; "
            "name the folder that `grade` was given as --out"
        )
    if make:
        _make_folder(folder, place)
    database = Database(place.url, f"{place}", patience, on_wait)
    try:
        database.attempt(lambda: _migrate(database), min(patience, _OPENING_PATIENCE))
        known = _known(database, folder, place)
        try:
            remember(folder, known)
        except OSError as error:
            # A folder that only can be read tells as much.
            if make:
                shown = plain(str(folder.path))
                raise JournalUnavailable(f"{shown}: {error.strerror}") from error
        opened = _identity(folder, place)
        yield Journal(database, known.class_id)
        # The database writes on into a file that was removed, and nobody would ever see it.
        if _identity(folder, place) != opened:
            raise JournalUnavailable(
                f"the journal {place} was moved or removed while it was open: what was entered "
                "since is not in that folder; put the folder back, or grade again"
            )
    finally:
        database.dispose()


def _identity(folder: ClassFolder, place: Place) -> tuple[int, int] | None:
    """Which file the journal is, whatever its name; None for a database elsewhere, or no file."""
    if not place.is_file:
        return None
    try:
        found = folder.journal.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_folder(folder: ClassFolder, place: Place) -> None:
    try:
        make_private(folder.path)
        if place.is_file:
            make_file(folder.journal)
    except OSError as error:
        shown = plain(str(error.filename or folder.path))
        raise JournalUnavailable(f"{shown} cannot be made: {error.strerror}") from error


def _known(database: Database, folder: ClassFolder, place: Place) -> Place:
    """The place with the class's id: as the folder remembers it, as the journal does, or new.

    The one class of a journal in the folder is the folder's, whatever the folder remembers.
    """
    here = str(folder.path.resolve())

    def make(session: Session) -> str:
        known = _find(session, place, here)
        if known is None:
            if place.is_file and session.scalars(select(Class).limit(1)).first():
                raise UsageError(
                    f"{plain(str(folder.journal))} has several classes, and {folder.memory.name}, "
                    "which says whose the folder is, is gone or of another one: put back a copy"
                )
            known = Class(id=place.class_id or new_class(), folder=here)
            session.add(known)
        known.folder = here
        return known.id

    def read(session: Session) -> tuple[str, str] | None:
        known = _find(session, place, here)
        return (known.id, known.folder) if known else None

    found = database.read(read)
    is_here = found is not None and found[1] == here
    return Place(found[0] if found and is_here else database.write(make), place.url)


def _find(session: Session, place: Place, here: str) -> Class | None:
    if place.is_file:
        only = session.scalars(select(Class).limit(2)).all()
        if len(only) == 1:
            return only[0]
    if place.class_id:
        return session.get(Class, place.class_id)
    return session.scalars(select(Class).where(Class.folder == here)).first()


def _migrate(database: Database) -> None:
    """Bring the tables to today's form; at once or not at all, by one process at a time."""
    with database.connection() as connection:
        version = _version(connection, database)
        connection.rollback()
        if version == VERSION:
            return
        if database.is_file:
            connection = connection.execution_options(writes=True)
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        _upgrade(connection, _version(connection, database), database.shown)
        connection.commit()


def _version(connection: Connection, database: Database) -> str:
    """The version of the tables; empty if there are none.

    Raises:
        JournalError: there are tables of something else.
    """
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        query = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - a constant
        return str(connection.execute(query).scalar() or "")
    # A database may be used for other things, too; a file may not.
    others = tables if database.is_file else tables & set(Table.metadata.tables)
    if others:
        raise JournalError(
            f"{database.shown} is a database, but no journal: it has tables of something else "
            f"({plain(', '.join(sorted(others)))}); name another"
        )
    return ""


def _upgrade(connection: Connection, version: str, shown: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if version and version not in known:
        raise JournalError(
            f"the journal {shown} was written by a newer version of this suite (its form is "
            f"{plain(version)}, this suite's {VERSION}): install that version, or a newer one"
        )
    command.upgrade(config, "head")
