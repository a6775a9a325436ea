"""The control interface through the network, and the clouds that come about by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.errors import EntraError
from azure_emulator.management_groups.state import ManagementGroups
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from azure_emulator.training.iterations import Plan
from azure_emulator.training.lifecycle import publish, train
from azure_emulator.training.state import Training
from tests.harness.custom_vision import (
    PREDICTION,
    TRAINING,
    add_account,
    filled_project,
    predictor,
    trainer,
)

HOST = "https://control.azure-emulator.test"
Control = Callable[..., Any]


@pytest.fixture
def control(client: requests.Session) -> Control:
    """`control(method, path, body)`: the JSON of a request that succeeds."""

    def control(method: str, path: str, body: Any = None) -> Any:
        response = client.request(method, HOST + path, json=body)
        assert response.ok, response.text
        return response.json()

    return control


@dataclass(frozen=True)
class Pets:
    """A subscription in which a model is published.

    Args:
        subscription: its id.
        training: the account to train with.
        prediction: the account to predict with.
        project: the project's id.
    """

    subscription: str
    training: Account
    prediction: Account
    project: str


@pytest.fixture
def pets(cloud: Cloud) -> Pets:
    """Made by the states themselves, which is quicker."""
    training = add_account(cloud, "pets", TRAINING)
    prediction = add_account(cloud, "pets-Prediction", PREDICTION)
    project = filled_project(cloud, training)
    cloud.durations = cloud.durations.times(0)
    iteration = train(cloud, project, Plan(), force=True)
    publish(
        cloud,
        project,
        iteration.id,
        name="pet-classifier",
        target=prediction.id,
        overwrite=False,
    )
    return Pets(training.path.subscription, training, prediction, project.id)


@pytest.fixture
def copy(control: Control, pets: Pets) -> Any:
    """What is told of one copy of it."""
    (copy,) = control("POST", f"/subscriptions/{pets.subscription}/copies", {"names": ["Ada"]})[
        "value"
    ]
    return copy


def account_of(cloud: Cloud, subscription: str, kind: str) -> Account:
    """The account of this kind in a subscription."""
    resources = cloud.state(ResourceManager).in_subscription(subscription)
    (account,) = (each for each in resources if isinstance(each, Account) and each.kind == kind)
    return account


def test_a_copy_is_a_subscription_of_its_own(sdk: Any, copy: Any, pets: Pets) -> None:
    """It is listed under its name, and holds the same groups and resources under its id."""
    names = {
        each.subscription_id: each.display_name for each in sdk.subscriptions.subscriptions.list()
    }
    assert names[copy["subscriptionId"]] == "Ada"
    assert copy["subscriptionId"] != pets.subscription


def test_a_copy_predicts_with_its_own_keys(
    emulator: Emulator, cloud: Cloud, copy: Any, pets: Pets
) -> None:
    """The model answers as the original's does; the keys and hosts are others."""
    mine = account_of(cloud, copy["subscriptionId"], PREDICTION)
    renamed = copy["renamed"]
    assert renamed[pets.prediction.key1] == mine.key1 != pets.prediction.key1
    assert renamed[pets.prediction.host] == mine.host != pets.prediction.host
    url = "https://github.com/x/cat-001.jpg"
    answers = [
        predictor(emulator, account).classify_image_url_with_no_store(
            project, "pet-classifier", url
        )
        for account, project in (
            (pets.prediction, pets.project),
            (mine, renamed[pets.project]),
        )
    ]
    first, second = ({each.tag_name: each.probability for each in a.predictions} for a in answers)
    assert first == second


def test_a_copys_model_is_the_originals(cloud: Cloud, copy: Any, pets: Pets) -> None:
    """What takes time and memory is there once: the model and the pictures."""
    training = cloud.state(Training)
    one, two = (
        training.find_project(each) for each in (pets.project, copy["renamed"][pets.project])
    )
    models = [next(iter(each.iterations.values())).model(training.features) for each in (one, two)]
    assert models[0] is models[1]
    pictures = [[image.content for image in each.current.images.values()] for each in (one, two)]
    assert all(mine is theirs for mine, theirs in zip(*pictures, strict=True))


