"""The errors of blob storage, as XML."""

from typing import Any
from xml.sax.saxutils import escape

from azure_emulator.errors import ServiceError

XML = {"Content-Type": "application/xml"}


class StorageError(ServiceError):
    """An error of blob storage."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(status, code, message, {**XML, "x-ms-error-code": code})

    def body(self) -> Any:
        """`<Error>` with `<Code>` and `<Message>`."""
        parts = f"<Code>{escape(self.code)}</Code><Message>{escape(self.message)}</Message>"
        return f'<?xml version="1.0" encoding="utf-8"?><Error>{parts}</Error>'.encode()


def not_authenticated() -> StorageError:
    """403: the link was not signed for this, or its day is over."""
    return StorageError(
        403,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is "
        "formed correctly including the signature.",
    )


def not_public() -> StorageError:
    """404: without a signature nothing is there."""
    return StorageError(404, "ResourceNotFound", "The specified resource does not exist.")


def blob_not_found() -> StorageError:
    """404: the signature is right, and what it was for is gone."""
    return StorageError(404, "BlobNotFound", "The specified blob does not exist.")


def not_implemented(what: str) -> StorageError:
    """501: an operation of blob storage's."""
    return StorageError(501, "NotImplementedByEmulator", f"The emulator does not implement {what}.")


def no_such_verb(allowed: str) -> StorageError:
    """405: a method that blob storage does not have."""
    message = "The resource doesn't support the specified HTTP verb."
    error = StorageError(405, "UnsupportedHttpVerb", message)
    error.headers["Allow"] = allowed
    return error
