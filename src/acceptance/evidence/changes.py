"""What is different between two reports (`--report json:FILE`) of one submission. Pure."""

from collections.abc import Iterator

from acceptance.reports.document import Check, Document


def score(document: Document) -> str:
    """The score as an interval, `61..75`, or `75` where all is sure."""
    sure, possible = document.score.sure, document.score.possible
    return f"{sure}" if sure == possible else f"{sure}..{possible}"


def changes(before: Document, now: Document) -> list[str]:
    """Each difference of verdicts, points and score, in words: `2.2.5 not met -> met`."""
    return [*_scores(before, now), *check_changes(before, now)]


def check_changes(before: Document, now: Document) -> list[str]:
    """Those of verdicts and points alone, check by check."""
    return list(_checks(_by_id(before), _by_id(now)))


def is_of_another_cassette(before: Document, now: Document) -> bool:
    """Whether both reports name the cassette that was graded, and not the same one."""
    digests = {document.source.sha256 for document in (before, now)} - {None}
    return len(digests) > 1


def _scores(before: Document, now: Document) -> Iterator[str]:
    if score(before) != score(now):
        yield f"{score(before)} -> {score(now)}"
    if before.score.maximum != now.score.maximum:
        yield f"of {before.score.maximum} -> of {now.score.maximum}"


def _checks(before: dict[str, Check], now: dict[str, Check]) -> Iterator[str]:
    for id_, check in now.items():
        if (earlier := before.get(id_)) is None:
            yield f"{id_} is new: {check.verdict}"
            continue
        if earlier.verdict is not check.verdict:
            yield f"{id_} {earlier.verdict} -> {check.verdict}"
        if earlier.points != check.points:
            yield f"{id_} {earlier.points} -> {check.points} points"
    yield from (f"{id_} is not asked any more" for id_ in before if id_ not in now)


def _by_id(document: Document) -> dict[str, Check]:
    return {check.id: check for check in document.checks}
