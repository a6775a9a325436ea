"""Strings of a student who means harm, and the answers of Azure in which they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.harness.tampering import Plan

if TYPE_CHECKING:
    from azure_emulator.wire import Request

PLAIN = "a name that is wrong, and nothing more"
TEXTS = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>\" onload='x' ]]> &lt;b&gt; "
    "</details> [x](javascript:alert(1)) | `--` <!-- {{7*7}} ${7*7}",
    "formula": "=cmd|' /C calc'!A1",
    "terminal": "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\x\r\x08\x9b31m 100",
    "unseen": "a\u202egnp.exe\u2066\u200b\ufeff\x00\n\u2028Score: 100 of 100 points\x85\x7f",
    "path": "../../../../etc/passwd",
    "surrogate": "half a pair \ud83d and the other \udc08",
    "long": "x" * 100_000,
    "long, like keys": "eyJaaaaaaaaaa-" * 7_000,
    "long, like addresses": "a.b+c@d-" * 12_000,
    "long, like links": "?sig%3D%41/home/users/" * 4_000,
    "long, like digits": "0" * 50_000 + "1.2.3.4" * 7_000,
}
"""What each is for -> the string. Azure admits some of these in some fields, and no field is
trusted to have been checked."""


def added(text: str, request: Request, answer: Any) -> Any:
    """One more tag of this name, and the text in every field that is shown but names nothing."""
    path = request.path.casefold()
    if path.endswith("/tags") and isinstance(answer, list) and answer:
        answer.append({**answer[0], "id": "00000000-0000-4000-8000-999999999999", "name": text})
    return _replaced(answer, SHOWN, text)


def instead(text: str, request: Request, answer: Any) -> Any:
    """The text in the place of the project's name, and of its published name."""
    return _replaced(answer, NAMES, text) if "/customvision/" in request.path else answer


SHOWN = {
    *("description", "vmSize", "classificationType", "trainingType", "publishName", "code"),
    *("displayName", "sku", "friendlyName", "error", "message"),
}
NAMES = {"name", "publishName"}


def _replaced(answer: Any, fields: set[str], text: str) -> Any:
    if isinstance(answer, list):
        return [_replaced(item, fields, text) for item in answer]
    if isinstance(answer, dict):
        return {
            name: text
            if name in fields and isinstance(value, str)
            else _replaced(value, fields, text)
            for name, value in answer.items()
        }
    return answer


def written(text: str, notebook: Any) -> None:
    """The text in cells of every kind: in code that runs, in code that does not, and in outputs."""
    for source in (f"# {text!r}", repr(text), text, f"plt.set_title({text!r})"):
        notebook["cells"].append(
            {
                "cell_type": "code",
                "id": f"cell-{len(notebook['cells'])}",
                "metadata": {},
                "execution_count": 90 + len(notebook["cells"]),
                "source": [source],
                "outputs": [{"output_type": "stream", "name": "stdout", "text": [text]}],
            }
        )


REWRITES: dict[str, Callable[..., Any]] = {"added": added, "instead": instead}
RUNS: dict[str, tuple[str, ...]] = {
    "added": tuple(TEXTS),
    "instead": ("markup", "formula", "terminal", "surrogate", "long"),
}
"""Which texts are tried by each kind of rewriting."""


def plan(kind: str, name: str) -> Plan:
    """A run in which a text stands wherever a kind of rewriting puts it; "" is a harmless one."""
    text = TEXTS.get(name, PLAIN)
    return Plan(
        rewrite=partial(REWRITES[kind], text),
        edit=partial(written, text),
        replayed=kind == "added",
    )
