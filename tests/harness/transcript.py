"""Plain requests to the emulator, and the exchanges that they make."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import requests

from tests.harness.versions import version_of

ARM = "https://management.azure.com"


@dataclass(frozen=True)
class Exchange:
    """A request and its answer.

    Args:
        path: decoded, without the query.
        body: parsed JSON, or `None` if there is none.
    """

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass
class Transcript:
    """Sends requests, and keeps the exchanges that have a name.

    Args:
        ahead: how far the cloud's clock is ahead of the real one.
    """

    exchanges: dict[str, Exchange] = field(default_factory=dict)
    ahead: timedelta = timedelta()
    session: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def now(self) -> datetime:
        """The cloud's clock."""
        return datetime.now(UTC) + self.ahead

    def request(self, name: str, method: str, url: str, headers: Any = None, **more: Any) -> Any:
        """Send a request, keep the exchange under `name` if it has one, return the body."""
        answer = self.session.request(method, url, headers=headers, timeout=60, **more)
        is_json = "json" in answer.headers.get("Content-Type", "json")
        body = answer.json() if answer.content and is_json else None
        if name:
            path = unquote(urlsplit(url).path)
            assert name not in self.exchanges, name
            self.exchanges[name] = Exchange(method, path, answer.status_code, answer.headers, body)
        return body

    def arm(self, name: str, method: str, path: str, version: str = "", **more: Any) -> Any:
        """The same to Resource Manager, with the token; in a version that the type has."""
        version = version or version_of(path)
        headers = {"Authorization": f"Bearer {self.token}"}
        joint = "&" if "?" in path else "?"
        return self.request(
            name, method, f"{ARM}{path}{joint}api-version={version}", headers=headers, **more
        )

    def until(self, path: str, version: str = "") -> None:
        """Wait until a resource is no longer being made."""
        for _ in range(500):
            state = self.arm("", "GET", path, version)["properties"]["provisioningState"]
            if state not in ("Creating", "Accepted"):
                return
            time.sleep(0.01)
        raise AssertionError(f"{path} is still {state}")

    def until_gone(self, path: str, version: str) -> None:
        """Wait until a resource is no longer there."""
        for _ in range(500):
            if "error" in self.arm("", "GET", path, version):
                return
            time.sleep(0.01)
        raise AssertionError(f"{path} is still there")
