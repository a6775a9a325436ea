"""What no role helps against: locks, deny assignments, a disabled subscription."""

from __future__ import annotations

from typing import Any

import pytest

from azure_emulator.app import App
from azure_emulator.authorization.restrictions import Restrictions
from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Request, Response
from tests.harness.custom_vision import TRAINING, add_account
from tests.harness.versions import version_of

AUTHORIZATION = "providers/Microsoft.Authorization"
KEYS = "Microsoft.CognitiveServices/accounts/listKeys/action"


@pytest.fixture
def account(cloud: Cloud) -> str:
    """The id of a training account."""
    return str(add_account(cloud, "pets", TRAINING).id)


def ask(
    cloud: Cloud, method: str, path: str, body: Any = None, caller: Principal | None = None
) -> Response:
    """One request of the Owner, or of another caller."""
    import json

    entra = cloud.state(Entra)
    who = caller or entra.principal
    token = entra.sign_in(who.tenant, who.client_id, who.secret, "https://management.azure.com")
    request = Request(
        method=method,
        host="management.azure.com",
        path=path,
        query={"api-version": version_of(path)},
        headers={"authorization": f"Bearer {token.text}", "content-type": "application/json"},
        body=json.dumps(body).encode() if body is not None else b"",
    )
    return App(cloud)(request)


def above(account: str) -> list[str]:
    """The scopes that an account is in, and its own."""
    parts = account.split("/")
    return ["/".join(parts[:3]), "/".join(parts[:5]), account]


def lock(cloud: Cloud, scope: str, level: str) -> Response:
    """Put a lock on a scope."""
    body = {"properties": {"level": level}}
    return ask(cloud, "PUT", f"{scope}/{AUTHORIZATION}/locks/handed-in", body)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_read_only_lock_lets_nobody_list_keys(cloud: Cloud, account: str, depth: int) -> None:
    """A listing of keys is a POST; reading goes on, and so does taking the lock away."""
    scope = above(account)[depth]
    assert lock(cloud, scope, "ReadOnly").status == 201
    assert lock(cloud, scope, "ReadOnly").status == 200
    refused = ask(cloud, "POST", f"{account}/listKeys")
    assert (refused.status, refused.body["error"]["code"]) == (409, "ScopeLocked")
    assert f"locked: '{scope}'" in refused.body["error"]["message"]
    assert ask(cloud, "GET", account).status == 200
    path = f"{scope}/{AUTHORIZATION}/locks/handed-in"
    assert ask(cloud, "GET", path).body["properties"]["level"] == "ReadOnly"
    assert ask(cloud, "DELETE", path).status == 200
    assert ask(cloud, "DELETE", path).status == 204
    assert ask(cloud, "GET", path).status == 404
    assert ask(cloud, "POST", f"{account}/listKeys").status == 200


def test_a_lock_against_deletion_lets_keys_be_listed(cloud: Cloud, account: str) -> None:
    """And holds what is above the locked thing, too."""
    assert lock(cloud, account, "CanNotDelete").status == 201
    assert ask(cloud, "POST", f"{account}/listKeys").status == 200
    for scope in above(account)[1:]:
        assert ask(cloud, "DELETE", scope).body["error"]["code"] == "ScopeLocked"
    listed = ask(cloud, "GET", f"{above(account)[0]}/{AUTHORIZATION}/locks").body["value"]
    assert [each["name"] for each in listed] == ["handed-in"]


def test_a_lock_has_a_level(cloud: Cloud, account: str) -> None:
    """One that Azure knows; its notes are a text."""
    assert lock(cloud, account, "Halfway").status == 400
    with pytest.raises(ArmError, match="notes"):
        cloud.state(Restrictions).lock(account, "x", {"level": "ReadOnly", "notes": 5})


def test_a_deny_assignment_outranks_every_role(cloud: Cloud, account: str) -> None:
    """Also the Owner's; Azure's text says that the role is there, and whoever is left out may."""
    someone = cloud.state(Entra).register("left out", cloud.state(Entra).principal.role)
    guid = cloud.new_id()
    path = f"{above(account)[1]}/{AUTHORIZATION}/denyAssignments/{guid}"
    properties = {
        "denyAssignmentName": "After the deadline",
        "permissions": [{"actions": [KEYS]}],
        "excludePrincipals": [{"id": someone.object_id, "type": "ServicePrincipal"}],
    }
    assert ask(cloud, "PUT", path, {"properties": {}}).status == 400
    made = ask(cloud, "PUT", path, {"properties": properties})
    assert made.status == 201
    assert ask(cloud, "GET", path).body == made.body
    for scope in (above(account)[1], account):
        listed = ask(cloud, "GET", f"{scope}/{AUTHORIZATION}/denyAssignments")
        assert listed.body == {"value": [made.body]}
    refused = ask(cloud, "POST", f"{account}/listKeys")
    assert (refused.status, refused.body["error"]["code"]) == (
        *(403, "DenyAssignmentAuthorizationFailed"),
    )
    assert "has permission to perform action" in refused.body["error"]["message"]
    assert ask(cloud, "POST", f"{account}/listKeys", caller=someone).status == 200
    assert ask(cloud, "GET", account).status == 200
    assert ask(cloud, "DELETE", path).status == 200
    assert ask(cloud, "DELETE", path).status == 204
    assert ask(cloud, "GET", path).status == 404


@pytest.mark.parametrize("state", ["Disabled", "Expired", "Deleted"])
def test_a_disabled_subscription_can_only_be_read(cloud: Cloud, account: str, state: str) -> None:
    """What is in it is seen; nothing is changed, and no key listed."""
    for subscription in cloud.state(ResourceManager).subscriptions.values():
        subscription.state = state
    assert ask(cloud, "GET", account).status == 200
    refused = ask(cloud, "POST", f"{account}/listKeys")
    assert (refused.status, refused.body["error"]["code"]) == (409, "ReadOnlyDisabledSubscription")
    for subscription in cloud.state(ResourceManager).subscriptions.values():
        subscription.state = "PastDue"
    assert ask(cloud, "POST", f"{account}/listKeys").status == 200
