"""Secrets of a key vault, by the vendor's own client, through the network."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
)
from azure.core.pipeline.transport import RequestsTransport
from azure.core.rest import HttpRequest
from azure.identity import ClientSecretCredential
from azure.keyvault.secrets import SecretClient

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.server import Emulator

URL = "https://class-secrets.vault.azure.net"
VERSION = "2023-07-01"
OFFICER, USER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "4633458b-17de-408a-b874-0445c86b69e6"
Vault = Callable[..., str]
SignedIn = Callable[[Principal], SecretClient]


@pytest.fixture
def vault(sdk: Any) -> Vault:
    """Makes the vault with these properties, and gives its id."""

    def vault(**properties: Any) -> str:
        sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
        path = f"/subscriptions/{sdk.subscription}/resourceGroups/g/providers"
        body = {"location": "eastus", "properties": properties}
        made = sdk.resources.resources.begin_create_or_update_by_id(
            f"{path}/Microsoft.KeyVault/vaults/class-secrets", parameters=body, api_version=VERSION
        ).result()
        return str(made.id)

    return vault


@pytest.fixture
def secrets(emulator: Emulator, client: requests.Session) -> Iterator[SignedIn]:
    """The client of a principal, which signs in where the challenge says."""

    def transport() -> RequestsTransport:
        return RequestsTransport(
            session=client,
            session_owner=False,
            use_env_settings=False,
            connection_verify=str(emulator.ca_file),
        )

    with ExitStack() as stack:

        def secrets(principal: Principal) -> SecretClient:
            credential = stack.enter_context(
                ClientSecretCredential(
                    principal.tenant,
                    principal.client_id,
                    principal.secret,
                    transport=transport(),
                    additionally_allowed_tenants=["*"],
                )
            )
            return stack.enter_context(
                SecretClient(URL, credential, transport=transport(), retry_total=0)
            )

        yield secrets


def assign(sdk: Any, scope: str, role: str, principal: Principal) -> None:
    """Give a role at a scope."""
    sdk.resources.resources.begin_create_or_update_by_id(
        f"{scope}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}",
        api_version="2022-04-01",
        parameters={
            "properties": {
                "roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{role}",
                "principalId": principal.object_id,
            }
        },
    ).result()


def error(raised: Any) -> Any:
    """The error in the body of a response."""
    return raised.value.response.json()["error"]


def test_a_secret_is_kept_and_read(cloud: Cloud, sdk: Any, vault: Vault, secrets: SignedIn) -> None:
    """By roles: an officer writes and reads, the newest version or a named one."""
    owner = cloud.state(Entra).principal
    assign(sdk, vault(enableRbacAuthorization=True), OFFICER, owner)
    first = secrets(owner).set_secret("ada", "old", tags={"of": "ada"}, content_type="text/plain")
    secrets(owner).set_secret("ada", "new")
    assert secrets(owner).get_secret("ADA").value == "new"
    found = secrets(owner).get_secret("ada", first.properties.version)
    assert (found.value, found.properties.tags, found.properties.content_type) == (
        "old",
        {"of": "ada"},
        "text/plain",
    )
    assert found.properties.created_on is not None


def test_versions_of_a_secret_are_listed(
    cloud: Cloud, sdk: Any, vault: Vault, secrets: SignedIn
) -> None:
    """All of them, in pages, without values; no answer may be kept by a cache."""
    owner = cloud.state(Entra).principal
    assign(sdk, vault(enableRbacAuthorization=True), OFFICER, owner)
    client = secrets(owner)
    answers: list[Any] = []
    made = [client.set_secret("ada", value).properties.version for value in ("old", "new")]
    listed = client.list_properties_of_secret_versions(
        "ada", max_page_size=1, raw_response_hook=answers.append
    )
    assert [each.version for each in listed] == made
    assert not list(client.list_properties_of_secret_versions("nobody"))
    headers = answers[-1].http_response.headers
    assert (headers["Cache-Control"], headers["Pragma"], headers["Expires"]) == (
        "no-cache",
        "no-cache",
        "-1",
    )
    assert "value" not in answers[-1].http_response.json()["value"][0]
    told = []
    for version in ("2016-10-01", "7.0", "7.4"):
        asked = HttpRequest("GET", f"/secrets?api-version={version}")
        (listed_secret,) = client.send_request(asked).json()["value"]
        told.append(set(listed_secret["attributes"]) - {"enabled", "created", "updated"})
    assert told == [set(), {"recoveryLevel"}, {"recoveryLevel", "recoverableDays"}]


def test_a_user_of_secrets_reads_alone(
    cloud: Cloud, sdk: Any, vault: Vault, secrets: SignedIn
) -> None:
    """Who has no role gets neither; an owner of the subscription is no reader of secrets."""
    entra = cloud.state(Entra)
    owner, reader = entra.principal, entra.register("reader", NO_ROLE)
    scope = vault(enableRbacAuthorization=True)
    with pytest.raises(HttpResponseError) as refused:
        secrets(owner).set_secret("ada", "x")
    assert error(refused)["innererror"] == {"code": "ForbiddenByRbac"}
    assert "Microsoft.KeyVault/vaults/secrets/setSecret/action" in error(refused)["message"]
    assign(sdk, scope, OFFICER, owner)
    assign(sdk, scope, USER, reader)
    secrets(owner).set_secret("ada", "x")
    assert secrets(reader).get_secret("ada").value == "x"
    with pytest.raises(HttpResponseError, match="not authorized"):
        secrets(reader).set_secret("ada", "y")


def test_access_policies_name_who_may_what(cloud: Cloud, vault: Vault, secrets: SignedIn) -> None:
    """The older way, which is a vault's own unless told."""
    owner = cloud.state(Entra).principal
    entry = {"tenantId": owner.tenant, "objectId": owner.object_id}
    vault(accessPolicies=[{**entry, "permissions": {"secrets": ["Set"]}}])
    secrets(owner).set_secret("ada", "x")
    with pytest.raises(HttpResponseError) as refused:
        secrets(owner).get_secret("ada")
    assert refused.value.status_code == 403
    assert error(refused)["innererror"] == {"code": "ForbiddenByPolicy"}
    assert "does not have secrets get permission" in error(refused)["message"]
    vault(accessPolicies=[{**entry, "permissions": {"secrets": ["get"]}}])
    assert secrets(owner).get_secret("ada").value == "x"


