"""Graph: who has which id."""

from __future__ import annotations

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import GRAPH, Entra

BY_NAME = f"{GRAPH}/v1.0/servicePrincipals"
BY_IDS = f"{GRAPH}/v1.0/directoryObjects/getByIds"


@pytest.fixture
def bearer(cloud: Cloud) -> dict[str, str]:
    """The header of who may ask."""
    principal = cloud.state(Entra).principal
    token = cloud.state(Entra).sign_in(
        principal.tenant, principal.client_id, principal.secret, GRAPH
    )
    return {"Authorization": f"Bearer {token.text}"}


def test_a_principal_is_found_by_each_id(
    cloud: Cloud, client: requests.Session, bearer: dict[str, str]
) -> None:
    """By its client id as one of its names, and by its object id; a stranger is not found."""
    principal = cloud.state(Entra).principal
    for name, count in ((principal.client_id.upper(), 1), ("nobody", 0)):
        asked = {"$filter": f"servicePrincipalNames/any(c:c eq '{name}')"}
        found = client.get(BY_NAME, params=asked, headers=bearer).json()["value"]
        assert [one["id"] for one in found] == [principal.object_id] * count
    assert len(client.get(BY_NAME, headers=bearer).json()["value"]) == 1
    ids = {"ids": [principal.object_id, "nobody"]}
    (found,) = client.post(BY_IDS, json=ids, headers=bearer).json()["value"]
    assert found["@odata.type"] == "#microsoft.graph.servicePrincipal"
    assert found["appId"] == principal.client_id


def test_graph_wants_a_token_for_itself(cloud: Cloud, client: requests.Session) -> None:
    """None, nonsense, and one for another service are refused."""
    principal = cloud.state(Entra).principal
    other = cloud.state(Entra).sign_in(
        principal.tenant, principal.client_id, principal.secret, "https://management.azure.com"
    )
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Bearer {other.text}"}):
        answer = client.get(BY_NAME, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (
            401,
            "InvalidAuthenticationToken",
        )
