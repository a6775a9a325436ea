"""The functions of texts. Source: Microsoft's page "String functions for ARM templates"."""

import base64
import binascii
import json
import re
from typing import Any
from urllib.parse import quote, unquote, urljoin

from azure_emulator.deployments.language import hashes
from azure_emulator.deployments.language.values import (
    MOST,
    Function,
    OversizedError,
    WrongArgumentsError,
    array,
    as_text,
    exactly,
    require_shallow,
    text,
    truth,
    whole,
)


def _words(values: tuple[Any, ...]) -> list[str]:
    return [text(value) for value in values]


def _substring(value: Any, start: Any, length: Any = None) -> str:
    whole_text, first = text(value), whole(start)
    end = len(whole_text) if length is None else first + whole(length)
    if first < 0 or end < first or end > len(whole_text):
        raise WrongArgumentsError(
            "the index and length arguments must refer to a location within the string"
        )
    return whole_text[first:end]


def _split(value: Any, delimiter: Any) -> list[str]:
    signs = [text(each) for each in (delimiter if isinstance(delimiter, list) else [delimiter])]
    if not all(signs):
        raise WrongArgumentsError("a delimiter is empty")
    if len(text(value)) * len(signs) > MOST:
        raise OversizedError
    return re.split("|".join(re.escape(sign) for sign in signs), text(value))


def _replace(value: Any, old: Any, new: Any) -> str:
    original, searched, put = text(value), text(old), text(new)
    if not searched:
        raise WrongArgumentsError("the string to find is empty")
    if original.count(searched) * max(len(put) - len(searched), 0) > MOST:
        raise OversizedError
    return original.replace(searched, put)


def _pad_left(value: Any, length: Any, sign: Any = " ") -> str:
    if not 0 <= whole(length) <= 65_536 or len(text(sign)) != 1:
        raise WrongArgumentsError("the length or the padding character cannot be")
    return as_text(value).rjust(length, sign)


def _format(pattern: Any, *values: Any) -> str:
    def put(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        if match[1] is None or int(match[1]) >= len(values):
            raise WrongArgumentsError(f"the format item '{match[0]}' has no argument")
        shown = _formatted(values[int(match[1])], match[3])
        width = int(match[2] or 0)
        return shown.rjust(width) if width > 0 else shown.ljust(-width)

    return re.sub(
        r"\{\{|\}\}|\{(\d{1,3})(?:,(-?\d{1,3}))?(?::([^{}]*))?\}|[{}]", put, text(pattern)
    )


def _formatted(value: Any, specifier: str | None) -> str:
    """By a .NET specifier of whole numbers, the only ones that templates use."""
    if not specifier:
        return as_text(value)
    number = whole(value)
    if re.fullmatch("0{1,20}", specifier):
        return f"{number:0{len(specifier)}d}"
    match = re.fullmatch(r"([DdXxNn])(\d{0,2})", specifier)
    if match is None:
        raise WrongArgumentsError(f"the emulator does not know the format specifier '{specifier}'")
    kind, digits = match[1], int(match[2] or 0)
    if kind in "Nn":
        return f"{number:,.{digits if match[2] else 2}f}"
    return f"{number:0{digits}{'d' if kind in 'Dd' else kind}}"


def _decoded(value: Any) -> str:
    try:
        return base64.b64decode(text(value), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise WrongArgumentsError("it is no base64 string") from error


def _data_uri_text(value: Any) -> str:
    match = re.fullmatch(r"data:([^,]*?)(;base64)?,(.*)", text(value), re.DOTALL)
    if match is None:
        raise WrongArgumentsError("it is no data URI")
    return _decoded(match[3]) if match[2] else unquote(match[3])


def _uri(base: Any, relative: Any) -> str:
    return urljoin(text(base), text(relative))


def parsed_json(value: Any) -> Any:
    """The value that a text of JSON holds, no deeper than a template may be."""
    try:
        data = json.loads(text(value))
    except (ValueError, RecursionError) as error:
        raise WrongArgumentsError("it is no JSON") from error
    require_shallow(data)
    return data


def _join(values: Any, delimiter: Any) -> str:
    return text(delimiter).join(as_text(value) for value in array(values))


def _encoded(value: Any) -> str:
    return base64.b64encode(text(value).encode()).decode()


def _to_bool(value: Any) -> bool:
    if isinstance(value, str) and value.casefold() in ("true", "false", "1", "0"):
        return value.casefold() in ("true", "1")
    return value != 0 if isinstance(value, int) else truth(value)


FUNCTIONS = {
    "base64": exactly(1, _encoded),
    "base64tojson": exactly(1, lambda value: parsed_json(_decoded(value))),
    "base64tostring": exactly(1, _decoded),
    "bool": exactly(1, _to_bool),
    "datauri": exactly(1, lambda value: f"data:text/plain;charset=utf8;base64,{_encoded(value)}"),
    "datauritostring": exactly(1, _data_uri_text),
    "endswith": exactly(2, lambda a, b: text(a).casefold().endswith(text(b).casefold())),
    "format": Function(_format, 1, None),
    "guid": Function(lambda *values: hashes.guid(_words(values)), 1, None),
    "indexof": exactly(2, lambda a, b: _index(array_or_text(a), b)),
    "join": exactly(2, _join),
    "json": exactly(1, parsed_json),
    "lastindexof": exactly(2, lambda a, b: _index(array_or_text(a), b, last=True)),
    "padleft": Function(_pad_left, 2, 3),
    "replace": exactly(3, _replace),
    "split": exactly(2, _split),
    "startswith": exactly(2, lambda a, b: text(a).casefold().startswith(text(b).casefold())),
    "string": exactly(1, as_text),
    "substring": Function(_substring, 2, 3),
    "tolower": exactly(1, lambda value: text(value).lower()),
    "toupper": exactly(1, lambda value: text(value).upper()),
    "trim": exactly(1, lambda value: text(value).strip()),
    "uniquestring": Function(lambda *values: hashes.unique_string(_words(values)), 1, None),
    "uri": exactly(2, _uri),
    "uricomponent": exactly(1, lambda value: quote(text(value), safe="!'()*~")),
    "uricomponenttostring": exactly(1, lambda value: unquote(text(value))),
}
"""By their names in small letters."""


def array_or_text(value: Any) -> Any:
    """An array or a text."""
    return value if isinstance(value, list) else text(value)


def _index(within: Any, sought: Any, *, last: bool = False) -> int:
    if isinstance(within, list):
        places = [place for place, item in enumerate(within) if item == sought]
        return (places[-1] if last else places[0]) if places else -1
    whole_text, part = within.casefold(), text(sought).casefold()
    return int(whole_text.rfind(part) if last else whole_text.find(part))
