"""Whose subscription is which, as far as its display name tells; nobody guesses the rest. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from classroom.hand_ins.names import words
from classroom.roster.name_lists import Listed
from classroom.subscriptions import Seen

_SHORTEST: Final = 3
"""Letters of a login or an id that is looked for in a name; a shorter one is in many."""

_BETWEEN: Final = re.compile(r"[^\w.@+-]+")


@dataclass(frozen=True)
class Filled:
    """Who has which subscription.

    Attributes:
        owners: the student of a subscription, by its id.
        without: the students who have none, in the list's order.
        doubtful: the subscriptions that fit several students, or share a student with another.
    """

    owners: Mapping[str, Listed]
    without: Sequence[Listed]
    doubtful: Sequence[Seen]


def fill(subscriptions: Sequence[Seen], students: Sequence[Listed]) -> Filled:
    """Match by what stands in the subscriptions' names: an address, a login, an id, a name.

    The surer of these decides; a subscription and a student belong together if neither fits
    another.
    """
    by_token = [
        _index(students, lambda each: [each.email]),
        _index(students, lambda each: [each.login, each.id]),
    ]
    by_name = _Names(students)
    fits = {each.id: _fitting(each.name, by_token, by_name) for each in subscriptions}
    claimed: dict[int, list[str]] = defaultdict(list)
    for subscription, numbers in fits.items():
        for number in numbers:
            claimed[number].append(subscription)
    sure = {
        subscription: next(iter(numbers))
        for subscription, numbers in fits.items()
        if len(numbers) == 1 and len(claimed[next(iter(numbers))]) == 1
    }
    matched = set(sure.values())
    return Filled(
        {subscription: students[number] for subscription, number in sure.items()},
        [each for number, each in enumerate(students) if number not in matched],
        [each for each in subscriptions if fits[each.id] and each.id not in sure],
    )


_Index = Mapping[str, set[int]]


def _index(students: Sequence[Listed], keys: Callable[[Listed], Iterable[str]]) -> _Index:
    """The numbers of the students by what may stand for them."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, student in enumerate(students):
        for key in keys(student):
            if key:
                found[key.casefold()].add(number)
    return found


def _fitting(name: str, by_token: Sequence[_Index], by_name: "_Names") -> set[int]:
    tokens = _tokens(name)
    for index in by_token:
        fits = {n for token in tokens if len(token) >= _SHORTEST for n in index.get(token, ())}
        if fits:
            return fits
    return by_name.within(words(name))


def _tokens(name: str) -> set[str]:
    """What may be an address, a login or an id; `lab-s1` holds `s1`, but no address another."""
    whole = {token.strip(".-_+@") for token in _BETWEEN.split(name.casefold())}
    return whole | {part for token in whole if "@" not in token for part in re.split("[-_]", token)}


class _Names:
    """Students by their names, of two words at least: one alone is no whole name."""

    def __init__(self, students: Sequence[Listed]) -> None:
        self._owners: dict[frozenset[str], set[int]] = defaultdict(set)
        for number, student in enumerate(students):
            if len(parts := words(student.name)) > 1:
                self._owners[frozenset(parts)].add(number)
        common = Counter(word for name in self._owners for word in name)
        # Under its rarest word: a common one would lead from each subscription to half a class.
        self._by_rarest: dict[str, list[frozenset[str]]] = defaultdict(list)
        for name in self._owners:
            self._by_rarest[min(name, key=lambda word: (common[word], word))].append(name)

    def within(self, parts: Iterable[str]) -> set[int]:
        """The students all of whose name is among these words."""
        there = frozenset(parts)
        names = (name for word in there for name in self._by_rarest.get(word, ()))
        return {number for name in names if name <= there for number in self._owners[name]}
