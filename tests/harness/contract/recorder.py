"""Sees every answer of every emulator of this process, and holds it against the documents.

What a test's own hook answers (`Cloud.on_request`) is none of the emulator's, and is left out.
So is what a cloud answers that is told to fail (`Cloud.fault_rules`).
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from azure_emulator.app import App
from azure_emulator.wire import Request, Response
from tests.harness.contract.documents import MANAGEMENT, Documents, Operation
from tests.harness.contract.exception import Known
from tests.harness.contract.known import KNOWN
from tests.harness.contract.tally import Complaint, Tally
from tests.harness.contract.validation import wrong_with_answer, wrong_with_request

OURS = ("azsdk-python", "msrest")
"""In the `User-Agent` of a client whose requests are held against the documents, too."""

THEIRS = "azure_emulator/clients/"
"""The tests of clients that nobody here wrote, whose requests are not ours to mend."""


class Recorder:
    """Validates exchanges as they are made.

    Args:
        documents: the OpenAPI documents.
        known: what is right all the same.
    """

    def __init__(self, documents: Documents, known: tuple[Known, ...] = KNOWN) -> None:
        self.tally = Tally()
        self._documents = documents
        self._known = known
        self._judged: dict[tuple[Operation, str, bool], bool] = {}
        self._lock = threading.Lock()

    def see(self, request: Request, response: Response) -> None:
        """Validate an exchange, and note what is wrong with it: a fault of ours, too."""
        try:
            self._see(request, response)
        except Exception:  # noqa: BLE001 - a client of the emulator is not to be disturbed.
            what = f"the recorder failed: {traceback.format_exc()}"
            with self._lock:
                self._complain("no operation", request, response, what)

    def _see(self, request: Request, response: Response) -> None:
        if response.status == 501:
            with self._lock:
                self.tally.without["refused by name (501)"] += 1
            return
        operation = self._documents.find(request) or self._documents.generic(request)
        if operation is None:
            with self._lock:
                self.tally.without[_named(request)] += 1
            return
        lines = wrong_with_answer(operation, request, response)
        agent = request.headers.get("user-agent", "")
        is_theirs = THEIRS in os.environ.get("PYTEST_CURRENT_TEST", "")
        is_ours = any(each in agent for each in OURS) and not is_theirs
        if is_ours and response.status < 400:
            lines += [f"request: {line}" for line in wrong_with_request(operation, request)]
        with self._lock:
            self.tally.validated[operation.name] += 1
            if is_ours:
                self.tally.requests[operation.name] += 1
            excuses = [self._judge(operation, request, response, line) for line in lines]
            if response.status < 400 and all(excuses):
                self.tally.succeeded[operation.name] += 1

    def _judge(self, operation: Operation, request: Request, response: Response, line: str) -> bool:
        """Whether it is right all the same; complains otherwise, once."""
        version = request.parameter("api-version")
        exact = version is None or version == operation.version
        key = (operation, line, exact)
        if key not in self._judged:
            excused = [i for i, each in enumerate(self._known) if each.fits(operation, line, exact)]
            self.tally.used.update(excused)
            self._judged[key] = bool(excused)
            if not excused:
                self._complain(operation.name, request, response, line)
        return self._judged[key]

    def _complain(self, operation: str, request: Request, response: Response, what: str) -> None:
        version = request.parameter("api-version") or "in the path"
        exchange = f"{request.method} {request.path!a}, version {version!a}: {response.status}"
        test = os.environ.get("PYTEST_CURRENT_TEST", "no test (").rpartition(" (")[0]
        self.tally.complaints.append(Complaint(operation, exchange, what, test))


def _named(request: Request) -> str:
    provider = request.path.casefold().partition("/providers/")[2].partition("/")[0]
    return provider if request.host == MANAGEMENT and provider else request.host


@contextmanager
def watching(see: Callable[[Request, Response], None]) -> Iterator[None]:
    """Let `see` have every exchange that an emulator of this process answers in the block."""
    call, serve = App.__call__, App._serve
    current = threading.local()

    def seen(self: App, request: Request) -> Response:
        outer = getattr(current, "served", False)
        current.served = False
        try:
            response = call(self, request)
            if current.served and not self.cloud.fault_rules.texts:
                see(request, response)
            return response
        finally:
            current.served = outer

    def served(self: App, request: Request) -> Response:
        current.served = True
        return serve(self, request)

    App.__call__, App._serve = seen, served  # type: ignore[method-assign]
    try:
        yield
    finally:
        App.__call__, App._serve = call, serve  # type: ignore[method-assign]
