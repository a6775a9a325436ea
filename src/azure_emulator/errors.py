"""Azure's errors, as exceptions that the states raise; `app.py` makes them responses.

Azure has four envelopes; each is a class here. The `errors` of a service are templates of these, or
subclasses.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

Error = TypeVar("Error", bound="ServiceError")


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
        """The JSON body: nested, as Resource Manager and the gateway write it."""
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


class EntraError(ServiceError):
    """An error of Microsoft Entra, as OAuth 2.0 writes it.

    Args:
        status: the HTTP status.
        code: OAuth's word (`invalid_client`).
        number: Entra's own number (`7000215`).
        sentence: what follows `AADSTS7000215: `.
        when: timezone-aware UTC.
        trace: a GUID.
        correlation: a GUID.
    """

    def __init__(
        self,
        status: int,
        code: str,
        number: int,
        sentence: str,
        *,
        when: datetime,
        trace: str,
        correlation: str,
    ) -> None:
        super().__init__(status, code, f"AADSTS{number}: {sentence}")
        self.number = number
        self.timestamp = when.strftime("%Y-%m-%d %H:%M:%SZ")
        self.trace = trace
        self.correlation = correlation

    def body(self) -> Any:
        """OAuth's fields and Entra's own; the description repeats the ids."""
        ids = (
            f"Trace ID: {self.trace}",
            f"Correlation ID: {self.correlation}",
            f"Timestamp: {self.timestamp}",
        )
        return {
            "error": self.code,
            "error_description": "\r\n".join([self.message, *ids]),
            "error_codes": [self.number],
            "timestamp": self.timestamp,
            "trace_id": self.trace,
            "correlation_id": self.correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }


def template(
    kind: type[Error], status: int, code: str, text: str, headers: Mapping[str, str] | None = None
) -> Callable[..., Error]:
    """A function that makes errors of one code: its arguments are put into the text."""

    def error(*values: object) -> Error:
        return kind(status, code, text.format(*map(_written, values)), headers)

    return error


def _written(value: object) -> object:
    """A value of a request as Azure would write it into a text, never as Python does."""
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | dict | list) else value
