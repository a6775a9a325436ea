"""What is to go wrong, when, and how often: `429 on POST */classify/*`. No Azure in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from azure_emulator.proxy import ConnectionFault
from azure_emulator.wire import Request

GRAMMAR = (
    "FAULT on [METHOD] URL [after N] [every N] [first N] [retry-after SECONDS]; FAULT is a status "
    "from 400 to 599, slow TIME, timeout, reset, lost, garbage, half, empty, html, refuse, "
    "untrusted or wrong-host; * in URL is any text, such as: 429 on POST */classify/* first 3"
)
IN_PLACE = ("timeout", "reset", "garbage", "html")
"""What happens in place of what was asked for."""

AFTERWARDS = ("lost", "half", "empty")
"""What happens to the answer, after what was asked for has been done."""

ON_CONNECTING = {
    "refuse": ConnectionFault.REFUSAL,
    "untrusted": ConnectionFault.OTHER_AUTHORITY,
    "wrong-host": ConnectionFault.OTHER_HOST,
}
"""What a new connection to a host meets, before any request on it."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MOST_RULES = 100
LONGEST_RULE = 1000
LARGEST_NUMBER = 10**6
OWN_HOST = "control.azure-emulator.test"
"""Where the rules are changed: no rule locks anybody out."""


class FaultRuleError(ValueError):
    """A rule that makes no sense; the message says why, and what would."""


@dataclass(frozen=True, kw_only=True)
class FaultRule:
    """One thing that goes wrong.

    Args:
        text: as it was written.
        kind: `status`, `slow`, or a word of `IN_PLACE`, `AFTERWARDS` or `ON_CONNECTING`.
        status: of the answer, for the kind `status`.
        delay: how long an answer takes besides, for the kind `slow`.
        method: which requests it happens to, "" for all.
        url: the same, with `*` for any text; what begins with `/` is any host's.
        after: how many of these are spared first.
        every: that only each n-th of the others is met.
        first: how many are met at most.
        retry_after: seconds, for the header `Retry-After`; `None` as the service gives it.
    """

    text: str
    kind: str
    status: int = 0
    delay: timedelta = timedelta(0)
    method: str = ""
    url: str = "*"
    after: int = 0
    every: int = 1
    first: int | None = None
    retry_after: int | None = None

    @classmethod
    def parse(cls, text: str) -> FaultRule:
        """Read a rule.

        Raises:
            FaultRuleError: it makes no sense.
        """
        if len(text) > LONGEST_RULE:
            raise FaultRuleError(f"a fault is longer than {LONGEST_RULE} letters")
        return _Reader(text).rule()

    def meets(self, request: Request) -> bool:
        """Whether it is about a request, as far as the request alone tells."""
        if self.kind in ON_CONNECTING or self.method not in ("", request.method):
            return False
        query = "&".join(f"{name}={value}" for name, value in request.query.items())
        host = "" if self.url.startswith("/") else f"https://{request.host}"
        asked = f"{host}{request.path}"
        return _fits(self.url, f"{asked}?{query}" if "?" in self.url else asked)

    def meets_host(self, host: str) -> bool:
        """Whether it is about connecting to a host."""
        return self.kind in ON_CONNECTING and _fits(self.url, f"https://{host}/")

    def is_turn(self, number: int) -> bool:
        """Whether the number-th of those that it is about is met, counted from 1."""
        turn, left = divmod(number - self.after, self.every)
        return turn > 0 and left == 0 and (self.first is None or turn <= self.first)


@dataclass
class _Counted:
    rule: FaultRule
    seen: int = 0

    def is_met(self) -> bool:
        """Count one more, and say whether it is met."""
        self.seen += 1
        return self.rule.is_turn(self.seen)


