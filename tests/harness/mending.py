"""A report followed to its end: each fix is done, and the submission graded again."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from solution.catalogue import SUBMISSIONS
from tests.harness.features import checks_of_the_features
from tests.harness.repairs import REPAIRS
from tests.harness.student import Student
from tests.harness.submissions import Graded, Submitted, edited, submitted

MOST = 12
"""How many fixes are followed, one after the other, before a report is said to lead nowhere."""

importlib.import_module("tests.harness.repairs_of_step_3")  # This registers its repairs.

CHECKS = {check.id: check for check in checks_of_the_features() if check.id}


Fix = tuple[str, str]
"""A fix: the check's id and the label of its text."""


@dataclass
class Mended:
    """What came of following a report.

    Args:
        shown: each fix of the first report: the check's id and the label of its text.
        cells: each fix that was followed, in order.
        broken: each promise that was not kept, as a sentence.
        ended: the verdicts at the end.
    """

    shown: list[Fix] = field(default_factory=list)
    cells: list[Fix] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ended: dict[str, str] = field(default_factory=dict)


def mend_each(names: Sequence[str], begin: Fix | None = None) -> dict[str, Mended]:
    """Make one submission, and mend each of those that are made alike, those of the notebook first.

    Args:
        names: of these submissions; what is done to the cloud for one is there for the next.
        begin: which fix of the first report is followed first; by default the first one.
    """
    order = sorted(names, key=lambda name: SUBMISSIONS[name].edit is None)
    with submitted(order[0]) as submission:
        return {name: mend(submission, name, name == order[0], begin) for name in order}


def mend(submission: Submitted, name: str, first: bool, begin: Fix | None) -> Mended:
    """Follow the fixes of a submission's report until nothing is left that is not met."""
    catalogued = SUBMISSIONS[name]
    notebook = submission.notebook if first else edited(submission.notebook, catalogued)
    student = Student(notebook, list(catalogued.options), wait=lambda: let_pass(submission))
    mended, graded = Mended(), submission.grade(student.notebook, *student.options)
    mended.shown = [(check, label_of(check, fix)) for check, fix in graded.fixes.items()]
    while unmet := [check for check, verdict in graded.verdicts.items() if verdict == "not met"]:
        if len(mended.cells) == MOST:
            mended.broken.append(f"after {MOST} fixes there is still {', '.join(unmet)}")
            break
        check = begin[0] if begin and not mended.cells else unmet[0]
        label = label_of(check, graded.fixes[check])
        mended.cells.append((check, label))
        student.found = graded.found[check]
        try:
            REPAIRS[check, label](student)
        except Exception as error:  # noqa: BLE001 - whatever it is, the fix cannot be followed
            why = f"{type(error).__name__} {error}"
            mended.broken.append(f"{check} {label!r} cannot be done: {why}")
            break
        after = submission.grade(student.notebook, *student.options)
        mended.broken += broken(check, label, graded, after)
        if after.verdicts[check] == "not met":
            break
        graded = after
    return replace(mended, ended=graded.verdicts)


def label_of(check: str, fix: str) -> str:
    """The label of the text that a report shows."""
    return {text: label for label, text in CHECKS[check].variants.items()}.get(fix, "")


def broken(check: str, label: str, before: Graded, after: Graded) -> list[str]:
    """How the promise is broken: the check becomes met, what was blocked is decided anew.

    Another check that is not met may become met, if one deed mends both; none becomes worse.
    """
    verdict = after.verdicts[check]
    found = after.found.get(check) or after.output
    trouble = [] if verdict == "met" else [f"{check} {label!r} is {verdict}: {found}"]
    for other, was in before.verdicts.items():
        now = after.verdicts[other]
        if other != check and was != "blocked" and now not in (was, "met"):
            what = after.found.get(other, "")
            trouble.append(f"{check} {label!r} makes {other} {now}, which was {was}: {what}")
    return trouble


def let_pass(submission: Submitted) -> None:
    """What takes its time comes to its end, within two hours."""
    cloud = submission.cloud
    now = cloud.now
    cloud.now = lambda: now() + timedelta(hours=2)
    cloud.durations = cloud.durations.times(0)
