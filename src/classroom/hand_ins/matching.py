"""Which file is whose: what fits one student is theirs, and what fits several is nobody's."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from acceptance.plain_text import plain
from classroom.hand_ins.names import Claim, glued, in_any_order
from classroom.students import Student

SHOWN: Final = 50
"""How many are told of one by one, of each kind."""

CUT: Final = 120
"""How many characters of a name are shown."""

LATER: Final = 60.0
"""Seconds by which a file has to be newer than another to count as the later one: files that were
copied or unpacked together have times that say nothing."""


@dataclass(frozen=True)
class HandIn:
    """A file as it was handed in.

    Attributes:
        shown: its path within the folder or zip file: hostile text.
        claim: whom it says that it is of.
        path: where it can be read; None of a file that is no notebook, or was skipped.
        sha256: of its content, in hexadecimal digits; empty if it has no path.
        modified: when it was last changed, if that is known.
        unused: why it cannot be used, if it has no path.
    """

    shown: str
    claim: Claim
    path: Path | None = None
    sha256: str = ""
    modified: datetime | None = None
    unused: str = ""


@dataclass(frozen=True)
class Matched:
    """Whose notebook is which.

    Attributes:
        notebooks: by the student's id; who is not in it has none.
        unused: by the student's id, why what was handed in is not used, if that is why the student
            has no notebook; as the student may read it, so that it names nobody else.
        warnings: who has none, what fits nobody, what fits several: a line each.
    """

    notebooks: Mapping[str, Path]
    unused: Mapping[str, str]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class HandIns:
    """All that was handed in.

    Attributes:
        files: notebooks and others.
        warnings: what was skipped, and why: a line each.
    """

    files: tuple[HandIn, ...]
    warnings: tuple[str, ...] = ()

    def match(self, students: Sequence[Student]) -> Matched:
        """Whose notebook is which, of students whose ids differ."""
        report = _Report()
        by_student, others = self._sorted(_Owners.of(students), report)
        notebooks: dict[str, Path] = {}
        for student in students:
            files = by_student[student.id]
            if student.notebook:
                report.overruled += [(student, file) for file in files]
            elif latest := _latest(files, student, report):
                notebooks[student.id] = latest
            elif not files:
                report.without.append((student, others[student.id]))
        return Matched(notebooks, report.unused(), (*self.warnings, *report.lines()))

    def _sorted(self, owners: "_Owners", report: "_Report") -> tuple["_Files", "_Files"]:
        """The notebooks of each student, and what else was handed in by each."""
        notebooks: _Files = defaultdict(list)
        others: _Files = defaultdict(list)
        for file in self.files:
            fits = owners.fitting(file.claim)
            if file.path is None:
                for owner in fits:
                    others[owner].append(file)
            elif len(fits) == 1:
                notebooks[next(iter(fits))].append(file)
            elif fits:
                report.several.append((file, sorted(fits)))
            else:
                report.nobody.append(file)
        return notebooks, others


_Files = defaultdict[str, list[HandIn]]


@dataclass
class _Owners:
    """Students by all that a file's name may say of them."""

    by_id: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_glued_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, students: Iterable[Student]) -> "_Owners":
        owners = cls()
        for student in students:
            for text in (student.id, student.email):
                if text:
                    owners.by_id[_alike(text)].add(student.id)
            if key := in_any_order(student.name):
                owners.by_name[key].add(student.id)
            for key in glued(student.name):
                owners.by_glued_name[key].add(student.id)
        return owners

    def fitting(self, claim: Claim) -> set[str]:
        """The students that a file can be of: of whom its id and its name are, if it has both."""
        by_id = {each for text in claim.ids for each in self.by_id.get(_alike(text), ())}
        by_name = self._named(claim.names)
        return (by_id & by_name) or (by_id | by_name)

    def _named(self, names: Iterable[str]) -> set[str]:
        exact = {each for name in names for each in self.by_name.get(in_any_order(name), ())}
        return exact or {
            each
            for name in names
            for key in glued(name)
            for each in self.by_glued_name.get(key, ())
        }


