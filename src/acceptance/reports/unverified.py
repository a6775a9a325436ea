"""The document of a submission of which nobody can tell: each check is not verified. Pure."""

from dataclasses import replace

from acceptance.plain_text import plain
from acceptance.reports.document import Check, Document
from acceptance.verdicts.verdict import Score, Verdict


def unverified(undecided: Document, reason: str, cure: str, student: str = "") -> Document:
    """The document in which the reason why nobody could tell stands at every check.

    Args:
        undecided: of a run that decided nothing.
        reason: why there was no grading.
        cure: what would cure that.
        student: whose submission it is, if that is known.
    """

    def told(check: Check) -> Check:
        return replace(check, reason=plain(reason), cure=plain(cure))

    tasks = (replace(task, checks=tuple(map(told, task.checks))) for task in undecided.tasks)
    title = ": ".join(filter(None, (undecided.title, plain(student.strip()))))
    return replace(undecided, title=title, tasks=tuple(tasks))


def withdrawn(document: Document, reason: str, cure: str) -> Document:
    """The document without its verdicts: what it is based on cannot be shown.

    Args:
        document: of a run that is over.
        reason: why nobody can tell any more.
        cure: what would cure that.
    """

    def undecided(check: Check) -> Check:
        return Check(
            check.id,
            check.title,
            check.points,
            Verdict.NOT_VERIFIED,
            fix=check.fix,
            reason=plain(reason),
            cure=plain(cure),
        )

    def open_(score: Score) -> Score:
        return Score(0, score.maximum, score.maximum)

    tasks = [
        replace(each, score=open_(each.score), checks=tuple(map(undecided, each.checks)))
        for each in document.tasks
    ]
    checks = len(document.checks)
    return replace(
        document,
        score=open_(document.score),
        counts={each: checks if each is Verdict.NOT_VERIFIED else 0 for each in Verdict},
        exit_status=6 if checks else document.exit_status,
        tasks=tuple(tasks),
        information=(),
    )
