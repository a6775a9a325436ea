"""What takes long is computed once, and without the lock of who asks for it."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from azure_emulator.work import Results, UnfinishedError, postponing


def test_a_result_is_computed_once() -> None:
    """However many threads ask for it at the same time."""
    results: Results[int] = Results(10)
    computed = []
    together = threading.Barrier(5)

    def compute() -> int:
        computed.append(1)
        return len(computed)

    def ask() -> None:
        together.wait()
        assert results.get("key", compute) == 1

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert computed == [1]


def test_who_holds_the_lock_is_told_to_come_again() -> None:
    """All that is missing is done at once, and then it is there."""
    results: Results[str] = Results(10)
    with postponing(), pytest.raises(UnfinishedError) as raised:
        results.prepare({"a": lambda: "first", "b": lambda: "second"})
    raised.value.do()
    with postponing():
        assert results.get("a", pytest.fail) + results.get("b", pytest.fail) == "firstsecond"


def test_what_is_postponed_in_one_thread_is_computed_in_another() -> None:
    """A request that holds the lock says nothing of other threads."""
    results: Results[int] = Results(10)
    found: list[int] = []
    with postponing():
        thread = threading.Thread(target=lambda: found.append(results.get("key", lambda: 7)))
        thread.start()
        thread.join()
    assert found == [7]


def test_an_error_is_remembered_if_it_is_for_good() -> None:
    """Another one is not: the next who asks tries again."""
    results: Results[int] = Results(10, (ValueError,))
    answers = iter([ValueError("for good"), KeyError("once"), None])

    def compute() -> int:
        if (error := next(answers)) is not None:
            raise error
        return 1

    for _ in range(2):
        with pytest.raises(ValueError, match="for good"):
            results.get("bad", compute)
    with pytest.raises(KeyError):
        results.get("good", compute)
    assert results.get("good", compute) == 1


def test_a_transient_error_is_told_once() -> None:
    """Also to who was put aside for it; then it is tried again."""
    results: Results[int] = Results(10, transient=(KeyError,))
    answers = iter([KeyError("lost"), None])

    def compute() -> int:
        if (error := next(answers)) is not None:
            raise error
        return 1

    with postponing(), pytest.raises(UnfinishedError) as raised:
        results.get("key", compute)
    raised.value.do()
    with postponing(), pytest.raises(KeyError):
        results.get("key", compute)
    assert results.get("key", compute) == 1


def test_the_last_ones_are_remembered() -> None:
    """What was asked for longest ago is computed again."""
    results: Results[int] = Results(2)
    for number in (1, 2, 1, 3):
        results.get(number, partial(abs, number))
    assert results.get(1, lambda: -1) == 1
    assert results.get(2, lambda: -2) == -2
