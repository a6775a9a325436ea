"""The journal on each of its databases: what it keeps, and what it answers."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import create_engine, text

from classroom.folder import ClassFolder
from classroom.journal import Counts, JournalUnavailable, open_journal
from tests.harness import documents, postgresql
from tests.harness.classes import entry, graded, student, unverified


def test_a_grading_comes_back_as_it_was_entered(folder: ClassFolder, url: str | None) -> None:
    """Each field of an entry is kept, its time with the zone, its document whole."""
    kept = entry("a1", "ada", documents.hostile(), trouble="it broke\0 here \ud800 \\u0000")
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada")])
        journal.add(kept)
    with open_journal(folder, url) as journal:
        [found] = journal.entries("ada")
    assert found.document.to_json() == kept.document.to_json()
    names = [name for name in vars(kept) if name != "document"]
    assert [getattr(found, name) for name in names] == [getattr(kept, name) for name in names]


def test_letter_case_makes_no_other_student(folder: ClassFolder, url: str | None) -> None:
    """The newest roster's spelling is shown; gradings and files are where they were."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("A-0001")])
        journal.add(entry("a1", "A-0001"))
        journal.enroll([student("a-0001")])
        assert [(each.id, each.in_roster) for each in journal.students()] == [("a-0001", True)]
        assert [each.id for each in journal.entries("a-0001")] == ["a1"]
        assert not journal.unfinished()
    assert folder.grading("A-0001", "a1") == folder.grading("a-0001", "a1")


def test_an_entry_is_entered_once(folder: ClassFolder, url: str | None) -> None:
    """Entered again, be it at the same time by several, a grading is there once."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada")])
        run = journal.begin_run("graded")
        threads = [
            threading.Thread(target=journal.add, args=[entry("a1", "ada", run=run)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [each.id for each in journal.entries()] == ["a1"]
        assert journal.ids() == {"a1"}


def test_entries_are_told_from_the_oldest_on(folder: ClassFolder, url: str | None) -> None:
    """More of them than are read at a time come in the order in which they were entered."""
    with open_journal(folder, url) as journal:
        ids = [f"{number:x}" for number in range(110)]
        for id_ in ids:
            journal.add(entry(id_, "ada" if int(id_, 16) % 2 else "ben"))
        assert [each.id for each in journal.entries()] == ids
        assert [each.id for each in journal.entries("ada")] == ids[1::2]


def test_students_stand_in_the_order_of_the_newest_roster(
    folder: ClassFolder, url: str | None
) -> None:
    """Who left the roster comes last and is said to be in it no more; names are the newest."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada"), student("ben"), student("cleo")])
        journal.enroll([student("cleo", "Cleo C."), student("ada")])
        found = [(each.id, each.name, each.in_roster) for each in journal.students()]
    assert found == [
        ("cleo", "Cleo C.", True),
        ("ada", "Student ada", True),
        ("ben", "Student ben", False),
    ]


@pytest.mark.parametrize(
    "name", ["\0", "\ud800", "a\\u0000", "\\\0", "=1+1", "e\u0301" * 5000, "\U0001f408" * 10_000]
)
def test_any_text_is_a_student(folder: ClassFolder, url: str | None, name: str) -> None:
    """Whatever a roster can hold is kept as it is, and found again."""
    with open_journal(folder, url) as journal:
        journal.enroll([student(name, name)])
        journal.add(entry("a1", name))
        [found] = journal.students()
        assert (found.id, found.name) == (name, name)
        assert [each.student for each in journal.entries(name)] == [name]


def test_unfinished_is_who_has_no_grading_or_one_that_is_not_verified(
    folder: ClassFolder, url: str | None
) -> None:
    """Not who is met in little, and not who is in an earlier roster."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("gone")])
        journal.enroll([student(each) for each in ("none", "part", "cured", "low", "broken")])
        journal.add(entry("1", "part", unverified("2.2.1")))
        journal.add(entry("2", "cured", unverified("2.2.1")))
        journal.add(entry("3", "cured"))
        journal.add(entry("4", "low", documents.one_wrong()))
        journal.add(entry("5", "broken", trouble="the process was killed"))
        assert journal.unfinished() == ["none", "part", "broken"]


def test_what_counts_is_an_option(folder: ClassFolder, url: str | None) -> None:
    """The last grading, the best, or the first that verified all; each student has a standing."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada"), student("ben")])
        journal.add(entry("1", "ada", unverified("2.2.1")))
        journal.add(entry("2", "ada", documents.one_wrong(), hours=1))
        journal.add(entry("3", "ada", hours=2))
        journal.add(entry("4", "ada", graded(_3_1_2=documents.not_met()), hours=3))
        found = {
            counts: [each.entry and each.entry.id for each in journal.standings(counts)]
            for counts in Counts
        }
    assert found == {
        Counts.LAST: ["4", None],
        Counts.BEST: ["3", None],
        Counts.FIRST_PASS: ["2", None],
    }