class FaultRules:
    """The rules of a cloud, asked in their order at each request and connection.

    `slow` adds up, and of the others the first that meets a request happens to it.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._rules: list[_Counted] = []
        self.replace(texts)

    def replace(self, texts: Iterable[str]) -> None:
        """Take these rules in place of those before, each counting from the beginning.

        Raises:
            FaultRuleError: one makes no sense, or they are too many; then nothing has changed.
        """
        rules = [_Counted(FaultRule.parse(text)) for text in texts]
        if len(rules) > MOST_RULES:
            raise FaultRuleError(f"{len(rules)} faults are more than {MOST_RULES}")
        self._rules = rules

    def add(self, text: str) -> None:
        """Take one more rule; the others go on counting.

        Raises:
            FaultRuleError: it makes no sense, or they are too many.
        """
        if len(self._rules) >= MOST_RULES:
            raise FaultRuleError(f"there are {MOST_RULES} faults already")
        self._rules.append(_Counted(FaultRule.parse(text)))

    @property
    def texts(self) -> list[str]:
        """The rules as they were written."""
        return [counted.rule.text for counted in self._rules]

    def meeting(self, request: Request) -> list[FaultRule]:
        """The rules whose turn it is, of those that are about a request."""
        if request.host == OWN_HOST:
            return []
        about = [counted for counted in self._rules if counted.rule.meets(request)]
        return [counted.rule for counted in about if counted.is_met()]

    def on_connect(self, host: str) -> ConnectionFault | None:
        """The fault that a new connection to a host meets."""
        if host == OWN_HOST:
            return None
        about = [counted for counted in self._rules if counted.rule.meets_host(host)]
        turns = [ON_CONNECTING[counted.rule.kind] for counted in about if counted.is_met()]
        return turns[0] if turns else None


class _Reader:
    """The words of one rule, taken from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = text.split()

    def rule(self) -> FaultRule:
        """The rule."""
        kind, status, delay = self._kind()
        if self._next("a word on").casefold() != "on":
            self._refuse(f"after {kind if kind != 'status' else status} there is no 'on'")
        method = self._method()
        url = self._url(kind)
        if method and kind in ON_CONNECTING:
            self._refuse(f"{kind} happens before any request, so that there is no {method} yet")
        numbers = self._numbers()
        if "retry-after" in numbers and kind != "status":
            self._refuse(f"{kind} is no answer that could have a retry-after")
        return FaultRule(
            text=" ".join(self._text.split()),
            kind=kind,
            status=status,
            delay=delay,
            method=method,
            url=url,
            after=numbers.get("after", 0),
            every=numbers.get("every", 1),
            first=numbers.get("first"),
            retry_after=numbers.get("retry-after"),
        )

    def _kind(self) -> tuple[str, int, timedelta]:
        word = self._next("a fault").casefold()
        word = {"drop": "reset"}.get(word, word)
        if word == "slow":
            return word, 0, self._time(self._next("a time after slow"))
        if word in (*IN_PLACE, *AFTERWARDS, *ON_CONNECTING):
            return word, 0, timedelta(0)
        if not re.fullmatch(r"[45][0-9]{2}", word):
            self._refuse(f"{word!r} is no fault")
        return "status", int(word), timedelta(0)

    def _time(self, text: str) -> timedelta:
        match = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)(ms|s)?", text)
        seconds = float(match[1]) / (1000 if match[2] == "ms" else 1) if match else -1
        if not 0 < seconds <= 600:
            self._refuse(f"{text!r} is not a time up to 600 s, such as 5s or 150ms")
        return timedelta(seconds=seconds)

    def _method(self) -> str:
        if self._words and self._words[0].upper() in METHODS:
            return self._words.pop(0).upper()
        return ""

    def _url(self, kind: str) -> str:
        word = self._next("a URL")
        url = word.removeprefix("https://")
        if "://" in url or re.fullmatch(r"[A-Za-z]+", url):
            self._refuse(f"{word!r} is neither a method nor a URL")
        host, _, path = url.partition("/")
        if kind in ON_CONNECTING and path not in ("", "*"):
            self._refuse(f"{kind} happens to a host, whatever is asked of it: leave /{path} out")
        if kind in ON_CONNECTING:
            return f"https://{host}/" if host else "*"
        if url.startswith("/"):
            return url
        return f"https://{url}" if "/" in url or url.startswith("*") else f"https://{url}/*"

    def _numbers(self) -> dict[str, int]:
        numbers: dict[str, int] = {}
        while self._words:
            name = self._words.pop(0).casefold()
            if name not in ("after", "every", "first", "retry-after") or name in numbers:
                self._refuse(f"{name!r} is not wanted there")
            text = self._next(f"a number after {name}")
            zero = name in ("retry-after", "after")
            if not (text.isascii() and text.isdigit() and len(text) < 9):
                self._refuse(f"{text!r} is no number")
            numbers[name] = int(text)
            if not (0 if zero else 1) <= numbers[name] <= LARGEST_NUMBER:
                self._refuse(f"{name} {text} is not from {0 if zero else 1} to {LARGEST_NUMBER}")
        return numbers

    def _next(self, what: str) -> str:
        if not self._words:
            self._refuse(f"there is no {what.removeprefix('a ')}")
        return self._words.pop(0)

    def _refuse(self, why: str) -> NoReturn:
        raise FaultRuleError(f"{self._text[:200]!r} is no fault: {why}. Write {GRAMMAR}")


def _fits(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern with `*` for any text, letter case apart; in linear time."""
    first, *rest = pattern.casefold().split("*")
    text = text.casefold()
    if not rest:
        return text == first
    *inner, last = rest
    if not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in inner:
        place = text.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return place <= end
