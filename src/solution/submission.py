"""A submission: a way to do the exercise, right or wrong, and what becomes of every check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from solution.exercise import Exercise
from solution.progress import Progress, Silent
from solution.settings import Settings

_SILENT = Silent()


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One student's way to do the exercise; a check that it does not name is met.

    Args:
        name: kebab-case, unique.
        description: what the student did, in a sentence without a full stop.
        breaks: the ids of the checks that are not met.
        blocks: the ids of those that cannot be made for want of what a broken one asks for.
        unverified: the ids of those to which Azure, or the student, gives no answer.
        changes: fields of `Settings` in which the student differs.
        skip: tasks (keys of `exercise.TASKS`) left out.
        instead: what the student does in place of a task, by its key.
        afterwards: what the student does after the exercise.
        edit: what the student changes in the notebook, an nbformat 4 node, after it was executed.
        options: with which options of the suite the submission is graded.
        requires: what no request to Azure brings about: there it happens, or does not.
    """

    name: str
    description: str
    breaks: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    instead: Mapping[str, Callable[[Exercise], None]] = field(default_factory=dict)
    afterwards: Callable[[Exercise], None] | None = None
    edit: Callable[[Any], None] | None = None
    options: tuple[str, ...] = ()
    requires: str = ""

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each check that is not met, by the check's id."""
        return {
            **dict.fromkeys(self.breaks, "not met"),
            **dict.fromkeys(self.blocks, "blocked"),
            **dict.fromkeys(self.unverified, "not verified"),
        }

    @property
    def recipe(self) -> tuple[object, ...]:
        """Equal in submissions that differ in nothing but the notebook's text and the grading."""
        changes, instead = tuple(self.changes.items()), tuple(self.instead.items())
        return (changes, self.skip, instead, self.afterwards, self.requires and self.name)

    def exercise(self, settings: Settings, progress: Progress = _SILENT) -> Exercise:
        """The exercise as this student does it."""
        return Exercise(
            replace(settings, **self.changes),
            progress,
            skip=self.skip,
            instead=self.instead,
            afterwards=self.afterwards,
            edit=self.edit,
        )


Action = Callable[[Any], None]
"""What a student does: with an `Exercise`, or with a notebook, an nbformat 4 node."""

REGISTERED: list[Submission] = []
"""The submissions that differ by one action, which stands at the action: see `afterwards`."""


def afterwards(name: str, **fields: Any) -> Callable[[Action], Action]:
    """Register the submission in which the decorated action follows the exercise.

    Args:
        name: the submission's; its description is the action's docstring.
        **fields: further fields of `Submission`.
    """

    def register(action: Action) -> Action:
        return _registered(name, action, afterwards=action, **fields)

    return register


def instead(name: str, task: str, **fields: Any) -> Callable[[Action], Action]:
    """Register the submission in which the decorated action takes the place of a task."""

    def register(action: Action) -> Action:
        return _registered(name, action, instead={task: action}, **fields)

    return register


def edits_notebook(name: str, **fields: Any) -> Callable[[Action], Action]:
    """Register the submission whose executed notebook the decorated action changes."""

    def register(action: Action) -> Action:
        return _registered(name, action, edit=action, **fields)

    return register


def _registered(name: str, action: Action, **fields: Any) -> Action:
    description = " ".join((action.__doc__ or "").split()).removesuffix(".")
    REGISTERED.append(Submission(name=name, description=description, **fields))
    return action


def ids(task: str, first: int, last: int) -> tuple[str, ...]:
    """The ids of a task's checks from one to another."""
    return tuple(f"{task}.{number}" for number in range(first, last + 1))


PROJECT, ITERATION, MODEL = ids("2.2", 2, 14), ids("2.2", 10, 14), ids("2.3", 1, 4)
"""What builds on the project; of that, on the trained iteration; and on both, the publication."""

WORKSPACE = (*ids("3.1", 2, 4), *ids("3.2", 1, 3))
"""What builds on the workspace."""

NOTEBOOK = ids("3.3", 1, 4)
"""The checks of the notebook."""
