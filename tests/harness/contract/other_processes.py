"""Emulators in processes that tests start: what they answer is sent to the test run's process.

It is sent over a connection of this machine and kept nowhere; of the request's headers, only those
that are validated. Each exchange is acknowledged, so that it counts for the test that caused it.
"""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from azure_emulator.wire import Request, Response
from tests.harness.contract.recorder import watching

ADDRESS = "EMULATOR_EXCHANGES"
"""The variable that tells another process where to send its exchanges."""

ROOT = Path(__file__).resolve().parents[3]
HEADERS = ("user-agent", "content-type")
See = Callable[[Request, Response], None]


@contextmanager
def listening(see: See) -> Iterator[None]:
    """Let `see` have the exchanges of all processes that are started in the block."""
    before = os.environ.get(ADDRESS)
    with Listener(backlog=128) as listener:
        os.environ[ADDRESS] = str(listener.address)
        threading.Thread(target=_accept, args=(listener, see), daemon=True).start()
        try:
            yield
        finally:
            os.environ.pop(ADDRESS)
            if before is not None:
                os.environ[ADDRESS] = before


def _accept(listener: Listener, see: See) -> None:
    with suppress(OSError):  # The run is over.
        while True:
            connection = listener.accept()
            threading.Thread(target=_receive, args=(connection, see), daemon=True).start()


def _receive(connection: Connection, see: See) -> None:
    with connection, suppress(EOFError, OSError):
        while True:
            see(*_unpacked(json.loads(connection.recv_bytes())))
            connection.send_bytes(b"seen")


_TO_THE_END = ExitStack()


def start() -> None:
    """In another process: from now on, send what its emulators answer, if anybody listens."""
    if os.environ.get(ADDRESS):
        _TO_THE_END.enter_context(watching(forward))


def environment() -> dict[str, str]:
    """The variables by which `python -m azure_emulator` sends its exchanges, see `site`."""
    paths = (Path(__file__).parent / "site", ROOT, os.environ.get("PYTHONPATH"))
    return {"PYTHONPATH": os.pathsep.join(str(path) for path in paths if path)}


def forward(request: Request, response: Response) -> None:
    """Send one exchange; a run that is over does not need it."""
    with suppress(OSError, EOFError):
        connection = _connection()
        connection.send_bytes(json.dumps(_packed(request, response)).encode())
        connection.recv_bytes()


_OPEN = threading.local()


def _connection() -> Connection:
    # A fork must not speak on its parent's line.
    if getattr(_OPEN, "process", None) != os.getpid():
        _OPEN.connection, _OPEN.process = Client(os.environ[ADDRESS]), os.getpid()
    connection: Connection = _OPEN.connection
    return connection


def _packed(request: Request, response: Response) -> dict[str, Any]:
    return {
        "method": request.method,
        "host": request.host,
        "path": request.path,
        "query": dict(request.query),
        "headers": {name: request.headers.get(name, "") for name in HEADERS},
        "sent": base64.b64encode(request.body).decode(),
        "status": response.status,
        "answered": dict(response.headers),
        "body": base64.b64encode(response.content()).decode(),
    }


def _unpacked(data: dict[str, Any]) -> tuple[Request, Response]:
    body = base64.b64decode(data["body"])
    request = Request(
        method=data["method"],
        host=data["host"],
        path=data["path"],
        query=data["query"],
        headers=data["headers"],
        body=base64.b64decode(data["sent"]),
    )
    return request, Response(data["status"], body or None, data["answered"])
