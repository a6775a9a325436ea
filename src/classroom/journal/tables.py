"""The tables of a journal; `migrations` makes them, and a test holds both to be the same.

An instructor may ask them by SQL: of each student in each grading, each check.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSION: Final = "0002"
"""The newest of the migrations, which these tables come from."""

VERSION_TABLE: Final = "journal_version"
"""Alembic's table, by which a journal is known to be one."""

_UNSTORABLE: Final = re.compile(r"[\0\ud800-\udfff]|\\(?=u[0-9a-f]{4})")
_STORED: Final = re.compile(r"\\u([0-9a-f]{4})")


class AnyText(TypeDecorator[str]):
    r"""Any text of Python: zero and lone surrogates, which databases refuse, as `\u0000`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """As it is stored."""
        return value and _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", value)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> str | None:
        """As it was."""
        return value and _STORED.sub(lambda found: chr(int(found[1], 16)), value)


class UtcTime(TypeDecorator[datetime]):
    """A time with its zone, stored in UTC, which SQLite cannot say."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """As it is stored."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        """As it was, in UTC."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


Number = BigInteger().with_variant(Integer, "sqlite")
"""A number that counts up by itself."""


class Table(DeclarativeBase):
    """What all tables of a journal have in common."""


class Class(Table):
    """A class: a database may hold several, each with a folder of its own."""

    __tablename__ = "classes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    folder: Mapped[str] = mapped_column(AnyText)


class Run(Table):
    """One run of `grade` or `regrade --write`."""

    __tablename__ = "runs"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    class_id: Mapped[str] = mapped_column(ForeignKey("classes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    began: Mapped[datetime] = mapped_column(UtcTime)


class EnrolledStudent(Table):
    """Somebody whom a roster has named. The key is made of the id, which may be of any length."""

    __tablename__ = "students"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    class_id: Mapped[str] = mapped_column(ForeignKey("classes.id"), index=True)
    id: Mapped[str] = mapped_column(AnyText)
    name: Mapped[str] = mapped_column(AnyText)
    email: Mapped[str] = mapped_column(AnyText)
    section: Mapped[str] = mapped_column(AnyText)
    position: Mapped[int] = mapped_column(Integer)
    in_roster: Mapped[bool]


class GradingRow(Table):
    """One grading of one student. Rows are added and forgotten, never changed."""

    __tablename__ = "gradings"
    __table_args__ = (Index("ix_gradings_of_student", "student_key", "number"),)

    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), index=True)
    student_key: Mapped[str] = mapped_column(ForeignKey("students.key"))
    kind: Mapped[str] = mapped_column(String(32))
    began: Mapped[datetime] = mapped_column(UtcTime)
    seconds: Mapped[float] = mapped_column(Double)
    requests: Mapped[int] = mapped_column(Integer)
    suite: Mapped[str] = mapped_column(AnyText)
    against: Mapped[str | None] = mapped_column(AnyText)
    sure: Mapped[int] = mapped_column(Integer)
    possible: Mapped[int] = mapped_column(Integer)
    maximum: Mapped[int] = mapped_column(Integer)
    verified: Mapped[bool]
    evidence: Mapped[str] = mapped_column(String(64))
    trouble: Mapped[str] = mapped_column(AnyText)
    resources: Mapped[str] = mapped_column(String(64), server_default="")
    notebook: Mapped[str] = mapped_column(String(64), server_default="")
    document: Mapped[str] = mapped_column(Text, deferred=True)


class CheckRow(Table):
    """The verdict on one check in one grading, and the points that it is worth."""

    __tablename__ = "checks"

    grading_id: Mapped[str] = mapped_column(
        ForeignKey("gradings.id", ondelete="CASCADE"), primary_key=True
    )
    check_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(32))
    points: Mapped[int] = mapped_column(Integer)


def key(class_id: str, student: str) -> str:
    """The key of a student, from the id that the roster has, in whatever letter case."""
    text = f"{class_id}\0{student.casefold()}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()
