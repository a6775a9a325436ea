"""Access tokens: JSON Web Tokens, signed with a key that lives as long as this process."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256


class BadToken(Exception):
    """This is no token, or not one that was signed here."""


def sign(claims: dict[str, Any]) -> str:
    """A token that holds these claims, signed with RS256."""
    head = {"typ": "JWT", "alg": "RS256", "x5t": key_id(), "kid": key_id()}
    signed = ".".join(_text(json.dumps(part).encode()) for part in (head, claims))
    return f"{signed}.{_text(_key().sign(signed.encode(), padding.PKCS1v15(), SHA256()))}"


def read(token: str) -> dict[str, Any]:
    """The claims of a token, its signature checked and nothing else.

    Raises:
        BadToken: it cannot be read, or was not signed here.
    """
    signed, _, signature = token.rpartition(".")
    try:
        _key().public_key().verify(_bytes(signature), signed.encode(), padding.PKCS1v15(), SHA256())
        claims: dict[str, Any] = json.loads(_bytes(signed.partition(".")[2]))
    except (InvalidSignature, ValueError) as error:
        raise BadToken("The access token is invalid.") from error
    return claims


def public_key() -> dict[str, str]:
    """The verifying key as a JSON Web Key."""
    numbers = _key().public_key().public_numbers()
    size = (numbers.n.bit_length() + 7) // 8
    return {
        "kty": "RSA",
        "use": "sig",
        "kid": key_id(),
        "x5t": key_id(),
        "n": _text(numbers.n.to_bytes(size, "big")),
        "e": _text(numbers.e.to_bytes(3, "big")),
    }


@cache
def key_id() -> str:
    """The key's name in tokens and in the list of keys."""
    modulus = _key().public_key().public_numbers().n
    return _text(hashlib.sha256(str(modulus).encode()).digest()[:20])


@cache
def _key() -> rsa.RSAPrivateKey:
    # One a process, made at the first sign-in: it takes a noticeable part of a second.
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
