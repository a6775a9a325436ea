"""Secrets by what they are assigned to: in code, shells, headers, tables, whatever their shape."""

import re
from collections.abc import Iterator
from typing import Final

from acceptance.cassettes.pseudonyms import Pseudonyms, is_pseudonym

_WORDS: Final = frozenset(
    {
        *("key", "keys", "secret", "secrets", "password", "passwd", "passphrase", "pwd", "pass"),
        *("token", "credential", "credentials", "sas", "signature", "sig", "auth"),
        *("authorization", "cookie", "bearer", "pat", "connstr"),
    }
)
_ENDS: Final = ("key", "keys", "secret", "password", "token", "connectionstring", "connstr")
_HARMLESS: Final = frozenset(
    {
        *("name", "names", "url", "uri", "endpoint", "path", "file", "type", "id", "header"),
        *("column", "size", "count", "length", "vault", "error", "func", "index"),
    }
)
"""Words of names: of what is secret, how such a name may end, and of what is only about one."""

_PUBLIC: Final = re.compile(
    r"https?://|0{8}-?0{4}-?40{3}-?80{3}-?\d{12}$"
    r"|.*(?:your[_ -]|<[^>]*>|\.\.\.|placeholder|scrubbed-|xxxx|\*\*\*)",
    re.IGNORECASE,
)
"""Values that are none: addresses, which are scrubbed by shape, and what is to be filled in."""

_NAME = r"(?<![\w.-])[A-Za-z_][\w.-]{0,80}"
_LITERAL = (
    r"[rbfuRBFU]{0,2}(?:\"\"\"(?:[^\\\"]|\\.|\"(?!\"\")){0,4000}\"\"\""
    r"|'{3}(?:[^\\']|\\.|'(?!'')){0,4000}'{3}"
    r"|\"(?:[^\\\"\n]|\\.){0,4000}\"?|'(?:[^\\'\n]|\\.){0,4000}'?)"
)
_BARE = r"(?!-)[^\s\"'`;|&<>]{1,4000}"


# A literal or several in a row, as arguments of a function, too.
_MORE = rf"(?:\s{{0,20}}\+?\s{{0,20}}{_LITERAL}){{0,9}}"
_VALUES = rf"(?:[\w.]{{0,60}}\(\s{{0,20}}){{0,3}}(?P<v>{_LITERAL}{_MORE})"
_QUOTED: Final = (
    # key = "..", self.key: str = "..", f(key=".."), (key := ".."), key == ".."
    rf"(?P<n>{_NAME})\s{{0,20}}(?::\s{{0,5}}[\w\[\]., |]{{1,60}})?[:+]?={{1,2}}\s{{0,20}}{_VALUES}",
    # {"key": ".."}, x["key"] = "..", setdefault("key", "..")
    rf"[\"'](?P<n>{_NAME})[\"']\s{{0,20}}(?::|,|\]\s{{0,20}}=)\s{{0,20}}{_VALUES}",
    # ApiKeyCredentials(".."): the name ends as that of a secret does
    rf"(?<![\w.])(?P<n>\w{{0,60}}(?:Credentials?|Key))\(\s{{0,20}}(?P<v>{_LITERAL})",
)
_UNQUOTED: Final = (
    # "Prediction-Key: .." of a header in a command
    rf"[\"'](?P<n>{_NAME}):\s{{0,5}}(?P<v>(?=[^\"'\s]{{0,200}}\d)[^\"'\s]{{6,4000}})",
    # %env KEY=.., !export KEY=.., KEY=.. in a file of variables
    r"^[ \t]{0,20}[%!]{0,2}[ \t]{0,5}(?:set_env|env|export|setx?)[ \t]{1,5}"
    rf"(?P<n>{_NAME})[ \t]{{0,5}}[ =][ \t]{{0,5}}(?P<v>{_BARE})",
    r"^(?P<n>[A-Z][A-Z0-9_]{1,80})=(?P<v>(?=[^\s\d]{0,99}\d)[\w+/=~.-]{12,4000})[ \t]*$",
    # --client-secret ..
    rf"(?<!\S)--(?P<n>[a-z][\w-]{{0,80}})[ =](?P<v>{_BARE})",
    # https://user:password@host
    r"(?P<n>(?<=://))[\w.%-]{1,100}:(?P<v>[^\s/@\"']{1,200})(?=@)",
)
_FORMS: Final = tuple(
    (re.compile(form, re.MULTILINE), quoted)
    for forms, quoted in ((_QUOTED, True), (_UNQUOTED, False))
    for form in forms
)
_TUPLE: Final = re.compile(
    rf"^[ \t]{{0,40}}(?P<names>{_NAME}(?:\s{{0,9}},\s{{0,9}}{_NAME}){{1,20}})\s{{0,9}}=\s{{0,9}}"
    rf"(?P<values>{_LITERAL}(?:\s{{0,9}},\s{{0,9}}{_LITERAL}){{1,20}})",
    re.MULTILINE,
)
_ONE_LITERAL: Final = re.compile(_LITERAL)


