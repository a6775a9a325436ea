"""Long computations, done once each, and not while a request holds the cloud's lock.

Who answers a request asks for a result. If it is not there yet, the request is put aside, the
computation is done without the lock, and the request is answered from its beginning: so it must
ask for all results before it changes anything. Elsewhere, a result is computed where it is asked
for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")


class UnfinishedError(Exception):
    """A request needs results that are not there yet; `do` computes them."""

    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__("a computation has to be done first")
        self.do = do


class _Thread(threading.local):
    postponing = False


_thread = _Thread()


@contextmanager
def postponing() -> Iterator[None]:
    """In the block, this thread computes nothing that takes long: `UnfinishedError` instead."""
    before, _thread.postponing = _thread.postponing, True
    try:
        yield
    finally:
        _thread.postponing = before


def once(made: dict[str, Result], name: str, compute: Callable[[], Result]) -> Result:
    """What takes long to make of one request, kept by name for as long as that is answered.

    Raises:
        UnfinishedError: it is not there yet, and this thread must not wait.
    """
    if name not in made:
        if _thread.postponing:
            raise UnfinishedError(lambda: made.update({name: compute()}))
        made[name] = compute()
    return made[name]


MOST_BEGUN = 8
"""Threads that compute what nobody waits for yet."""
_begun = threading.BoundedSemaphore(MOST_BEGUN)


def begin(compute: Callable[[], object]) -> None:
    """Let another thread compute, unless many do: what is not begun is done when it is needed."""
    if not _begun.acquire(blocking=False):
        return

    def run() -> None:
        try:
            with suppress(Exception):  # Whoever asks for the result is told.
                compute()
        finally:
            _begun.release()

    threading.Thread(target=run, daemon=True).start()


@dataclass(frozen=True)
class _Outcome(Generic[Result]):
    result: Result | None = None
    error: Exception | None = None


class Results(Generic[Result]):
    """Results by what they follow from, each computed once as long as it is remembered.

    Args:
        most: how many are remembered: those that were asked for last.
        errors: what a computation raises for good, so that it is remembered like a result.
        transient: what it may not raise another time; who asks first is told, and it is forgotten.
    """

    def __init__(
        self,
        most: int,
        errors: tuple[type[Exception], ...] = (),
        transient: tuple[type[Exception], ...] = (),
    ) -> None:
        self._most = most
        self._errors = (*errors, *transient)
        self._transient = transient
        self._lock = threading.Lock()
        self._done: OrderedDict[Hashable, _Outcome[Result]] = OrderedDict()
        self._doing: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """A result.

        Args:
            key: what it follows from.
            compute: computes it.

        Raises:
            UnfinishedError: it takes long, and this thread must not wait.
        """
        self.prepare({key: compute})
        with self._lock:
            outcome = self._done.get(key)
            if outcome is not None and isinstance(outcome.error, self._transient):
                del self._done[key]
        if outcome is None:  # Others were asked for meanwhile, and it is forgotten.
            return compute()
        if outcome.error is not None:
            raise outcome.error
        return outcome.result  # type: ignore[return-value]  # None is a result like others.

    def prepare(self, computations: Mapping[Hashable, Callable[[], Result]]) -> None:
        """Have all these results, by their keys.

        Raises:
            UnfinishedError: some take long, and this thread must not wait.
        """
        with self._lock:
            missing = {key: how for key, how in computations.items() if not self._knows(key)}

        def do() -> None:
            for key, compute in missing.items():
                self._do(key, compute)

        if missing and _thread.postponing:
            raise UnfinishedError(do)
        do()

    def _knows(self, key: Hashable) -> bool:
        if key in self._done:
            self._done.move_to_end(key)
        return key in self._done

    def _do(self, key: Hashable, compute: Callable[[], Result]) -> None:
        with self._lock:
            mine = self._doing.setdefault(key, threading.Lock())
        with mine:
            with self._lock:
                if self._knows(key):
                    return
            try:
                outcome = self._outcome(compute)
                with self._lock:
                    self._done[key] = outcome
                    while len(self._done) > self._most:
                        self._done.popitem(last=False)
            finally:
                with self._lock:
                    self._doing.pop(key, None)

    def _outcome(self, compute: Callable[[], Result]) -> _Outcome[Result]:
        try:
            return _Outcome(compute())
        except self._errors as error:
            return _Outcome(error=error.with_traceback(None))
