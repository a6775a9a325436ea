"""Images in the body of a request."""

from __future__ import annotations

import pytest

from azure_emulator.training.multipart_images import BrokenMultipartError, uploads
from azure_emulator.wire import Request


def sent(kind: str, body: bytes) -> Request:
    """A request with a body."""
    headers = {"content-type": kind}
    return Request(method="POST", host="h", path="/", headers=headers, body=body)


def test_a_multipart_body_holds_several_pictures() -> None:
    """Each part is one; its name is the file's in quotes, else the part's."""
    body = (
        b'--b\r\nContent-Disposition: form-data; name="imageData"; filename="a.jpg"\r\n\r\none\r\n'
        b'--b\r\nContent-Disposition: form-data; name="imageData"\r\n\r\ntwo\r\n--b--\r\n'
    )
    found = uploads(sent("multipart/form-data; boundary=b", body))
    assert [(one.name, one.content) for one in found] == [
        ('"a.jpg"', b"one"),
        ('"imageData"', b"two"),
    ]


def test_another_body_is_one_picture() -> None:
    """`application/octet-stream`, or none said."""
    assert [one.content for one in uploads(sent("application/octet-stream", b"x"))] == [b"x"]


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=b"])
def test_a_torn_multipart_body_is_told(kind: str) -> None:
    """Without its boundary, or without its end."""
    with pytest.raises(BrokenMultipartError):
        uploads(sent(kind, b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\nbroken"))
