"""Reads a file of waivers and applies them to rows. Pure.

```yaml
- check: 2.2.*                 # an id, or a pattern: * any characters, ? one
  student: all                 # or the name of one
  reason: the upload was broken on the first day
  until: 2026-12-01            # the end of that day in UTC; or a time with its zone
```
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from acceptance.bounded_yaml import OutOfBounds, require_bounded
from acceptance.plain_text import plain
from acceptance.verdicts.verdict import Row, Verdict

if TYPE_CHECKING:
    from yaml import Node

NODES: Final = 20_000
"""How many texts, lists and tables a file may have."""

ALL: Final = "all"
KEYS: Final = ("check", "student", "reason", "until")
WAIVABLE: Final = (Verdict.NOT_MET, Verdict.BLOCKED)


class WaiversError(Exception):
    """The file holds no waivers; one sentence, with the line where there is one."""


@dataclass(frozen=True)
class Waiver:
    """One waiver, as it stands in the file.

    Attributes:
        check: the id of a check, or a pattern of ids.
        student: for whom, or `all`.
        reason: why; shown with each check that it waives.
        until: the last moment at which it counts, UTC.
        line: where it stands in the file, from 1.
        check_line: where its check stands, 0 if that is not known.
    """

    check: str
    student: str
    reason: str
    until: datetime
    line: int
    check_line: int = field(default=0, compare=False)

    def names(self, check: str) -> bool:
        """Whether it is about this check."""
        return fnmatchcase(check, self.check)

    @property
    def for_all(self) -> bool:
        """Whether it is for every student."""
        return self.student.casefold() == ALL


def read(text: str) -> list[Waiver]:
    """The waivers of a file.

    Raises:
        WaiversError: it is no YAML, no list of waivers, or one of them is wrong.
    """
    import yaml

    try:
        with suppress(yaml.YAMLError):  # Of which the parser below says more.
            require_bounded(text, nodes=NODES, aliases=True)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except OutOfBounds as error:
        raise WaiversError(f"line {error.line}: {error.message}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        hint = "; a text that begins with * needs quotes" if "alias" in str(error) else ""
        raise WaiversError(f"{where}this is no YAML: {error.problem}{hint}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise WaiversError(f"line {line}: this is no YAML: {error.reason}") from None
    except RecursionError:
        raise WaiversError("this is no list of waivers: it is nested too deeply") from None
    if root is None:
        raise WaiversError("the file is empty; write [] if nothing is waived")
    if not isinstance(root, yaml.SequenceNode):
        raise WaiversError(
            f"line {_line(root)}: this is no list of waivers; begin each with a dash"
        )
    waivers = [_waiver(node) for node in root.value]
    _once(waivers)
    return waivers


def _waiver(node: Node) -> Waiver:
    line = _line(node)
    texts = _texts(node)
    for key in KEYS:
        text, of_key = texts.get(key, ("", line))
        if not text:
            raise WaiversError(f"line {of_key}: the waiver has no {key}")
    check, check_line = texts["check"]
    return Waiver(
        check=check,
        student=texts["student"][0],
        reason=texts["reason"][0],
        until=_until(*texts["until"]),
        line=line,
        check_line=check_line,
    )


def _texts(node: Node) -> dict[str, tuple[str, int]]:
    """The waiver's texts as they were written, and their lines.

    `2.10` is no number here, and no `yes` a truth.
    """
    from yaml import MappingNode, ScalarNode

    if not isinstance(node, MappingNode):
        raise WaiversError(f"line {_line(node)}: this is no waiver; it needs {', '.join(KEYS)}")
    texts: dict[str, tuple[str, int]] = {}
    for name, value in node.value:
        key = plain(name.value) if isinstance(name, ScalarNode) else "(no text)"
        line = _line(name)
        if key not in KEYS:
            raise WaiversError(
                f'line {line}: a waiver has no "{key}"; it has {", ".join(KEYS)}' + _near(key, KEYS)
            )
        if key in texts:
            raise WaiversError(f"line {line}: the waiver has two of {key}")
        if not isinstance(value, ScalarNode):
            raise WaiversError(
                f"line {line}: {key} is no text; a list needs a waiver for each of it"
            )
        null = value.tag == "tag:yaml.org,2002:null"
        texts[key] = ("" if null else value.value.strip(), line)
    return texts


def _until(text: str, line: int) -> datetime:
    """The last moment: a day's is the end of it in UTC."""
    try:
        if len(text) <= len("2026-12-01"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        until = datetime.fromisoformat(text)
        in_utc = until.astimezone(UTC)
    except (ValueError, OverflowError):
        raise WaiversError(
            f"line {line}: until is no date: {plain(text)}; "
            "write 2026-12-01 (the end of that day in UTC) or 2026-12-01T18:00:00+01:00"
        ) from None
    if until.tzinfo is None:
        raise WaiversError(
            f"line {line}: until has a time without a zone: {plain(text)}; "
            "append Z for UTC, or +01:00 and the like"
        )
    return in_utc


def _once(waivers: Iterable[Waiver]) -> None:
    seen: dict[tuple[str, str], Waiver] = {}
    for waiver in waivers:
        first = seen.setdefault((waiver.check, same_name(waiver.student)), waiver)
        if first is not waiver:
            raise WaiversError(
                f"line {waiver.line}: {plain(waiver.check)} is waived for the same student in "
                f"line {first.line}; keep one of the two"
            )


def require_known(waivers: Iterable[Waiver], checks: Sequence[str]) -> None:
    """Refuse a waiver that names no check.

    Raises:
        WaiversError: there is one; the nearest id is named.
    """
    for waiver in waivers:
        if not any(map(waiver.names, checks)):
            raise WaiversError(
                f'line {waiver.check_line or waiver.line}: no check is "{plain(waiver.check)}"'
                + _near(waiver.check, checks, cutoff=0)
            )


@dataclass(frozen=True)
class Waived:
    """The rows after the waivers, and notes on the waivers, a sentence a line."""

    rows: list[Row]
    notes: list[str]


def waive(rows: Sequence[Row], waivers: Sequence[Waiver], student: str, at: datetime) -> Waived:
    """Let checks that are not met or blocked count, where a waiver says so.

    The first waiver in the file that names a check gives the reason. Whoever else is named in the
    file is not mentioned: a report is read by one student.

    Args:
        rows: all checks of the run.
        waivers: all of the file.
        student: who is graded, "" if that is not said.
        at: when the submission was looked at; a waiver that ended before counts no more.
    """
    waived = Waived(list(rows), [])
    for waiver in waivers:
        if waiver.for_all or (student and same_name(waiver.student) == same_name(student)):
            waived.notes.extend(_apply(waiver, waived.rows, at))
    single = [str(waiver.line) for waiver in waivers if not (student or waiver.for_all)]
    if single:
        waived.notes.append(
            f"Waivers for single students (line {', '.join(single)}) count with --student=NAME."
        )
    waived.notes.extend(_still_blocked(waived.rows))
    return waived


def unnamed(waivers: Iterable[Waiver], student: str) -> str:
    """That no waiver names this student, and who is nearly called so; "" if one does.

    It names another student: it is for whoever wrote the file, and not for a report.
    """
    names = {same_name(waiver.student): waiver.student for waiver in waivers if not waiver.for_all}
    if not names or same_name(student) in names:
        return ""
    near = difflib.get_close_matches(same_name(student), names, n=1)
    nearest = f'; the nearest name is "{plain(names[near[0]])}"' if near else ""
    return f'No waiver names "{plain(student.strip())}"{nearest}.'


def _apply(waiver: Waiver, rows: list[Row], at: datetime) -> Iterator[str]:
    """Change the rows in place; notes on the waiver."""
    what = f"The waiver of {plain(waiver.check)} (line {waiver.line})"
    if waiver.until < at:
        yield f"{what} ended {waiver.until:%Y-%m-%d %H:%M:%S} UTC and counts no more."
        return
    named = [index for index, row in enumerate(rows) if waiver.names(row.check.id)]
    changed = [index for index in named if rows[index].verdict in WAIVABLE]
    if not named:
        yield f"{what} changed nothing: what it names was not selected."
    elif not changed:
        verdicts = dict.fromkeys(str(rows[index].verdict) for index in named)
        yield f"{what} changed nothing: what it names is {' or '.join(verdicts)}."
    for index in changed:
        row = rows[index]
        rows[index] = replace(row, verdict=Verdict.WAIVED, waiver=plain(waiver.reason))


def _still_blocked(rows: Sequence[Row]) -> Iterator[str]:
    """Notes on waived checks that still block others: these may have been meant, too."""
    for owner in rows:
        blocked = [
            row.check.id
            for row in rows
            if row.verdict is Verdict.BLOCKED and row.blocked_by == owner.check.id
        ]
        if owner.verdict is Verdict.WAIVED and blocked:
            yield f"{owner.check.id} is waived; what it blocks is not: {', '.join(blocked)}."


def same_name(name: str) -> str:
    """A name without differences of letter case, spaces and the coding of accents."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _near(name: str, known: Sequence[str], cutoff: float = 0.6) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=cutoff)
    return f"; the nearest is {near[0]}" if near else ""


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
