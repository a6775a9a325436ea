"""The journal of a class: every grading of every run, in SQLite or PostgreSQL, never changed."""

from classroom.journal.database import JournalError as JournalError
from classroom.journal.database import JournalUnavailable as JournalUnavailable
from classroom.journal.database import OnWait as OnWait
from classroom.journal.journal import Journal as Journal
from classroom.journal.opening import open_journal as open_journal
from classroom.journal.standings import Counts as Counts
from classroom.journal.standings import Enrolled as Enrolled
from classroom.journal.standings import Standing as Standing
from classroom.journal.standings import Summary as Summary