def test_a_copy_goes_its_own_way(emulator: Emulator, cloud: Cloud, copy: Any, pets: Pets) -> None:
    """What is changed in it is unchanged in the original."""
    mine = account_of(cloud, copy["subscriptionId"], TRAINING)
    client, project = trainer(emulator, mine), copy["renamed"][pets.project]
    for tag in client.get_tags(project):
        client.delete_tag(project, tag.id)
    client.delete_images(project, all_images=True)
    original = trainer(emulator, pets.training)
    assert original.get_image_count(pets.project) == 10
    assert [tag.image_count for tag in original.get_tags(pets.project)] == [5, 5]
    assert client.get_image_count(project) == 0


def test_no_id_of_the_original_is_left_in_a_copy(cloud: Cloud, copy: Any, pets: Pets) -> None:
    """But for what belongs to all: tenant, principals, roles, domains."""
    manager, training = cloud.state(ResourceManager), cloud.state(Training)
    things = [
        *manager.in_subscription(copy["subscriptionId"]),
        manager.subscription(copy["subscriptionId"]),
        training.find_project(copy["renamed"][pets.project]),
    ]
    text = repr(things)
    assert [old for old in copy["renamed"] if old in text] == []


def test_a_copy_of_a_copy_keeps_its_host_short(control: Control, copy: Any, cloud: Cloud) -> None:
    """The mark of the first copy gives way to that of the second."""
    (again,) = control(
        "POST", f"/subscriptions/{copy['subscriptionId']}/copies", {"names": ["Ben"]}
    )["value"]
    hosts = [account_of(cloud, each["subscriptionId"], TRAINING).host for each in (copy, again)]
    assert len(hosts[0]) == len(hosts[1])
    assert len(set(hosts)) == 2


def test_a_lone_copy_is_its_owners_alone(
    control: Control, cloud: Cloud, sdk: Any, sdk_of: Callable[[Principal], Any], pets: Pets
) -> None:
    """In a tenant of its own, which the first tenant's identities do not see."""
    body = {"names": ["Ada"], "alone": True}
    (copy,) = control("POST", f"/subscriptions/{pets.subscription}/copies", body)["value"]
    owner = cloud.state(Entra).principals[copy["principal"]["clientId"]]
    (seen,) = sdk_of(owner).subscriptions.subscriptions.list()
    assert (seen.subscription_id, seen.tenant_id) == (copy["subscriptionId"], owner.tenant)
    (tenant,) = sdk_of(owner).subscriptions.tenants.list()
    assert tenant.tenant_id == copy["tenantId"] == copy["principal"]["tenantId"]
    others = [each.subscription_id for each in sdk.subscriptions.subscriptions.list()]
    assert copy["subscriptionId"] not in others


def test_a_token_of_another_tenant_is_refused(
    control: Control, cloud: Cloud, sdk_of: Callable[[Principal], Any], pets: Pets
) -> None:
    """401, whose header names the tenant to sign in to."""
    stranger = control("POST", "/principals", {"name": "stranger"})
    principal = cloud.state(Entra).principals[stranger["clientId"]]
    with pytest.raises(ClientAuthenticationError) as refused:
        sdk_of(principal).subscriptions.subscriptions.get(pets.subscription)
    assert refused.value.error is not None
    assert refused.value.error.code == "InvalidAuthenticationTokenTenant"
    response: Any = refused.value.response
    challenge = response.headers["WWW-Authenticate"]
    assert f"https://login.windows.net/{cloud.state(Entra).tenant}" in challenge


def test_a_principal_signs_in_to_its_own_tenant_alone(control: Control, cloud: Cloud) -> None:
    """Elsewhere its application is not known."""
    stranger = control("POST", "/principals", {"name": "stranger"})
    entra = cloud.state(Entra)
    secret = (stranger["clientId"], stranger["clientSecret"], "https://management.azure.com")
    assert entra.sign_in(stranger["tenantId"], *secret).text
    with pytest.raises(EntraError, match="AADSTS700016"):
        entra.sign_in(entra.tenant, *secret)


def test_subscriptions_come_and_change(control: Control, sdk: Any) -> None:
    """A new one is empty and enabled; its state is changed by request."""
    made = control("POST", "/subscriptions", {"name": "Spare"})
    assert made["state"] == "Enabled"
    control("PATCH", f"/subscriptions/{made['subscriptionId']}", {"state": "Disabled"})
    states = {each.display_name: each.state for each in sdk.subscriptions.subscriptions.list()}
    assert states["Spare"] == "Disabled"
    assert control("GET", "/")["subscriptions"] == 2


