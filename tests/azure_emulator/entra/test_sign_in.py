"""Signing in at Entra, through azure-identity and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import ClientSecretCredential, EnvironmentCredential

from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import READER
from azure_emulator.entra.state import Entra
from azure_emulator.server import Emulator

HOST = "https://login.microsoftonline.com"
MANAGEMENT = "https://management.azure.com/.default"


@pytest.fixture
def environment(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is sent to the emulator, as by `--exec`."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def transport() -> Iterator[RequestsTransport]:
    """Closed at the end, as a long-lived process would."""
    with RequestsTransport() as transport:
        yield transport


def credential(
    emulator: Emulator, transport: RequestsTransport, **other: str
) -> ClientSecretCredential:
    """azure-identity's own, with something wrong on purpose."""
    principal = emulator.cloud.state(Entra).principal
    right = {
        "tenant_id": principal.tenant,
        "client_id": principal.client_id,
        "client_secret": principal.secret,
    }
    return ClientSecretCredential(**{**right, **other}, transport=transport)


def form(cloud: Cloud, **other: str) -> dict[str, str]:
    """What a client posts for a token; an empty value leaves a field out."""
    principal = cloud.state(Entra).principal
    right = {
        "client_id": principal.client_id,
        "client_secret": principal.secret,
        "grant_type": "client_credentials",
        "scope": MANAGEMENT,
    }
    return {name: value for name, value in {**right, **other}.items() if value}


def post(client: requests.Session, cloud: Cloud, **other: str) -> requests.Response:
    """Ask for a token by hand."""
    url = f"{HOST}/{cloud.state(Entra).tenant}/oauth2/v2.0/token"
    return client.post(url, data=form(cloud, **other))


@pytest.mark.usefixtures("environment")
def test_the_environment_signs_in(cloud: Cloud, transport: RequestsTransport) -> None:
    """azure-identity's `EnvironmentCredential` finds all that it needs."""
    token = EnvironmentCredential(transport=transport).get_token(MANAGEMENT)
    claims = cloud.state(Entra).claims(token.token)
    assert claims["aud"] == "https://management.azure.com"
    assert claims["appid"] == cloud.state(Entra).principal.client_id
    assert claims["oid"] == cloud.state(Entra).principal.object_id
    assert claims["tid"] == cloud.state(Entra).tenant
    assert "upn" not in claims


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"client_secret": "wrong"}, "AADSTS7000215: Invalid client secret provided."),
        ({"client_id": "6f8ae8a4-0000-4000-8000-000000000000"}, "AADSTS700016: Application with"),
        ({"tenant_id": "6f8ae8a4-0000-4000-8000-000000000000"}, "tenant"),
    ],
)
def test_a_wrong_sign_in_is_refused_as_azure_does(
    emulator: Emulator, transport: RequestsTransport, other: dict[str, str], message: str
) -> None:
    """azure-identity reports Entra's own sentence."""
    with pytest.raises((ClientAuthenticationError, ValueError), match=message):
        credential(emulator, transport, **other).get_token(MANAGEMENT)


@pytest.mark.usefixtures("environment")
def test_another_principal_signs_in_as_itself(
    emulator: Emulator, transport: RequestsTransport
) -> None:
    """A principal that is registered later has an id, a secret and a role of its own."""
    reader = emulator.cloud.state(Entra).register("reader", READER)
    own = {"client_id": reader.client_id, "client_secret": reader.secret}
    token = credential(emulator, transport, **own).get_token(MANAGEMENT)
    assert emulator.cloud.state(Entra).claims(token.token)["oid"] == reader.object_id


def test_the_answer_is_the_recorded_one(client: requests.Session, cloud: Cloud) -> None:
    """Fields, their types, and that nobody may keep the answer."""
    answer = post(client, cloud)
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    assert body.pop("access_token").count(".") == 2
    assert body == {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599}
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_secret_may_come_as_http_basic(client: requests.Session, cloud: Cloud) -> None:
    """`client_secret_basic`, as discovery offers it."""
    principal = cloud.state(Entra).principal
    answer = client.post(
        f"{HOST}/{cloud.state(Entra).tenant}/oauth2/v2.0/token",
        data=form(cloud, client_id="", client_secret=""),
        auth=(principal.client_id, principal.secret),
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("basic", ["Basic !", "Basic /w==", "Other x"])
def test_a_broken_authorization_is_no_secret(
    client: requests.Session, cloud: Cloud, basic: str
) -> None:
    """A header that cannot be read counts as none."""
    url = f"{HOST}/{cloud.state(Entra).tenant}/oauth2/v2.0/token"
    data = form(cloud, client_secret="")
    answer = client.post(url, data=data, headers={"Authorization": basic})
    assert answer.json()["error_codes"] == [7000216]


@pytest.mark.parametrize(
    ("other", "status", "error", "number"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000216),
        ({"client_id": "nobody"}, 400, "unauthorized_client", 700016),
        ({"client_id": ""}, 400, "invalid_request", 900144),
        ({"grant_type": ""}, 400, "invalid_request", 900144),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"scope": ""}, 400, "invalid_request", 900144),
        (
            {"scope": "https://management.azure.com/user_impersonation"},
            400,
            "invalid_scope",
            1002012,
        ),
        ({"scope": f"openid {MANAGEMENT}"}, 400, "invalid_scope", 1002012),
        ({"scope": "https://nothing.example/.default"}, 400, "invalid_resource", 500011),
    ],
)
def test_a_refusal_has_oauths_fields_and_entras(
    client: requests.Session,
    cloud: Cloud,
    other: dict[str, str],
    status: int,
    error: str,
    number: int,
) -> None:
    """Status, OAuth's word, Entra's number, and the ids at the end of the description."""
    answer = post(client, cloud, **other)
    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (status, error, [number])
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert body["error_description"].endswith(
        f"\r\nTrace ID: {body['trace_id']}\r\nCorrelation ID: {body['correlation_id']}"
        f"\r\nTimestamp: {body['timestamp']}"
    )


