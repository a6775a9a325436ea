"""The wrong submissions, as data, a module per noun: what students really get wrong."""

from __future__ import annotations

from solution.mistakes.accounts import ACCOUNTS
from solution.mistakes.machine_learning import MACHINE_LEARNING
from solution.mistakes.notebook import NOTEBOOK
from solution.mistakes.project import PROJECT
from solution.mistakes.publication import PUBLICATION
from solution.submission import Submission

MISTAKES: tuple[Submission, ...] = (*ACCOUNTS, *PROJECT, *PUBLICATION, *MACHINE_LEARNING, *NOTEBOOK)
"""For each check, at least one that breaks it and no other."""
