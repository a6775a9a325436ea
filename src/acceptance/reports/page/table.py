"""Every step, task and check, in the order of the exercise. Pure."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from acceptance.reports.page.markup import Markup, element, joined
from acceptance.reports.page.score import bar
from acceptance.reports.page.words import Check, Section, anchor, interval, said, tagged
from acceptance.verdicts.verdict import Verdict

Task = Mapping[str, Any]

COLUMNS: Final = element(
    "thead",
    element(
        "tr",
        element("th", "Check", scope="col", class_="column-check"),
        element("th", "What is asked", scope="col"),
        element("th", "Verdict", scope="col", class_="column-verdict"),
        element("th", "Points", scope="col", class_="column-points number"),
    ),
)


def every_check(tasks: Sequence[Task]) -> Section | None:
    """A table for each task."""
    if not tasks:
        return None
    steps = [
        _step(number, list(of)) for number, of in groupby(tasks, key=lambda task: task["step"])
    ]
    return Section("all", "Every check", joined(*steps))


def _step(number: int, tasks: Sequence[Task]) -> Markup:
    names = ("sure", "possible", "maximum")
    score = {name: sum(task["score"][name] for task in tasks) for name in names}
    heading = element("h3", f"Step {number}: {interval(score)}", class_="step")
    return joined(heading, *map(_task, tasks))


def _task(task: Task) -> Markup:
    number = f"{task['step']}.{task['task']}"
    name = f"task-{number}"
    rows = element("tbody", [_row(check) for check in task["checks"]])
    return joined(
        element("h4", f"{number} ", said(task["title"]), id=name),
        element("p", bar(task["score"], small=True), " ", interval(task["score"]), class_="soft"),
        element("table", COLUMNS, rows, aria_labelledby=name),
    )


def _row(check: Check) -> Markup:
    return element(
        "tr",
        element("th", said(check["id"]), scope="row", id=anchor("check", check["id"])),
        element("td", said(check["title"]), _remark(check), _late(check)),
        element("td", tagged(check["verdict"])),
        element("td", _earned(check), class_="number"),
    )


def _earned(check: Check) -> str:
    verdict = Verdict(check["verdict"])
    if verdict is Verdict.NOT_VERIFIED:
        return f"? of {check['points']}"
    return f"{check['points'] if verdict.counts else 0} of {check['points']}"


def _remark(check: Check) -> Markup:
    match Verdict(check["verdict"]):
        case Verdict.NOT_MET:
            return _link("what to fix", anchor("fix", check["id"]))
        case Verdict.BLOCKED:
            return element("p", "by ", said(check["blocked_by"] or ""), class_="soft")
        case Verdict.NOT_VERIFIED:
            return _link("why", "open")
        case Verdict.WAIVED:
            return _link("why", "waived")
        case Verdict.MET:
            return Markup("")


def _late(check: Check) -> Markup:
    return _link("late", "late") if check["late"] else Markup("")


def _link(text: str, name: str) -> Markup:
    return element("p", element("a", text, href=f"#{name}"), class_="jump")
