"""Whom a file's name says that it is of: the forms of Moodle, of Canvas, and plain ones. Pure.

Moodle (`mod/assign`, "Download all submissions"), with folders and without:

    Ada Lovelace_1234567_assignsubmission_file_/lab.ipynb
    Ada Lovelace_1234567_assignsubmission_file_lab.ipynb
    Participant_1234567_assignsubmission_file_/lab.ipynb        (anonymous submissions)
    Group A-Ada Lovelace_1234567_assignsubmission_file_/...     (groups)

Canvas (`lib/content_zipper.rb`): the sortable name in lower case, letters and digits alone; the
person's number, which is "ID" in the gradebook's export; the attachment's number, which grows:

    lovelaceada_12345_678910_lab.ipynb
    lovelaceada_LATE_12345_678910_lab-1.ipynb
    LATE_anon_x7Kd2_678910_lab.ipynb                            (anonymous grading)

Any other file is named after a student, or stands in a folder that is: `s123.ipynb`,
`ada@example.org.ipynb`, `s123/lab.ipynb`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

_MOODLE: Final = re.compile(
    r"(?P<name>.+?)_(?P<number>\d{1,20})_assignsubmission_[a-z]+_?(?P<file>.*)", re.DOTALL
)
_CANVAS: Final = re.compile(
    r"(?P<name>.+?)(?:_LATE)?_(?P<number>\d{1,20})_(?P<attachment>\d{1,20})_(?P<file>.+)", re.DOTALL
)
_ANONYMOUS: Final = re.compile(
    r"(?:LATE_)?anon_(?P<number>[A-Za-z0-9]{1,40})_(?P<attachment>\d{1,20})_(?P<file>.+)", re.DOTALL
)
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that are no other letter with a mark, as Unicode has it; in lower case."""


@dataclass(frozen=True)
class Claim:
    """Whom a file says that it is of.

    Args:
        ids: each may be a student's id or e-mail address.
        names: each may be a student's name, in whichever order.
        attachment: Canvas's number of the file, which grows with time; None elsewhere.
        anonymous: whether the names are withheld.
    """

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    attachment: int | None = None
    anonymous: bool = False


def claim(path: PurePosixPath) -> Claim:
    """Whom a file says that it is of, by its path within what was downloaded."""
    for part in path.parts:
        if found := _MOODLE.fullmatch(part):
            return _of_moodle(found["name"], found["number"])
    if found := _ANONYMOUS.fullmatch(path.name):
        return Claim((found["number"],), (), int(found["attachment"]), anonymous=True)
    plain = (path.stem, *path.parts[:-1])
    if found := _CANVAS.fullmatch(path.name):
        return Claim((found["number"], *plain), (found["name"], *plain), int(found["attachment"]))
    return Claim(plain, plain)


def _of_moodle(name: str, number: str) -> Claim:
    if name.casefold() == "participant":
        return Claim((number, f"Participant {number}"), anonymous=True)
    # Before the first hyphen may stand the name of a group; in a name there may be others.
    pieces = name.split("-")
    return Claim(names=tuple("-".join(pieces[start:]) for start in range(min(len(pieces), 10))))


def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents and punctuation."""
    apart = unicodedata.normalize("NFKD", name.casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(word for word in re.split(r"[\W_]+", bare) if word)


def in_any_order(name: str) -> str:
    """What is the same for `Ada Lovelace` and `Lovelace, Ada`; empty if the name has no letters."""
    return " ".join(sorted(words(name)))


def glued(name: str) -> frozenset[str]:
    """The name without spaces, begun at each of its words: `adalovelace`, `lovelaceada`."""
    parts = words(name)
    return frozenset(_rotations(parts)) if len(parts) <= 12 else frozenset({"".join(parts)})


def _rotations(parts: Sequence[str]) -> Iterable[str]:
    for start in range(len(parts)):
        yield "".join((*parts[start:], *parts[:start]))
