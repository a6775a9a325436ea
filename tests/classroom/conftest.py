"""Folders of classes, and journals on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from classroom.folder import ClassFolder
from tests.harness import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server of our own, for all tests of one core."""
    if postgresql.programs() is None:
        pytest.skip("no PostgreSQL server is installed")
    with postgresql.running() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> ClassFolder:
    """The folder of a class, not there yet."""
    return ClassFolder(tmp_path / "marks")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where a journal is: a file in the class's folder, or a database of its own on a server."""
    if request.param == "sqlite":
        return None
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    return server.new_database()
