"""A project of cats and dogs on a running emulator, and requests to it."""

from __future__ import annotations

import base64
from typing import Any

import requests

from azure_emulator.cloud import Cloud
from azure_emulator.training.iterations import Plan
from azure_emulator.training.lifecycle import publish, train
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account, cats, filled_project

HOST = "https://petstraining.cognitiveservices.azure.com/customvision"


class Pets:
    """A project on the running emulator, and calls to it."""

    def __init__(self, cloud: Cloud, client: requests.Session) -> None:
        """Five cats, five dogs."""
        self.cloud, self.client = cloud, client
        self.account = add_account(cloud, "petstraining", TRAINING, sku="S0")
        self.target = add_account(cloud, "petsprediction", PREDICTION)
        self.project: Project = filled_project(cloud, self.account, "Multilabel")
        self.tag = next(iter(self.project.current.tags))

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """A call of the training API; `P` stands for the project's path."""
        path = path.replace("P", f"projects/{self.project.id}", 1)
        version = options.pop("version", "v3.4-preview")
        headers = {"Training-Key": self.account.key1} | options.pop("headers", {})
        return self.client.request(
            method, f"{HOST}/{version}/training/{path}", headers=headers, **options
        )

    def trained(self) -> str:
        """The path of a completed iteration."""
        iteration = train(self.cloud, self.project, Plan(), force=True)
        while not iteration.completed(self.cloud.now()):
            pass
        return f"P/iterations/{iteration.id}"

    def published(self) -> str:
        """The path of a published iteration."""
        path = self.trained()
        publish(
            self.cloud,
            self.project,
            path.rpartition("/")[2],
            name="pets",
            target=self.target.id,
            overwrite=False,
        )
        return path

    def publish(self) -> requests.Response:
        """The call that publishes."""
        query = {"publishName": "pets", "predictionId": self.target.id}
        return self.call("POST", f"{self.trained()}/publish", params=query)

    def test(self) -> requests.Response:
        """A quick test by URL."""
        self.trained()
        url = {"url": "https://raw.githubusercontent.com/a/b/cat-7.jpg"}
        return self.call("POST", "P/quicktest/url", json=url)

    def predict(self, version: str, tail: str) -> requests.Response:
        """A classification by URL."""
        self.published()
        return self.client.post(
            "https://petsprediction.cognitiveservices.azure.com/customvision/"
            f"{version}/prediction/{self.project.id}/classify/iterations/pets/{tail}",
            json={"url": "https://raw.githubusercontent.com/a/b/cat-7.jpg"},
            headers={"Prediction-Key": self.target.key1},
        )

    def untagged(self) -> requests.Response:
        """The list of untagged images, when there is one."""
        self.cloud.state(Training).untag_images(
            self.project, list(self.project.current.images)[:1], [self.tag]
        )
        return self.call("GET", "P/images/untagged?take=50&skip=0", version="v3.2")

    def upload(self, kind: str) -> requests.Response:
        """An upload of one image with one tag."""
        url = "https://raw.githubusercontent.com/a/b/cat-9.jpg"
        contents = base64.b64encode(cats(8)[0]).decode()
        image = {"url": url} if kind == "urls" else {"name": "cat.jpg", "contents": contents}
        body = {"images": [image], "tagIds": [self.tag]}
        return self.call("POST", f"P/images/{kind}", json=body)
