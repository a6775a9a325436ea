"""`status`: how far a class is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.keeping import keep
from classroom.results import Entry
from tests.classroom.verbs.conftest import Ran
from tests.harness import postgresql
from tests.harness.classes import result, student


@pytest.mark.usefixtures("kept")
def test_it_says_who_is_missing_and_who_needs_a_look(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """Counts by state, the missing one first, the reason; the exit status is 6."""
    ran = classroom("status", folder.path)
    assert ran.status == 6
    assert "3 students: 1 all met, 1 not verified, 1 not graded yet" in ran.out
    assert ran.out.index("cleo (Cleo): not graded yet") < ran.out.index("ben (Ben): 16 .. 17 of 17")
    assert "newest grading: 2026-11-21 15:00:00 UTC; counts: last" in ran.out
    assert "Azure answered 429" in ran.out


def test_all_is_well_when_all_is_verified(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """Low marks change no exit status; who left the roster is counted apart."""
    with open_journal(folder) as journal:
        journal.enroll([student("gone")])
        journal.enroll([student("ada")])
        keep(result("ada"), folder, journal, journal.begin_run("graded"))
    ran = classroom("status", folder.path)
    assert ran.status == 0
    assert "The only student is graded" in ran.out
    assert "1 of earlier rosters" in ran.out


def test_what_is_kept_and_not_entered_is_said(
    folder: ClassFolder, kept: dict[str, list[Entry]], classroom: Callable[..., Ran]
) -> None:
    """The database was away: the files are there, and the next `grade` enters them."""
    with open_journal(folder) as journal:
        journal.forget([kept["ben"][0].id], [])
    assert "not in the journal yet: 1; the next" in classroom("status", folder.path).out


def test_a_folder_without_a_class_is_one_clear_message(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """Asked wrongly, and nothing is made."""
    for verb in (["status"], ["explain", "ada"], ["gradebook"]):
        ran = classroom(verb[0], folder.path, *verb[1:])
        assert ran.status == 2
        assert "there is no class in" in ran.err
        assert len(ran.err.splitlines()) == 1
    assert not folder.path.exists()


def test_a_database_that_is_away_is_one_clear_message(
    folder: ClassFolder,
    classroom: Callable[..., Ran],
    postgresql_server: postgresql.Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It could not be done, which is said in one line; a file that is no journal, too."""
    monkeypatch.setattr("classroom.journal.opening._OPENING_PATIENCE", 0.2)
    with open_journal(folder, postgresql_server.new_database()):
        pass
    postgresql_server.stop()
    try:
        ran = classroom("status", folder.path)
    finally:
        postgresql_server.start()
    assert ran.status == 3
    assert "error: the journal postgresql://" in ran.err
    assert "does not answer" in ran.err
    assert "Traceback" not in ran.err


def test_hostile_names_do_nothing_to_a_terminal(
    folder: ClassFolder, classroom: Callable[..., Ran]
) -> None:
    """They are shown as one line without a control character, and cut."""
    with open_journal(folder) as journal:
        journal.enroll([student("\x1b[2J", "\x1b]0;x\x07\nAda\u202e" + "A" * 10_000)])
    for verb in (["status"], ["explain", "\x1b[2J"]):
        out = classroom(verb[0], folder.path, *verb[1:]).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        assert len(out) < 3000
