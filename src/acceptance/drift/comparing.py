"""Two cassettes in, all that is different out."""

from pathlib import Path

from acceptance.cassettes import file
from acceptance.drift.altering import can_be_altered
from acceptance.drift.copies import Copies
from acceptance.drift.differences import differences
from acceptance.drift.findings import Drift, Graded, changes
from acceptance.drift.operations import by_operation, last_answers
from acceptance.drift.weighing import Scale, Tell
from acceptance.evidence.regrading import Evidence, regrading
from acceptance.plain_text import plain
from acceptance.runner import Runner


class CannotBeGraded(Exception):
    """A cassette gives no verdicts; the message says which and why, in one line."""


def compare(
    before: Path, after: Path, exercise: Path, tell: Tell = lambda _done, _all: None
) -> Drift:
    """Compare two cassettes of the same kind of submission.

    Args:
        exercise: the folder of the exercise, by whose checks both are graded.
        tell: is told how many differences are weighed, and how many there are.

    Raises:
        pytest.UsageError: one of both is no cassette, torn, or was altered.
        CannotBeGraded: one of both gives no verdicts.
    """
    with Runner() as runner:
        older, newer = _graded(runner, exercise, before, after)
        with Copies(before, older.cassette) as copies:
            scale = Scale(runner, exercise, copies, older.verdicts, newer.verdicts, tell)
            return _drift(older, newer, scale)


def _graded(runner: Runner, exercise: Path, *paths: Path) -> list[Graded]:
    """Each cassette, read and graded; the bytes that were read are those that are graded."""
    cassettes = [file.read(path) for path in paths]
    evidence = [
        Evidence(path, cassette.sha256) for path, cassette in zip(paths, cassettes, strict=True)
    ]
    graded = []
    for each, cassette in zip(regrading(runner, exercise, evidence), cassettes, strict=True):
        if each.now is None:
            raise CannotBeGraded(f"{plain(str(each.evidence.cassette))}: {plain(each.trouble)}")
        graded.append(Graded(each.evidence.cassette, cassette, each.now))
    return graded


def _drift(older: Graded, newer: Graded, scale: Scale) -> Drift:
    asked_before = by_operation(scale.copies.exchanges)
    found = differences(asked_before, by_operation(last_answers(newer.cassette.exchanges)))
    breaks = scale.breaks([each for each in found if can_be_altered(each)])
    alone = {id(each.differences[0]) for each in breaks if len(each.differences) == 1}
    rest = [each for each in found if id(each) not in alone]
    explained = {change.check for each in breaks for change in each.checks}
    differing = changes(older.verdicts, newer.verdicts)
    return Drift(
        older,
        newer,
        tuple(breaks),
        new=tuple(each for each in rest if each.adds),
        harmless=tuple(each for each in rest if not each.adds),
        unexplained=tuple(change for change in differing if change.check not in explained),
    )
