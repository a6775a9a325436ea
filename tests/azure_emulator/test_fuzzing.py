"""Whatever a client sends, the emulator answers as Azure would, or says what it does not serve."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azure_emulator.app import App
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.services import SERVICES
from azure_emulator.wire import Request
from tests.harness.mutations import TEXTS, VALUES, few

REGIONAL = "westus2.api.cognitive.microsoft.com"
HOSTS = (
    *("management.azure.com", "login.microsoftonline.com", "graph.microsoft.com"),
    *(REGIONAL, "pets.cognitiveservices.azure.com", "github.com"),
)
ROUTES = tuple(
    (service, route)
    for service in SERVICES
    for route in service.routes
    if any(re.fullmatch(service.hosts, host) for host in HOSTS)
)


@dataclass(frozen=True)
class Sender:
    """An application, and who sends to it: names that are there, a token, and a key."""

    app: App
    names: tuple[str, ...]
    token: str
    key: str


def made(app: App, method: str, host: str, path: str, body: Any, **headers: str) -> Any:
    """What a request makes that has to succeed."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    target = Request.parse(method, host, path, headers, content)
    answer = app(target)
    assert answer.status < 300, answer
    return answer.body


@pytest.fixture(scope="module")
def sender() -> Sender:
    """The emulator, with a group, an account and a project, signed in."""
    none = timedelta(0)
    cloud = Cloud(
        durations=Durations(
            account=none, workspace=none, compute=none, deletion=none, training=none
        )
    )
    app = App(cloud)
    principal = cloud.state(Entra).principal
    subscription = next(iter(cloud.state(ResourceManager).subscriptions))
    form = (
        f"grant_type=client_credentials&client_id={principal.client_id}"
        f"&client_secret={principal.secret}&scope=https://management.azure.com/.default"
    )
    place = f"/{principal.tenant}/oauth2/v2.0/token"
    token = made(app, "POST", "login.microsoftonline.com", place, form.encode())["access_token"]
    sign = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    arm, group = "management.azure.com", f"/subscriptions/{subscription}/resourceGroups/pets"
    account = f"{group}/providers/Microsoft.CognitiveServices/accounts/pets"
    version = "api-version=2025-09-01"
    made(app, "PUT", arm, f"{group}?api-version=2025-04-01", {"location": "westus2"}, **sign)
    body = {
        "location": "westus2",
        "kind": "CustomVision.Training",
        "sku": {"name": "F0"},
        "properties": {},
    }
    made(app, "PUT", arm, f"{account}?{version}", body, **sign)
    key = made(app, "POST", arm, f"{account}/listKeys?{version}", b"", **sign)["key1"]
    projects = "/customvision/v3.4-preview/training/projects?name=p"
    project = made(app, "POST", REGIONAL, projects, b"", **{"training-key": key})
    names = (subscription, principal.tenant, "pets", project["id"], "v3.4-preview")
    return Sender(app, names, token, key)


VERSIONS = st.sampled_from(["2025-04-01", "2024-10-01", "2025-09-01", "v1.0", "", "x"])


@few(800)
@given(data=st.data())
def test_nothing_that_is_sent_is_a_fault(data: st.DataObject, sender: Sender) -> None:
    """No request ends with a status 500 of the emulator's own."""
    service, route = data.draw(st.sampled_from(range(len(ROUTES))).map(ROUTES.__getitem__))
    pieces = st.sampled_from(sender.names) | TEXTS.map(lambda text: text[:40]) | st.just("a")
    path = route.pattern
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + data.draw(pieces).replace("{", "") + rest.partition("}")[2]
    body = data.draw(VALUES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40))
    query = {"api-version": data.draw(VERSIONS), "$top": data.draw(TEXTS), "$filter": "x eq 'y'"}
    host = data.draw(st.sampled_from([h for h in HOSTS if re.fullmatch(service.hosts, h)]))
    headers = {
        "authorization": data.draw(st.sampled_from([f"Bearer {sender.token}", "Bearer x", ""])),
        "content-type": data.draw(
            st.sampled_from(["application/json", "multipart/form-data", "x"])
        ),
    }
    request = Request(
        method=route.method, host=host, path=path, query=query, headers=headers, body=body
    )
    response = sender.app(request)
    assert not sender.app.cloud.faults, sender.app.cloud.faults[0]
    assert 200 <= response.status < 600
    assert response.status != 500
    assert not re.search(rb" object at 0x|'None'|NoneType|Expecting ", response.content())
