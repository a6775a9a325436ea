"""Blobs by links: what is no link is refused as blob storage refuses it."""

from __future__ import annotations

import pytest
import requests

from azure_emulator.cloud import Cloud

URL = "https://irisprodeutraining.blob.core.windows.net/container/blob"


@pytest.mark.parametrize(
    ("method", "status", "code"),
    [
        ("GET", 404, "ResourceNotFound"),
        ("PUT", 501, "NotImplementedByEmulator"),
        ("POST", 405, "UnsupportedHttpVerb"),
    ],
)
def test_what_is_not_served_is_refused_as_xml(
    client: requests.Session, cloud: Cloud, method: str, status: int, code: str
) -> None:
    """By name, if Azure has it."""
    answer = client.request(method, URL)
    cloud.unserved.clear()
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/xml"
    assert f"<Code>{code}</Code>" in answer.text
