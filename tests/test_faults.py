"""No fault of Azure's or of the network becomes a verdict: every fault, at every request."""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain

import pytest

from tests.harness.commands import CHECKS
from tests.harness.contract import other_processes
from tests.harness.fault_actions import SIGN_IN
from tests.harness.fault_matrix import (
    Outcome,
    every_sixteenth,
    everything,
    grade_with_faults,
    recorded,
    sample,
)
from tests.harness.faults import FAULTS, Fault, everywhere, named, names
from tests.harness.submissions import PRELOAD

WRONG, UNUSUAL = "tag-in-the-plural", "second-training-account"
SUBMISSIONS = (None, WRONG, UNUSUAL)
PARTS = 3
"""Into how many processes the faults of one submission are divided."""

ANYWHERE = {fault.name for fault in FAULTS if fault.meets is everywhere}
"""The faults that every request can meet with."""


@pytest.fixture(scope="module")
def running(
    pytestconfig: pytest.Config,
) -> Iterator[dict[tuple[str | None, bool, int], Future[list[Outcome]]]]:
    """The runs in the making: by submission, by whether they are replayed, by part."""
    whole = pytestconfig.getoption("--whole")
    of_right, of_wrong, of_unusual, of_cassettes = (
        (everything, everything, everything, recorded)
        if whole
        else (every_sixteenth, every_sixteenth, every_sixteenth, sample)
    )
    common, rare = sorted(ANYWHERE), sorted(set(names()) - ANYWHERE)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    begin = other_processes.start
    with ProcessPoolExecutor(
        cores + 1, mp_context=context, max_tasks_per_child=1, initializer=begin
    ) as pool:
        yield {
            **{
                (None, False, part): pool.submit(
                    grade_with_faults, None, common[part::PARTS], of_right
                )
                for part in range(PARTS)
            },
            (None, False, PARTS): pool.submit(grade_with_faults, None, rare),
            **{
                (other, False, 0): pool.submit(grade_with_faults, other, names(), chosen)
                for other, chosen in ((WRONG, of_wrong), (UNUSUAL, of_unusual))
            },
            (None, True, 0): pool.submit(
                grade_with_faults, None, names(), of_cassettes, record=True
            ),
        }


@pytest.fixture(scope="module")
def runs(
    running: dict[tuple[str | None, bool, int], Future[list[Outcome]]],
) -> dict[tuple[str | None, bool], list[list[Outcome]]]:
    """All runs of a submission, replayed ones apart; the undisturbed one is first in each."""
    done: dict[tuple[str | None, bool], list[list[Outcome]]] = {}
    for (submission, replayed, _), future in running.items():
        done.setdefault((submission, replayed), []).append(future.result())
    return done


Runs = dict[tuple[str | None, bool], list[list[Outcome]]]


@pytest.fixture(scope="module")
def undisturbed(runs: Runs) -> dict[str | None, Outcome]:
    """How each submission is graded if nothing goes wrong."""
    return {submission: runs[submission, False][0][0] for submission in SUBMISSIONS}


def disturbed(runs: Runs, submission: str | None, *, replayed: bool = False) -> list[Outcome]:
    """All runs in which something went wrong."""
    return list(chain.from_iterable(part[1:] for part in runs[submission, replayed]))


def test_without_a_fault_everything_is_judged(runs: Runs) -> None:
    """Right submissions, usual or not, have every check met; the wrong one has one not met."""
    for (submission, _), parts in runs.items():
        for one in (part[0] for part in parts):
            words = set(one.verdicts.values())
            assert len(one.verdicts) == CHECKS
            wrong = submission == WRONG
            assert words == ({"met", "not met", "blocked"} if wrong else {"met"}), one.output
            assert list(one.verdicts.values()).count("not met") == (1 if wrong else 0)


def test_the_matrix_is_large(
    runs: Runs, pytestconfig: pytest.Config, say_at_the_end: Callable[[str], None]
) -> None:
    """Every fault is met with, at every request if the matrix is whole; its size is printed."""
    cases = {(case.request, case.fault) for case in disturbed(runs, None)}
    requests = {request for request, _ in cases}
    assert {fault for _, fault in cases} == set(names())
    everywhere_met = {(request, fault) for request in requests for fault in ANYWHERE}
    assert len(cases & everywhere_met) >= len(everywhere_met) / 16 - len(requests)
    if pytestconfig.getoption("--whole"):
        assert cases >= everywhere_met
    for other in (WRONG, UNUSUAL):
        assert {case.fault for case in disturbed(runs, other)} >= ANYWHERE
    assert {case.fault for case in disturbed(runs, None, replayed=True)} >= ANYWHERE
    wrong, unusual = (len(disturbed(runs, other)) for other in (WRONG, UNUSUAL))
    say_at_the_end(
        f"Fault matrix: {len(requests)} requests x {len(FAULTS)} faults, where they can "
        f"happen: {len(cases)} cases; {wrong} more of a wrong submission, {unusual} of an unusual "
        f"one; {len(disturbed(runs, None, replayed=True))} recorded and replayed"
    )


