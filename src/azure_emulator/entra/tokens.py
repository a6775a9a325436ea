"""Access tokens: JSON Web Tokens, signed with a key that lives as long as this process."""

import base64
import hashlib
import json
from functools import cache, lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"


class InvalidTokenError(Exception):
    """The text is not a token, or was not signed here."""


def sign(claims: dict[str, Any]) -> str:
    """A token that holds these claims."""
    return jwt.encode(claims, _key(), ALGORITHM, headers={"x5t": key_id(), "kid": key_id()})


def read(token: str) -> dict[str, Any]:
    """The claims of a token; only its signature is checked, for the cloud has a clock of its own.

    Raises:
        InvalidTokenError: it cannot be read, or was not signed here.
    """
    return dict(_verified(token))


@lru_cache(maxsize=2000)  # One is used for many requests, and a signature takes its time.
def _verified(token: str) -> dict[str, Any]:
    try:
        payload = jwt.PyJWS().decode(token, _key().public_key(), [ALGORITHM])
        claims: dict[str, Any] = json.loads(payload)
    except (jwt.PyJWTError, ValueError) as error:
        raise InvalidTokenError("The access token is invalid.") from error
    return claims


def public_key() -> dict[str, str]:
    """The verifying key as a JSON Web Key."""
    key = RSAAlgorithm.to_jwk(_key().public_key(), as_dict=True)
    names = {"kid": key_id(), "x5t": key_id()}
    return {"kty": key["kty"], "use": "sig", **names, "n": key["n"], "e": key["e"]}


@cache
def key_id() -> str:
    """The key's name in tokens and in the list of keys."""
    modulus = str(_key().public_key().public_numbers().n).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(modulus).digest()[:20]).rstrip(b"=").decode()


@cache
def _key() -> rsa.RSAPrivateKey:
    # One a process, made at the first sign-in: it takes a noticeable part of a second.
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
