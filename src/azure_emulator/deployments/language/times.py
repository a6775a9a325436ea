"""The functions of moments. Source: Microsoft's page "Date functions for ARM templates"."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from azure_emulator.deployments.language.values import (
    Function,
    WrongArgumentsError,
    exactly,
    text,
    whole,
)

DEFAULT = "yyyyMMddTHHmmssZ"
"""What `utcNow()` is written in."""

_DURATION = re.compile(
    r"(-?)P(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?"
)
_STANDARD = {
    "d": "M/d/yyyy",
    "o": "yyyy-MM-ddTHH:mm:ss.fffffffZ",
    "O": "yyyy-MM-ddTHH:mm:ss.fffffffZ",
    "s": "yyyy-MM-ddTHH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ssZ",
}
_PARTS = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "dddd": "%A", "ddd": "%a",
    "dd": "%d", "HH": "%H", "hh": "%I", "mm": "%M", "ss": "%S", "tt": "%p", "K": "Z",
}  # fmt: skip


def written(moment: datetime, pattern: str = DEFAULT) -> str:
    """A moment by a .NET pattern of date and time.

    Raises:
        WrongArgumentsError: a pattern that the emulator does not know.
    """
    if len(pattern) > 100:
        raise WrongArgumentsError("the format is too long")
    matches = re.finditer(r"'[^']*'|([A-Za-z])\1*|.", _STANDARD.get(pattern, pattern), re.DOTALL)
    return "".join(_piece(moment, match[0]) for match in matches)


def _piece(moment: datetime, piece: str) -> str:
    if piece in _PARTS:
        return f"{moment.year:04}" if piece == "yyyy" else moment.strftime(_PARTS[piece])
    short = {"M": moment.month, "d": moment.day, "H": moment.hour, "m": moment.minute}
    if piece in short:
        return str(short[piece])
    if set(piece) == {"f"} and len(piece) <= 7:
        return f"{moment.microsecond:06}0"[: len(piece)]
    if piece.startswith("'"):
        return piece[1:-1]
    if piece.isalpha() and piece not in ("T", "Z"):
        raise WrongArgumentsError(f"the emulator does not know the format specifier '{piece}'")
    return piece


def moment_of(value: Any) -> datetime:
    """The moment that a text says."""
    said = text(value)
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", said)
    try:
        if match:
            return datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise WrongArgumentsError("it is no date and time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _added(base: Any, duration: Any, pattern: Any = None) -> str:
    match = _DURATION.fullmatch(text(duration))
    if match is None:
        raise WrongArgumentsError("the duration is none of ISO 8601")
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] else 1
    moment, months = moment_of(base), sign * (12 * years + months)
    try:
        year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
        moment = _last_day(moment, year, month + 1)
        moment += sign * timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError) as error:
        raise WrongArgumentsError("the result is no date") from error
    said = text(base)
    default = DEFAULT if re.fullmatch(r"\d{8}T\d{6}Z", said) else "u"
    return written(moment, default if pattern is None else text(pattern))


def _last_day(moment: datetime, year: int, month: int) -> datetime:
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month)


def _from_epoch(seconds: Any) -> str:
    try:
        return written(datetime.fromtimestamp(whole(seconds), UTC), "yyyy-MM-ddTHH:mm:ssZ")
    except (ValueError, OverflowError, OSError) as error:
        raise WrongArgumentsError("it is no date") from error


FUNCTIONS = {
    "datetimeadd": Function(_added, 2, 3),
    "datetimefromepoch": exactly(1, _from_epoch),
    "datetimetoepoch": exactly(1, lambda value: int(moment_of(value).timestamp())),
}
"""By their names in small letters."""
