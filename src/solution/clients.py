"""Azure's own clients, made when first needed, and the patience that a just-made thing needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from solution.errors import BadInput, status_of, unreached

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential
    from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
    from azure.mgmt.resource.resources import ResourceManagementClient

    from solution.settings import Settings

T = TypeVar("T")
NOT_YET = frozenset({401, 404, 429, 500, 502, 503, 504})
"""Statuses that pass: a key or a model that is not yet known everywhere, a limit, a short fault."""


def credential() -> TokenCredential:
    """Whoever is signed in: by the environment, `az login` and so on, in Azure's order."""
    from azure.identity import DefaultAzureCredential

    return DefaultAzureCredential()


def only_subscription() -> str:
    """The one enabled subscription that the credentials see.

    Raises:
        BadInput: there is none, or several.
    """
    from azure.mgmt.resource.subscriptions import SubscriptionClient

    with SubscriptionClient(credential()) as client:
        seen = [
            subscription
            for subscription in client.subscriptions.list()
            if subscription.state == "Enabled"
        ]
    if len(seen) == 1:
        return str(seen[0].subscription_id)
    if not seen:
        raise BadInput("no enabled subscription is visible with these credentials")
    names = ", ".join(
        f"{subscription.subscription_id} ({subscription.display_name})" for subscription in seen
    )
    raise BadInput(f"several subscriptions are enabled; name one with --subscription: {names}")


@dataclass
class Clients:
    """The management clients of one subscription, and Custom Vision clients by endpoint and key.

    Args:
        settings: the subscription, and how long to wait.
    """

    settings: Settings

    @cached_property
    def _credential(self) -> TokenCredential:
        return credential()

    @cached_property
    def resources(self) -> ResourceManagementClient:
        """Resource groups, and any resource by its id."""
        from azure.mgmt.resource.resources import ResourceManagementClient

        settings = self.settings
        return ResourceManagementClient(
            self._credential, settings.subscription, polling_interval=settings.poll
        )

    @cached_property
    def cognitive_services(self) -> CognitiveServicesManagementClient:
        """Accounts, deleted accounts and keys."""
        from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient

        settings = self.settings
        return CognitiveServicesManagementClient(
            self._credential, settings.subscription, polling_interval=settings.poll
        )

    def tenant(self) -> str:
        """The id of the subscription's tenant."""
        from azure.mgmt.resource.subscriptions import SubscriptionClient

        with SubscriptionClient(self._credential) as client:
            return str(client.subscriptions.get(self.settings.subscription).tenant_id)

    def training(self, endpoint: str, key: str) -> Any:
        """A `CustomVisionTrainingClient`."""
        from azure.cognitiveservices.vision.customvision.training import CustomVisionTrainingClient
        from msrest.authentication import ApiKeyCredentials

        client: Any = CustomVisionTrainingClient  # its functions have no types
        return client(endpoint, ApiKeyCredentials(in_headers={"Training-key": key}))

    def prediction(self, endpoint: str, key: str) -> Any:
        """A `CustomVisionPredictionClient`."""
        from azure.cognitiveservices.vision.customvision.prediction import (
            CustomVisionPredictionClient,
        )
        from msrest.authentication import ApiKeyCredentials

        client: Any = CustomVisionPredictionClient  # its functions have no types
        return client(endpoint, ApiKeyCredentials(in_headers={"Prediction-key": key}))

    def retry_until_ready(self, call: Callable[[], T]) -> T:
        """The answer of `call`, asked again while Azure may not know yet of what was just made.

        Raises:
            Exception: the SDK's own, at once if it will not pass, else when the patience is over.
        """
        from azure.core.exceptions import AzureError
        from msrest.exceptions import ClientException

        until = time.monotonic() + self.settings.patience
        while True:
            try:
                return call()
            except (AzureError, ClientException) as error:
                passes = unreached(error) or status_of(error) in NOT_YET
                if not passes or time.monotonic() >= until:
                    raise
            time.sleep(self.settings.poll)
