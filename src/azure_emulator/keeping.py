"""A cloud as plain data, and back: nothing that is read can make this process run anything.

The data holds the values of the emulator's own classes, by name; an object is made without its
constructor. What can be computed again (features, models) is not kept, nor who listens to whom.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.deployments.evaluation import Sources
from azure_emulator.training.iterations import SharedModel
from azure_emulator.vision.learning import FeatureCache

PACKAGE = "azure_emulator."
NEW: tuple[Callable[[], Any], ...] = (FeatureCache, SharedModel, Sources)
"""Classes of which each object is kept as a new one."""

PLAIN = (bool, int, float, str, type(None))
COLLECTIONS = (tuple, set, frozenset)


class UnreadableError(Exception):
    """The data is damaged, or another version's."""


class Encoder:
    """Turns states into JSON data, and what is large in them into blobs.

    Attributes:
        blobs: by their digests.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.blobs: dict[str, bytes] = {}
        self._wiring = (Cloud, *map(type, cloud.states.values()))
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []

    def state(self, state: object) -> dict[str, Any]:
        """What a state holds, by attribute; not who it knows, or who listens to it."""
        return {
            name: self.value(value)
            for name, value in vars(state).items()
            if not isinstance(value, self._wiring) and not _listeners(value)
        }

    def value(self, value: Any) -> Any:
        """Any value that a state holds."""
        if isinstance(value, PLAIN):
            return value
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {"pairs": [[self.value(key), self.value(item)] for key, item in value.items()]}
        if type(value) in COLLECTIONS:
            return {type(value).__name__: [self.value(item) for item in value]}
        return self._other(value)

    def _other(self, value: Any) -> dict[str, Any]:
        if isinstance(value, bytes):
            digest = hashlib.sha256(value).hexdigest()
            self.blobs[digest] = value
            return {"bytes": digest}
        if isinstance(value, datetime):
            return {"time": value.isoformat()}
        if isinstance(value, timedelta):
            return {"seconds": value.total_seconds()}
        return self._object(value)

    def _object(self, value: Any) -> dict[str, Any]:
        if id(value) in self._numbers:
            return {"again": self._numbers[id(value)]}
        name = f"{type(value).__module__}:{type(value).__qualname__}"
        if not name.startswith(PACKAGE):
            raise TypeError(f"{name} cannot be kept")
        self._numbers[id(value)] = len(self._numbers)
        self._kept.append(value)  # Its place in memory must not be another's meanwhile.
        held = {} if type(value) in NEW else vars(value)
        return {"class": name, "holds": {key: self.value(item) for key, item in held.items()}}


class Decoder:
    """Turns data of an `Encoder` into states.

    Args:
        blobs: gives a blob by its digest.
    """

    def __init__(self, blobs: Callable[[str], bytes]) -> None:
        self._blobs = blobs
        self._classes = _classes()
        self._objects: list[Any] = []
        self._contents: dict[str, bytes] = {}
        self._readers: dict[str, Callable[[Any], Any]] = {
            "pairs": lambda held: {self.value(key): self.value(item) for key, item in held},
            "bytes": lambda held: self._content(str(held)),
            "again": lambda held: self._objects[held],
            "time": datetime.fromisoformat,
            "seconds": lambda held: timedelta(seconds=held),
            "tuple": lambda held: tuple(map(self.value, held)),
            "set": lambda held: set(map(self.value, held)),
            "frozenset": lambda held: frozenset(map(self.value, held)),
        }

    def state(self, state: object, data: Mapping[str, Any]) -> None:
        """Give a state what it held.

        Raises:
            UnreadableError: the data is not what an `Encoder` makes of this state.
        """
        strange = data.keys() - vars(state).keys()
        if strange:
            raise UnreadableError(f"{type(state).__name__} holds no {min(strange)}")
        vars(state).update({name: self.value(value) for name, value in data.items()})

    def value(self, data: Any) -> Any:
        """The value that some data stands for.

        Raises:
            UnreadableError: it is none of an `Encoder`.
        """
        if isinstance(data, PLAIN):
            return data
        if isinstance(data, list):
            return [self.value(item) for item in data]
        if "class" in data:
            return self._object(str(data["class"]), data["holds"])
        ((kind, held),) = data.items()
        return self._readers[kind](held)

    def _object(self, name: str, held: Mapping[str, Any]) -> Any:
        kind = self._classes.get(name)
        if kind is None:
            raise UnreadableError(f"there is no {name}")
        made = kind() if kind in NEW else object.__new__(kind)
        self._objects.append(made)
        vars(made).update({key: self.value(item) for key, item in held.items()})
        if is_dataclass(kind) and (
            missing := {each.name for each in fields(kind)} - vars(made).keys()
        ):
            raise UnreadableError(f"{name} lacks {min(missing)}")
        return made

    def _content(self, digest: str) -> bytes:
        if digest not in self._contents:
            content = self._blobs(digest)
            if hashlib.sha256(content).hexdigest() != digest:
                raise UnreadableError("a picture was changed")
            self._contents[digest] = content
        return self._contents[digest]


def _listeners(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(callable(item) for item in value)


def _classes() -> dict[str, type]:
    """The emulator's own classes, by module and name: no others can be in the data."""
    return {
        f"{module.__name__}:{value.__qualname__}": value
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith(PACKAGE)
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    }
