"""The exercise, one method for each of its tasks, in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from solution import notebook
from solution.clients import Clients
from solution.custom_vision import CustomVision
from solution.errors import code_of
from solution.images import pictures
from solution.progress import Progress, Silent
from solution.resources import (
    INSIGHTS,
    LOGS,
    PREDICTION,
    REGISTRIES,
    STORAGE,
    TRAINING,
    WORKSPACES,
    Resources,
)
from solution.settings import Settings

TASKS: Mapping[str, str] = {
    "resource_group": "1.1 Create a resource group",
    "custom_vision_service": "1.2 Provision a Custom Vision service",
    "training_images": "2.1 Find the training images",
    "train": "2.2 Train a multiclass classification model",
    "publish": "2.3 Deploy the model",
    "workspace": "3.1 Create a Machine Learning workspace",
    "compute_instance": "3.2 Create a compute instance",
    "classify": "3.3 Classify the test images in the notebook",
}
"""The tasks: the method of `Exercise`, and the exercise's number and title."""


@dataclass
class Exercise:
    """One student doing the exercise; everything that is there already is taken up.

    Args:
        settings: what the student enters.
        progress: told of each task.
        skip: the tasks (keys of `TASKS`) that the student leaves out.
        instead: what the student does in place of a task, by its key.
        afterwards: what the student does besides, after all tasks.
        edit: what the student changes in the executed notebook before it is written.
    """

    settings: Settings
    progress: Progress = field(default_factory=Silent)
    skip: frozenset[str] = frozenset()
    instead: Mapping[str, Callable[[Exercise], None]] = field(default_factory=dict)
    afterwards: Callable[[Exercise], None] | None = None
    edit: Callable[[Any], None] | None = None
    training: Any = field(default=None, init=False)
    prediction: Any = field(default=None, init=False)
    project: Any = field(default=None, init=False)
    iteration: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        """The clients, and what makes resources with them."""
        self.clients = Clients(self.settings)
        self.resources = Resources(self.settings, self.clients, self.progress)
        self.location = self.settings.location

    def do(self) -> Exercise:
        """Do all tasks. A second time, or after an interruption, only what is missing is done.

        Raises:
            BadInput: the images are not where they should be.
            Refused: Azure did something other than asked.
            Exception: the SDKs' own; `refusals.explained` has a line for each.
        """
        for task, title in TASKS.items():
            if task not in self.skip:
                with self.progress.task(title):
                    self.instead.get(task, getattr(type(self), task))(self)
        if self.afterwards:
            with self.progress.task("And besides"):
                self.afterwards(self)
        return self

    def resource_group(self) -> None:
        """Step 1, task 1. The region of an existing group becomes the region of all."""
        self.location = self.resources.group(self.settings.resource_group)

    def custom_vision_service(self) -> None:
        """Step 1, task 2: both accounts, as the portal's option Both makes them."""
        self.training = self.account(self.settings.training_account, TRAINING)
        self.prediction = self.account(self.settings.prediction_account, PREDICTION)

    def account(
        self,
        name: str,
        kind: str,
        *,
        group: str = "",
        location: str = "",
        tiers: tuple[str, ...] = (),
    ) -> Any:
        """An account of this kind; group, region and tiers are the exercise's unless given."""
        settings = self.settings
        group, location = (
            group or settings.resource_group,
            location or settings.account_location or self.location,
        )
        return self.resources.account(group, name, kind, location, tiers)

    def training_images(self) -> None:
        """Step 2, task 1: what is there to upload, before anything is uploaded."""
        settings = self.settings
        self.cats = pictures(settings.images, "cats")[: settings.cats]
        self.dogs = pictures(settings.images, "dogs")[: settings.dogs]
        self.progress.say(f"{len(self.cats)} cats and {len(self.dogs)} dogs")

    def train(self) -> None:
        """Step 2, task 2."""
        self.upload()
        self.learn()

    def upload(self) -> None:
        """The project, its tags and images."""
        settings, portal = self.settings, self.portal
        self.project = portal.project()
        for name, images in ((settings.cat_tag, self.cats), (settings.dog_tag, self.dogs)):
            portal.upload(self.project, portal.tag(self.project, name), images)

    def learn(self) -> None:
        """The training and the Quick Test."""
        settings, portal = self.settings, self.portal
        self.iteration = portal.train(self.project)
        for urls in (settings.cat_test, settings.dog_test):
            portal.quick_test(self.project, self.iteration, urls)

    def publish(self) -> None:
        """Step 2, task 3: to the -Prediction resource."""
        name, target = self.settings.publish_name, str(self.prediction.id)
        self.portal.publish(self.project, self.iteration, name, target)

    def workspace(self) -> None:
        """Step 3, task 1: the workspace, with what the portal makes for it."""
        location = self.settings.workspace_location or self.location
        body = self.workspace_body(location)
        self.resources.made(WORKSPACES, self.settings.workspace, location, body)

    def workspace_body(self, location: str) -> dict[str, Any]:
        """What to send to create the workspace; what it needs is made."""
        needs = self._workspace_needs(location)
        if self.settings.container_registry:
            basic = {"sku": {"name": "Basic"}, "properties": {"adminUserEnabled": False}}
            needs["containerRegistry"] = self.resources.made(
                REGISTRIES, self.settings.supply, location, basic
            )
        return {
            "kind": "Default",
            "sku": {"name": "Basic", "tier": "Basic"},
            "identity": {"type": "SystemAssigned"},
            "properties": {"friendlyName": self.settings.friendly_name, **needs},
        }

    def _workspace_needs(self, location: str) -> dict[str, str]:
        made, name = self.resources.made, self.settings.supply
        storage = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
        logs = made(LOGS, name, location, {"properties": {}})
        insights = {
            "kind": "web",
            "properties": {"Application_Type": "web", "WorkspaceResourceId": logs},
        }
        return {
            "storageAccount": made(STORAGE, name, location, storage),
            "keyVault": self.resources.vault(name, location, self.clients.tenant()),
            "applicationInsights": made(INSIGHTS, name, location, insights),
        }

    def compute_instance(self) -> None:
        """Step 3, task 2. The name is unique in a region: if taken, the suffix is appended."""
        from azure.core.exceptions import HttpResponseError

        name, own = self.settings.compute, self.settings.own_compute
        for there in (name, own):
            if self.resources.there(self.compute_id(there), WORKSPACES):
                self.progress.say(f"{there} is there")
                return
        try:
            self._make_compute(name)
        except HttpResponseError as error:
            if "not available" not in str(error) and code_of(error) != "Conflict":
                raise
            self.progress.say(f"{name} is taken in {self.location}")
            self._make_compute(own)

    def _make_compute(self, name: str) -> None:
        body = self.compute_body(self.settings.vm_size)
        self.resources.make(self.compute_id(name), WORKSPACES, body)
        self.progress.say(f"{name} made, {self.settings.vm_size}")

    def compute_id(self, name: str) -> str:
        """The id of a compute of the workspace."""
        return self.settings.compute_id(name)

    def compute_body(self, size: str) -> dict[str, Any]:
        """What to send to create a compute instance of this size."""
        return {
            "location": self.settings.workspace_location or self.location,
            "properties": {"computeType": "ComputeInstance", "properties": {"vmSize": size}},
        }

    def classify(self, cell: str = notebook.CLASSIFY) -> None:
        """Step 3, task 3: the completed notebook, executed here, if a file for it is named.

        It is written even if a cell fails, as Jupyter does.

        Args:
            cell: the code that classifies the images.
        """
        file = self.settings.notebook
        if file is None:
            self.progress.say("no file named with --notebook: left out")
            return
        images = notebook.test_images(self.settings)
        endpoint, key = self.prediction.properties.endpoint, self.key(self.prediction)
        model = self.settings.publish_name
        self._await_model(endpoint, key, next(iter(images.values())))
        completed = notebook.completed(str(self.project.id), str(endpoint), model, cell)
        try:
            notebook.executed(completed, images, key)
        finally:
            if self.edit:
                self.edit(completed)
            notebook.write(completed, file)
        self.progress.say(f"{len(images)} images classified; the notebook is {file}")

    def _await_model(self, endpoint: str, key: str, image: bytes) -> None:
        """A model just published may be unknown for a while; nothing is stored by asking."""
        predictor = self.clients.prediction(endpoint, key)
        project, model = self.project.id, self.settings.publish_name
        self.clients.retry_until_ready(
            lambda: predictor.classify_image_with_no_store(project, model, image)
        )

    @cached_property
    def portal(self) -> CustomVision:
        """The Custom Vision portal, signed in to the training account."""
        trainer = self.clients.training(
            str(self.training.properties.endpoint), self.key(self.training)
        )
        return CustomVision(self.settings, self.clients, self.progress, trainer)

    def key(self, account: Any) -> str:
        """The first key of an account."""
        group = str(account.id).split("/")[4]
        return str(self.clients.cognitive_services.accounts.list_keys(group, account.name).key1)
