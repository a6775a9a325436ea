"""A secret of Azure Key Vault is read over the network by whoever the process is signed in as."""

from __future__ import annotations

import threading
import traceback
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import requests

from acceptance.causes import NoAnswer
from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from classroom.secret_places import resolve
from classroom.secret_places.key_vault import KEPT_SECONDS, KeyVaults, key_vaults
from classroom.students import Place, PlaceKind
from tests.harness.request_log import RequestLog

ARM, VAULT = "https://management.azure.com", "https://vault.azure.net"
OFFICER, USER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "4633458b-17de-408a-b874-0445c86b69e6"
SECRET = "correct-horse-1"
PLACE = Place(PlaceKind.KEY_VAULT, "Class-Secrets/ada")


@dataclass
class Vault:
    """A vault, made and filled by the cloud's Owner."""

    cloud: Cloud
    client: requests.Session
    log: RequestLog

    def put(self, url: str, resource: str, version: str, **body: object) -> None:
        """Write something."""
        owner = self.cloud.state(Entra).principal
        with self.cloud.lock:
            token = self.cloud.state(Entra).sign_in(
                owner.tenant, owner.client_id, owner.secret, resource
            )
        answer = self.client.put(
            f"{url}?api-version={version}",
            json=body,
            headers={"Authorization": f"Bearer {token.text}"},
            timeout=60,
        )
        assert answer.ok, answer.text

    @property
    def group(self) -> str:
        """The resource group's path."""
        subscription = next(iter(self.cloud.state(ResourceManager).subscriptions))
        return f"{ARM}/subscriptions/{subscription}/resourceGroups/g"

    @property
    def path(self) -> str:
        """The vault's path."""
        return f"{self.group}/providers/Microsoft.KeyVault/vaults/class-secrets"

    def make(self) -> None:
        """The vault, open to roles."""
        self.put(self.group, ARM, "2021-04-01", location="eastus")
        properties = {"enableRbacAuthorization": True}
        self.put(self.path, ARM, "2023-07-01", location="eastus", properties=properties)

    def assign(self, principal: Principal, role: str) -> None:
        """Give a role on the vault."""
        roles = f"{self.path}/providers/Microsoft.Authorization"
        definition = f"/providers/Microsoft.Authorization/roleDefinitions/{role}"
        properties = {"roleDefinitionId": definition, "principalId": principal.object_id}
        self.put(
            f"{roles}/roleAssignments/{uuid.uuid4()}", ARM, "2022-04-01", properties=properties
        )

    def fill(self, value: str = SECRET, **attributes: object) -> None:
        """Put the secret there."""
        url = "https://class-secrets.vault.azure.net/secrets/ada"
        self.put(url, VAULT, "7.5", value=value, attributes=attributes)

    def readings(self) -> int:
        """How often the secret was asked for."""
        return sum(sent.startswith("GET /secrets/ada") for sent in self.log.sent)


@pytest.fixture
def vault(
    cloud: Cloud, emulator: Emulator, client: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> Vault:
    """A vault with the secret; this process is signed in as the cloud's Owner, who may read it."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    cloud.on_request = log = RequestLog()
    key_vaults.cache_clear()
    vault = Vault(cloud, client, log)
    vault.make()
    vault.assign(cloud.state(Entra).principal, OFFICER)
    vault.fill()
    return vault


@pytest.fixture
def signed_in_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Principal], None]:
    """Signs this process in as somebody."""

    def signed_in_as(principal: Principal) -> None:
        monkeypatch.setenv("AZURE_TENANT_ID", principal.tenant)
        monkeypatch.setenv("AZURE_CLIENT_ID", principal.client_id)
        monkeypatch.setenv("AZURE_CLIENT_SECRET", principal.secret)

    return signed_in_as


def refused(place: Place = PLACE) -> NoAnswer:
    """Why the place gives no secret; nothing secret is told, in no traceback either."""
    with pytest.raises(NoAnswer) as caught:
        resolve(place)
    assert str(place) in caught.value.reason
    told = "".join(traceback.format_exception(caught.value)) + caught.value.cure
    assert SECRET not in told
    return caught.value


def test_a_secret_is_read(vault: Vault) -> None:
    """The newest version."""
    vault.fill(f"{SECRET}2")
    assert resolve(PLACE) == f"{SECRET}2"


def test_the_role_that_is_named_is_enough(
    vault: Vault, cloud: Cloud, signed_in_as: Callable[[Principal], None]
) -> None:
    """Without it the reason says so; with it the secret is read."""
    from azure_emulator.entra.roles import NO_ROLE

    somebody = cloud.state(Entra).register("somebody", NO_ROLE)
    signed_in_as(somebody)
    refusal = refused()
    assert "may not read it" in refusal.reason
    assert '"Key Vault Secrets User"' in refusal.cure
    vault.assign(somebody, USER)
    assert resolve(PLACE) == SECRET


def test_threads_that_ask_at_once_make_one_request(vault: Vault) -> None:
    """A class of one application asks its vault once."""
    KeyVaults().secret("class-secrets", "ada")  # The SDK keeps where the vault says to sign in.
    before = vault.readings()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: resolve(PLACE), range(16))) == {SECRET}
    assert vault.readings() == before + 1


def test_a_secret_is_asked_for_again_after_a_while(vault: Vault) -> None:
    """A renewed one reaches a worker that lives for weeks; what failed is asked for each time."""
    clock = [0.0]
    vaults = KeyVaults(lambda: clock[0])
    assert vaults.secret("class-secrets", "ada") == SECRET
    vault.fill("renewed")
    clock[0] = KEPT_SECONDS - 1
    assert vaults.secret("class-secrets", "ada") == SECRET
    clock[0] = KEPT_SECONDS
    assert vaults.secret("class-secrets", "ada") == "renewed"
    assert "renewed" not in repr(vaults)


def test_a_secret_that_is_not_there_is_named(vault: Vault) -> None:
    """As is one that is disabled."""
    assert "no secret of that name" in refused(Place(PlaceKind.KEY_VAULT, "class-secrets/x")).reason
    vault.fill(enabled=False)
    assert "it is disabled" in refused().reason


def test_a_vault_that_is_not_there_is_named(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name may be misspelt."""
    monkeypatch.setattr("classroom.secret_places.key_vault.PATIENCE", 0.0)
    refusal = refused(Place(PlaceKind.KEY_VAULT, "other-secrets/ada"))
    assert "is the vault's name right?" in refusal.cure


def test_a_sign_in_that_fails_is_explained(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Entra's number, and without the secret that was tried."""
    monkeypatch.setenv("AZURE_CLIENT_SECRET", f"wrong-{SECRET}")
    assert "AADSTS7000215" in refused().reason


def test_a_process_that_is_not_signed_in_is_told_how(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was tried is named."""
    for name in ("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID"):
        monkeypatch.delenv(name)
    refusal = refused()
    assert "is signed in to nothing" in refusal.reason
    assert "az login" in refusal.cure


def test_variables_that_make_no_sense_are_named(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, no traceback."""
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "nonsense")
    assert "AZURE_" in refused().reason


def test_an_answer_that_never_comes_ends(
    vault: Vault, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a bounded time."""
    done = threading.Event()
    monkeypatch.setattr("classroom.secret_places.key_vault.SECONDS", 0.5)
    monkeypatch.setattr("classroom.secret_places.key_vault._ask", lambda *_: done.wait(30))
    assert "no answer within" in refused().reason
    done.set()
