"""Pages of a query that a token carries on: predictions, and suggestions for images."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from azure_emulator.training.errors import bad_request
from azure_emulator.training.parameters import finite, optional_text

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page:
    """A part of what a query finds.

    Args:
        query: a number for what is asked about.
        session: names the query; as recorded, two numbers.
        start: how much of it was answered before.
        most: how much to answer now; 0 is all.
    """

    query: int
    session: str
    start: int
    most: int

    @classmethod
    def asked(cls, token: dict[str, Any], about: str) -> Page:
        """The page that a token asks for, of a query about a project.

        Raises:
            CustomVisionError: 400 BadRequestPredictionInvalidQueryParameters for a continuation
                that no answer has had, or a negative count; 400 BadRequest for no number.
        """
        number = int(hashlib.sha256(about.encode()).hexdigest()[:6], 16)
        session = optional_text(token, "session") or f"2:{number}"
        most = int(finite(token.get("maxCount") or 0, "maxCount"))
        head, _, start = (optional_text(token, "continuation") or f"{number}:0").rpartition(":")
        if most < 0 or head != str(number) or not (start.isascii() and start.isdigit()):
            message = "Invalid continuation or maxCount"
            raise bad_request("BadRequestPredictionInvalidQueryParameters", message)
        return cls(number, session, int(start[:9]), most)

    def of(self, found: Sequence[Item]) -> Sequence[Item]:
        """What is on this page."""
        return found[self.start : self.start + self.most if self.most else None]

    def continuation(self, found: int) -> str | None:
        """What the token of the next page says; nothing if this page is the last.

        Args:
            found: how much the query finds in all.
        """
        end = self.start + self.most
        if not self.most or end >= found:
            return None
        return f"{self.query}:{end}"
