"""Microsoft's recorded exchanges, as the emulator's own requests and responses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from azure_emulator.wire import Request, Response

HOST = "westus2.api.cognitive.microsoft.com"
"""Of recordings whose tool left the host out: those of Custom Vision begin with two slashes."""


@dataclass(frozen=True)
class Recording:
    """One exchange with Azure.

    Args:
        data: the whole file.
    """

    name: str
    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Recording:
        """The recording in a file."""
        return cls(path.stem, json.loads(path.read_text(encoding="utf-8")))

    @property
    def request(self) -> Request:
        """What was asked."""
        sent = self.data["request"]
        url = sent["url"]
        parts = urlsplit(f"https://{HOST}{url}" if url.startswith("//") else url)
        body = json.dumps(sent["body"]).encode() if sent.get("body") is not None else b""
        return Request.parse(
            sent["method"],
            parts.netloc or "management.azure.com",
            f"{parts.path}?{parts.query}",
            {"Content-Type": "application/json"} if body else {},
            body,
        )

    @property
    def response(self) -> Response:
        """What Azure answered."""
        return Response(
            self.data["status"], self.data["response_body"], self.data["response_headers"]
        )


def recordings(folder: Path) -> list[Recording]:
    """All of a folder, by name."""
    return [Recording.read(path) for path in sorted(folder.glob("*.json"))]
