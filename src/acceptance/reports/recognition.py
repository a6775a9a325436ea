"""Which files are reports of this suite: only these may make way for a new one."""

import re
from pathlib import Path
from typing import Final

from acceptance.files import open_file

HEAD: Final = 20_000
"""How many bytes of a file tell."""

OURS: Final = re.compile(
    r"\s*$"  # an empty file, as a job's summary is at first
    r'|\{\s*"schema": \d+,\s*"suite": "'
    r'|\{\s*"\w+": .*"test_name_format": "text"'
    r'|<\?xml [^>]*\?>\s*<testsuites .*<property name="suite" '
    r"|<!DOCTYPE html>.*<title>[^<]*points: .*<style>"
    r"|# .*\*\*[^*\n]* of \d+ points\*\*",
    re.DOTALL,
)
"""How the reports begin: json, gradescope, junit, html, markdown."""


def may_be_replaced(path: Path) -> bool:
    """Whether a file is a report of this suite, or empty, or not there.

    Raises:
        OSError: it cannot be read.
    """
    if not path.exists():
        return True
    with open_file(path) as file:
        return OURS.match(file.read(HEAD).decode("utf-8", "replace")) is not None
