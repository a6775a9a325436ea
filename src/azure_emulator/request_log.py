"""A line of JSON for each request: when, what, by whom, and what became of it; no secret."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from azure_emulator import redaction
from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.wire import Request, Response

LARGEST = 2**28
"""Letters that one log has: it ends there, and says so."""

STANDARD_ERROR = "-"
KEY_SCHEMES = {"sharedkey": "a key (SharedKey)", "sharedkeylite": "a key (SharedKeyLite)"}
KEYS = ("training-key", "prediction-key", "ocp-apim-subscription-key")


class RequestLog:
    """Writes a line for each request, at once.

    Args:
        cloud: knows who has which token.
        stream: takes the lines; if it fails, the log ends, and the emulator goes on.
    """

    def __init__(self, cloud: Cloud, stream: TextIO) -> None:
        self._cloud = cloud
        self._stream: TextIO | None = stream
        self._left = LARGEST
        self._lock = threading.Lock()

    def logged(self, answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """The same answers, each with a line."""

        def logged(request: Request) -> Response:
            begun = time.perf_counter()
            status: int | None = None
            became = "broken off"
            try:
                response = answer(request)
                status, became = response.status, "answered"
                return response
            except TimeoutError:
                became = "left without an answer"
                raise
            finally:
                milliseconds = round((time.perf_counter() - begun) * 1000, 1)
                self._write(self._line(request, status, became, milliseconds))

        return logged

    def reachable(self, serves: Callable[[str], bool]) -> Callable[[str], bool]:
        """The same hosts; a line for one that is not reachable."""

        def reachable(host: str) -> bool:
            if serves(host):
                return True
            self._write({"time": _now(), "method": "CONNECT", "host": host[:300], "status": 502})
            return False

        return reachable

    def _line(
        self, request: Request, status: int | None, became: str, milliseconds: float
    ) -> dict[str, Any]:
        line = {
            "time": _now(),
            "method": request.method,
            "host": request.host[:300],
            "path": redaction.path(request.path),
            "query": redaction.query(request.query),
            "status": status,
            "milliseconds": milliseconds,
            "who": self._who(request),
        }
        return line if status is not None else {**line, "became": became}

    def _who(self, request: Request) -> str:
        """The name of the principal whose token it is, or what else opens the door."""
        if token := request.bearer_token:
            entra = self._cloud.state(Entra)
            try:
                principal = entra.principals.get(entra.claims(token)["appid"])
            except (InvalidTokenError, KeyError):
                return "an invalid token"
            return principal.name[:100] if principal else "an unknown principal"
        for header in KEYS:
            if header in request.headers:
                return f"a key ({header})"
        if authorization := request.headers.get("authorization"):
            scheme = authorization.partition(" ")[0].casefold()
            return KEY_SCHEMES.get(scheme, "another authorization")
        return "a signature" if "sig" in request.query else "nobody"

    def _write(self, line: dict[str, Any]) -> None:
        text = json.dumps(line)
        with self._lock:
            if self._stream is None:
                return
            self._left -= len(text) + 1
            if self._left < 0:
                text = json.dumps({"time": _now(), "end": f"the log has {LARGEST} letters"})
            try:
                self._stream.write(f"{text}\n")
                self._stream.flush()
            except (OSError, ValueError) as error:
                sys.stderr.write(f"the request log ends: {error}\n")
                self._stream = None
            if self._left < 0:
                self._stream = None


@contextmanager
def writing(cloud: Cloud, file: Path | None) -> Iterator[RequestLog | None]:
    """A log at the end of a file, its owner's alone; `-` is standard error; or none.

    Raises:
        OSError: the file cannot be written.
    """
    if file is None:
        yield None
    elif str(file) == STANDARD_ERROR:
        yield RequestLog(cloud, sys.stderr)
    else:
        file.touch(0o600)
        with file.open("a", encoding="utf-8") as stream:
            yield RequestLog(cloud, stream)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
