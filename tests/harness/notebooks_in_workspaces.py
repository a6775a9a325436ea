"""A workspace on an emulator, and notebooks in its file share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import Role
from azure_emulator.entra.state import Entra
from azure_emulator.machine_learning.datastores import NOTEBOOKS
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from azure_emulator.storage.shares import Directory, File
from azure_emulator.storage.state import Storage
from tests.harness.altered_cassettes import COMPLETE
from tests.harness.commands import ROOT

EXERCISE = COMPLETE.with_suffix(".ipynb").read_bytes()
"""A notebook of the exercise, completed and run."""

OTHER = json.dumps(
    {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}, indent=1
).encode()
"""A notebook of another exercise."""

LEAST = json.loads((ROOT / "fixtures" / "roles.json").read_text())
FOR_NOTEBOOKS = json.loads((ROOT / "fixtures" / "roles_notebook.json").read_text())


def add_workspace(emulator: Emulator, name: str = "udacity-ml-workspace") -> None:
    """A workspace with what it needs, in the group `udacity-exercises`."""
    cloud = emulator.cloud
    principal = cloud.state(Entra).principal
    token = cloud.state(Entra).sign_in(
        principal.tenant, principal.client_id, principal.secret, "https://management.azure.com"
    )
    home = f"/subscriptions/{next(iter(cloud.state(ResourceManager).subscriptions))}"
    home += "/resourceGroups/udacity-exercises"
    providers, plain = f"{home}/providers", "".join(filter(str.isalnum, name))
    needs = {
        "storageAccount": f"{providers}/Microsoft.Storage/storageAccounts/{plain}",
        "keyVault": f"{providers}/Microsoft.KeyVault/vaults/{plain}",
        "applicationInsights": f"{providers}/Microsoft.Insights/components/{plain}",
    }
    storage = {"sku": {"name": "Standard_LRS"}, "kind": "StorageV2"}
    own = {"identity": {"type": "SystemAssigned"}}
    workspace = f"{providers}/Microsoft.MachineLearningServices/workspaces/{name}"
    with requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": emulator.proxy_url}, str(emulator.ca_file)
        session.headers["Authorization"] = f"Bearer {token.text}"
        for path, version, more in (
            (home, "2021-04-01", {}),
            (needs["storageAccount"], "2023-01-01", storage),
            (needs["keyVault"], "2021-04-01", own),
            (needs["applicationInsights"], "2021-04-01", {"kind": "web"}),
            (workspace, "2024-04-01", {**own, "properties": needs}),
        ):
            url = f"https://management.azure.com{path}?api-version={version}"
            answer = session.put(url, json={"location": "eastus", **more})
            assert answer.ok, answer.text


def put(
    cloud: Cloud, path: str, content: bytes, day: int = 1, account: str = "udacitymlworkspace"
) -> None:
    """A file in the share of a workspace's notebooks, written on a day of November 2026."""
    subscription = next(iter(cloud.state(ResourceManager).subscriptions))
    accounts = cloud.state(Storage).accounts(subscription)
    (held,) = [each for each in accounts if each.name == account]
    share = cloud.state(Storage).ensure_share(held, NOTEBOOKS)
    *folders, name = path.split("/")
    changed = datetime(2026, 11, day, 12, tzinfo=UTC)
    made: dict[str, Any] = {"created": changed, "changed": changed}
    at = share.root
    for folder in folders:
        entry = at.entries.get(folder.casefold())
        if not isinstance(entry, Directory):
            entry = Directory(name=folder, id=share.new_id(), **made)
            at.entries[folder.casefold()] = entry
        at = entry
    file = File(name=name, id=share.new_id(), length=len(content), content=content, **made)
    at.entries[name.casefold()] = file


def grant(cloud: Cloud, without: Sequence[str] = ()) -> None:
    """Give the principal the two least roles together, but for some of their actions."""
    actions, data = (
        [each for role in (LEAST, FOR_NOTEBOOKS) for each in role[kind] if each not in without]
        for kind in ("Actions", "DataActions")
    )
    cloud.state(Entra).principal.role = Role("Grader", tuple(actions), (), tuple(data))


def beside(cassette: Path) -> bytes:
    """The notebook that was recorded with a cassette."""
    return cassette.with_suffix(".ipynb").read_bytes()
