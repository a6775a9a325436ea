"""The grader's own way to Azure, sent to the emulator, and what it sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from azure.identity import EnvironmentCredential

from acceptance.azure.transport import Transport
from acceptance.session.credentials import AzureSession
from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from fixtures.cognitive_services import CognitiveServices
from fixtures.group_resources import GroupResources
from fixtures.group_search import GroupSearch
from fixtures.machine_learning import MachineLearning
from fixtures.resource_group import ResourceGroup
from fixtures.training import Training
from tests.harness.request_log import RequestLog

GROUP = ResourceGroup("pets", "westus2")


@pytest.fixture
def request_log(cloud: Cloud) -> RequestLog:
    """What reached the cloud."""
    cloud.on_request = request_log = RequestLog()
    return request_log


@pytest.fixture
def waits() -> list[float]:
    """The pauses that the transport made; none of them takes time."""
    return []


@pytest.fixture
def transport(
    emulator: Emulator, request_log: RequestLog, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Transport]:
    """The grader's transport, with 20 seconds of patience."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    transport = Transport(patience=20, sleep=waits.append)
    yield transport
    transport.close()


@pytest.fixture
def azure_session(cloud: Cloud, transport: Transport) -> Iterator[AzureSession]:
    """The cloud's principal, asking about its only subscription."""
    with EnvironmentCredential() as credential:
        subscription = next(iter(cloud.state(ResourceManager).subscriptions))
        yield AzureSession(credential, subscription, transport)


@pytest.fixture
def group(cloud: Cloud) -> ResourceGroup:
    """An empty resource group."""
    manager = cloud.state(ResourceManager)
    body = {"location": GROUP.region}
    manager.put_group(next(iter(manager.subscriptions)), GROUP.name, body)
    return GROUP


@pytest.fixture
def group_resources(azure_session: AzureSession) -> GroupResources:
    """Facts of all resources of a group."""
    return GroupResources(azure_session)


@pytest.fixture
def cognitive_services(
    azure_session: AzureSession, group_resources: GroupResources
) -> CognitiveServices:
    """Facts of the Cognitive Services resources."""
    return CognitiveServices(azure_session, group_resources)


@pytest.fixture
def machine_learning(
    azure_session: AzureSession, group_resources: GroupResources
) -> MachineLearning:
    """Facts of Azure Machine Learning."""
    return MachineLearning(azure_session, group_resources)


@pytest.fixture
def notes() -> list[str]:
    """What was noted."""
    return []


@pytest.fixture
def group_search(
    azure_session: AzureSession,
    cognitive_services: CognitiveServices,
    machine_learning: MachineLearning,
    notes: list[str],
) -> GroupSearch:
    """Looks for the submission's resource group."""
    training = Training(azure_session, cognitive_services, notes.append)
    return GroupSearch(cognitive_services, machine_learning, training, notes.append)