def _alike(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _latest(files: Sequence[HandIn], student: Student, report: "_Report") -> Path | None:
    """The notebook that counts; of several, the one that is seen to be the latest."""
    different = list({file.sha256: file for file in files}.values())
    if len(different) <= 1:
        return different[0].path if different else None
    moments = [_moment(file) for file in different]
    ranked = sorted(zip(moments, different, strict=True), key=lambda each: each[0])
    (kind, last), (_, before) = ranked[-1][0], ranked[-2][0]
    apart = len({kind for kind, _ in moments}) == 1 and kind
    if apart and (last - before >= LATER if kind == "time" else last > before):
        report.superseded.append((student, ranked[-1][1], len(different) - 1))
        return ranked[-1][1].path
    report.undecided.append((student, different))
    return None


def _moment(file: HandIn) -> tuple[str, float]:
    """What a file is later by: Canvas's number, or its time, or nothing."""
    if file.claim.attachment is not None:
        return "attachment", file.claim.attachment
    return ("time", file.modified.timestamp()) if file.modified else ("", 0.0)


@dataclass
class _Report:
    """What has to be told."""

    several: list[tuple[HandIn, list[str]]] = field(default_factory=list)
    nobody: list[HandIn] = field(default_factory=list)
    superseded: list[tuple[Student, HandIn, int]] = field(default_factory=list)
    undecided: list[tuple[Student, list[HandIn]]] = field(default_factory=list)
    without: list[tuple[Student, list[HandIn]]] = field(default_factory=list)
    overruled: list[tuple[Student, HandIn]] = field(default_factory=list)

    def unused(self) -> dict[str, str]:
        """What each student is told of whose files none is used."""
        told: dict[str, str] = {}
        for student, files in self.without:
            if files:
                last = files[-1]
                told[student.id] = (
                    f"a file was handed in that is not used: {_base(last.shown)}: {last.unused}"
                )
        lacking = {student.id for student, _ in self.without}
        for _, ids in self.several:
            for student_id in lacking.intersection(ids):
                told[student_id] = (
                    f"a notebook was handed in that fits {len(ids)} students of the class by its "
                    "name, and is used for none"
                )
        for student, files in self.undecided:
            told[student.id] = (
                f"{len(files)} different notebooks were handed in, and none is seen to be the "
                f"latest: {_listed(file.shown.rpartition('/')[2] for file in files)}"
            )
        return told

    def lines(self) -> Iterable[str]:
        """What is told: first what costs a student the notebook."""
        by_hand = "name one in the roster's column notebook (unpack a zip file first)"
        yield from _first(
            [
                f"{_student(student)} handed in {len(files)} different notebooks, and it cannot be "
                f"told which is the latest: {_listed(file.shown for file in files)}; none is used: "
                f"{by_hand}"
                for student, files in self.undecided
            ],
            "students with several notebooks",
        )
        yield from _first(
            [
                f"the file {_shown(file.shown)} fits {len(ids)} students: {_listed(ids)}; it is "
                f"used for none: {by_hand}"
                for file, ids in self.several
            ],
            "files that fit several students",
        )
        yield from _first(
            [
                f"the file {_shown(file.shown)} fits nobody"
                + (": it was downloaded without names" if file.claim.anonymous else "")
                for file in self.nobody
            ],
            "files that fit nobody",
        )
        yield from _first(
            [
                f"{_student(student)} has no notebook{_instead(files)}"
                for student, files in self.without
            ],
            "students without a notebook",
        )
        yield from _first(
            [
                f"{_student(student)}: {_shown(file.shown)} is not used, as the roster names a "
                "notebook"
                for student, file in self.overruled
            ],
            "files of students for whom the roster names a notebook",
        )
        yield from _first(
            [
                f"{_student(student)}: {_shown(file.shown)} is used, the latest of {number + 1}"
                for student, file, number in self.superseded
            ],
            "students of whose notebooks the latest is used",
        )


def _first(lines: Sequence[str], what: str) -> Iterable[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"and {len(lines) - SHOWN} more {what}"


def _instead(files: Sequence[HandIn]) -> str:
    return f", only {_listed(file.shown for file in files)}" if files else ""


def _student(student: Student) -> str:
    return f"student {_shown(student.id)}"


def _shown(text: str) -> str:
    return f'"{plain(text, CUT)}"'


def _base(path: str) -> str:
    return _shown(path.rpartition("/")[2])


def _listed(texts: Iterable[str]) -> str:
    all_of_them = list(texts)
    more = f" and {len(all_of_them) - 3} more" if len(all_of_them) > 3 else ""
    return ", ".join(map(_shown, all_of_them[:3])) + more
