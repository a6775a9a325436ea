"""One run of `grade`: the roster is read, who is missing is graded, and each result is kept.

A result is kept when it comes, its files first: a run that is killed at any point has lost nothing
but the gradings that were running.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from acceptance.plain_text import plain
from acceptance.reports.document import Document
from acceptance.runner import Runner
from classroom.choosing import Differences, Wanted, choose, require_known
from classroom.class_file import read_class, remember_class
from classroom.closing import closing, summed
from classroom.display.displays import displayed
from classroom.display.progress import Progress
from classroom.files import make_private
from classroom.folder import ClassFolder
from classroom.grading.cluster import Cluster, at_once_here, local_cluster, users_cluster
from classroom.grading.engine import ClusterLost, Engine
from classroom.grading.events import Graded
from classroom.grading.task import GradingTask, RunSettings, Suite
from classroom.hand_ins import collected
from classroom.handouts import counts_of, write_handouts
from classroom.interrupts import interruptible
from classroom.journal import Journal, JournalError, open_journal
from classroom.keeping import keep, reconcile
from classroom.locking import locked
from classroom.output import Waiting, say, warn
from classroom.pytest_options import require_usable
from classroom.roster import Roster, read_roster
from classroom.status import reached
from classroom.students import PlaceKind, Student
from classroom.submission_digest import SubmissionDigest
from classroom.usage import (
    GOOD,
    INTERRUPTED,
    TIME_LIMIT,
    TROUBLE,
    UNVERIFIED,
    TroubleError,
    UsageError,
    command,
)

KIND: Final = "graded"


class ClassRun:
    """A run.

    Args:
        options: of the command line.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._folder = ClassFolder(options.out.absolute())
        self._exercise: Path = options.exercise.absolute()
        self._wanted = Wanted(options.only, options.again, options.all)

    def run(self) -> int:
        """Do it; the exit status.

        Raises:
            UsageError: something is wrong with the roster or the options; nobody was graded.
            TroubleError: the folder cannot be made or written.
        """
        roster = read_roster(self._options.roster)
        with interruptible(), ExitStack() as stack:
            try:
                runner = stack.enter_context(Runner(1))
                require_known(roster.students, self._wanted)
                require_usable(runner, self._exercise, self._options.pytest_options)
                self._take_folder(stack)
                journal = stack.enter_context(
                    open_journal(self._folder, self._options.journal, on_wait=Waiting())
                )
                return self._run(journal, self._with_hand_ins(roster, stack), runner)
            except KeyboardInterrupt:
                self._say_how_to_go_on("interrupted: what was graded is kept")
                return INTERRUPTED
            except JournalError as error:
                return self._trouble(f"{error}")
            except OSError as error:
                shown = plain(str(error.filename or self._folder.path))
                return self._trouble(f"{shown}: {error.strerror}")

    def _take_folder(self, stack: ExitStack) -> None:
        """Make the folder, and keep others from writing there.

        Raises:
            TroubleError: it cannot be made or written.
            UsageError: another one writes there.
        """
        try:
            make_private(self._folder.path)
            stack.enter_context(locked(self._folder))
        except OSError as error:
            shown = plain(str(error.filename or self._folder.path))
            raise TroubleError(f"{shown}: {error.strerror}; name another folder as --out") from None

    def _with_hand_ins(self, roster: Roster, stack: ExitStack) -> Roster:
        """The roster, with the notebooks that were handed in apart from it until the run ends."""
        if source := self._options.notebooks or self._remembered_hand_ins():
            hand_ins = stack.enter_context(collected(source, self._folder.hand_ins))
            remember_class(self._folder, notebooks=str(source.absolute()))
            roster = roster.with_hand_ins(hand_ins)
        for warning in roster.warnings:
            warn(f"warning: {warning}")
        return roster

    def _remembered_hand_ins(self) -> Path | None:
        """Where the hand-ins were the last time; None if they came with the roster alone.

        Raises:
            UsageError: they are there no longer.
        """
        remembered = read_class(self._folder).get("notebooks")
        if not remembered:
            return None
        place, shown = Path(f"{remembered}"), plain(f"{remembered}")
        if not place.exists():
            raise UsageError(
                f"{shown}: the hand-ins that this class was graded with are gone: put them back, "
                "or name others as --notebooks"
            )
        say(f"The hand-ins are those of the last time: {shown}")
        return place

    def _run(self, journal: Journal, roster: Roster, runner: Runner) -> int:
        asked = self._options
        reconcile(self._folder, journal)
        remember_class(self._folder, options=asked.pytest_options)
        journal.enroll(roster.students)
        gradings = journal.summaries()
        differences = Differences.of(roster.students, gradings)
        chosen = choose(roster.students, journal.unfinished(), self._wanted, differences)
        for line in differences.lines({each.id for each in chosen}):
            say(line)
        left = {each.id for each in roster.students} - {each.id for each in chosen}
        kept = len(left & set(gradings))
        nothing = len(left) - kept
        more = f", {nothing} more have nothing yet" if nothing else ""
        students = "1 student" if len(chosen) == 1 else f"{len(chosen)} students"
        say(f"{students} to grade, {kept} keep what they have{more}.")
        status = GOOD
        try:
            if chosen:
                status = self._grade(journal, chosen, runner)
        except KeyboardInterrupt:
            self._write(journal)
            raise
        return self._close(journal, status)

    def _grade(self, journal: Journal, students: Sequence[Student], runner: Runner) -> int:
        """Grade these, and keep what comes; what is not `GOOD` if that could not be done."""
        run = journal.begin_run(KIND)
        progress = Progress(len(students))
        names = {student.id: student.name for student in students}
        digests = {student.id: SubmissionDigest.of(student) for student in students}
        with ExitStack() as stack:
            settings = self._settings(run, students)
            cluster = stack.enter_context(self._cluster(len(students)))
            display = stack.enter_context(displayed(progress, names, sys.stdout))

            def unverified(student: str, reason: str, cure: str) -> Document:
                return runner.unverified(self._exercise, reason, cure, student)

            engine = Engine(cluster, settings, unverified, self._options.at_once)
            stack.callback(engine.close)
            try:
                for event in engine.events(map(GradingTask.of, students)):
                    if isinstance(event, Graded):
                        result = replace(event.result, **vars(digests[event.result.student]))
                        keep(result, self._folder, journal, run, KIND)
                    progress.take(event)
                    display.take(event)
            except ClusterLost as error:
                engine.stop()
                return self._trouble(f"{error}; what was graded is kept")
            except BaseException:
                engine.stop()
                raise
        return GOOD

    def _settings(self, run: str, students: Sequence[Student]) -> RunSettings:
        secrets = (student.secret for student in students)
        return RunSettings(
            run=run,
            suite=Suite.here(self._exercise),
            exercise=str(self._exercise),
            options=tuple(self._options.pytest_options),
            time_limit=self._options.time_limit,
            withheld=frozenset(
                place.name for place in secrets if place and place.kind is PlaceKind.ENVIRONMENT
            ),
        )

    def _cluster(self, students: int) -> AbstractContextManager[Cluster]:
        if self._options.scheduler:
            return users_cluster(self._options.scheduler)
        return local_cluster(min(self._options.at_once or at_once_here(), students))

    def _close(self, journal: Journal, status: int) -> int:
        """Write what an instructor hands out, and say what there is to do."""
        status = self._write(journal) or status
        counts = counts_of(self._folder, None)
        everybody = [reached(each) for each in journal.standings(counts) if each.student.in_roster]
        for line in (
            summed(everybody),
            *closing(everybody, self._command(), str(self._folder.path)),
        ):
            say(line)
        verified = all(each.is_verified for each in everybody)
        return status or (GOOD if verified else UNVERIFIED)

    def _write(self, journal: Journal) -> int:
        """Write what is handed out; what is not `GOOD` if something cannot be written."""
        try:
            counts = counts_of(self._folder, self._options.counts)
            written = write_handouts(self._folder, journal, counts)
        except OSError as error:
            shown = plain(str(error.filename or self._folder.gradebook))
            warn(f"warning: {shown} cannot be written: {error.strerror}; the journal has all of it")
            return TROUBLE
        say("Written: " + ", ".join(plain(str(path)) for path in written))
        return GOOD

    def _command(self) -> str:
        """The command that goes on."""
        asked = self._options
        words = ["grade", f"{asked.roster}", "--out", f"{asked.out}"]
        given = {
            "--notebooks": asked.notebooks,
            "--exercise": asked.exercise if asked.exercise != Path() else None,
            "--at-once": asked.at_once,
            "--time-limit": None if asked.time_limit == TIME_LIMIT else f"{asked.time_limit:g}",
            "--journal": asked.journal,
            "--scheduler": asked.scheduler,
        }
        for option, value in given.items():
            if value:
                words += [option, f"{value}"]
        if asked.pytest_options:
            words += ["--", *asked.pytest_options]
        return command(*words)

    def _trouble(self, why: str) -> int:
        self._say_how_to_go_on(f"error: {why}")
        return TROUBLE

    def _say_how_to_go_on(self, why: str) -> None:
        warn(f"{why}\nTo go on:\n  {self._command()}")