@pytest.mark.parametrize(
    "submission", SUBMISSIONS, ids=lambda submission: submission or "by the book"
)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_nobodys_omission(
    fault: Fault, submission: str | None, runs: Runs, undisturbed: dict[str | None, Outcome]
) -> None:
    """It leaves checks not verified, says why and how to cure it, and changes nothing else."""
    cases = [case for case in disturbed(runs, submission) if case.fault == fault.name]
    wrong = [
        f"{case.request}: {what}"
        for case in cases
        for what in troubles(case, undisturbed[submission])
    ]
    assert cases or fault.name not in ANYWHERE
    assert not wrong, "\n".join(wrong)


def test_a_recording_of_a_fault_says_the_same(
    runs: Runs, undisturbed: dict[str | None, Outcome]
) -> None:
    """What could not be verified live cannot be from the recording; all else is graded alike."""
    cases = disturbed(runs, None, replayed=True)
    wrong = [
        f"{case.fault} at {case.request}: {case.verdicts} {case.replayed}"
        for case in cases
        if case.replayed != case.verdicts
    ]
    wrong += [
        f"{case.fault}: {what}" for case in cases for what in troubles(case, undisturbed[None])
    ]
    assert not wrong, "\n".join(wrong)


def troubles(case: Outcome, undisturbed: Outcome) -> Iterator[str]:
    """What is wrong with how a fault was taken, in words; nothing if all is well."""
    fault = named(case.fault)
    changed = {
        check: verdict
        for check, verdict in case.verdicts.items()
        if verdict != undisturbed.verdicts.get(check)
    }
    if case.verdicts.keys() != undisturbed.verdicts.keys():
        yield f"rows are missing: {case.output}"
    if set(changed.values()) - {"not verified"}:
        yield f"false verdicts: {changed}"
    if case.status != status(case):
        yield f"the exit status is {case.status}"
    if not case.hits and not fault.offline:
        yield "it did not happen"
    if fault.passes and case.reasons:
        yield f"it was not waited for: {case.reasons}"
    if not fault.passes and not case.reasons and not tells_nothing(case):
        yield "nobody noticed"
    yield from misspoken(case, fault)


def tells_nothing(case: Outcome) -> bool:
    """Whether no verdict rests on the answer: the project was found elsewhere, or is refused.

    The training key shall open no model; and in the unusual submission, the first training resource
    is searched before the second one, in which everything is.
    """
    refused = "/prediction/" in case.request and case.fault[:3] in ("401", "403")
    return refused or (ELSEWHERE in case.output and re.search(UNUSED, case.request) is not None)


ELSEWHERE = "where the project and its model"
UNUSED = r"udacitycustomvision\*/(listKeys|customvision/)"
"""The requests to a training resource of which the notes say that the project is elsewhere."""


def misspoken(case: Outcome, fault: Fault) -> Iterator[str]:
    """What is wrong with what was said."""
    says = fault.says_at_sign_in if SIGN_IN.split(".")[0] in case.request else fault.says
    for check, (reason, cure) in case.reasons.items():
        if not re.search(says, reason):
            yield f"{check} says something else: {reason}"
        if len(cure) < 10:
            yield f"{check} names no cure"
    if case.blamed_itself:
        yield f"a fault of the suite: {case.reasons[case.blamed_itself[0]]}"
    if case.leaks:
        yield f"printed: {case.leaks}"
    if case.emulator:
        yield f"the emulator: {case.emulator}"
    if case.waited > PATIENCE:
        yield f"waited for {case.waited} s"


PATIENCE = 120 + 15
"""Seconds: what a run waits for Azure, and some for Microsoft Entra without being told to."""


def status(case: Outcome) -> int:
    """The exit status that fits the verdicts."""
    words = set(case.verdicts.values())
    if words & {"not met", "blocked"}:
        return 1
    return 6 if "not verified" in words else 0
