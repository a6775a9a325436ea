"""Plays one cell of the gate again: `python -m tests.harness.metamorphic.play SUBMISSION NAMES`.

Prints the grading as it is, and what becomes of it.
"""

from __future__ import annotations

import sys

from tests.harness.submissions import make_once_and_grade


def main(submission: str, names: str) -> int:
    """Play the cell; 1 if it breaks its promise."""
    cell = tuple(name.strip() for name in names.split(","))
    graded = make_once_and_grade([submission], {submission: [cell]})[submission]
    said = "\n".join(graded.transformed.faults) or "The promise is kept."
    sys.stdout.write(f"{graded.output}\n{said}\n")
    return 1 if graded.transformed.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
