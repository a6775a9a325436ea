"""Text of others, made safe for a spreadsheet: no formula, no cell that it cannot hold. Pure.

After OWASP's "CSV Injection": a program takes a cell for a formula by its first character, and
quotes do not help.
"""

import re
from typing import Final

LONGEST: Final = 32_767
"""Characters of a cell, by Excel's limit."""

_TRIGGER: Final = "=+\\-@|%\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
_BLANK: Final = r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad']"
_FORMULA: Final = re.compile(rf"\A{_BLANK}*[{_TRIGGER}]|\A[\t\r\n]")
_WITHIN: Final = re.compile(rf"([;\t\r\n]+)(?={_BLANK}*[{_TRIGGER}])")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    r"""The text as a cell can hold it: not too long, and what no file can hold as `\x1b`."""
    text = _UNWRITABLE.sub(lambda found: found[0].encode("unicode-escape").decode(), text)
    if len(text) <= LONGEST:
        return text
    note = f" ... (cut: {len(text)} characters in all)"
    return text[: LONGEST - len(note)] + note


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take it for a formula."""
    return _FORMULA.search(text) is not None


def neutralised(text: str) -> str:
    """The text as a cell of CSV: one that may be taken for a formula begins with an apostrophe.

    So does what follows a separator within it: where programs separate cells by semicolons, it
    begins a cell of its own, whatever the quotes.
    """
    text = _WITHIN.sub(r"\1'", writable(text))
    text = f"'{text}" if is_formula(text) else text
    return text[:LONGEST]
