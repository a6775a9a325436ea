"""Dask's cluster: one of this machine's own, or one that the user has.

The own one is for this user alone, on a machine that others use, too: its ports are those of the
loopback interface, and whoever connects to one has to show a certificate that was made for this
cluster, and whose key never leaves it. There is no dashboard.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from acceptance.plain_text import masked, plain
from acceptance.runner import cores
from classroom.usage import UsageError

if TYPE_CHECKING:
    from distributed import Client

PER_CORE: Final = 16
"""Gradings at once on a core: of a grading's time, Azure's answers take nine tenths and more."""

MEMORY_EACH: Final = 100_000_000
"""Bytes that a grading may need, at its most, of what is not shared with the warm process."""

MOST_AT_ONCE: Final = 256
MOST_PROCESSES: Final = 4
"""Of the own cluster: gradings at once, and processes of workers; a lost one loses its share."""

DEATHS: Final = 3
"""How many workers may die at a student before that student is not graded any more."""

CONNECT_SECONDS: Final = 20

CONFIGURATION: Final[dict[str, Any]] = {
    "distributed.admin.log-format": "%(message)s",
    "distributed.comm.timeouts.connect": "30s",
    "distributed.comm.timeouts.tcp": "60s",
    "distributed.nanny.http.routes": [],
    "distributed.scheduler.allowed-failures": DEATHS - 1,
    "distributed.scheduler.http.routes": [],
    "distributed.scheduler.work-stealing": True,
    "distributed.worker.daemon": True,
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.use-file-locking": False,
}
"""For the own cluster: nothing on HTTP, nothing that costs without being looked at."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that is ready.

    Attributes:
        client: Dask's.
        owned: whether it ends with this run.
    """

    client: "Client"
    owned: bool


def at_once_here() -> int:
    """How many gradings this machine's cores and free memory bear at once."""
    import psutil

    room = int(psutil.virtual_memory().available * 0.6) // MEMORY_EACH
    return max(1, min(cores() * PER_CORE, room, MOST_AT_ONCE))


@contextmanager
def local_cluster(at_once: int) -> Iterator[Cluster]:
    """A cluster of this machine, for the time of the block.

    Args:
        at_once: how many gradings run at a time, shared by its workers.
    """
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    workers = min(cores(), MOST_PROCESSES, at_once)
    with dask.config.set(CONFIGURATION), quiet():
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=-(-at_once // workers),
            processes=True,
            host="127.0.0.1",
            protocol="tls://",
            security=Security.temporary(),
            dashboard_address=None,
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            memory_limit=0,  # What needs memory are the gradings, in processes of their own.
            silence_logs=logging.CRITICAL + 1,
        )
        try:
            with Client(cluster, set_as_default=False) as client:
                yield Cluster(client, owned=True)
        finally:
            with suppress(TimeoutError):
                cluster.close(timeout=10)


@contextmanager
def users_cluster(address: str) -> Iterator[Cluster]:
    """The cluster that the user has, for the time of the block; it stays.

    TLS is as Dask's own configuration has it (`distributed.comm.tls`).

    Raises:
        UsageError: no scheduler answers there.
    """
    from distributed import Client

    with quiet():
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise UsageError(
                f"--scheduler: no scheduler of Dask answers at {plain(address)} "
                f"({masked(str(error)) or type(error).__name__}): start one with `dask scheduler`, "
                "give its address as it prints it (tls://... or tcp://...), and for TLS set "
                "distributed.comm.tls in Dask's configuration"
            ) from None
        try:
            yield Cluster(client, owned=False)
        finally:
            client.close(timeout=10)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what Dask logs from the terminal; what matters of it is said in words of ours."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.setLevel(level)
            logger.propagate = propagate
