"""Writes the class page: a summary for every reader, and the data that its script shows. Pure.

The data are JSON in the page. No text of it ever becomes HTML: the script writes texts alone, and
the policy allows this very script and style, by their hashes, and nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment
from markupsafe import Markup

from acceptance.reports.costs import rate
from acceptance.reports.document import Announcement, Document
from acceptance.reports.templating import SIGNS, STYLE, environment, policy
from classroom.page.rows import EXPLAINED, STATE_SIGNS, ClassTable, Row, State
from classroom.page.summary import CheckSummary, summary_of, verdict
from classroom.rubrics import rubric_warnings

if TYPE_CHECKING:
    from classroom.journal import Enrolled, Standing

Link = Callable[["Standing"], str]
"""The place of the report of the grading that counts, relative to the page; empty if none."""

WORST: Final = 5
"""How many of the checks that the class failed most are told with their fix, at first."""

_TEMPLATES: Final = files(__package__) / "templates"
STYLES: Final = STYLE + (_TEMPLATES / "class.css").read_text(encoding="utf-8")
PARTS: Final = ("model", "grid", "student", "main")
SCRIPT: Final = "\n".join(
    [
        '"use strict";',
        "(() => {",
        *((_TEMPLATES / f"{part}.js").read_text(encoding="utf-8") for part in PARTS),
        "})();",
    ]
)
POLICY: Final = policy(STYLES, SCRIPT)


def render(
    standings: Iterable[Standing], link: Link = lambda _standing: "", made: datetime | None = None
) -> str:
    """The whole page.

    Args:
        standings: of all students, in the order of the class; each is looked at once.
        link: where each one's own report is.
        made: when the page is made; now if it is None.

    Returns:
        HTML 5, to be written in UTF-8.
    """
    table, titles = ClassTable(), Counter[str]()
    announcements: dict[Announcement, None] = {}
    for standing in standings:
        table.add(standing, link(standing))
        if standing.entry:
            titles[_title(standing.student, standing.entry.document)] += 1
            announcements |= dict.fromkeys(standing.entry.document.announcements)
    template = _environment().get_template("own/class.html.j2")
    return (
        template.render(
            title=next((title for title, _ in titles.most_common(1)), "") or "The class",
            made=made or datetime.now(UTC),
            table=table,
            summary=summary_of(table),
            unlike=rubric_warnings(table.rubrics.others),
            announcements=list(announcements),
            worst=WORST,
            explained=EXPLAINED,
            state_signs=STATE_SIGNS,
            sections=sorted({row.section for row in table.rows if row.section}),
            having=_having(table),
            data=_script_safe(_data(table)),
            policy=POLICY,
            style=Markup(STYLES),  # noqa: S704 - our own files
            script=Markup(SCRIPT),  # noqa: S704 - our own files
        )
        + "\n"
    )


def _having(table: ClassTable) -> Callable[[Row, str], str]:
    """Tells the ids of a student's checks of a verdict, in order."""
    checks = [(number, table.columns[number].id) for number in table.order]

    def having(row: Row, name: str) -> str:
        return ", ".join(id_ for number, id_ in checks if verdict(row, number) == name)

    return having


def _environment() -> Environment:
    made = environment("classroom.page")
    made.filters["share"] = share
    return made


def share(check: CheckSummary, name: str) -> float:
    """Which part of the class has that verdict."""
    return check.counts[name] / max(check.students, 1)


def _title(student: Enrolled, document: Document) -> str:
    """The exercise's title, without the student's name behind it."""
    title = document.title
    for name in (student.name, student.id):
        title = title.removesuffix(f": {name}") if name else title
    return title


def _data(table: ClassTable) -> dict[str, Any]:
    """What the script reads; places in a list stand for names."""
    states = list(State)
    costs = [
        {"what": cost.what, "state": cost.state, "rate": rate(cost)} for cost in table.costs.all
    ]
    return {
        "verdicts": [[str(name), sign] for name, sign in SIGNS.items()],
        "states": [[str(state), STATE_SIGNS[state]] for state in states],
        "checks": [[each.id, each.title, each.points, each.task] for each in table.columns],
        "order": table.order,
        "texts": table.texts.all,
        "details": table.details.all,
        "costs": costs,
        "fields": list(asdict(Row("", "", "", "", State.NOT_ALL_MET))),
        "students": [[_value(value, states) for value in vars(row).values()] for row in table.rows],
    }


def _value(value: Any, states: list[State]) -> Any:
    if isinstance(value, State):
        return states.index(value)
    return [*value.items()] if isinstance(value, dict) else value


def _script_safe(data: dict[str, Any]) -> Markup:
    """JSON that ends no element and begins none."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - nothing is left in it that HTML knows