def test_classes_of_one_database_do_not_meet(folder: ClassFolder, url: str | None) -> None:
    """Two folders may keep their journals in one database; each sees its own alone."""
    other = ClassFolder(folder.path.with_name("other"))
    with open_journal(folder, url) as one, open_journal(other, url) as two:
        one.enroll([student("ada")])
        one.add(entry("1", "ada"))
        two.enroll([student("ada", "Another Ada")])
        two.add(entry("2", "ada"))
        two.forget([], ["ada"])
        assert [each.name for each in one.students()] == ["Student ada"]
        assert [each.id for each in one.entries()] == ["1"]
        assert two.students() == []
        assert two.ids() == set()


def test_a_folder_that_vanished_finds_its_journal_again(
    folder: ClassFolder, postgresql_server: postgresql.Server
) -> None:
    """A database still knows the class whose folder is made anew in its place."""
    url = postgresql_server.new_database()
    with open_journal(folder, url) as journal:
        journal.add(entry("1", "ada"))
    (folder.path / "class.json").unlink()
    with open_journal(folder, url) as journal:
        assert journal.ids() == {"1"}


def test_an_instructor_may_ask_by_sql(folder: ClassFolder, url: str | None) -> None:
    """Verdict and points of each check are in a table, beside gradings and students."""
    with open_journal(folder, url) as journal:
        journal.enroll([student("ada")])
        journal.add(entry("1", "ada", documents.one_wrong()))
    where = (
        url.replace("postgresql:", "postgresql+psycopg:") if url else f"sqlite:///{folder.journal}"
    )
    engine = create_engine(where)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT students.id, checks.verdict, checks.points FROM checks "
                "JOIN gradings ON gradings.id = checks.grading_id "
                "JOIN students ON students.key = gradings.student_key "
                "WHERE checks.check_id = '2.2.1'"
            )
        ).all()
        began = connection.execute(text("SELECT began FROM gradings")).scalar()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("ada", "not met", 1)]
    assert str(began).startswith("2026-11-20 09:00:00")


@pytest.mark.parametrize("how", ["stop", "crash"])
def test_a_server_that_restarts_costs_nothing(
    folder: ClassFolder, postgresql_server: postgresql.Server, how: str
) -> None:
    """While the database is away, it is waited for, and that is said; then all is entered."""
    url = postgresql_server.new_database()
    waits: list[str] = []
    is_away = threading.Event()

    def on_wait(reason: str, left: float) -> None:
        waits.append(reason)
        is_away.set()

    with open_journal(folder, url, on_wait=on_wait) as journal:
        journal.enroll([student("ada")])
        journal.add(entry("1", "ada"))
        postgresql_server.stop(3 if how == "crash" else 2)
        try:
            adding = threading.Thread(target=journal.add, args=[entry("2", "ada")])
            adding.start()
            assert is_away.wait(30)
        finally:
            postgresql_server.start()
        adding.join(30)
        assert [each.id for each in journal.entries()] == ["1", "2"]
    assert waits
    assert "cat-and-dog" not in str(waits)


def test_a_server_that_stays_away_is_one_clear_error(
    folder: ClassFolder, postgresql_server: postgresql.Server
) -> None:
    """After the patience that was given, the caller hears that nothing was entered, and why."""
    url = postgresql_server.new_database()
    with open_journal(folder, url, patience=0.3) as journal:
        postgresql_server.stop()
        try:
            with pytest.raises(JournalUnavailable, match="does not answer"):
                journal.add(entry("1", "ada"))
        finally:
            postgresql_server.start()
        assert journal.ids() == set()
