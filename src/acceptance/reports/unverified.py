"""The document of a submission whose grading gave none: each check is not verified. Pure."""

from dataclasses import replace

from acceptance.plain_text import plain
from acceptance.reports.document import Check, Document


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
