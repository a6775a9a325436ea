"""The two functions that make the same name of the same words: `uniqueString` and `guid`.

Sources: the .NET library Azure.Deployments.Expression as several ports of it have it
(JasonWhall/go-azure-uniquestring, maskati's PowerShell), with values that Azure gave; Microsoft's
page on the functions of strings for `guid`, a name-based identifier of RFC 4122.
"""

import struct
import uuid
from collections.abc import Sequence

NAMESPACE = uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830")
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"

_MASK = 0xFFFFFFFF
_ONE, _TWO = 597399067, 2869860233


def guid(words: Sequence[str]) -> str:
    """The identifier of these words."""
    return str(uuid.uuid5(NAMESPACE, "-".join(words)))


def unique_string(words: Sequence[str]) -> str:
    """Thirteen letters and digits that stand for these words."""
    number = murmur("-".join(words).encode())
    return "".join(ALPHABET[(number << 5 * place >> 59) & 31] for place in range(13))


def murmur(data: bytes) -> int:
    """Azure's variant of MurmurHash3, of 64 bits."""
    first = second = 0
    whole = len(data) - len(data) % 8
    # Written out: a template of 4 MB is half a million rounds.
    for low, high in struct.iter_unpack("<II", data[:whole]):
        low = low * _ONE & _MASK
        first ^= (low << 15 | low >> 17) * _TWO & _MASK
        first = (((first << 19 | first >> 13) & _MASK) + second) * 5 + 1444728091 & _MASK
        high = high * _TWO & _MASK
        second ^= (high << 17 | high >> 15) * _ONE & _MASK
        second = (((second << 13 | second >> 19) & _MASK) + first) * 5 + 197830471 & _MASK
    if rest := data[whole:]:
        first ^= _low(rest[:4])
        second ^= _high(rest[4:])
    first ^= len(data)
    second ^= len(data)
    first = first + second & _MASK
    second = second + first & _MASK
    first, second = _mixed(first), _mixed(second)
    first = first + second & _MASK
    second = second + first & _MASK
    return second << 32 | first


def _low(data: bytes) -> int:
    number = int.from_bytes(data, "little") * _ONE & _MASK
    return _rotated(number, 15) * _TWO & _MASK


def _high(data: bytes) -> int:
    number = int.from_bytes(data, "little") * _TWO & _MASK
    return _rotated(number, 17) * _ONE & _MASK


def _rotated(number: int, by: int) -> int:
    return (number << by | number >> 32 - by) & _MASK


def _mixed(number: int) -> int:
    number = (number ^ number >> 16) * 0x85EBCA6B & _MASK
    number = (number ^ number >> 13) * 0xC2B2AE35 & _MASK
    return number ^ number >> 16
