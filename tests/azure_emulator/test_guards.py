"""Tokens and roles at Azure Resource Manager, keys at Custom Vision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.entra import tokens
from azure_emulator.entra.roles import READER, Role
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Request, Response
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account

ARM = "https://management.azure.com"
COGNITIVE = "https://cognitiveservices.azure.com"
PROJECTS = "/customvision/v3.3/training/projects"
REGION = "westus2.api.cognitive.microsoft.com"
WRONG_KEY = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a "
    "valid key for an active subscription and use a correct regional API endpoint for your "
    "resource."
)


def bearer(cloud: Cloud, principal: Principal, resource: str = ARM) -> dict[str, str]:
    """The header of a principal that has signed in for a resource."""
    found = cloud.state(Entra).sign_in(
        principal.tenant, principal.client_id, principal.secret, resource
    )
    return {"authorization": f"Bearer {found.text}"}


def ask(
    cloud: Cloud, host: str, path: str, headers: dict[str, str], method: str = "GET"
) -> Response:
    """One request, without a network."""
    query = {"api-version": "2022-12-01"}
    return App(cloud)(Request(method=method, host=host, path=path, query=query, headers=headers))


def group_path(cloud: Cloud) -> str:
    """A resource group that is not there."""
    return (
        f"/subscriptions/{next(iter(cloud.state(ResourceManager).subscriptions))}/resourceGroups/no"
    )


def test_resource_manager_wants_a_token(cloud: Cloud) -> None:
    """401 whose header tells the tenant, which is how clients find it."""
    response = ask(cloud, "management.azure.com", "/subscriptions", {})
    assert response.status == 401
    assert response.body == {
        "error": {
            "code": "AuthenticationFailed",
            "message": "Authentication failed. The 'Authorization' header is missing.",
        }
    }
    assert response.headers["WWW-Authenticate"] == (
        f'Bearer authorization_uri="https://login.windows.net/{cloud.state(Entra).tenant}", '
        'error="invalid_token", error_description="The authentication failed because of missing '
        "'Authorization' header.\""
    )


@pytest.mark.parametrize("sent", ["Bearer nonsense", "Bearer a.b.c"])
def test_resource_manager_wants_a_token_of_entras(cloud: Cloud, sent: str) -> None:
    """What Entra did not sign is refused."""
    response = ask(cloud, "management.azure.com", "/subscriptions", {"authorization": sent})
    assert (response.status, response.body["error"]["code"]) == (401, "InvalidAuthenticationToken")


def test_resource_manager_wants_a_token_for_itself(cloud: Cloud) -> None:
    """A token for the data of Cognitive Services does not open it."""
    headers = bearer(cloud, cloud.state(Entra).principal, COGNITIVE)
    response = ask(cloud, "management.azure.com", "/subscriptions", headers)
    error = response.body["error"]
    assert (response.status, error["code"]) == (401, "InvalidAuthenticationTokenAudience")
    assert error["message"] == (
        "The access token has been obtained for wrong audience or resource "
        "'https://cognitiveservices.azure.com'. It should exactly match with one of the allowed "
        "audiences 'https://management.core.windows.net/','https://management.core.windows.net',"
        "'https://management.azure.com/','https://management.azure.com'."
    )


def test_a_token_expires_by_the_clouds_clock(cloud: Cloud) -> None:
    """After an hour, with the recorded sentence in the recorded form of time."""
    cloud.now = lambda: datetime(2024, 8, 20, 15, 48, 48, tzinfo=UTC)
    headers = bearer(cloud, cloud.state(Entra).principal)
    assert ask(cloud, "management.azure.com", "/subscriptions", headers).status == 200
    cloud.now = lambda: datetime(2024, 8, 20, 16, 48, 47, tzinfo=UTC)
    response = ask(cloud, "management.azure.com", "/subscriptions", headers)
    assert response.body["error"] == {
        "code": "ExpiredAuthenticationToken",
        "message": "The access token expiry UTC time '8/20/2024 4:48:47 PM' is earlier than "
        "current UTC time '8/20/2024 4:48:47 PM'.",
    }
    assert (
        'error_description="The access token has expired."'
        in (response.headers["WWW-Authenticate"])
    )


def test_the_token_of_somebody_removed_is_refused(cloud: Cloud) -> None:
    """A principal that is no longer there has no access."""
    headers = bearer(cloud, cloud.state(Entra).register("gone", READER))
    cloud.state(Entra).principals.popitem()
    assert ask(cloud, "management.azure.com", "/subscriptions", headers).status == 401


def test_a_role_is_asked_for_before_the_thing(cloud: Cloud) -> None:
    """Without the action, 403 whether the group exists or not; with it, 404."""
    nobody = cloud.state(Entra).register("nobody", Role("Nothing"))
    path = group_path(cloud)
    response = ask(cloud, "management.azure.com", path, bearer(cloud, nobody))
    assert response.status == 403
    assert response.body["error"] == {
        "code": "AuthorizationFailed",
        "message": f"The client '{nobody.client_id}' with object id '{nobody.object_id}' does not "
        "have authorization to perform action "
        f"'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '{path}' or the scope "
        "is invalid. If access was recently granted, please refresh your credentials.",
    }
    nobody.role = READER
    assert ask(cloud, "management.azure.com", path, bearer(cloud, nobody)).status == 404


def test_a_body_of_more_than_4_megabytes_is_refused(cloud: Cloud) -> None:
    """Whatever it holds."""
    headers = bearer(cloud, cloud.state(Entra).principal) | {"content-type": "application/json"}
    request = Request(
        method="PUT",
        host="management.azure.com",
        path=group_path(cloud),
        query={"api-version": "2021-04-01"},
        headers=headers,
        body=b"{" + b" " * (4 * 2**20) + b"}",
    )
    response = App(cloud)(request)
    assert response.status == 413
    assert response.body["error"]["code"] == "RequestContentTooLarge"


def test_a_reader_may_not_list_keys(cloud: Cloud) -> None:
    """It is an action; the scope that is named is the account, not the action's own path."""
    account = add_account(cloud, "pets", TRAINING)
    reader = cloud.state(Entra).register("reader", READER)
    response = ask(
        cloud, "management.azure.com", f"{account.id}/listKeys", bearer(cloud, reader), "POST"
    )
    assert response.status == 403
    assert f"over scope '{account.id}' or" in response.body["error"]["message"]


