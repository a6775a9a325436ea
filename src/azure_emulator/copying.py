"""How a copy of a subscription comes about: which ids and names become which. No Azure in it.

Whatever holds ids is copied with new ones; what holds none (pictures, trained models, times) is
shared with the original, so that a copy takes little time and little memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar

Value = TypeVar("Value")

_GUID = re.compile(r"(?i)(?<![0-9a-z])[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}(?![0-9a-z])")
"""A GUID, with its hyphens or without any."""


@dataclass
class Copy:
    """A subscription and a copy of it in the making.

    Args:
        source: the id of the subscription that is copied.
        target: the id of its copy.
        new_id: makes a GUID.
        is_fixed: whether a GUID is the same for everybody, as that of a built-in role.
        names: what becomes of each id, key and host, the old one case-folded if it is a GUID.
    """

    source: str
    target: str
    new_id: Callable[[], str]
    is_fixed: Callable[[str], bool]
    names: dict[str, str] = field(default_factory=dict)
    _made: dict[int, tuple[Any, Any]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.rename(self.source, self.target)

    def rename(self, old: str, new: str) -> str:
        """Let an id, a key or a host become another; the new one."""
        self.names[old] = new
        return new

    def of(self, value: Value) -> Value:
        """The value with the copy's ids; the same object for the same, and for what holds none."""
        made: Any = value
        if isinstance(value, str):
            made = self._text(value)
        elif isinstance(value, dict):
            made = {self.of(key): self.of(item) for key, item in value.items()}
        elif isinstance(value, list | set):
            made = type(value)(self.of(item) for item in value)
        elif isinstance(value, tuple | frozenset):
            items = [(item, self.of(item)) for item in value]
            if any(new is not old for old, new in items):
                made = type(value)(new for _, new in items)
        elif is_dataclass(value) and not isinstance(value, type):
            made = self._dataclass(value)
        return made  # type: ignore[no-any-return]  # Of the same type: each branch sees to that.

    def _text(self, text: str) -> str:
        if text in self.names:
            return self.names[text]
        return _GUID.sub(self._guid, text) if len(text) >= 32 else text

    def _guid(self, match: re.Match[str]) -> str:
        old = match[0].casefold()
        if old not in self.names:
            if self.is_fixed(old):
                return match[0]
            new = self.new_id()
            self.names[old] = new if match[1] else new.replace("-", "")
        return self.names[old]

    def _dataclass(self, value: Any) -> Any:
        if id(value) in self._made:
            return self._made[id(value)][1]
        changed = {}
        for each in fields(value):
            old = getattr(value, each.name)
            new = self.of(old)
            if new is not old:
                changed[each.name] = new
        made = value
        if changed or not value.__dataclass_params__.frozen:
            made = object.__new__(type(value))
            # One after the other: so that all instances share the names' place in memory.
            for name, old in vars(value).items():
                object.__setattr__(made, name, changed.get(name, old))
        # The original is kept, too: its place in memory must not be another's meanwhile.
        self._made[id(value)] = value, made
        return made
