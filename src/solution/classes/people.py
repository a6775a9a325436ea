"""Invented students: plain names, no two alike, of nobody."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = (
    *("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jon", "Kim", "Lea"),
    *("Max", "Nora", "Otto", "Pia", "Quinn", "Rosa", "Sam", "Tess", "Uma", "Vic", "Wim", "Zoe"),
)
LAST = (
    *("Archer", "Baker", "Carter", "Dyer", "Elder", "Fisher", "Glover", "Hunter", "Ives"),
    *("Joiner", "Keeper", "Lister", "Mason", "Norman", "Ostler", "Potter", "Quill", "Reeve"),
    *("Sawyer", "Tanner", "Usher", "Viner", "Weaver", "Yeoman"),
)


@dataclass(frozen=True)
class Person:
    """A student: an id of the school's, a name and an address."""

    id: str
    name: str
    email: str


def people(count: int) -> list[Person]:
    """So many students, always the same."""
    width = max(4, len(str(count)))
    return [_person(number, f"s{number:0{width}}") for number in range(1, count + 1)]


def _person(number: int, student: str) -> Person:
    again, place = divmod(number - 1, len(FIRST) * len(LAST))
    # Both turn with each number, and all pairs come before any comes again.
    turn, first = divmod(place, len(FIRST))
    last = LAST[(first + turn) % len(LAST)]
    name = f"{FIRST[first]} {last}" + (f" {again + 1}" if again else "")
    return Person(student, name, f"{student}@example.edu")