def is_secret_name(name: str) -> bool:
    """Whether a variable, field, header or option of this name holds a secret."""
    humps = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    words = [word for word in re.split(r"[^A-Za-z]+", humps.casefold()) if word]
    if not words or words[-1] in _HARMLESS:
        return False
    glued = "".join(words)
    return (
        not _WORDS.isdisjoint(words)
        or any(map(str.endswith, words, [_ENDS] * len(words)))
        or (glued.endswith(_ENDS))
    )


def without_assigned(text: str, pseudonyms: Pseudonyms) -> str:
    """The text with pseudonyms for all values that are assigned to names of secrets."""
    pieces, last = [], 0
    for start, end in sorted(_places(text)):
        if start >= last:
            pieces += [text[last:start], pseudonyms.of("key", text[start:end])]
            last = end
    return "".join([*pieces, text[last:]])


def assigned_secrets(text: str) -> dict[str, str]:
    """The values that are assigned to names of secrets, and are found again wherever they stand.

    A short or plain word is none of them: it would be found in innocent sentences.
    """
    values = (text[start:end] for start, end in _places(text))
    return {
        value: "what the notebook assigns to the name of a secret"
        for value in values
        if len(value) >= 8 and re.search(r"\d|[^\w\s-]", value) and len(value.split()) == 1
    }


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where the values stand, without their quotes."""
    for form, quoted in _FORMS:
        for found in form.finditer(text):
            if found["n"] and not is_secret_name(found["n"]):
                continue
            if quoted:
                yield from _inside(text, *found.span("v"))
            elif not _is_none(found["v"]):
                yield found.span("v")
    yield from _in_tuples(text)


def _in_tuples(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand in `key, endpoint = "..", ".."`."""
    for found in _TUPLE.finditer(text):
        names = [name.strip() for name in found["names"].split(",")]
        values = _ONE_LITERAL.finditer(text, *found.span("values"))
        for name, literal in zip(names, values, strict=False):
            if is_secret_name(name):
                yield from _inside(text, *literal.span())


def _inside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The insides of the literals in a part of the text."""
    for literal in _ONE_LITERAL.finditer(text, start, end):
        bare = literal[0].lstrip("rbfuRBFU")
        quotes = 3 if bare[:3] in ('"""', "'''") else 1
        first = literal.end() - len(bare) + quotes
        last = literal.end() - (quotes if bare[quotes:].endswith(bare[:quotes]) else 0)
        if first < last and not _is_none(text[first:last]):
            yield first, last


def _is_none(value: str) -> bool:
    """Whether this is no secret: nothing, an address, a name of a secret, a place for one."""
    rest = re.sub(r"\{[^{}]*\}|Bearer ?", "", value).strip()
    named = re.fullmatch(_NAME, value) is not None and is_secret_name(value)
    return not rest or named or is_pseudonym(value) or _PUBLIC.match(value) is not None
