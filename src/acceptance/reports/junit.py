"""The document as JUnit XML, which continuous integration reads as xunit2. Pure.

A test suite is a task, a test case a check: not met is a failure, blocked is skipped, not verified
is an error, and waived has passed. It keeps to the schema of Jenkins' xUnit plug-in (junit-10.xsd),
where a test case has no properties: a waiver and a delay are properties of its suite, named by the
check, and stand in the test case's output. Information is never a failure: what does not hold is
skipped. There are no times: the same document gives the same bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as ET

from acceptance.verdicts.verdict import Score

TALLY: Final = {"failures": "not met", "errors": "not verified", "skipped": "blocked"}
"""The attributes of a test suite, and the verdict that each counts."""

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Mapping[str, Any]) -> str:
    """The whole file.

    Args:
        document: as docs/report.schema.json has it.

    Returns:
        XML 1.0 in UTF-8; characters that it cannot hold are written as Python escapes.
    """
    checks = [check for task in document["tasks"] for check in task["checks"]]
    tally = _tally(checks)
    # The schema knows no skipped ones here; whoever wants to know adds up the suites.
    tally.pop("skipped")
    root = _element("testsuites", name=document["title"] or "verdicts", **tally)
    titles = {check["id"]: check["title"] for check in checks}
    root.extend(_suite(document, task, titles) for task in document["tasks"])
    if document["information"]:
        root.append(_information(document["information"]))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(
    document: Mapping[str, Any], task: Mapping[str, Any], titles: Mapping[str, str]
) -> ET.Element:
    number, checks = f"{task['step']}.{task['task']}", task["checks"]
    suite = _element("testsuite", name=f"{number} {task['title']}", **_tally(checks))
    properties = _element("properties")
    for name, value in _properties(document, task):
        properties.append(_element("property", name=name, value=value))
    suite.append(properties)
    classname = f"exercise.task_{task['step']}_{task['task']}"
    suite.extend(_case(check, classname, titles) for check in checks)
    return suite


def _tally(checks: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    verdicts = [check["verdict"] for check in checks]
    return {"tests": len(verdicts)} | {name: verdicts.count(of) for name, of in TALLY.items()}


def _properties(
    document: Mapping[str, Any], task: Mapping[str, Any]
) -> Iterator[tuple[str, str | int]]:
    """What was graded, the scores, and what a test case has no place for."""
    yield "suite", document["suite"]
    for name, value in document["source"].items():
        if value is not None:
            yield f"source.{name}", str(value)
    yield "score", str(Score(**task["score"]))
    yield "score.whole", str(Score(**document["score"]))
    if document["partial"]:
        yield "partial", "only a part of the checks was selected"
    if document["deadline"]:
        yield "deadline", document["deadline"]
    yield from (("note", note) for note in document["notes"])
    for check in task["checks"]:
        yield f"{check['id']}.points", check["points"]
        if check["waiver"]:
            yield f"{check['id']}.waived", check["waiver"]
        for late in check["late"]:
            yield f"{check['id']}.late", f"{late['at']} {late['what']}"


def _case(check: Mapping[str, Any], classname: str, titles: Mapping[str, str]) -> ET.Element:
    case = _element("testcase", name=f"{check['id']} {check['title']}", classname=classname)
    match check["verdict"]:
        case "not met":
            case.append(_outcome("failure", check, check["found"], "expected", "found", "fix"))
        case "not verified":
            case.append(_outcome("error", check, check["reason"], "reason", "cure"))
        case "blocked":
            owner = check["blocked_by"]
            message = f"by {owner} {titles.get(owner, '')}".rstrip()
            case.append(_outcome("skipped", check, message, "blocked_by"))
    if said := "\n".join(_said(check)):
        case.append(_element("system-out", said))
    return case


def _outcome(name: str, about: Mapping[str, Any], message: str | None, *told: str) -> ET.Element:
    lines = [f"{term.replace('_', ' ')}: {about[term]}" for term in told if about.get(term)]
    verdict = about["verdict"]
    return _element(name, "\n".join(lines), type=verdict, message=f"{verdict}: {message or ''}")


def _said(check: Mapping[str, Any]) -> Iterator[str]:
    if check["verdict"] == "waived":
        told = ("waiver", "expected", "found", "blocked_by")
        yield from (f"{term.replace('_', ' ')}: {check[term]}" for term in told if check[term])
    yield from (f"late: {late['at']} {late['what']}" for late in check["late"])


def _information(lines: Iterable[Mapping[str, Any]]) -> ET.Element:
    cases = []
    for line in lines:
        case = _element("testcase", name=line["title"], classname="exercise.information")
        if line["verdict"] != "met":
            message = line["found"] or line["reason"] or line["blocked_by"]
            terms = ("found", "reason", "cure", "blocked_by")
            case.append(_outcome("skipped", line, message, *terms))
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
    return _ILLEGAL.sub(lambda found: found[0].encode("unicode-escape").decode("ascii"), text)