def test_many_subscriptions_are_listed_by_pages(control: Control, cloud: Cloud, sdk: Any) -> None:
    """Clients follow the next link."""
    for number in range(4):
        control("POST", "/subscriptions", {"name": f"s{number}"})
    cloud.state(ResourceManager).page_size = 2
    assert len(list(sdk.subscriptions.subscriptions.list())) == 5


def test_latency_and_limits_are_changed(control: Control, cloud: Cloud) -> None:
    """What is not named stays."""
    assert control("PATCH", "/", {"latency": 0.001})["latency"] == 0.001
    told = control("PATCH", "/", {"limits": True})
    assert (told["latency"], told["limits"], cloud.limits) == (0.001, True, True)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "/", {"latency": "long"}, 400),
        ("PATCH", "/", {"latency": -1}, 400),
        ("PATCH", "/", {"limits": 1}, 400),
        ("POST", "/principals", {}, 400),
        ("POST", "/principals", [], 400),
        ("POST", "/principals", {"name": "x", "role": "King"}, 400),
        ("POST", "/principals", {"name": "x", "tenantId": "none"}, 404),
        ("POST", "/subscriptions", {"name": "x", "tenantId": "none"}, 404),
        ("PATCH", "/subscriptions/none", {"state": "Enabled"}, 404),
        ("PATCH", "/subscriptions/none", {"state": "Gone"}, 400),
        ("POST", "/subscriptions/none/copies", {"names": ["x"]}, 404),
        ("POST", "/subscriptions/none/copies", {"names": []}, 400),
        ("POST", "/subscriptions/none/copies", {"names": [5]}, 400),
        ("POST", "/subscriptions/none/copies", {"names": ["x"], "alone": "x"}, 400),
        ("POST", "/subscriptions", {"name": "x", "apart": "yes"}, 400),
        ("POST", "/subscriptions", {"name": "x", "managementGroup": 5}, 400),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: requests.Session, method: str, path: str, body: Any, status: int
) -> None:
    """In an envelope that says why."""
    response = client.request(method, HOST + path, json=body)
    assert response.status_code == status
    assert response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "body", "there_are"),
    [
        ("PATCH", "/", {"faults": ["429 on POST *"]}, "latency, limits, faultRules"),
        ("POST", "/principals", {"name": "x", "tenant": "y"}, "name, role, tenantId"),
        ("POST", "/subscriptions", {"name": "x", "bogus": 1}, "name, tenantId, managementGroup"),
        ("PATCH", "/subscriptions/none", {"State": "Disabled"}, "state"),
        ("POST", "/subscriptions/none/copies", {"name": "x"}, "names, alone, managementGroup"),
    ],
)
def test_a_member_that_is_none_is_refused_by_name(
    client: requests.Session, method: str, path: str, body: dict[str, Any], there_are: str
) -> None:
    """With those that there are."""
    response = client.request(method, HOST + path, json=body)
    assert response.status_code == 400
    message = response.json()["error"]["message"]
    assert f"there are: {there_are}" in message
    assert any(f"'{name}'" in message for name in body)


def test_what_is_no_json_is_refused(client: requests.Session) -> None:
    """As any other body that makes no sense."""
    assert client.post(f"{HOST}/subscriptions", data=b"{").status_code == 400


def test_copies_are_put_into_a_management_group(control: Control, cloud: Cloud, pets: Pets) -> None:
    """It is made unless it is there; a copy of a copy stays in it."""
    groups, manager = cloud.state(ManagementGroups), cloud.state(ResourceManager)
    body = {"names": ["Ada", "Ben"], "managementGroup": "class"}
    copies = control("POST", f"/subscriptions/{pets.subscription}/copies", body)["value"]
    control("POST", f"/subscriptions/{copies[0]['subscriptionId']}/copies", {"names": ["Cleo"]})
    group = groups.get(cloud.state(Entra).tenant, "class")
    names = [each.name for each in groups.subscriptions(group)]
    assert names == ["Ada", "Ben", "Cleo"]
    assert len(manager.subscriptions) == 4
