"""A cluster that the user has: a scheduler here, and workers on two hosts of our own, over TLS."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from classroom.folder import ClassFolder
from classroom.journal import open_journal
from classroom.usage import BAD_USE, GOOD, UNVERIFIED
from tests.harness.commands import ROOT
from tests.harness.graded_class import GradedClass, graded_class
from tests.harness.hosts import GATEWAY, NETWORK, Forwarder, hosts, missing


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradedClass]:
    """A small class whose students have identities of their own."""
    with graded_class(tmp_path_factory.mktemp("class"), 6, 2, "--alone") as made:
        yield made


def certificates(folder: Path) -> dict[str, str]:
    """Dask's own configuration for TLS, as variables."""
    authority = trustme.CA()
    issued = authority.issue_cert(GATEWAY, f"{NETWORK}.2", f"{NETWORK}.3")
    ca, pair = folder / "ca.pem", folder / "pair.pem"
    authority.cert_pem.write_to_path(str(ca))
    issued.private_key_and_cert_chain_pem.write_to_path(str(pair))
    who = ("CLIENT", "SCHEDULER", "WORKER")
    return {
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(ca),
        **{f"DASK_DISTRIBUTED__COMM__TLS__{each}__CERT": str(pair) for each in who},
    }


@contextlib.contextmanager
def daemon(*words: str, environment: Mapping[str, str], host: str = "") -> Iterator[None]:
    """A process on a host, for the time of the block."""
    place = ["ip", "netns", "exec", host] if host else []
    process = subprocess.Popen(
        [*place, sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """A port at the gateway that nobody has."""
    with socket.create_server((GATEWAY, 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_two_hosts_grade_one_roster(class_: GradedClass, tmp_path: Path) -> None:
    """Each of them asks Azure, and every verdict is as the submission states."""
    if why := missing():
        pytest.skip(why)
    proxy = Forwarder(urlsplit(class_.emulator.proxy_url).port or 0)
    with hosts(2) as names, proxy.running(), contextlib.ExitStack() as stack:
        environment = {
            **os.environ,
            **class_.emulator.environment,
            **certificates(tmp_path),
            **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), f"http://{GATEWAY}:{proxy.port}"),
        }
        port = free_port()
        address = f"tls://{GATEWAY}:{port}"
        scheduler = ("--host", GATEWAY, "--port", str(port), "--protocol", "tls", "--no-dashboard")
        stack.enter_context(
            daemon("distributed.cli.dask_scheduler", *scheduler, environment=environment)
        )
        for number, name in enumerate(names):
            worker = (address, "--nthreads", "2", "--no-dashboard", "--name", name)
            at = ("--host", f"{NETWORK}.{number + 2}", "--local-directory", str(tmp_path / name))
            stack.enter_context(
                daemon(
                    *("distributed.cli.dask_worker", *worker, *at),
                    environment=environment,
                    host=name,
                )
            )
        folder = tmp_path / "marks"
        status, output = class_.grade("--out", folder, "--scheduler", address, **environment)
    assert status in (GOOD, UNVERIFIED), output
    assert proxy.callers >= {f"{NETWORK}.2", f"{NETWORK}.3"}, output
    told = class_.expected
    with open_journal(ClassFolder(folder), make=False) as journal:
        standings = list(journal.standings())
    assert len(standings) == len(class_.rows)
    for standing in standings:
        assert standing.entry is not None, output
        verdicts = told["students"][standing.student.id]["verdicts"]
        for check in standing.entry.document.checks:
            assert str(check.verdict) == verdicts.get(check.id, told["otherwise"]), output


def test_no_scheduler_is_one_clear_message(class_: GradedClass, tmp_path: Path) -> None:
    """It names the address, and how to start one."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    status, output = class_.grade("--out", tmp_path / "marks", "--scheduler", address)
    assert status == BAD_USE
    assert f"no scheduler of Dask answers at {address}" in output
    assert "Traceback" not in output
