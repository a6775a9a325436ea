"""Each fix keeps its promise: done, it makes its check met, and nothing else worse."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from solution.catalogue import SUBMISSIONS
from tests.harness.features import checks_of_the_features
from tests.harness.mending import Fix, Mended, mend_each
from tests.harness.repairs import REPAIRS
from tests.harness.submissions import processes

WRONG = [name for name, submission in SUBMISSIONS.items() if submission.breaks]
FIXES = {
    (check.id, label)
    for check in checks_of_the_features()
    if check.id
    for label in ("", *check.variants)
}
SAMPLE = 12
"""How many of the wrong submissions are mended, if not all are."""


def chosen(config: pytest.Config) -> list[str]:
    """The submissions to mend: all with `--whole`, or else a sample by pytest-randomly's seed."""
    if config.getoption("--whole"):
        return WRONG
    seed = config.getoption("randomly_seed", 0)
    return sorted(random.Random(int(seed)).sample(WRONG, SAMPLE))  # noqa: S311 - no secret


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each chosen submission."""
    if "submission" in metafunc.fixturenames:
        metafunc.parametrize("submission", chosen(metafunc.config))


@pytest.fixture(scope="module")
def mendings(pytestconfig: pytest.Config) -> Iterator[dict[str, Future[dict[str, Mended]]]]:
    """All of them, in the making; those that differ in their notebook alone together."""
    alike: dict[object, list[str]] = {}
    for name in chosen(pytestconfig):
        alike.setdefault(SUBMISSIONS[name].recipe, []).append(name)
    with processes() as pool:
        begun: dict[str, Future[dict[str, Mended]]] = {}
        for names in sorted(alike.values(), key=len, reverse=True):
            begun |= dict.fromkeys(names, pool.submit(mend_each, names))
        yield begun
        for future in begun.values():
            future.cancel()


def test_each_fix_has_a_repair() -> None:
    """For each text of the features there is a deed that follows its words, and no other."""
    assert REPAIRS.keys() == FIXES


def test_a_fix_that_is_followed_keeps_its_promise(
    submission: str, mendings: dict[str, Future[dict[str, Mended]]]
) -> None:
    """The named check is met, what it blocked is decided anew, nothing else gets worse.

    So on until nothing is left that is not met: every report leads to its end.
    """
    mended = mendings[submission].result()[submission]
    assert mended.broken == [], f"pytest --whole -k '{submission} and repairs'"
    assert mended.cells
    assert set(mended.ended.values()) <= {"met", "not verified"}


def test_every_fix_is_followed(
    pytestconfig: pytest.Config,
    mendings: dict[str, Future[dict[str, Mended]]],
    say_at_the_end: Callable[[str], None],
) -> None:
    """The count of cells, a cell being a fix that a submission's report shows, is printed."""
    cells = {(name, *cell) for name in mendings for cell in mendings[name].result()[name].cells}
    fixes = {(check, label) for _, check, label in cells}
    say_at_the_end(
        f"Repairs: {len(cells)} cells of {len(mendings)} of {len(WRONG)} wrong submissions, "
        f"with {len(fixes)} of {len(FIXES)} fixes"
    )
    if pytestconfig.getoption("--whole"):
        for fix in sorted(FIXES - fixes):
            assert_kept_if_begun_with(fix, mendings)


def assert_kept_if_begun_with(fix: Fix, mendings: dict[str, Future[dict[str, Mended]]]) -> None:
    """A fix for which no turn comes, another one having mended its check: it is done first."""
    shown = [name for name in mendings if fix in mendings[name].result()[name].shown]
    assert shown, f"no report shows {fix}"
    with processes() as pool:
        mended = pool.submit(mend_each, shown[:1], fix).result()[shown[0]]
    assert mended.cells[:1] == [fix]
    assert mended.broken == []