@pytest.mark.parametrize("header", ["training-key", "ocp-apim-subscription-key"])
@pytest.mark.parametrize("which", ["key1", "key2"])
def test_either_key_opens_the_account(cloud: Cloud, header: str, which: str) -> None:
    """At the account's own host and at its region's."""
    account = add_account(cloud, "pets", TRAINING)
    for host in (account.host, REGION):
        assert ask(cloud, host, PROJECTS, {header: getattr(account, which)}).status == 200


@pytest.mark.parametrize("kind", ["CognitiveServices", "AIServices"])
def test_a_multi_service_key_opens_both_services(cloud: Cloud, kind: str) -> None:
    """Its key is a training key and a prediction key at once."""
    account = add_account(cloud, "pets", kind, sku="S0")
    assert ask(cloud, account.host, PROJECTS, {"training-key": account.key1}).status == 200
    path = f"/customvision/v3.1/prediction/{cloud.new_id()}/classify/iterations/x/url"
    answer = ask(cloud, account.host, path, {"prediction-key": account.key1}, "POST")
    assert answer.status not in (401, 501)


def test_a_key_opens_its_own_kind_at_its_own_place(cloud: Cloud) -> None:
    """A key of the other kind, of another account, of another region: one and the same 401."""
    training = add_account(cloud, "pets", TRAINING)
    prediction = add_account(cloud, "pets-prediction", PREDICTION)
    classify = f"/customvision/v3.1/prediction/{cloud.new_id()}/classify/iterations/x/url"
    refused = [
        ask(cloud, training.host, PROJECTS, {"training-key": "wrong"}),
        ask(cloud, REGION, PROJECTS, {"training-key": prediction.key1}),
        ask(cloud, REGION, classify, {"prediction-key": training.key1}, "POST"),
        ask(cloud, prediction.host, PROJECTS, {"training-key": training.key1}),
        ask(
            cloud,
            "eastus.api.cognitive.microsoft.com",
            PROJECTS,
            {"training-key": training.key1},
        ),
    ]
    for response in refused:
        assert response.status == 401
        assert response.body == {"error": {"code": "401", "message": WRONG_KEY}}


def test_no_key_is_a_refusal_of_its_own(cloud: Cloud) -> None:
    """A training key in the prediction header is no training key."""
    account = add_account(cloud, "pets", TRAINING)
    response = ask(cloud, account.host, PROJECTS, {"prediction-key": account.key1})
    assert response.status == 401
    assert "missing subscription key" in response.body["error"]["message"]


def test_a_token_opens_custom_vision_with_the_data_action(cloud: Cloud) -> None:
    """At the account's own host, for who has the data action; an Owner has none."""
    account = add_account(cloud, "pets", TRAINING)
    reader = Role("Reader of data", data_actions=("Microsoft.CognitiveServices/*/read",))
    principal = cloud.state(Entra).register("reader", reader)
    headers = bearer(cloud, principal, COGNITIVE)
    assert ask(cloud, account.host, PROJECTS, headers).status == 200
    assert ask(cloud, REGION, PROJECTS, headers).status == 401
    owner = bearer(cloud, cloud.state(Entra).principal, COGNITIVE)
    response = ask(cloud, account.host, PROJECTS, owner)
    assert (response.status, response.body["error"]["code"]) == (401, "PermissionDenied")
    assert f"`GET {PROJECTS}`" in response.body["error"]["message"]


def test_custom_vision_refuses_a_bad_token(cloud: Cloud) -> None:
    """Nonsense, another audience, an expired one: the gateway's own envelope."""
    account = add_account(cloud, "pets", TRAINING)
    principal = cloud.state(Entra).principal
    old = {"appid": principal.client_id, "aud": COGNITIVE, "exp": 0}
    for headers in (
        {"authorization": "Bearer nonsense"},
        bearer(cloud, principal),
        {"authorization": f"Bearer {tokens.sign(old)}"},
        {"authorization": f"Bearer {tokens.sign({**old, 'appid': 'nobody'})}"},
    ):
        response = ask(cloud, account.host, PROJECTS, headers)
        assert response.status == 401
        assert response.body["statusCode"] == 401
        assert response.body["message"].startswith("Unauthorized. Access token is missing")


def test_a_token_lasts_just_under_an_hour(cloud: Cloud) -> None:
    """3599 seconds, as recorded."""
    principal = cloud.state(Entra).principal
    found = cloud.state(Entra).sign_in(principal.tenant, principal.client_id, principal.secret, ARM)
    assert found.until - found.since == timedelta(seconds=3599)
