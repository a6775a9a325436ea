"""Why the exercise cannot be done, in one line: our own two exceptions, and the SDKs' many."""

from typing import Any


class BadInput(Exception):
    """What the caller gave cannot be used; the message says what to give instead."""


class Refused(Exception):
    """Azure let us down half-way; the message says where and how."""


def code_of(error: Exception) -> str:
    """Azure's own error code, from whichever of its bodies; empty if there is none."""
    return _body(error)[0]


def status_of(error: Exception) -> int:
    """The HTTP status that an SDK's exception stands for; 0 if Azure did not answer."""
    response = getattr(error, "response", None)
    return int(getattr(response, "status_code", 0) or 0)


def unreached(error: Exception) -> bool:
    """Whether the SDK got no answer at all: no such host, no connection, or it broke."""
    from azure.core.exceptions import ServiceRequestError, ServiceResponseError
    from msrest.exceptions import ClientRequestError
    from requests.exceptions import RequestException

    no_answer = ServiceRequestError | ServiceResponseError | ClientRequestError | RequestException
    return isinstance(error, no_answer) and not status_of(error)


def explained(error: Exception) -> str | None:
    """The line for an exception of ours or of an SDK; `None` for any other: a fault here."""
    from azure.core.exceptions import ClientAuthenticationError
    from azure.identity import CredentialUnavailableError

    if isinstance(error, BadInput | Refused):
        return str(error)
    if isinstance(error, CredentialUnavailableError | ClientAuthenticationError) and (
        not status_of(error)
    ):
        return _not_signed_in(error)
    if unreached(error):
        return f"Azure did not answer: {_line(error)}"
    return _refusal(error) if status_of(error) else None


_NO_CREDENTIALS = (
    "no Azure credentials: sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and "
    "AZURE_CLIENT_SECRET"
)


def _not_signed_in(error: Exception) -> str:
    """Of all credentials that were tried, the one that was there and failed."""
    tried = [line.partition("Authentication failed:")[2] for line in str(error).splitlines()]
    failed = " ".join(tried).strip()
    return f"the sign-in failed: {failed}" if failed else _NO_CREDENTIALS


def _refusal(error: Exception) -> str:
    status = status_of(error)
    code, message = _body(error)
    named = f"{status} {code}" if code and code != str(status) else str(status)
    return f"Azure refused ({named}): {message or _line(error)}"


def _body(error: Exception) -> tuple[str, str]:
    """Code and message, nested (Resource Manager, gateway), flat (Custom Vision), or a model."""
    try:
        data: Any = error.response.json()  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - no response, an unread stream, or no JSON: then there is no body
        data = None
    if not isinstance(data, dict):
        data = {}
    inner = data.get("error")
    data = inner if isinstance(inner, dict) else data
    model = getattr(error, "error", None)
    code = data.get("code") or getattr(model, "code", None) or ""
    message = data.get("message") or getattr(model, "message", None) or ""
    return str(code), " ".join(str(message).split())


def _line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
