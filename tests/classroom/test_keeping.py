"""A grading is kept whole: files first, then its entry; or it is no mark."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from classroom import keeping
from classroom.folder import ClassFolder
from classroom.journal import Journal, JournalUnavailable, open_journal
from classroom.keeping import digest, evidence_of, keep, reconcile
from classroom.results import Entry, Result
from tests.harness import documents, postgresql
from tests.harness.classes import BEGAN, student

FILES = {"report.html": b"<p>", "evidence.yaml": b"interactions: []\n", "evidence.ipynb": b"{}"}


def result(name: str = "ada", **fields: object) -> Result:
    """A grading, just done."""
    return Result(name, BEGAN, 2.5, 20, documents.one_wrong(), files=FILES)


def whole(entry: Entry) -> dict[str, object]:
    """All of an entry that is kept."""
    return vars(entry) | {"document": entry.document.to_json()}


def test_files_and_entry_are_one(folder: ClassFolder, url: str | None) -> None:
    """The entry names the hash of the very bytes; the files are their owner's alone."""
    with open_journal(folder, url) as journal:
        run = journal.begin_run("graded")
        entry = keep(result("../../A d\0a"), folder, journal, run)
        [found] = journal.entries()
    assert whole(found) == whole(entry)
    place = evidence_of(folder, entry)
    assert place
    assert entry.evidence == hashlib.sha256(FILES["evidence.yaml"]).hexdigest() == digest(place)
    assert {each.name for each in place.parent.iterdir()} == {*FILES, "report.json", "grading.json"}
    below = list((folder.path / "students").rglob("*"))
    modes = {(each.is_dir(), stat.S_IMODE(each.stat().st_mode)) for each in below}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_what_the_journal_lacks_is_entered_later(
    folder: ClassFolder, postgresql_server: postgresql.Server
) -> None:
    """The database was away: the files are there, and the entry comes with the next start."""
    url = postgresql_server.new_database()
    with open_journal(folder, url, patience=0.2) as journal:
        run = journal.begin_run("graded")
        journal.enroll([student("ada")])
        postgresql_server.stop()
        try:
            with pytest.raises(JournalUnavailable):
                keep(result(), folder, journal, run)
        finally:
            postgresql_server.start()
        assert journal.ids() == set()
        [entered] = reconcile(folder, journal)
        [found] = journal.entries("ada")
        assert whole(found) == whole(entered)
        assert reconcile(folder, journal) == []


def test_half_written_gradings_are_removed(folder: ClassFolder) -> None:
    """What a killed process left behind is no grading, nor is a folder without its facts."""
    with open_journal(folder) as journal:
        entry = keep(result(), folder, journal, journal.begin_run("graded"))
        half = folder.grading("ada", "0123.part")
        half.mkdir()
        (half / "evidence.yaml").write_text("interac")
        empty = folder.grading("ada", "4567")
        empty.mkdir()
        assert reconcile(folder, journal) == []
        assert journal.ids() == {entry.id}
    assert not half.exists()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_mark_without_its_evidence_is_none(
    folder: ClassFolder, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """The disk is full: nothing of it is left, and every check is not verified, with the reason."""

    def fail(path: Path, content: bytes) -> None:
        path.write_bytes(content[:3])
        raise OSError(error, os.strerror(error), str(path))

    with open_journal(folder) as journal:
        monkeypatch.setattr(keeping, "write_private", fail)
        entry = keep(result(), folder, journal, journal.begin_run("graded"))
        [found] = journal.entries()
        assert whole(found) == whole(entry)
        assert journal.unfinished() == []
        journal.enroll([student("ada")])
        assert journal.unfinished() == ["ada"]
    assert {str(check.verdict) for check in entry.document.checks} == {"not verified"}
    assert os.strerror(error) in entry.trouble
    assert all(os.strerror(error) in (check.reason or "") for check in entry.document.checks)
    score = entry.document.score
    assert (score.sure, score.possible) == (0, score.maximum)
    assert list(folder.student("ada").iterdir()) == []


def test_a_folder_that_vanished_is_not_made_anew(
    folder: ClassFolder, postgresql_server: postgresql.Server
) -> None:
    """With its journal elsewhere, the student has an entry that says why there is no mark."""
    with open_journal(folder, postgresql_server.new_database()) as journal:
        run = journal.begin_run("graded")
        folder.path.rename(folder.path.with_name("gone"))
        entry = keep(result(), folder, journal, run)
    assert "the folder of the class is gone" in entry.trouble
    assert not folder.path.exists()


KEEPER = """
import sys
from pathlib import Path
from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.keeping import keep, reconcile
from tests.classroom.test_keeping import result
folder = ClassFolder(Path(sys.argv[1]))
with open_journal(folder, sys.argv[2] or None) as journal:
    reconcile(folder, journal)
    run = journal.begin_run("graded")
    print("began", flush=True)
    while True:
        keep(result(), folder, journal, run)
"""


def test_a_kill_leaves_nothing_half(folder: ClassFolder, url: str | None) -> None:
    """Killed at any moment, after a new start the journal has just the gradings that are kept."""
    root = Path(__file__).resolve().parents[2]
    for _ in range(2):
        keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(folder.path), url or ""],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(root)},
        )
        assert keeper.stdout
        keeper.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            keeper.wait(0.4)
        keeper.send_signal(signal.SIGKILL)
        keeper.wait()
        keeper.stdout.close()
    with open_journal(folder, url) as journal:
        reconcile(folder, journal)
        kept = {each.name for each in folder.path.glob("students/*/*")}
        assert kept == journal.ids() != set()
        for entry in journal.entries():
            check_whole(folder, journal, entry.id)


def check_whole(folder: ClassFolder, journal: Journal, id_: str) -> None:
    """A kept grading has all its files, as they were."""
    place = folder.grading("ada", id_)
    assert {name: (place / name).read_bytes() for name in FILES} == FILES


def test_a_wait_for_the_database_can_be_stopped(
    folder: ClassFolder, postgresql_server: postgresql.Server
) -> None:
    """Ctrl-C ends it; the files are kept whole, and entered at the next start."""
    url = postgresql_server.new_database()

    def interrupt(_reason: str, _left: float) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with open_journal(folder, url, on_wait=interrupt) as journal:
        run = journal.begin_run("graded")
        postgresql_server.stop()
        try:
            with pytest.raises(KeyboardInterrupt):
                keep(result(), folder, journal, run)
        finally:
            postgresql_server.start()
        assert len(reconcile(folder, journal)) == 1


def test_a_part_of_the_checks_is_no_mark(folder: ClassFolder) -> None:
    """Whatever has selected it: it counts only if there is no other."""
    part = replace(documents.all_met(), partial=True)
    with open_journal(folder) as journal:
        run = journal.begin_run("graded")
        mark = keep(result(), folder, journal, run)
        partial = Result("ada", BEGAN, 2.5, 20, part, files={"evidence.yaml": b"interactions: 1"})
        assert keep(partial, folder, journal, run).trouble
        (standing,) = journal.standings()
        assert standing.entry
        assert standing.entry.id == mark.id
