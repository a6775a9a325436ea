"""A PostgreSQL server of our own: a cluster in a temporary folder, thrown away at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

USER, PASSWORD = "grader", "cat-and-dog-password"
SECONDS = 60
"""How long the server may take to start on a machine with much else to do."""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, if there is one."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in folders if (each / "postgres").exists()), None)


@dataclass
class Server:
    """A cluster whose server runs, or not.

    Attributes:
        folder: of the cluster and of its socket.
        port: on 127.0.0.1, where the password is asked for; the socket asks for none.
    """

    bin: Path
    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "port": str(self.port),
            # What is thrown away need not outlive a power cut.
            "fsync": "off",
            "max_connections": "60",
        }
        given = [f"--{name}={value}" for name, value in settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_ending_with_us(), self.bin / "postgres", "-D", self.folder / "data", *given],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                **unprivileged(),
            )
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, (self.folder / "log").read_text()
                assert self._process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.05)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Stop the server; SIGINT breaks connections, SIGQUIT is a crash."""
        if self._process:
            self._process.send_signal(number)
            self._process.wait(SECONDS)
            self._process = None

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement gives, outside of transactions."""
        where = f"host={self.folder} port={self.port} dbname=postgres user={USER}"
        with psycopg.connect(where, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self) -> str:
        """The URL of a new database, by the socket, without a password."""
        name = f"class_{uuid.uuid4().hex}"
        self.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://{USER}@/{name}?host={self.folder}&port={self.port}"


@contextmanager
def running() -> Iterator[Server]:
    """A cluster whose server runs; `programs` has to have found one."""
    found = programs()
    assert found
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if account := unprivileged():
            for path in (folder, secret):
                os.chown(path, account["user"], account["group"])
        subprocess.run(
            [
                *(found / "initdb", "-D", folder / "data", "-U", USER, "-E", "UTF8", "--no-sync"),
                *("--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256"),
                f"--pwfile={secret}",
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **unprivileged(),
        )
        server = Server(found, folder, _free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)


def unprivileged() -> dict[str, Any]:
    """Who is to run the server: it refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _ending_with_us() -> list[str]:
    """What lets the server end with the tests, even if they are killed; on Linux."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT", "--"] if setpriv else []


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
