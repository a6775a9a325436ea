"""JSON as Resource Manager takes it: with comments, trailing commas and names without quotes.

Source: the Azure CLI sends `template:{... // comment ...}`, as its recorded tests show
(test_group_deployment_lite), for Azure's reader is Newtonsoft's.
"""

import re

_TOKEN = re.compile(
    r"""
    (?P<string>"(?:[^"\\]|\\.)*(?:"|\Z))
    | (?P<quoted>'(?:[^'\\]|\\.)*(?:'|\Z))
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<name>[A-Za-z_$][\w$]*)
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.DOTALL | re.VERBOSE,
)
_WORDS = ("true", "false", "null")


def strict(content: bytes) -> bytes:
    """The same data as JSON; what cannot be read stays unreadable."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        kind, said = match.lastgroup, match[0]
        if kind in ("comment", "space"):
            continue
        if kind == "string":
            said = _on_one_line(said)
        elif kind == "quoted":
            inner = said[1:-1].replace("\\'", "'").replace('"', '\\"')
            said = _on_one_line(f'"{inner}"')
        elif kind == "name" and said not in _WORDS and not _in_number(tokens):
            said = f'"{said}"'
        elif said in "]}" and tokens and tokens[-1] == ",":
            tokens.pop()
        tokens.append(said)
    return "".join(tokens).encode()


def _in_number(tokens: list[str]) -> bool:
    """Whether a letter is the exponent's, as in `1e5`."""
    return bool(tokens) and tokens[-1].isdigit()


def _on_one_line(text: str) -> str:
    for sign, escaped in (("\r", "\\r"), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, escaped)
    return text
