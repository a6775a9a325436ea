"""What a difference breaks: copies of the older cassette that have it are graded.

So nobody keeps a list of the fields that checks read. All differences are tried together first: if
no verdict changes, that was one grading.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from acceptance.azure.response_schemas import Unreadable, require_schema
from acceptance.cassettes.file import Exchange
from acceptance.drift.altering import altered
from acceptance.drift.copies import Copies
from acceptance.drift.differences import Difference
from acceptance.drift.findings import Break, Change, Verdicts, changes, verdicts_of
from acceptance.drift.operations import operation_of
from acceptance.evidence.regrading import Evidence, Regraded, regrading
from acceptance.runner import Runner

MOST: Final = 300
"""How many differences are weighed one by one, each by a grading."""

SECONDS: Final = 600.0
"""After which no further one is weighed."""

BEFORE_CHECKS: Final = ("/subscriptions", "/subscriptions/{name}")
"""What only a live run asks, to choose the subscription; no replay shows what breaks that."""

NOT_VERIFIED: Final = "not verified"

Tell = Callable[[int, int], None]
"""Is told how many are weighed, and how many there are."""


@dataclass(frozen=True)
class Scale:
    """Weighs differences.

    Attributes:
        before: the verdicts of the older cassette.
        after: those of the newer one.
    """

    runner: Runner
    exercise: Path
    copies: Copies
    before: Verdicts
    after: Verdicts
    tell: Tell

    def breaks(self, differences: Sequence[Difference]) -> list[Break]:
        """Those that break a check, alone or together.

        Where what was there before still is, beside the other, a copy without it shows too much:
        such a difference counts only for checks that have that very verdict in the newer cassette.
        """
        stopping = [each for each in differences if self._stops_all(each)]
        found = [Break((each,), self._all_unverified()) for each in stopping]
        certain = [each for each in differences if not each.is_doubtful and each not in stopping]
        doubtful = [each for each in differences if each.is_doubtful]
        together = self._together(certain)
        tried = [
            *(certain if together or together is None else []),
            *(doubtful if self.before != self.after else []),
        ]
        breaks = list(self._one_by_one(tried))
        known = {change.check for each in breaks for change in each.checks}
        left = tuple(change for change in together or () if change.check not in known)
        if left and all(each.checks for each in breaks):
            breaks.append(Break(tuple(certain), left))
        return [*found, *breaks]

    def _stops_all(self, difference: Difference) -> bool:
        """Whether no live run would come to a check: it could not read the subscriptions."""
        if difference.operation.path not in BEFORE_CHECKS or difference.is_doubtful:
            return False
        asked = (
            e for e in self.copies.exchanges if operation_of(e["request"]) == difference.operation
        )
        return not all(map(_is_readable, altered(asked, [difference])))

    def _all_unverified(self) -> tuple[Change, ...]:
        return tuple(Change(check, verdict, NOT_VERIFIED) for check, verdict in self.before.items())

    def _together(self, certain: Sequence[Difference]) -> tuple[Change, ...] | None:
        """What all of these break; `None` if nobody can tell."""
        if not certain:
            return ()
        return next(self._graded([certain]))

    def _one_by_one(self, tried: Sequence[Difference]) -> Iterator[Break]:
        end = time.monotonic() + SECONDS
        number = 0
        for number, checks in enumerate(self._graded([each] for each in tried[:MOST]), 1):
            difference = tried[number - 1]
            self.tell(number, len(tried))
            if checks and difference.is_doubtful:
                checks = tuple(each for each in checks if self.after.get(each.check) == each.after)
            if checks is None or checks:
                yield Break((difference,), checks or ())
            if time.monotonic() > end:
                break
        yield from (Break((difference,)) for difference in tried[number:])

    def _graded(self, sets: Iterable[Sequence[Difference]]) -> Iterator[tuple[Change, ...] | None]:
        """For each set what it changes of the verdicts, or `None` if there is no grading."""
        evidence = (Evidence(self.copies.having(each)) for each in sets)
        for regraded in regrading(self.runner, self.exercise, evidence):
            regraded.evidence.cassette.unlink()
            yield self._changes(regraded)

    def _changes(self, regraded: Regraded) -> tuple[Change, ...] | None:
        return changes(self.before, verdicts_of(regraded.now)) if regraded.now else None


def _is_readable(exchange: Exchange) -> bool:
    """Whether a run takes an answer for one to what was asked."""
    if "failed" in exchange:
        return False
    response = exchange["response"]
    try:
        require_schema(
            exchange["request"]["uri"],
            response["status"]["code"],
            response["body"]["string"].encode(),
        )
    except Unreadable:
        return False
    return True