def test_an_expired_secret_is_refused(client: requests.Session, cloud: Cloud) -> None:
    """A right secret that has run out has a number of its own."""
    cloud.state(Entra).principal.secret_expires = datetime.now(UTC) - timedelta(days=1)
    answer = post(client, cloud)
    assert (answer.status_code, answer.json()["error_codes"]) == (401, [7000222])


@pytest.mark.parametrize("resource", ["management.azure.com", "management.core.windows.net"])
def test_the_older_endpoint_answers_in_texts(
    client: requests.Session, cloud: Cloud, resource: str
) -> None:
    """Version 1 takes a resource instead of a scope, and writes numbers as text."""
    url = f"{HOST}/{cloud.state(Entra).tenant}/oauth2/token"
    data = form(cloud, scope="", resource=f"https://{resource}/")
    body = client.post(url, data=data).json()
    assert body["expires_in"] == "3599"
    assert int(body["expires_on"]) - int(body["not_before"]) == 3599
    assert cloud.state(Entra).claims(body["access_token"])["aud"] == f"https://{resource}/"


@pytest.mark.parametrize("version", ["/v2.0", ""])
def test_discovery_leads_to_keys_and_token(
    client: requests.Session, cloud: Cloud, version: str
) -> None:
    """Each URL that discovery names for a program is answered."""
    tenant = cloud.state(Entra).tenant
    url = f"{HOST}/{tenant}{version}/.well-known/openid-configuration"
    found = client.get(url).json()
    assert tenant in found["issuer"]
    assert client.get(found["jwks_uri"]).json()["keys"][0]["kty"] == "RSA"
    data = form(cloud, resource="https://management.azure.com")
    assert client.post(found["token_endpoint"], data=data).status_code == 200


@pytest.mark.parametrize("word", ["common", "organizations"])
def test_a_tenant_can_be_left_open_at_discovery_only(
    client: requests.Session, cloud: Cloud, word: str
) -> None:
    """Words in a tenant's place are discovered with a placeholder, and cannot sign in."""
    url = f"{HOST}/{word}/v2.0/.well-known/openid-configuration"
    assert client.get(url).json()["issuer"] == f"{HOST}/{{tenantid}}/v2.0"
    answer = client.post(f"{HOST}/{word}/oauth2/v2.0/token", data=form(cloud))
    assert answer.json()["error_codes"] == [50059]


def test_a_tenants_domain_stands_for_its_id(client: requests.Session, cloud: Cloud) -> None:
    """Wherever a tenant is named, in any letter case; each tenant has a domain of its own."""
    entra = cloud.state(Entra)
    other = entra.add_tenant("elsewhere")
    stranger = entra.register("stranger", READER, other)
    for tenant, principal in ((entra.tenant, entra.principal), (other, stranger)):
        domain = entra.domain(tenant)
        sent = form(cloud, client_id=principal.client_id, client_secret=principal.secret)
        token = client.post(f"{HOST}/{domain.upper()}/oauth2/v2.0/token", data=sent).json()
        assert entra.claims(token["access_token"])["tid"] == tenant
        told = client.get(f"{HOST}/{domain}/v2.0/.well-known/openid-configuration").json()
        assert told["issuer"] == f"{HOST}/{tenant}/v2.0"
        assert told["token_endpoint"] == f"{HOST}/{tenant}/oauth2/v2.0/token"
    assert entra.domain(other) != entra.domain(entra.tenant)


def test_an_unknown_tenant_is_not_discovered(client: requests.Session) -> None:
    """Discovery says that there is no such tenant."""
    answer = client.get(f"{HOST}/nobody.example/v2.0/.well-known/openid-configuration")
    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (
        400,
        "invalid_tenant",
        [90002],
    )


@pytest.mark.parametrize(
    ("endpoint", "tenant"),
    [(f"{HOST}/a-tenant/oauth2/v2.0/authorize", "a-tenant"), ("nonsense", "common")],
)
def test_sign_in_hosts_are_told(client: requests.Session, endpoint: str, tenant: str) -> None:
    """A library learns which hosts belong together before it sends a secret."""
    query = {"api-version": "1.1", "authorization_endpoint": endpoint}
    found = client.get(f"{HOST}/common/discovery/instance", params=query).json()
    assert f"/{tenant}/v2.0/" in found["tenant_discovery_endpoint"]
    assert found["metadata"][0]["preferred_network"] == "login.microsoftonline.com"
    assert found["metadata"][0]["preferred_cache"] == "login.windows.net"
