"""The cells of the gate: a submission, and what is transformed in it at once.

Neutral transformations are neutral together, too: so one grading tries many of them, and only if
that breaks the promise each half of them is tried, until one transformation is left.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from azure.core.exceptions import AzureError
from msrest.exceptions import ClientException

from solution.catalogue import SUBMISSIONS
from solution.clients import only_subscription
from solution.errors import BadInput
from solution.settings import Settings
from tests.harness.fault_actions import Act, Serve
from tests.harness.metamorphic.registry import TRANSFORMATIONS, named
from tests.harness.metamorphic.transformation import (
    Layer,
    NotApplicable,
    Promise,
    Transformation,
    broken,
)

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud
    from azure_emulator.wire import Request, Response

Cell = tuple[str, ...]
"""The names of transformations that act at once."""

Cells = Mapping[str, Sequence[Cell]]
"""The cells of each submission, by its name."""

Grade = Callable[[Sequence[str], Mapping[str, str]], Mapping[str, str]]
"""Grades with further options and environment variables: check id -> verdict."""

SEVERAL = 6
"""How many neutral transformations a cell of the sample has."""


@dataclass(frozen=True)
class Judged:
    """How the cells of one submission came out.

    Attributes:
        cells: how many were graded.
        pairs: how many transformations were tried.
        faults: the broken promises, each with the command that plays the cell again.
    """

    cells: int = 0
    pairs: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class OnTheWire:
    """Answers in place of the cloud, as its `on_request`."""

    cloud: Cloud
    act: Act
    asking: bool = False

    def __call__(self, request: Request) -> Response | None:
        """The transformed answer; the cloud's own while that is asked for."""
        return None if self.asking else self.act(request, self.serve)

    def serve(self, request: Request) -> Response:
        """What the cloud answers."""
        from azure_emulator.app import App

        self.asking = True
        try:
            return App(self.cloud)(request)
        finally:
            self.asking = False


def whole() -> Cells:
    """Each transformation of each submission, of those that are made alike with the first one."""
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    first = {each.recipe: each.name for each in reversed(list(SUBMISSIONS.values()))}.values()
    return {
        name: _all(name, chance) if name in first else [_several(name, chance)]
        for name in SUBMISSIONS
    }


def _all(name: str, chance: random.Random) -> list[Cell]:
    layers = {layer: _applying(name, Promise.NEUTRAL, layer) for layer in Layer}
    data = chance.sample(layers[Layer.DATA], len(layers[Layer.DATA]))
    pages, invocations = layers[Layer.PAGES], layers[Layer.INVOCATION]
    cells = [
        (*data, *pages[turn : turn + 1], *layers[Layer.BYTES], *invocations[turn : turn + 1])
        for turn in range(max(len(pages), len(invocations)))
    ]
    veils = [(veil,) for layer in Layer for veil in _applying(name, Promise.VEILING, layer)]
    return [*cells, *veils, tuple(layers[Layer.CLOUD])]


def sample(seed: int) -> Cells:
    """A cell of a fifth of the submissions; each transformation is in one of them."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    names = chance.sample(list(SUBMISSIONS), len(SUBMISSIONS))
    veils = [each.name for each in TRANSFORMATIONS if each.promise is Promise.VEILING]
    cells: dict[str, list[Cell]] = {name: [] for name in names}
    for turn, name in enumerate(names[::10]):
        cells[name] = [(veils[turn % len(veils)],)]
    untried = {each.name for each in TRANSFORMATIONS if each.promise is Promise.NEUTRAL}
    for name in names[1::10]:
        cells[name] = [_several(name, chance, untried)]
        untried -= set(cells[name][0])
    return cells


def _several(name: str, chance: random.Random, untried: Collection[str] = ()) -> Cell:
    alone: set[Layer] = set()
    chosen = []
    for layer in chance.choices(list(Layer), k=SEVERAL):
        if layer not in alone and (fitting := _applying(name, Promise.NEUTRAL, layer)):
            chosen.append(chance.choice([each for each in fitting if each in untried] or fitting))
            alone |= {layer} & {Layer.PAGES, Layer.INVOCATION}
    return tuple(dict.fromkeys(chosen))


def _applying(submission: str, promise: Promise, layer: Layer) -> list[str]:
    return [
        each.name
        for each in TRANSFORMATIONS
        if (each.promise, each.layer) == (promise, layer) and each.applies(SUBMISSIONS[submission])
    ]


def judge(
    cloud: Cloud, submission: str, cells: Sequence[Cell], grade: Grade, before: Mapping[str, str]
) -> Judged:
    """Grade the submission in each of these cells, those that change the cloud last.

    Args:
        cloud: the cloud in which the submission is.
        grade: grades it as it is there.
        before: its verdicts as they are without a transformation.
    """
    faults = []
    for cell in sorted(cells, key=lambda cell: any(named(each).add for each in cell)):
        if wrong := _wrong(cloud, submission, cell, grade, before):
            cell, wrong = _shrunk(cloud, submission, cell, grade, before, wrong)
            play = f"python -m tests.harness.metamorphic.play {submission} '{', '.join(cell)}'"
            faults.append(f"{' and '.join(cell)}: {'; '.join(sorted(wrong)[:5])}\n  {play}")
    cloud.on_request = None
    return Judged(len(cells), sum(map(len, cells)), faults)


def _shrunk(
    cloud: Cloud,
    submission: str,
    cell: Cell,
    grade: Grade,
    before: Mapping[str, str],
    wrong: list[str],
) -> tuple[Cell, list[str]]:
    while len(cell) > 1:
        for half in (cell[: len(cell) // 2], cell[len(cell) // 2 :]):
            if found := _wrong(cloud, submission, half, grade, before):
                cell, wrong = half, found
                break
        else:
            break
    return cell, wrong


def _wrong(
    cloud: Cloud, submission: str, cell: Cell, grade: Grade, before: Mapping[str, str]
) -> list[str]:
    done = transformed(cloud, submission, cell)
    environment = {name: value for each in done for name, value in each.environment.items()}
    after = grade([option for each in done for option in each.options], environment)
    promise = Promise.VEILING if any(each.promise is Promise.VEILING for each in done) else None
    return list(broken(promise or Promise.NEUTRAL, before, after))


def transformed(cloud: Cloud, submission: str, cell: Cell) -> list[Transformation]:
    """The transformations of a cell, done to this cloud as far as they act there.

    Returns:
        All of them, but those for which the submission lacks something, or Azure refuses more.
    """
    cloud.on_request = None
    done = []
    for transformation in sorted(map(named, cell), key=lambda each: each.layer):
        if transformation.add is None or _added(submission, transformation):
            done.append(transformation)
    if acts := [each.act for each in done if each.act]:
        cloud.on_request = OnTheWire(cloud, _one_after_the_other(acts))
    return done


def _added(submission: str, transformation: Transformation) -> bool:
    assert transformation.add is not None
    student = replace(SUBMISSIONS[submission], instead={}, afterwards=None)
    try:
        settings = Settings(subscription=only_subscription(), poll=0.01)
        transformation.add(student.exercise(settings))
    except (NotApplicable, BadInput, AzureError, ClientException):
        return False
    return True


def _one_after_the_other(acts: Iterable[Act]) -> Act:
    def act(request: Request, serve: Serve) -> Response:
        for each in acts:
            serve = _after(each, serve)
        return serve(request)

    return act


def _after(act: Act, serve: Serve) -> Serve:
    return lambda request: act(request, serve)


def all_cells(cells: Cells) -> Iterator[tuple[str, Cell]]:
    """Each cell with its submission."""
    return ((name, cell) for name, own in cells.items() for cell in own)
