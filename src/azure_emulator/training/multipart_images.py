"""Images in the body of a request: multipart form data, or one image as it is."""

import io
from dataclasses import dataclass

from multipart import MultipartError, MultipartParser, parse_options_header

from azure_emulator.wire import Request

LONGEST_PART = 64 * 2**20


class BrokenMultipartError(Exception):
    """The body's type is multipart form data, and it cannot be read as such."""


@dataclass(frozen=True)
class Upload:
    """An image as sent; `name` is the file's name in quotes, as Custom Vision repeats it."""

    name: str
    content: bytes


def uploads(request: Request) -> list[Upload]:
    """All images of the body, in order.

    Raises:
        BrokenMultipartError: a multipart body without its boundary, or cut short.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data":
        return [Upload("", request.body)]
    parser = MultipartParser(
        io.BytesIO(request.body),
        options.get("boundary", ""),
        memory_limit=LONGEST_PART,
        spool_limit=LONGEST_PART,
    )
    try:
        return [Upload(f'"{part.filename or part.name}"', part.raw) for part in parser]
    except (MultipartError, AssertionError) as error:
        raise BrokenMultipartError(str(error)) from error
