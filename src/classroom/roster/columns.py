"""The columns of a roster: which there are, and how a header names them."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from classroom.roster.problems import Problems, shown
from classroom.roster.secrets import holds_secret, is_secret_name
from classroom.roster.table import Row

REQUIRED: Final = ("id", "name", "email", "subscription")
OPTIONAL: Final = (*("tenant", "resource group", "notebook", "section", "client id", "secret"),)
PASSED_OVER: Final = ("subscription name",)
"""Columns that help who fills in a roster, and are not read."""

COLUMNS: Final = (*REQUIRED, *OPTIONAL, *PASSED_OVER)

MOST: Final = 200
"""Columns of a file, empty ones included."""

_BETWEEN: Final = re.compile(r"[\s_-]+")


def bare(name: str) -> str:
    """A column's name without what may be written in several ways."""
    return _BETWEEN.sub("", name).casefold()


_BY_BARE_NAME: Final[Mapping[str, str]] = {bare(name): name for name in COLUMNS}


def recognised(cells: Sequence[str]) -> int:
    """How many of the cells of a header name a column of a roster."""
    return sum(bare(cell) in _BY_BARE_NAME for cell in cells)


def columns_of(header: Row, problems: Problems) -> dict[str, int]:
    """Where each column is, by its name; what is wrong in the header is told."""
    if len(header.cells) > MOST:
        problems.error(header.line, f"it has {len(header.cells):,} columns; {MOST} are the most")
        return {}
    places: dict[str, int] = {}
    unknown = []
    for place, cell in enumerate(header.cells):
        name = _BY_BARE_NAME.get(bare(cell))
        if name is None:
            unknown += [cell] if cell else []
        elif name in places:
            problems.error(header.line, f'the column "{name}" stands twice in the header')
        else:
            places[name] = place
    missing = [name for name in REQUIRED if name not in places]
    if not places:
        problems.error(
            header.line,
            "the first line names no column of a roster: it has to be the header, such as "
            f"{','.join(REQUIRED)}",
        )
        return {}
    for name in missing:
        problems.error(header.line, f'the column "{name}" is missing')
    for cell in unknown:
        problems.error(header.line, _unknown(cell))
    return places


def _unknown(cell: str) -> str:
    if holds_secret(cell):
        return "a column's name looks like a secret; remove it, a roster holds none"
    text = f"there is no column {shown(cell)}"
    if is_secret_name(cell):
        return (
            f'{text}, and a roster holds no secret: remove it; where a secret is stands in "secret"'
        )
    near = difflib.get_close_matches(bare(cell)[:100], _BY_BARE_NAME, n=1)
    if near:
        return f'{text}; is it "{_BY_BARE_NAME[near[0]]}"?'
    return f"{text}; there are: {', '.join(COLUMNS)}"
