"""JUnit XML, parsed back: what continuous integration makes of it."""

from xml.etree import ElementTree as ET

import pytest

from acceptance.reports.document import Document
from acceptance.reports.junit import render
from acceptance.verdicts.verdict import Verdict
from tests.harness import documents
from tests.harness.documents import DOCUMENTS

# What the schema of Jenkins' xUnit plug-in (junit-10.xsd) allows: for each element, its children
# and its attributes, those that are needed first.
ALLOWED: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, set(), {"name", "tests", "failures", "errors"}),
    "testsuite": (
        {"properties", "testcase"},
        {"name", "tests", "failures", "errors"},
        {"skipped"},
    ),
    "properties": ({"property"}, set(), set()),
    "property": (set(), {"name", "value"}, set()),
    "testcase": (
        {"failure", "error", "skipped", "system-out"},
        {"name"},
        {"classname"},
    ),
    "failure": (set(), set(), {"type", "message"}),
    "error": (set(), set(), {"type", "message"}),
    "skipped": (set(), set(), {"type", "message"}),
    "system-out": (set(), set(), set()),
}


def parsed(document: Document) -> ET.Element:
    """The document's report."""
    return ET.fromstring(render(document).encode())  # noqa: S314 - our own


def case(root: ET.Element, check: str) -> ET.Element:
    """The test case of a check."""
    [found] = [one for one in root.iter("testcase") if one.get("name", "").split()[0] == check]
    return found


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    """Every way in which a run can end."""
    return DOCUMENTS[request.param]()


def test_it_is_what_jenkins_reads(document: Document) -> None:
    """No element and no attribute that the schema does not know; none missing that it needs."""
    for element in parsed(document).iter():
        children, needed, optional = ALLOWED[element.tag]
        assert {child.tag for child in element} <= children
        assert needed <= set(element.keys()) <= needed | optional


def test_a_suite_is_a_task_and_a_case_a_check(document: Document) -> None:
    """All of them, in order; information last, in a suite of its own."""
    suites = list(parsed(document))
    tasks = document.tasks
    assert [len(suite.findall("testcase")) for suite in suites[: len(tasks)]] == [
        len(task.checks) for task in tasks
    ]
    assert len(suites) == len(tasks) + bool(document.information)


def test_the_numbers_are_those_of_the_cases(document: Document) -> None:
    """A suite counts its cases by what came of them; the whole adds up the checks."""
    root = parsed(document)
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(name) == str(len(suite.findall(f"testcase/{tag}")))
    counts = document.counts
    assert root.get("tests") == str(sum(counts.values()))
    assert (root.get("failures"), root.get("errors")) == (
        str(counts[Verdict.NOT_MET]),
        str(counts[Verdict.NOT_VERIFIED]),
    )


def test_not_met_is_a_failure() -> None:
    """With what was expected and found, and how to fix it."""
    unmet = case(parsed(documents.one_wrong()), "2.2.1")
    [failure] = unmet
    assert (failure.tag, failure.get("type")) == ("failure", "not met")
    assert failure.get("message") == 'not met: there is "cats"'
    assert failure.text == (
        'expected: the tags are "cat" and "dog"\n'
        'found: there is "cats"\n'
        "fix: Portal > The tags are as asked: do it."
    )


def test_blocked_is_skipped_and_names_the_owner() -> None:
    """Nobody has looked: neither a failure nor a success."""
    [skipped] = case(parsed(documents.one_wrong()), "2.2.4")
    assert (skipped.tag, skipped.get("type")) == ("skipped", "blocked")
    assert skipped.get("message") == "blocked: by 2.2.1 The tags are as asked"


def test_not_verified_is_an_error() -> None:
    """It is never a failure of the student's work."""
    root = parsed(documents.unverified())
    assert root.findall(".//failure") == []
    [error] = case(root, "1.1.1")
    assert (error.tag, error.get("type")) == ("error", "not verified")
    assert error.get("message") == "not verified: Azure answered 429 to GET .../projects"
    assert error.text == "reason: Azure answered 429 to GET .../projects\ncure: run it again"


def test_waived_and_late_have_passed_and_say_so() -> None:
    """As properties of the suite, because a test case has none, and as the case's output."""
    root = parsed(documents.everything())
    properties = {one.get("name"): one.get("value") for one in root.iter("property")}
    assert properties["2.1.1.waived"] == "the region had no other tier"
    assert case(root, "2.1.1").findtext("system-out", "").startswith("waiver: the region")
    late = '2026-11-21T08:00:05+00:00 the model "Iteration 2" was trained'
    assert properties["1.1.1.late"] == late
    assert [(child.tag, child.text) for child in case(root, "1.1.1")] == [
        ("system-out", f"late: {late}")
    ]


def test_it_says_what_was_graded() -> None:
    """The source, the suite, the score and the deadline stand with each task."""
    for suite in parsed(documents.everything()).findall("testsuite[properties]"):
        properties = {one.get("name"): one.get("value") for one in suite.iter("property")}
        assert properties["suite"] == "0.1.0"
        assert properties["source.against"] == "emulator"
        assert properties["score.whole"] == "2 .. 5 of 17 points"
        assert properties["partial"] == "only a part of the checks was selected"
        assert properties["deadline"] == "2026-11-20T22:59:00+00:00"
        assert properties["note"] == "The waiver of 1.1.1 has expired."


def test_information_never_fails() -> None:
    """What does not hold is skipped."""
    suite = parsed(documents.everything())[-1]
    assert suite.get("name") == "Information, without points"
    assert [child.tag for child in suite[0]] == ["skipped"]


def test_what_xml_cannot_hold_is_escaped() -> None:
    """Characters that no XML may contain, even as references, are written out; the rest is kept."""
    bad = "\x00\x08\x0b\x1b\ud800\ufffe\uffff"
    good = "]]> <b> &amp; \"'\t\n \u202e 猫 \U0001f408"
    made = documents.with_check(documents.one_wrong(), "2.2.1", found=bad + good)
    root = parsed(made)
    [failure] = case(root, "2.2.1")
    shown = r"\x00\x08\x0b\x1b\ud800\ufffe\uffff" + good
    assert failure.get("message") == f"not met: {shown}"
    assert shown in (failure.text or "")


def test_no_field_begins_as_a_formula() -> None:
    """A table of failures that is opened in a spreadsheet shows text."""
    formula = "=cmd|'/C calc'!A1"
    made = documents.with_check(documents.one_wrong(), "2.2.1", found=formula)
    for element in parsed(made).iter():
        for text in (element.text or "", *element.attrib.values()):
            assert text[:1] not in ("=", "+", "-", "@")
