"""Azure's error answers, as exceptions that the services' states raise. One place makes them responses.

Azure has four envelopes; each is a class here. A state raises a named subclass or one of these with
Azure's own code and text; `app.py` turns it into a `Response`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ServiceError(Exception):
    """An answer other than success: `status`, `code`, `message`, extra response `headers`."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def body(self) -> Any:
        """The JSON body: nested, as Azure Resource Manager and the Cognitive Services gateway write it."""
        return {"error": {"code": self.code, "message": self.message}}


class ArmError(ServiceError):
    """An error of Azure Resource Manager or of a resource provider behind it."""


class GatewayError(ServiceError):
    """An error of the gateway in front of the Cognitive Services (bad key, rate limit)."""


class CustomVisionError(ServiceError):
    """An error of the Custom Vision service itself: a flat body."""

    def body(self) -> Any:
        """`{"code", "message"}`."""
        return {"code": self.code, "message": self.message}
