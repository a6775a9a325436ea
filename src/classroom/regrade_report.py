"""What regrading changes: who rises, who falls, and why. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from acceptance.evidence.changes import check_changes
from acceptance.plain_text import plain
from acceptance.reports.document import Document
from classroom.journal import Counts, Enrolled, Summary
from classroom.journal.standings import standing

_REASON: Final = 300
NAMED: Final = 10
"""How many students a group names."""


@dataclass(frozen=True)
class Change:
    """What came of one piece of evidence.

    Attributes:
        student: the id.
        grading: the id of the grading that the evidence is of.
        before: its document.
        now: the new one; None if it cannot be relied on.
        trouble: why; else empty.
    """

    student: str
    grading: str
    before: Document
    now: Document | None
    trouble: str = ""

    @property
    def differences(self) -> list[str]:
        """What is different in its checks, in words."""
        return [self._explained(plain(each)) for each in self._changes]

    @property
    def _changes(self) -> list[str]:
        return check_changes(self.before, self.now) if self.now else []

    def _explained(self, change: str) -> str:
        """The change, with the reason why nobody can tell, if that is what has changed."""
        id_, _, verdicts = change.partition(" ")
        if not self.now or not verdicts.endswith("-> not verified"):
            return change
        reasons = [check.reason for check in self.now.checks if check.id == id_ and check.reason]
        return f"{change} ({plain(reasons[0], _REASON)})" if reasons else change


@dataclass
class Marks:
    """The marks of a class, before and after.

    Attributes:
        before: every grading of each student, oldest first.
        counts: which of them is the mark.
        after: those that replace others, by the id of the old one.
        troubles: why something could not be regraded.
    """

    before: Mapping[str, Sequence[Summary]]
    counts: Counts
    after: dict[str, Summary] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def take(self, change: Change) -> None:
        """Note what came of a piece of evidence."""
        if change.now is None:
            self.troubles.append(change.trouble)
            return
        old = next(each for each in self.before[change.student] if each.id == change.grading)
        score, checks = change.now.score, change.now.checks
        self.after[old.id] = replace(
            old,
            sure=score.sure,
            possible=score.possible,
            maximum=score.maximum,
            verified=bool(checks) and all(each.verdict != "not verified" for each in checks),
        )

    def of(self, student: str) -> tuple[Summary | None, Summary | None]:
        """The grading that counts, before and after."""
        old = self.before.get(student, ())
        new = [self.after.get(each.id, each) for each in old]
        who = Enrolled(student, "", "", "")
        return standing(who, old).counting(self.counts), standing(who, new).counting(self.counts)


def lines(
    regraded: Iterable[Change], marks: Marks, students: Mapping[str, Enrolled]
) -> Iterator[str]:
    """What is to be said, once all is marked.

    Args:
        regraded: what came of each piece of evidence; `marks` has taken it by then.
        students: by id, in the order of the class.
    """
    why: dict[str, list[str]] = {}
    refused: list[str] = []
    kept = set(marks.before)
    unmarked: set[str] = set()
    for change in regraded:
        why[change.grading] = change.differences
        if change.trouble:
            unmarked.add(change.student)
            refused.append(f"{named(change.student, students)}: {plain(change.trouble)}")
    moved = [each for student in students if (each := _moved(student, marks, why, students))]
    kept -= {each.student for each in moved}
    counts = {title: [each for each in moved if each.title == title] for title in TITLES}
    for title, group in counts.items():
        if group:
            yield f"{len(group)} {title}:"
            yield from (f"  {each.text}" for each in group)
    yield from _reasons(marks, why, students)
    if refused:
        yield f"{_counted(len(refused), 'grading')} cannot be regraded:"
        yield from (f"  {line}" for line in sorted(refused))
    told = ", ".join(f"{len(group)} {title}" for title, group in counts.items())
    all_ = _counted(len(marks.before), "student")
    keeping, left = len(kept - unmarked), len(kept & unmarked)
    yield f"{all_}: {told}, {keeping} keep their mark, {left} cannot be regraded."


TITLES: Final = ("rise", "fall", "change otherwise")


@dataclass(frozen=True)
class _Moved:
    """Whose mark changes, and how."""

    student: str
    title: str
    text: str


def _moved(
    student: str,
    marks: Marks,
    why: Mapping[str, Sequence[str]],
    students: Mapping[str, Enrolled],
) -> _Moved | None:
    old, new = marks.of(student)
    if old is None or new is None or _points(old) == _points(new):
        return None
    text = f"{named(student, students)}: {_score(old)} -> {_score(new)}"
    because = why.get(old.id) or ["another grading counts now"]
    return _Moved(student, _title(old, new), f"{text}: {', '.join(because)}")


def _title(old: Summary, new: Summary) -> str:
    """Whether a mark rises; one that is narrowed, or of other points, only changes."""
    if old.maximum == new.maximum and new.sure >= old.sure and new.possible >= old.possible:
        return "rise"
    if old.maximum == new.maximum and new.sure <= old.sure and new.possible <= old.possible:
        return "fall"
    return "change otherwise"


def _reasons(
    marks: Marks, why: Mapping[str, Sequence[str]], students: Mapping[str, Enrolled]
) -> Iterator[str]:
    """Check by check, of the gradings that count, the most frequent change first."""
    groups: dict[str, list[str]] = {}
    for student in students:
        old, _ = marks.of(student)
        for change in why.get(old.id, ()) if old else ():
            groups.setdefault(change, []).append(named(student, students))
    if groups:
        yield "Why, check by check:"
    for change, who in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(who) - NAMED} more" if len(who) > NAMED else ""
        yield f"  {change}: {_counted(len(who), 'student')}: {', '.join(who[:NAMED])}{more}"


def _counted(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"


def named(student: str, students: Mapping[str, Enrolled]) -> str:
    """A student, for a person."""
    known = students.get(student)
    name = f" ({plain(known.name, 60)})" if known and known.name else ""
    return f"{plain(student, 60)}{name}"


def _points(summary: Summary) -> tuple[int, int, int]:
    return summary.sure, summary.possible, summary.maximum


def _score(summary: Summary) -> str:
    interval = f"{summary.sure}"
    if summary.possible != summary.sure:
        interval += f"..{summary.possible}"
    return f"{interval} of {summary.maximum}"
