"""The database of a journal: connected, tried again while it is away, every failure in our words.

What SQLAlchemy says of an error may hold what was to be written: it is never shown.
"""

import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from acceptance.plain_text import plain
from classroom.journal.tables import Table
from classroom.usage import TroubleError

OnWait = Callable[[str, float], object]
"""Called with why the database does not answer and the seconds left, before each new try."""

Outcome = TypeVar("Outcome")

PATIENCE: Final = 300.0
"""Seconds for which a database may be away before its caller hears of it."""

_PATIENCE_FOR_ROOM: Final = 30.0
_MOST_RACES: Final = 5
_BUSY: Final = 30.0
_LONGEST_PAUSE: Final = 5.0
_ALIVE: Final = {
    # A host that vanishes without a word is noticed within half a minute.
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "classroom",
}


class JournalError(TroubleError):
    """The journal cannot be used; the message says what, why, and what to do."""


class JournalUnavailable(JournalError):
    """The journal cannot be reached now. What was to be written is not in it."""


class Database:
    """The database of a journal; for any thread.

    Args:
        patience: seconds for which it may be away.
        on_wait: told of each wait.
    """

    def __init__(
        self, url: URL, shown: str, patience: float = PATIENCE, on_wait: OnWait | None = None
    ) -> None:
        self.shown = shown
        self.is_file = url.get_backend_name() == "sqlite"
        self._patience = patience
        self._on_wait = on_wait or (lambda _reason, _left: None)
        self._engine = _sqlite(url) if self.is_file else _postgresql(url)

    def dispose(self) -> None:
        """Close its connections."""
        self._engine.dispose()

    def connection(self) -> Connection:
        """A connection of its own, to be closed; for what goes beyond a transaction."""
        return self._engine.connect()

    def read(self, work: Callable[[Session], Outcome]) -> Outcome:
        """What comes of some work that reads, in one transaction.

        Raises:
            JournalError: as `attempt` has it.
        """
        return self.attempt(lambda: self._transaction(self._engine, work))

    def write(self, work: Callable[[Session], Outcome]) -> Outcome:
        """What comes of some work that writes, in one transaction: all of it, or nothing.

        The work may be done twice, if nobody knows whether the first time was the last.

        Raises:
            JournalError: as `attempt` has it.
        """
        engine = self._engine.execution_options(writes=True)
        return self.attempt(lambda: self._transaction(engine, work))

    def sweep(self) -> None:
        """Leave nothing of what was removed: neither in free pages nor in a log beside the file.

        Raises:
            JournalError: as `attempt` has it.
        """
        self.attempt(self._sweep)

    def _sweep(self) -> None:
        with self._engine.connect() as connection:
            bare = connection.execution_options(isolation_level="AUTOCOMMIT")
            if not self.is_file:
                for name in reversed(Table.metadata.sorted_tables):
                    bare.exec_driver_sql(f'VACUUM (FULL) "{name}"')
                return
            bare.exec_driver_sql("VACUUM")
            bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def attempt(self, work: Callable[[], Outcome], patience: float | None = None) -> Outcome:
        """Do some work; while the database is away, try again.

        Raises:
            JournalUnavailable: it is away for too long, or cannot be written.
            JournalError: it is damaged, or refuses.
        """
        began = time.monotonic()
        deadline = began + (self._patience if patience is None else patience)
        pause, races = 0.1, 0
        while True:
            left = deadline - time.monotonic()
            try:
                return work()
            except IntegrityError as error:
                # Somebody else was quicker: the work, done again, finds what it wanted to make.
                races += 1
                if races > _MOST_RACES:
                    raise self._failure(error) from None
            except DBAPIError as error:
                if is_full(error):
                    # Somebody may make room; nobody else gives it.
                    left = min(left, began + _PATIENCE_FOR_ROOM - time.monotonic())
                if left <= 0 or not is_away(error):
                    raise self._failure(error) from None
                self._on_wait(reason(error), left)
            except SQLAlchemyError as error:
                # Its text may hold what was to be written.
                raise JournalError(
                    f"the journal {self.shown} failed: {type(error).__name__}"
                ) from None
            time.sleep(max(min(pause * random.uniform(0.5, 1), left), 0.01))  # noqa: S311 - no secret
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _transaction(self, engine: Engine, work: Callable[[Session], Outcome]) -> Outcome:
        with Session(engine) as session, session.begin():
            return work(session)

    def _failure(self, error: DBAPIError) -> JournalError:
        why = reason(error)
        if is_full(error):
            return JournalUnavailable(f"the journal {self.shown} has no room: {why}")
        if is_away(error):
            return JournalUnavailable(f"the journal {self.shown} does not answer: {why}")
        if any(text in why for text in _DAMAGED):
            return JournalError(
                f"{self.shown} is damaged, or no journal: {why}; put back a copy of it, or move it "
                "away: what is in the folder of the class is then entered anew"
            )
        if self.is_file:
            return JournalUnavailable(f"the journal {self.shown} cannot be used: {why}")
        cure = next((cure for text, cure in _CURES.items() if text in why), "")
        return JournalError(f"the journal {self.shown} refuses: {why}{cure}")


_DAMAGED: Final = ("not a database", "malformed", "corrupt")
_SIGN_IN: Final = (
    "; put the URL with its password into the environment variable CLASSROOM_JOURNAL, or name the "
    "file of the password in PGPASSFILE"
)
_CURES: Final = {
    "password": _SIGN_IN,
    "authentication failed": _SIGN_IN,
    'database "': "; make the database first: createdb NAME",
    "permission denied": "; grant this user what it asks for, or name another",
}
"""By what the server says: of a connection that it refuses, it gives no state."""


def is_away(error: DBAPIError) -> bool:
    """Whether the database may answer again by itself."""
    if error.connection_invalidated:
        return True
    state = _state(error)
    if isinstance(error.orig, ImportError):
        return False
    if state:
        # Connections, resources, an operator's shutdown; deadlocks and serialization.
        return state[:2] in ("08", "53", "57", "40") or state == "55P03"
    why = str(error.orig)
    if is_full(error) or "database is locked" in why or "database table is locked" in why:
        return True
    # What libpq says of no connection has no state.
    refused = any(text in why for text in _REFUSED)
    return type(error.orig).__module__.startswith("psycopg") and not refused


def is_full(error: DBAPIError) -> bool:
    """Whether there is no room for what is to be written."""
    return "database or disk is full" in str(error.orig)


_REFUSED: Final = (
    "authentication failed",
    "no password supplied",
    "does not exist",
    "no pg_hba.conf entry",
    "invalid connection option",
    "invalid URI",
    "definition of service",
    "certificate",
)


def reason(error: DBAPIError) -> str:
    """Why, in one line."""
    lines = str(error.orig).strip().splitlines()
    return plain(lines[0] if lines else type(error.orig).__name__, 300)


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _postgresql(url: URL) -> Engine:
    known = {name: value for name, value in _ALIVE.items() if name not in url.query}
    return create_engine(
        url, connect_args=known, pool_pre_ping=True, pool_recycle=600, hide_parameters=True
    )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        # Or else the driver begins transactions by its own rules, and not before tables are made.
        connection.isolation_level = None
        # Where the file system can do that, readers and the writer do not wait for each other.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        for pragma in ("foreign_keys = ON", "secure_delete = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def make_file(path: Path) -> None:
    """Make the file of a journal, if there is none, for its owner's eyes; its kin get its mode.

    Raises:
        OSError: it cannot be made.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(OSError):  # Somebody else's, or on a system without such modes.
        path.chmod(0o600)
