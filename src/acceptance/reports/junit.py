"""Writes the document as JUnit XML, which continuous integration reads as xunit2. Pure.

A test suite is a task, a test case a check: not met is a failure, blocked is skipped, not verified
is an error, and waived has passed. It keeps to the schema of Jenkins' xUnit plug-in (junit-10.xsd),
where a test case has no properties: a waiver and a delay are properties of its suite, named by the
check, and stand in the test case's output. Information is never a failure: what does not hold is
skipped. There are no times: the same document gives the same bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from acceptance.reports.document import Check, Document, Information, Task
from acceptance.verdicts.verdict import Verdict

TALLY: Final = {
    "failures": Verdict.NOT_MET,
    "errors": Verdict.NOT_VERIFIED,
    "skipped": Verdict.BLOCKED,
}
"""The attributes of a test suite, and the verdict that each counts."""

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Document) -> str:
    """The whole file.

    Args:
        document: of a run that is over.

    Returns:
        XML 1.0 in UTF-8; characters that it cannot hold are written as Python escapes.
    """
    checks = document.checks
    tally = _tally(checks)
    # The schema knows no skipped ones here; whoever wants to know adds up the suites.
    tally.pop("skipped")
    root = _element("testsuites", name=document.title or "verdicts", **tally)
    titles = {check.id: check.title for check in checks}
    root.extend(_suite(document, task, titles) for task in document.tasks)
    if document.information:
        root.append(_information(document.information))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(document: Document, task: Task, titles: Mapping[str, str]) -> ET.Element:
    number, checks = f"{task.step}.{task.task}", task.checks
    suite = _element("testsuite", name=f"{number} {task.title}", **_tally(checks))
    properties = _element("properties")
    for name, value in _properties(document, task):
        properties.append(_element("property", name=name, value=value))
    suite.append(properties)
    classname = f"exercise.task_{task.step}_{task.task}"
    suite.extend(_case(check, classname, titles) for check in checks)
    return suite


def _tally(checks: Sequence[Check]) -> dict[str, int]:
    verdicts = [check.verdict for check in checks]
    return {"tests": len(verdicts)} | {name: verdicts.count(of) for name, of in TALLY.items()}


def _properties(document: Document, task: Task) -> Iterator[tuple[str, str | int]]:
    """What was graded, the scores, and what a test case has no place for."""
    yield "suite", document.suite
    for name, value in vars(document.source).items():
        if value is not None:
            yield f"source.{name}", str(value)
    yield "score", str(task.score)
    yield "score.whole", str(document.score)
    if document.partial:
        yield "partial", "only a part of the checks was selected"
    if document.deadline:
        yield "deadline", document.deadline.isoformat()
    yield from (("note", note) for note in document.notes)
    for check in task.checks:
        yield f"{check.id}.points", check.points
        if check.waiver:
            yield f"{check.id}.waived", check.waiver
        for late in check.late:
            yield f"{check.id}.late", f"{late.at.isoformat()} {late.what}"


def _case(check: Check, classname: str, titles: Mapping[str, str]) -> ET.Element:
    case = _element("testcase", name=f"{check.id} {check.title}", classname=classname)
    match check.verdict:
        case Verdict.NOT_MET:
            case.append(_outcome("failure", check, check.found))
        case Verdict.NOT_VERIFIED:
            case.append(_outcome("error", check, check.reason))
        case Verdict.BLOCKED:
            message = f"by {check.blocked_by} {titles.get(check.blocked_by or '', '')}".rstrip()
            case.append(_outcome("skipped", check, message))
    if output := "\n".join(_output(check)):
        case.append(_element("system-out", output))
    return case


def _outcome(name: str, about: Check | Information, message: str | None) -> ET.Element:
    text = "\n".join(_details(about))
    return _element(name, text, type=about.verdict, message=f"{about.verdict}: {message or ''}")


def _details(about: Check | Information) -> Iterator[str]:
    details = about.details if isinstance(about, Check) else about.written_details
    for name, text in details.items():
        yield f"{name.replace('_', ' ')}: {text}"


def _output(check: Check) -> Iterator[str]:
    if check.verdict is Verdict.WAIVED:
        yield from _details(check)
    yield from (f"late: {late.at.isoformat()} {late.what}" for late in check.late)


def _information(lines: Iterable[Information]) -> ET.Element:
    cases = []
    for line in lines:
        case = _element("testcase", name=line.title, classname="exercise.information")
        if line.verdict is not Verdict.MET:
            message = line.found or line.reason or line.blocked_by
            case.append(_outcome("skipped", line, message))
        cases.append(case)
    skipped = sum(bool(len(case)) for case in cases)
    tally = {"tests": len(cases), "failures": 0, "errors": 0, "skipped": skipped}
    suite = _element("testsuite", name="Information, without points", **tally)
    suite.extend(cases)
    return suite


def _element(tag: str, text: str = "", /, **attributes: str | int) -> ET.Element:
    """An element whose texts XML can hold."""
    element = ET.Element(tag, {key: _legal(str(value)) for key, value in attributes.items()})
    element.text = _legal(text) or None
    return element


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda match: match[0].encode("unicode-escape").decode("ascii"), text)
