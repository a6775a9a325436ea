"""Access tokens."""

from __future__ import annotations

import base64
import json

import pytest

from azure_emulator.entra.tokens import InvalidTokenError, public_key, read, sign


def test_a_token_holds_its_claims() -> None:
    """What was signed is read again."""
    assert read(sign({"aud": "x", "exp": 1})) == {"aud": "x", "exp": 1}


def test_a_token_names_the_key_that_verifies_it() -> None:
    """The token's first part names the published key."""
    head = sign({}).partition(".")[0]
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["kid"] == public_key()["kid"]


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é.é.é"])
def test_what_is_no_token_is_refused(text: str) -> None:
    """Anything else in its place is refused."""
    with pytest.raises(InvalidTokenError):
        read(text)


def test_a_changed_token_is_refused() -> None:
    """The signature of one token does not fit the claims of another."""
    signature = sign({"appid": "a"}).rpartition(".")[2]
    claims = sign({"appid": "b"}).rpartition(".")[0]
    with pytest.raises(InvalidTokenError):
        read(f"{claims}.{signature}")
