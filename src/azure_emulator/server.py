"""A running emulator: the cloud behind the proxy, and what a process needs to reach it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from azure_emulator import client_environment
from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.proxy import Proxy
from azure_emulator.request_log import RequestLog
from azure_emulator.resource_manager.state import ResourceManager


@dataclass(frozen=True)
class Emulator:
    """The address of a running emulator, and what a client needs to trust it.

    Args:
        proxy_url: for `HTTPS_PROXY`.
        ca_file: the certificate to trust, PEM; gone when the emulator stops.
    """

    cloud: Cloud
    proxy_url: str
    ca_file: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables that send a process here, and sign it in as the cloud's principal."""
        principal = self.cloud.state(Entra).principal
        return {
            **client_environment.variables(self.proxy_url, self.ca_file),
            "AZURE_TENANT_ID": principal.tenant,
            "AZURE_CLIENT_ID": principal.client_id,
            "AZURE_CLIENT_SECRET": principal.secret,
            "AZURE_SUBSCRIPTION_ID": next(iter(self.cloud.state(ResourceManager).subscriptions)),
            # Without it, other credentials of the machine are tried too.
            "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
        }


@contextmanager
def running(cloud: Cloud, port: int = 0, log: RequestLog | None = None) -> Iterator[Emulator]:
    """Serve a cloud on a port of this machine, 0 for any free one, until the block ends.

    Args:
        cloud: the cloud.
        port: the proxy's.
        log: takes a line for each request.

    Raises:
        OSError: the port is taken.
    """
    app = App(cloud)
    answer, serves = (log.logged(app), log.reachable(app.serves)) if log else (app, app.serves)
    with (
        tempfile.TemporaryDirectory(prefix="azure-emulator-") as folder,
        Proxy(answer, serves, port, app.on_connect) as proxy,
    ):
        ca_file = Path(folder, "ca.pem")
        proxy.write_authority(ca_file)
        yield Emulator(cloud, proxy.url, ca_file)
