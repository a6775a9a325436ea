"""`env:NAME`, `file:PATH`, `keyvault:VAULT/SECRET`: the place of a secret, as a roster has it."""

import difflib
import re
from pathlib import Path
from typing import Final

from classroom.students import Place, PlaceKind

FORMS: Final = "env:NAME, file:PATH or keyvault:VAULT/SECRET"

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
# Azure's own rule, and so no name of a vault makes a URL that leads elsewhere.
_VAULT: Final = re.compile(r"(?=.{3,24}/)[A-Za-z](?:-?[A-Za-z0-9])+/[A-Za-z0-9-]{1,127}")


def parse(text: str, folder: Path) -> Place:
    """The place that a text names.

    Args:
        text: as a roster has it; the kind in any letter case.
        folder: what a relative path of a file begins at.

    Raises:
        ValueError: it names none. The message says why, and repeats nothing of the text, which may
            be a secret.
    """
    kind, colon, name = (part.strip() for part in text.partition(":"))
    known = {str(each): each for each in PlaceKind}
    if kind.casefold() not in known:
        near = difflib.get_close_matches(kind.casefold(), known, n=1) if colon else []
        hint = f'; is "{near[0]}:" meant?' if near else ""
        raise ValueError(
            f"this is no place of a secret, which is {FORMS}{hint} (what stands there is not "
            "repeated: if it is a secret itself, remove it from the file and renew it)"
        )
    if not name:
        raise ValueError(f'nothing stands after "{kind.casefold()}:"; a place is {FORMS}')
    return Place(known[kind.casefold()], _checked(known[kind.casefold()], name, folder))


def _checked(kind: PlaceKind, name: str, folder: Path) -> str:
    if kind is PlaceKind.FILE:
        if "\0" in name or "\n" in name:
            raise ValueError('after "file:" stands no name of a file')
        return str(folder.absolute() / name)
    if kind is PlaceKind.ENVIRONMENT and not _VARIABLE.fullmatch(name):
        raise ValueError(
            'after "env:" stands no name of an environment variable: it may hold letters, digits '
            "and underscores, and begins with no digit"
        )
    if kind is PlaceKind.KEY_VAULT and not _VAULT.fullmatch(name):
        raise ValueError(
            'after "keyvault:" has to stand VAULT/SECRET: the vault\'s name (not its address) has '
            "3 to 24 letters, digits and single hyphens, the secret's up to 127"
        )
    return name
