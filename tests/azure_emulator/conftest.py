"""Azure's own management clients, sent through the emulator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
import requests
from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import RequestsTransport
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.resource.subscriptions import SubscriptionClient

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from tests.harness.scenario import play
from tests.harness.transcript import Exchange
from tests.harness.versions import version_of

Client = TypeVar("Client")


@dataclass(frozen=True)
class SignedIn:
    """A credential whose token is the emulator's own, without a sign-in over the network."""

    cloud: Cloud
    principal: Principal

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        """A token for the first scope."""
        resource = scopes[0].removesuffix("/.default")
        principal = self.principal
        token = self.cloud.state(Entra).sign_in(
            principal.tenant, principal.client_id, principal.secret, resource
        )
        return AccessToken(token.text, int(token.until.timestamp()))


@dataclass(frozen=True)
class Sdk:
    """The management clients of one principal.

    Args:
        make: builds a client of a class with a credential and then these arguments.
    """

    subscription: str
    make: Callable[..., Any]

    @property
    def resources(self) -> ResourceManagementClient:
        """Groups, providers, resources."""
        client: ResourceManagementClient = self.make(ResourceManagementClient, self.subscription)
        return client

    @property
    def subscriptions(self) -> SubscriptionClient:
        """Subscriptions, tenants, locations."""
        client: SubscriptionClient = self.make(SubscriptionClient)
        return client

    @property
    def cognitive(self) -> CognitiveServicesManagementClient:
        """Accounts of Cognitive Services."""
        client: CognitiveServicesManagementClient = self.make(
            CognitiveServicesManagementClient, self.subscription
        )
        return client


@pytest.fixture
def sdk_of(emulator: Emulator, client: requests.Session) -> Callable[[Principal], Sdk]:
    """The management clients of a principal; they retry nothing and poll without a pause."""

    def sdk_of(principal: Principal) -> Sdk:
        credential = SignedIn(emulator.cloud, principal)

        def make(of: Callable[..., Client], *arguments: str) -> Client:
            transport = RequestsTransport(
                session=client,
                session_owner=False,
                use_env_settings=False,
                connection_verify=str(emulator.ca_file),
            )
            return of(
                credential, *arguments, transport=transport, retry_total=0, polling_interval=0.005
            )

        return Sdk(next(iter(emulator.cloud.state(ResourceManager).subscriptions)), make)

    return sdk_of


@pytest.fixture
def sdk(cloud: Cloud, sdk_of: Callable[[Principal], Sdk]) -> Sdk:
    """The management clients of the cloud's own principal, an Owner."""
    return sdk_of(cloud.state(Entra).principal)


Arm = Callable[..., requests.Response]
"""`arm(method, path, json=..., version=...)`: a plain request to Resource Manager."""


@pytest.fixture
def arm(cloud: Cloud, client: requests.Session) -> Arm:
    """Plain requests to Resource Manager, signed in as the cloud's own principal."""

    def arm(method: str, path: str, version: str | None = None, **body: Any) -> requests.Response:
        version = version_of(path) if version is None else version
        token = SignedIn(cloud, cloud.state(Entra).principal).get_token(
            "https://management.azure.com"
        )
        return client.request(
            method,
            f"https://management.azure.com{path}",
            params={"api-version": version} if version else None,
            headers={"Authorization": f"Bearer {token.token}", **body.pop("headers", {})},
            **body,
        )

    return arm


@pytest.fixture(scope="session")
def exchanges() -> dict[str, Exchange]:
    """The exchanges of the whole scenario, played once."""
    return play()


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment."""
        return self.now

    def go(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@pytest.fixture
def clock() -> Clock:
    """A clock that a test sets."""
    return Clock(datetime(2026, 11, 2, 9, tzinfo=UTC))


@pytest.fixture
def slow_cloud(clock: Clock) -> Cloud:
    """A cloud on that clock, each of whose operations takes a minute."""
    minute = timedelta(minutes=1)
    durations = Durations(
        account=minute,
        workspace=minute,
        compute=minute,
        deletion=minute,
        training=minute,
        model_export=minute,
        project_import=minute,
    )
    return Cloud(now=clock, durations=durations)
