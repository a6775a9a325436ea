"""Where the secrets of students with identities of their own are kept: a place for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from solution.classes import files
from solution.classes.control import Identity


@dataclass
class Files:
    """A file for each student.

    Args:
        folder: where.
    """

    folder: Path

    def keep(self, student: str, identity: Identity) -> str:
        """`file:PATH`."""
        file = (self.folder / f"{student}.secret").resolve()
        files.write(file, identity.secret.encode())
        return f"file:{file}"

    def finish(self) -> None:
        """Nothing is left to do."""


@dataclass
class Variables:
    """Environment variables, which one file sets for a shell: `. FILE`.

    Args:
        file: which.
    """

    file: Path
    _values: dict[str, str] = field(default_factory=dict, repr=False)

    def keep(self, student: str, identity: Identity) -> str:
        """`env:NAME`."""
        name = f"SECRET_OF_{student.upper()}"
        self._values[name] = identity.secret
        return f"env:{name}"

    def finish(self) -> None:
        """Write the file."""
        lines = [f"export {name}='{value}'\n" for name, value in self._values.items()]
        files.write(self.file, "".join(lines).encode())


Store = Files | Variables


def store(kind: str, folder: Path) -> Store:
    """What keeps secrets in this way: `file` or `env`."""
    stores: Mapping[str, Callable[[], Store]] = {
        "file": lambda: Files(folder),
        "env": lambda: Variables(folder / "secrets.env"),
    }
    return stores[kind]()
