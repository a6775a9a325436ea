"""The wrong submissions but for those that differ by one action: a table for each noun."""

from solution.mistakes.accounts import ACCOUNTS
from solution.mistakes.machine_learning import MACHINE_LEARNING
from solution.mistakes.project import PROJECT
from solution.mistakes.publication import PUBLICATION
from solution.submission import Submission

TABLE: tuple[Submission, ...] = (*ACCOUNTS, *PROJECT, *PUBLICATION, *MACHINE_LEARNING)
