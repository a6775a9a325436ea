"""Accounts of Custom Vision put straight into the store, and the vendor's own clients for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import TYPE, Account
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import MULTICLASS, Settings
from azure_emulator.training.state import Training
from azure_emulator.training.uploads import Entry
from azure_emulator.vision.drawings import drawing

TRAINING, PREDICTION = "CustomVision.Training", "CustomVision.Prediction"


def add_account(
    cloud: Cloud, name: str, kind: str, *, sku: str = "F0", location: str = "westus2"
) -> Account:
    """An account that is ready."""
    manager = cloud.state(ResourceManager)
    subscription = next(iter(manager.subscriptions))
    group, _ = manager.put_group(subscription, "pets", {"location": "westus2"})
    long_ago = cloud.now() - timedelta(days=1)
    account = Account(
        path=ResourceId(group.subscription, group.name, TYPE, (name,)),
        kind=kind,
        location=location,
        sku={"name": sku},
        created=long_ago,
        ready=long_ago,
        custom_subdomain=name,
    )
    manager.put(account)
    return account


def cats(*numbers: int) -> list[bytes]:
    """Drawn cats."""
    return _pictures("cat", numbers)


def dogs(*numbers: int) -> list[bytes]:
    """Drawn dogs."""
    return _pictures("dog", numbers)


def _pictures(animal: str, numbers: Iterable[int]) -> list[bytes]:
    found = [drawing(f"{animal}-{number:03}.jpg") for number in numbers]
    return [picture for picture in found if picture]


def trainer(emulator: Emulator, account: Account, key: str | None = None) -> Any:
    """The SDK's training client, through the emulator's proxy."""
    from azure.cognitiveservices.vision.customvision import training
    from msrest.authentication import ApiKeyCredentials

    credentials = ApiKeyCredentials(in_headers={"Training-key": key or account.key1})
    client: Any = training.CustomVisionTrainingClient
    return _through(emulator, client(account.endpoint, credentials))


def predictor(emulator: Emulator, account: Account, key: str | None = None) -> Any:
    """The SDK's prediction client, through the emulator's proxy."""
    from azure.cognitiveservices.vision.customvision import prediction
    from msrest.authentication import ApiKeyCredentials

    credentials = ApiKeyCredentials(in_headers={"Prediction-key": key or account.key1})
    client: Any = prediction.CustomVisionPredictionClient
    return _through(emulator, client(account.endpoint, credentials))


def _through(emulator: Emulator, client: Any) -> Any:
    client.config.proxies.add("https", emulator.proxy_url)
    client.config.proxies.use_env_settings = False
    client.config.connection.verify = str(emulator.ca_file)
    client.config.retry_policy.retries = 0
    return client


@dataclass
class Clock:
    """A clock that stands still until told to go on."""

    time: datetime = datetime(2026, 11, 2, 9, 30, 15, 123400, UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.time

    def pass_by(self, duration: timedelta) -> None:
        """Let time pass."""
        self.time += duration


def filled_project(cloud: Cloud, account: Account, kind: str = MULTICLASS) -> Project:
    """A project with five cats and five dogs, tagged."""
    training = cloud.state(Training)
    project = training.create_project(
        account, "Pets", "", Settings.chosen(None, kind, platforms=[])
    )
    for name, contents in (("cat", cats(1, 2, 3, 4, 5)), ("dog", dogs(1, 2, 3, 4, 5))):
        tag = training.create_tag(account, project, name, None, "Regular")
        entries = [Entry(name, content) for content in contents]
        training.upload(account, project, entries, [tag.id])
    return project
