"""A secret is read from its place, in the process that signs in with it and nowhere else."""

import os
import shlex
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from acceptance.causes import NoAnswer
from acceptance.files import open_file
from acceptance.plain_text import plain
from classroom.students import Place, PlaceKind

LARGEST: Final = 10_000
"""Bytes of a secret; a client secret of Microsoft Entra has 40."""


def resolve(place: Place, warn: Callable[[str], None] = lambda _warning: None) -> str:
    """The secret at a place, without white space at its end.

    Args:
        warn: is told, in one line, what is unwise about the place.

    Raises:
        NoAnswer: there is none, or it cannot be read: the reason names the place, and nothing of
            what stands there.
    """
    secret = _READERS[place.kind](place, warn).rstrip()
    if not secret:
        raise _unusable(place, "it is empty")
    if len(secret.encode("utf-8", "surrogatepass")) > LARGEST:
        raise _unusable(place, f"it has more than {LARGEST:,} bytes")
    if not secret.isprintable():
        raise _unusable(place, "it has several lines, or characters that no secret has")
    return secret


def _unusable(place: Place, why: str) -> NoAnswer:
    return NoAnswer(
        f"the secret at {plain(str(place))} cannot be used: {why}",
        "put the client secret there, and nothing else",
    )


def _of_environment(place: Place, _warn: Callable[[str], None]) -> str:
    secret = os.environ.get(place.name)
    if secret is None:
        raise NoAnswer(
            f"there is no secret at {plain(str(place))}: the environment variable is not set where "
            "the student is graded",
            f"set {place.name} for the process that grades (each worker of a cluster)",
        )
    return secret


def _of_file(place: Place, warn: Callable[[str], None]) -> str:
    try:
        with open_file(Path(place.name)) as file:
            if warning := exposure(place):
                warn(warning)
            content = file.read(LARGEST + 10)
    except OSError as error:
        raise NoAnswer(
            f"the secret at {plain(str(place))} cannot be read: {error.strerror}",
            "put the file where the student is graded (on each machine of a cluster), readable by "
            "the account that grades",
        ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Without its cause, which holds the bytes.
        raise _unusable(place, "it is no text in UTF-8") from None


def exposure(place: Place) -> str:
    """That others may read the file of a secret, by its mode, and what to do; empty if not."""
    try:
        mode = os.stat(place.name).st_mode
    except (OSError, ValueError):
        return ""  # Reading it says what is wrong.
    if os.name != "posix" or not mode & (stat.S_IRWXG | stat.S_IRWXO):
        return ""
    return (
        f"the secret at {plain(str(place))} is open to other users of the machine: "
        f"chmod 600 {plain(shlex.quote(place.name))}"
    )


def _of_key_vault(place: Place, _warn: Callable[[str], None]) -> str:
    # Azure's SDKs take half a second to import; most classes need none of them here.
    from classroom.secret_places.key_vault import key_vaults

    vault, _, secret = place.name.partition("/")
    return key_vaults().secret(vault, secret)


_READERS: Final = {
    PlaceKind.ENVIRONMENT: _of_environment,
    PlaceKind.FILE: _of_file,
    PlaceKind.KEY_VAULT: _of_key_vault,
}
