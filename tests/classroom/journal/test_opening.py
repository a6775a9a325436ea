"""A journal is opened, made, found again, or refused in clear words."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text

from classroom.folder import ClassFolder
from classroom.journal import JournalError, JournalUnavailable, open_journal, tables
from classroom.usage import UsageError
from tests.harness import postgresql
from tests.harness.classes import entry, student


def engine_url(folder: ClassFolder, url: str | None) -> str:
    """The journal's database, as SQLAlchemy names it."""
    return (
        url.replace("postgresql:", "postgresql+psycopg:") if url else f"sqlite:///{folder.journal}"
    )


def test_the_migrations_make_the_tables(folder: ClassFolder, url: str | None) -> None:
    """What Alembic makes is what the classes say, and its newest version is the one they name."""
    with open_journal(folder, url):
        pass
    engine = create_engine(engine_url(folder, url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        different = [
            each
            for each in compare_metadata(context, tables.Table.metadata)
            if tables.VERSION_TABLE not in str(each)
        ]
        version = connection.execute(text("SELECT version_num FROM journal_version")).scalar()
    engine.dispose()
    scripts = Path(tables.__file__).parent / "migrations"
    assert not different
    assert version == tables.VERSION == ScriptDirectory(str(scripts)).get_current_head()


def test_a_journal_of_a_newer_version_is_refused(folder: ClassFolder, url: str | None) -> None:
    """It says so, and what to do, and changes nothing."""
    with open_journal(folder, url):
        pass
    engine = create_engine(engine_url(folder, url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE journal_version SET version_num = '9999'"))
    engine.dispose()
    with (
        pytest.raises(JournalError, match=r"written by a newer version of this suite.*9999"),
        open_journal(folder, url),
    ):
        pass


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,name\nada,Ada\n" * 100, "is damaged, or no journal"),
        (b"SQLite format 3\0" + b"\xff" * 5000, "is damaged, or no journal"),
    ],
)
def test_a_file_that_is_no_journal_is_refused(
    folder: ClassFolder, content: bytes, said: str
) -> None:
    """One line says which file, and what to do; the file stays as it is."""
    folder.path.mkdir()
    folder.journal.write_bytes(content)
    with pytest.raises(JournalError, match=said) as raised, open_journal(folder):
        pass
    assert len(str(raised.value).splitlines()) == 1
    assert folder.journal.read_bytes() == content


def test_a_journal_that_is_cut_is_one_clear_message(folder: ClassFolder) -> None:
    """A half of the file is damaged, and is said to be."""
    with open_journal(folder) as journal:
        for number in range(20):
            journal.add(entry(f"{number}", "ada"))
    content = folder.journal.read_bytes()
    folder.journal.write_bytes(content[: len(content) // 2 // 4096 * 4096])
    with pytest.raises(JournalError, match="damaged"), open_journal(folder) as journal:
        list(journal.entries())


def test_a_database_of_something_else_is_refused(folder: ClassFolder, url: str | None) -> None:
    """Its tables are named, and stay what they are."""
    folder.path.mkdir()
    engine = create_engine(engine_url(folder, url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE students (id INTEGER)"))
    engine.dispose()
    with pytest.raises(JournalError, match=r"no journal.*\(students\)"), open_journal(folder, url):
        pass


def test_where_there_is_no_class_nothing_is_made(folder: ClassFolder) -> None:
    """A verb that only reads says that the folder holds no class, and makes no folder."""
    with pytest.raises(UsageError, match="there is no class in"), open_journal(folder, make=False):
        pass
    assert not folder.path.exists()


def test_the_files_are_their_owners_alone(folder: ClassFolder) -> None:
    """Folder 0700, files 0600, those beside the journal, too, while it is open."""
    with open_journal(folder) as journal:
        journal.enroll([student("ada")])
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_the_journals_place_is_remembered_without_its_password(
    folder: ClassFolder, postgresql_server: postgresql.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named once, later verbs find it; the password is asked of the environment each time."""
    name = postgresql_server.new_database().partition("@/")[2].partition("?")[0]
    where = f"127.0.0.1:{postgresql_server.port}/{name}"
    full = f"postgresql://{postgresql.USER}:{postgresql.PASSWORD}@{where}"
    monkeypatch.setenv("CLASSROOM_JOURNAL", full)
    with open_journal(folder) as journal:
        journal.add(entry("1", "ada"))
        assert postgresql.PASSWORD not in str(journal)
    assert not folder.journal.exists()
    assert postgresql.PASSWORD not in (folder.path / "class.json").read_text()
    with open_journal(folder, f"postgresql://{postgresql.USER}@{where}") as journal:
        assert journal.ids() == {"1"}
    monkeypatch.delenv("CLASSROOM_JOURNAL")
    with pytest.raises(JournalError, match=r"CLASSROOM_JOURNAL.*PGPASSFILE"), open_journal(folder):
        pass
    monkeypatch.setenv("PGPASSWORD", postgresql.PASSWORD)
    with open_journal(folder, make=False) as journal:
        assert journal.ids() == {"1"}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://grader:secret-word@localhost/class",
        "postgresql://grader@localhost/class?password=secret-word",
        "postgresql://grader@localhost/class?sslpassword=secret-word",
    ],
)
def test_a_password_on_the_command_line_is_refused(folder: ClassFolder, url: str) -> None:
    """Everybody on the machine could read it there; the message has the cure, not the password."""
    with pytest.raises(UsageError, match="CLASSROOM_JOURNAL") as raised, open_journal(folder, url):
        pass
    assert "secret-word" not in str(raised.value)
    assert not folder.path.exists()


@pytest.mark.parametrize(
    "url", ["mysql://secret-word@h/x", "secret-word", "postgresql://h:p:secret-word/"]
)
def test_what_is_no_url_of_postgresql_is_refused(folder: ClassFolder, url: str) -> None:
    """The message says what one looks like, and does not repeat what may hold a password."""
    with (
        pytest.raises(UsageError, match="no URL of PostgreSQL") as raised,
        open_journal(folder, url),
    ):
        pass
    assert "secret-word" not in str(raised.value)


def test_another_place_than_the_remembered_one_is_refused(
    folder: ClassFolder, postgresql_server: postgresql.Server
) -> None:
    """Marks do not end up in two journals by mistake."""
    with open_journal(folder):
        pass
    with (
        pytest.raises(UsageError, match="is in that folder, not postgresql://"),
        open_journal(folder, postgresql_server.new_database()),
    ):
        pass


def test_a_server_that_is_not_there_is_said_soon(folder: ClassFolder) -> None:
    """Opening waits as long as it is told to, and names the place and the reason."""
    url = "postgresql://grader@127.0.0.1:1/class"
    with (
        pytest.raises(JournalUnavailable, match="does not answer"),
        open_journal(folder, url, patience=0.2),
    ):
        pass


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    """A file in its way, say."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(JournalUnavailable, match="cannot be made"),
        open_journal(ClassFolder(tmp_path / "file" / "marks")),
    ):
        pass


def test_a_damaged_memory_of_the_place_is_one_clear_error(folder: ClassFolder) -> None:
    """class.json that is none."""
    folder.path.mkdir()
    for content in ("{", "[]", "[" * 100_000):
        (folder.path / "class.json").write_text(content)
        with pytest.raises(UsageError, match=r"class\.json is damaged"), open_journal(folder):
            pass


@pytest.mark.parametrize("memory", [None, '{"class": "that of another folder"}'])
def test_the_class_of_the_journal_in_a_folder_is_the_folders(
    folder: ClassFolder, memory: str | None
) -> None:
    """Whatever became of class.json, and wherever the folder went: it is written anew."""
    with open_journal(folder) as journal:
        journal.add(entry("1", "ada"))
    known = json.loads(folder.memory.read_text())
    moved = ClassFolder(folder.path.rename(folder.path.with_name("moved")))
    moved.memory.unlink()
    if memory:
        moved.memory.write_text(memory)
    with open_journal(moved, make=False) as journal:
        assert journal.ids() == {"1"}
    assert json.loads(moved.memory.read_text()) == known


def test_of_several_classes_none_is_guessed(folder: ClassFolder) -> None:
    """The one that the folder remembers is its own; without that, nothing is made."""
    with open_journal(folder) as journal:
        journal.add(entry("1", "ada"))
    with sqlite3.connect(folder.journal) as connection:
        connection.execute("INSERT INTO classes (id, folder) VALUES ('other', '/other')")
    connection.close()
    with open_journal(folder) as journal:
        assert journal.ids() == {"1"}
    moved = ClassFolder(folder.path.rename(folder.path.with_name("moved")))
    moved.memory.unlink()
    with pytest.raises(UsageError, match="has several classes"), open_journal(moved):
        pass


WRITER = """
import json, sys
from pathlib import Path
from classroom.folder import ClassFolder
from classroom.journal import open_journal
from tests.harness.classes import entry
number = 0
with open_journal(ClassFolder(Path(sys.argv[1])), json.loads(sys.argv[2])) as journal:
    while True:
        number += 1
        journal.add(entry(f"{number:x}", "ada"))
        print(f"{number:x}", flush=True)
"""


def test_a_kill_loses_nothing_that_was_entered(folder: ClassFolder, url: str | None) -> None:
    """Killed at any moment, the journal has all that `add` returned for, and opens at once."""
    root = Path(__file__).resolve().parents[3]
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder.path), json.dumps(url)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(root)},
        )
        assert writer.stdout
        told = [writer.stdout.readline().strip() for _ in range(5)]
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        with open_journal(folder, url) as journal:
            entered = {each.id for each in journal.entries()}
        assert set(told) <= entered
        assert len(entered - set(told)) <= 1


def test_what_is_forgotten_is_in_no_free_page(folder: ClassFolder) -> None:
    """Neither the file nor a log beside it holds a name that was removed."""
    with open_journal(folder) as journal:
        journal.enroll([student("ada", "Ada Unforgettable"), student("ben")])
        journal.add(entry("1", "ada", trouble="Unforgettable"))
        journal.add(entry("2", "ben"))
        journal.forget([], ["ada"])
        left = b"".join(each.read_bytes() for each in folder.path.iterdir())
        assert b"Unforgettable" not in left
        assert journal.ids() == {"2"}
    with sqlite3.connect(folder.journal) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("again", [True, False])
def test_a_journal_that_vanishes_while_it_is_open_is_said(folder: ClassFolder, again: bool) -> None:
    """SQLite would write on into a removed file, and all would seem to be well."""

    def vanish() -> None:
        with open_journal(folder) as journal:
            shutil.rmtree(folder.path)
            if again:
                folder.path.mkdir()
                folder.journal.write_bytes(b"")
            journal.add(entry("1", "ada"))

    with pytest.raises(JournalUnavailable, match="was moved or removed while it was open"):
        vanish()


def test_a_full_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until there is room again, or for a bounded time, after which it is one clear error."""
    monkeypatch.setattr("classroom.journal.database._PATIENCE_FOR_ROOM", 0.5)
    folder = ClassFolder(tmp_path / "marks")
    waits: list[str] = []
    with open_journal(folder, on_wait=lambda reason, _left: waits.append(reason)) as journal:
        engine = journal._database._engine

        def limit(connection: sqlite3.Connection, _record: object) -> None:
            """The disk has no more room than the file has pages."""
            connection.execute("PRAGMA max_page_count = 1")

        large = entry("1", "ada", trouble="x" * 1_000_000)
        event.listen(engine, "connect", limit)
        engine.dispose()
        with pytest.raises(JournalUnavailable, match="has no room"):
            journal.add(large)
        assert "full" in waits[0]
        event.remove(engine, "connect", limit)
        engine.dispose()
        journal.add(large)
        assert journal.ids() == {"1"}


def test_a_journal_of_before_is_brought_to_todays_form(
    folder: ClassFolder, url: str | None
) -> None:
    """What its gradings were of is not known, and nothing of them is lost."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada")])
        journal.add(entry("1", "ada", run=journal.begin_run("graded")))
    engine = create_engine(engine_url(folder, url))
    with engine.begin() as connection:
        for name in ("resources", "notebook"):
            connection.execute(text(f"ALTER TABLE gradings DROP COLUMN {name}"))
        connection.execute(text("UPDATE journal_version SET version_num = '0001'"))
    engine.dispose()
    with open_journal(folder, url) as journal:
        (kept,) = journal.entries()
    assert (kept.id, kept.resources, kept.notebook) == ("1", "", "")