@pytest.fixture
def owners(cloud: Cloud, vault: Vault, secrets: SignedIn) -> SecretClient:
    """The client of an owner who may do everything."""
    owner = cloud.state(Entra).principal
    entry = {"tenantId": owner.tenant, "objectId": owner.object_id}
    vault(accessPolicies=[{**entry, "permissions": {"secrets": ["all"]}}])
    return secrets(owner)


def test_secrets_are_listed_without_their_values(owners: SecretClient) -> None:
    """Each once, in pages; a page is of 25 at most."""
    for number in range(7):
        owners.set_secret(f"s{number}", "v1")
    owners.set_secret("s3", "v2")
    pages = [
        [secret.name for secret in page]
        for page in owners.list_properties_of_secrets(max_page_size=5).by_page()
    ]
    assert pages == [["s0", "s1", "s2", "s3", "s4"], ["s5", "s6"]]
    with pytest.raises(HttpResponseError) as raised:
        list(owners.list_properties_of_secrets(max_page_size=26))
    assert raised.value.status_code == 400


def test_a_disabled_secret_is_not_told(owners: SecretClient) -> None:
    """403, and why; enabled again, it is."""
    made = owners.set_secret("ada", "x", enabled=False)
    with pytest.raises(HttpResponseError) as refused:
        owners.get_secret("ada")
    assert error(refused)["innererror"] == {"code": "SecretDisabled"}
    owners.update_secret_properties("ada", made.properties.version, enabled=True)
    assert owners.get_secret("ada").value == "x"


@pytest.mark.parametrize("version", [None, "0" * 32])
def test_what_is_not_there_is_not_found(owners: SecretClient, version: str | None) -> None:
    """A secret, or a version of one."""
    owners.set_secret("ben", "x")
    with pytest.raises(ResourceNotFoundError) as refused:
        owners.get_secret("ben" if version else "ada", version)
    assert error(refused)["code"] == "SecretNotFound"


@pytest.mark.parametrize(("name", "value"), [("a_b", "x"), ("ada", "x" * 25_601)])
def test_what_is_no_secret_is_refused(owners: SecretClient, name: str, value: str) -> None:
    """A name with other signs than letters, digits and hyphens; a value that is too long."""
    with pytest.raises(HttpResponseError) as refused:
        owners.set_secret(name, value)
    assert refused.value.status_code == 400


def test_a_stranger_is_sent_to_the_vaults_tenant(
    cloud: Cloud, owners: SecretClient, secrets: SignedIn
) -> None:
    """Where nobody knows them."""
    owners.set_secret("ada", "x")
    entra = cloud.state(Entra)
    stranger = entra.register("stranger", NO_ROLE, entra.add_tenant("elsewhere"))
    with pytest.raises(ClientAuthenticationError, match="AADSTS700016"):
        secrets(stranger).get_secret("ada")


@pytest.mark.usefixtures("owners")
def test_a_token_for_another_service_is_none(cloud: Cloud, client: requests.Session) -> None:
    """401 with the challenge, as without a token, with a broken one, and with one of another."""
    entra = cloud.state(Entra)
    owner = entra.principal
    stranger = entra.register("stranger", NO_ROLE, entra.add_tenant("elsewhere"))
    tokens = {
        "AKV10000": "",
        "AKV10001": "x",
        "AKV10022": token(cloud, owner, "https://management.azure.com"),
        "AKV10032": token(cloud, stranger, "https://vault.azure.net"),
    }
    for number, text in tokens.items():
        headers = {"Authorization": f"Bearer {text}"} if text else {}
        response = client.get(f"{URL}/secrets/ada?api-version=7.4", headers=headers)
        assert response.status_code == 401
        assert f"/{owner.tenant}" in response.headers["WWW-Authenticate"]
        assert number in response.json()["error"]["message"]


def token(cloud: Cloud, principal: Principal, resource: str) -> str:
    """A token of a principal."""
    entra = cloud.state(Entra)
    return entra.sign_in(principal.tenant, principal.client_id, principal.secret, resource).text


def test_a_vault_that_is_gone_has_no_host(sdk: Any, vault: Vault, client: requests.Session) -> None:
    """The name resolves for as long as the vault is there."""
    made = vault(accessPolicies=[])
    assert client.get(f"{URL}/secrets/ada").status_code == 401
    client.close()
    sdk.resources.resources.begin_delete_by_id(made, api_version=VERSION).result()
    with pytest.raises(requests.RequestException):
        client.get(f"{URL}/secrets/ada")
