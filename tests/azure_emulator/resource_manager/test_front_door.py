"""What Resource Manager asks of every request: a type, a version, a body; which ids it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.api_versions import OWN, supported
from azure_emulator.resource_manager.places import PLACES
from azure_emulator.resource_manager.regions import REGIONS
from azure_emulator.resource_manager.state import ResourceManager
from tests.harness.custom_vision import TRAINING, add_account

Arm = Callable[..., Any]


@pytest.fixture
def home(cloud: Cloud) -> str:
    """A group, as a scope, with an account in westus2."""
    add_account(cloud, "pets", TRAINING)
    return f"/subscriptions/{next(iter(cloud.state(ResourceManager).subscriptions))}"


@pytest.fixture
def providers(home: str) -> str:
    """Below which that group's resources are."""
    return f"{home}/resourceGroups/pets/providers"


def error(answer: Any) -> tuple[int, str, str]:
    """Status, code and text of a refusal."""
    body = answer.json()["error"]
    return answer.status_code, body["code"], body["message"]


@pytest.mark.parametrize("below", ["", "/resourceGroups/pets", "/resources", "/locations"])
def test_an_unknown_version_of_its_own_types_is_refused(arm: Arm, home: str, below: str) -> None:
    """The text names those that there are, newest first."""
    status, code, text = error(arm("GET", home + below, version="1999-01-01"))
    assert (status, code) == (400, "InvalidApiVersionParameter")
    assert text.startswith("The api-version '1999-01-01' is invalid. The supported versions are '")
    assert ",2021-04-01," in text


@pytest.mark.parametrize(
    "version", ["2016-06-01", "2019-11-01", "2024-11-01", "2014-04-01-Preview"]
)
def test_versions_of_all_ages_are_served(arm: Arm, home: str, version: str) -> None:
    """Of clients old and new, in any letter case."""
    assert arm("GET", f"{home}/resourceGroups/pets", version=version).status_code == 200


def test_a_providers_unknown_version_is_refused_by_its_location(arm: Arm, providers: str) -> None:
    """Where there is a resource; without one, its type is not found in that version."""
    accounts = f"{providers}/Microsoft.CognitiveServices/accounts"
    status, code, text = error(arm("GET", f"{accounts}/pets", version="2019-01-01"))
    assert (status, code) == (400, "NoRegisteredProviderFound")
    assert "for location 'westus2' and API version '2019-01-01' for type 'accounts'." in text
    assert "2021-10-01, 2022-03-01" in text
    status, code, text = error(arm("GET", f"{accounts}/nobody", version="2019-01-01"))
    assert (status, code) == (404, "InvalidResourceType")
    assert "The resource type 'accounts' could not be found in the namespace" in text
    body = {"location": "East US", "kind": "Face", "sku": {"name": "S0"}}
    status, code, text = error(arm("PUT", f"{accounts}/new", version="2019-01-01", json=body))
    assert (status, code) == (400, "NoRegisteredProviderFound")
    assert "'eastus'" in text


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("Microsoft.CognitiveServices/nothings/x", "InvalidResourceType"),
        ("microsoft.cognitiveservices/NOTHINGS/x", "InvalidResourceType"),
        ("Microsoft.Storage/nothings/x", "InvalidResourceType"),
        ("Microsoft.MachineLearningServices/nothings/x/computes/y", "InvalidResourceType"),
        ("Microsoft.Nothing/accounts/x", "InvalidResourceNamespace"),
    ],
)
def test_what_azure_does_not_have_is_not_found(
    cloud: Cloud, arm: Arm, providers: str, method: str, path: str, code: str
) -> None:
    """A type of a known namespace, or a namespace: 404 with its own code, and nobody's fault."""
    answer = arm(method, f"{providers}/{path}", json={"location": "westus2"})
    assert error(answer)[:2] == (404, code)
    assert cloud.unserved == []


@pytest.mark.parametrize(
    "path",
    [
        "Microsoft.CognitiveServices/commitmentPlans/p",
        "Microsoft.MachineLearningServices/registries/r",
        "Microsoft.Purview/accounts/p",
    ],
)
def test_what_only_the_emulator_lacks_is_not_implemented(
    cloud: Cloud, arm: Arm, providers: str, path: str
) -> None:
    """Named as such, so that nobody takes it for Azure's word."""
    assert arm("POST", f"{providers}/{path}").status_code == 501
    assert cloud.unserved
    cloud.unserved.clear()


@pytest.mark.parametrize(
    ("sent", "named"),
    [(None, "<null>"), ("text/plain", "text/plain"), ("image/png; a=b", "image/png")],
)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
def test_a_body_has_to_be_json(
    arm: Arm, providers: str, method: str, sent: str, named: str
) -> None:
    """By its type; without one it is not."""
    path = f"{providers}/Microsoft.CognitiveServices/accounts/pets"
    path += "/regenerateKey" if method == "POST" else ""
    answer = arm(method, path, data=b"{}", headers={"Content-Type": sent})
    assert error(answer) == (
        415,
        "UnsupportedMediaType",
        f"The content media type '{named}' is not supported. Only 'application/json' is supported.",
    )


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "APPLICATION/JSON;odata=verbose", "text/json"]
)
def test_json_may_say_more_of_itself(arm: Arm, home: str, kind: str) -> None:
    """Parameters and letter case do not count; nor does a byte order mark."""
    body = b'\xef\xbb\xbf{"location": "westus2"}'
    answer = arm("PUT", f"{home}/resourceGroups/other", data=body, headers={"Content-Type": kind})
    assert answer.status_code == 201


def test_nothing_has_no_type(arm: Arm, providers: str) -> None:
    """A `POST` without a body needs none."""
    path = f"{providers}/Microsoft.CognitiveServices/accounts/pets/listKeys"
    assert arm("POST", path, headers={"Content-Type": None}).status_code == 200


@pytest.mark.parametrize(
    ("method", "below", "allowed"),
    [
        ("POST", "", "GET"),
        ("PUT", "/locations", "GET"),
        ("OPTIONS", "/resourceGroups/pets", "DELETE"),
        ("POST", "/resourceGroups/pets/providers/Microsoft.CognitiveServices/accounts", "GET"),
        (
            "GET",
            "/resourceGroups/pets/providers/Microsoft.CognitiveServices/accounts/a/listKeys",
            "POST",
        ),
    ],
)
def test_a_method_that_a_path_does_not_have_is_refused(
    cloud: Cloud, arm: Arm, home: str, method: str, below: str, allowed: str
) -> None:
    """405, in ASP.NET's words; the methods that there are stand in a header."""
    answer = arm(method, home + below)
    text = f"The requested resource does not support http method '{method}'."
    assert (answer.status_code, answer.json()) == (405, {"Message": text})
    assert allowed in answer.headers["Allow"].split(",")
    assert cloud.unserved == []


def test_a_clients_ids_are_told_back(arm: Arm, home: str) -> None:
    """Its own on demand, and the one by which it joins several requests."""
    sent = {"x-ms-client-request-id": "abc", "x-ms-correlation-request-id": "joint"}
    plain = arm("GET", home, headers=sent).headers
    assert "x-ms-client-request-id" not in plain
    assert plain["x-ms-correlation-request-id"] == "joint"
    asked = arm("GET", home, headers={**sent, "x-ms-return-client-request-id": "True"}).headers
    assert asked["x-ms-client-request-id"] == "abc"
    assert asked["x-ms-request-id"] not in ("abc", "joint")


def test_a_refusal_has_the_ids_too(arm: Arm, home: str) -> None:
    """Whoever asks for help needs them most."""
    sent = {"x-ms-client-request-id": "abc", "x-ms-return-client-request-id": "true"}
    answer = arm("GET", f"{home}/resourceGroups/none", headers=sent)
    assert (answer.status_code, answer.headers["x-ms-client-request-id"]) == (404, "abc")


def test_providers_name_the_versions_that_are_taken(arm: Arm, home: str) -> None:
    """What a client reads there, it may send."""
    resources = arm("GET", f"{home}/providers/Microsoft.CognitiveServices").json()["resourceTypes"]
    accounts = next(each for each in resources if each["resourceType"] == "accounts")
    listed = accounts["apiVersions"]
    assert listed == sorted(listed, reverse=True)
    assert {"2017-04-18", "2021-04-30", "2023-05-01", "2024-10-01"} <= set(listed)


def test_regions_say_where_they_are(arm: Arm, home: str) -> None:
    """Geography, place and pair; zones in newer versions alone."""
    old = arm("GET", f"{home}/locations", version="2021-01-01").json()["value"]
    new = arm("GET", f"{home}/locations", version="2022-12-01").json()["value"]
    (place,) = (each for each in new if each["name"] == "westus2")
    assert place["regionalDisplayName"] == "(US) West US 2"
    assert place["metadata"]["pairedRegion"][0]["name"] == "westcentralus"
    assert place["metadata"]["geography"] == "United States"
    assert not any("availabilityZoneMappings" in each for each in old)
    assert any("availabilityZoneMappings" in each for each in new)


def test_every_region_has_its_place() -> None:
    """And each version list is without doubles."""
    assert list(PLACES) == list(REGIONS)
    assert len(OWN) == len(set(OWN))


def test_names_are_taken_in_any_letter_case(arm: Arm, home: str, providers: str) -> None:
    """Of a group, of a provider's own properties; of two the last counts."""
    body = b'{"LOCATION": "eastus", "location": "westus2", "Tags": {"Location": "x"}}'
    headers = {"Content-Type": "application/json"}
    group = arm("PUT", f"{home}/resourceGroups/other", data=body, headers=headers).json()
    assert (group["location"], group["tags"]) == ("westus2", {"Location": "x"})
    sent = {
        "Kind": "CustomVision.Training",
        "SKU": {"Name": "S0"},
        "Location": "westus2",
        "Properties": {"customSubdomainName": "lettercase", "APIProperties": {"QnaName": {}}},
    }
    path = f"{providers}/Microsoft.CognitiveServices/accounts/new"
    answer = arm("PUT", path, json=sent)
    assert answer.status_code == 201, answer.text
    assert answer.json()["properties"]["customSubDomainName"] == "lettercase"
    assert answer.json()["properties"]["apiProperties"] == {"QnaName": {}}


def test_what_a_kept_type_holds_stays_as_it_was_sent(arm: Arm, providers: str) -> None:
    """Its names are not known here; those of the envelope are."""
    path = f"{providers}/Microsoft.Insights/components/c"
    sent = {"LOCATION": "eastus", "Kind": "web", "properties": {"Location": 1, "Kind": 2}}
    made = arm("PUT", path, json=sent).json()
    assert (made["location"], made["kind"]) == ("eastus", "web")
    assert made["properties"].items() >= {"Location": 1, "Kind": 2}.items()


@pytest.mark.parametrize(
    ("seconds", "header", "value"),
    [(17.2, "Retry-After", "18"), (0.2, "x-ms-retry-after-ms", "200")],
)
def test_a_long_operation_says_when_to_ask_again(
    cloud: Cloud, arm: Arm, providers: str, seconds: float, header: str, value: str
) -> None:
    """As long as it takes, at its beginning and while it is followed: nobody waits for more."""
    moment = cloud.now()
    cloud.now = lambda: moment
    cloud.durations = replace(cloud.durations, account=timedelta(seconds=seconds))
    path = f"{providers}/Microsoft.CognitiveServices/accounts/new"
    body = {"location": "westus2", "kind": "Face", "sku": {"name": "S0"}}
    begun = arm("PUT", path, json=body)
    assert begun.headers[header] == value
    where = begun.headers["Azure-AsyncOperation"].removeprefix("https://management.azure.com")
    pending = arm("GET", where.partition("?")[0])
    assert (pending.json()["status"], pending.headers[header]) == ("InProgress", value)
    cloud.now = lambda: moment + timedelta(seconds=seconds)
    assert header not in arm("GET", where.partition("?")[0]).headers


@pytest.mark.parametrize(
    ("below", "old", "new", "came", "went"),
    [
        ("", "2016-06-01", "2022-12-01", {"tenantId", "managedByTenants"}, set()),
        ("/resourceGroups/pets", "2017-05-10", "2018-05-01", {"type"}, set()),
        ("/resourceGroups/pets", "2017-05-10", "0000-00-00", {"type"}, set()),
        ("/providers/Microsoft.Storage", "2018-05-01", "2021-04-01", {"registrationPolicy"}, set()),
        (
            "/locations",
            "2016-06-01",
            "2022-12-01",
            {"metadata", "regionalDisplayName", "type", "availabilityZoneMappings"},
            {"latitude", "longitude"},
        ),
    ],
)
def test_an_answer_has_the_fields_of_its_version(
    arm: Arm, home: str, below: str, old: str, new: str, came: set[str], went: set[str]
) -> None:
    """Neither those that came later nor those that went before."""

    def fields(version: str) -> set[str]:
        body = arm("GET", home + below, version=version).json()
        return set(body["value"][0] if "value" in body else body)

    assert (fields(new) - fields(old), fields(old) - fields(new)) == (came, went)


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"{x", "while parsing value: x."), (b'{"a":', "end when reading"), (b"\xff", "Path")],
)
def test_what_is_no_json_is_refused_in_a_readers_words(
    arm: Arm, home: str, body: bytes, text: str
) -> None:
    """Those of the reader that Azure has, not of ours."""
    headers = {"Content-Type": "application/json"}
    answer = arm("PUT", f"{home}/resourceGroups/g", data=body, headers=headers)
    status, code, message = error(answer)
    assert (status, code) == (400, "InvalidRequestContent")
    assert text in message
    assert "Expecting" not in message


CLIENTS = {
    "Microsoft.Resources/": "2016-06-01 2018-05-01 2019-11-01 2020-10-01 2021-04-01 2022-09-01 "
    "2022-12-01 2023-07-01 2024-03-01 2024-11-01 2025-04-01",
    "Microsoft.CognitiveServices/accounts": "2017-04-18 2021-04-30 2021-10-01 2022-12-01 "
    "2023-05-01 2024-10-01 2025-06-01 2025-09-01",
    "Microsoft.MachineLearningServices/workspaces": "2018-11-19 2019-11-01 2021-07-01 2022-05-01 "
    "2022-10-01-preview 2023-04-01 2023-10-01 2024-04-01 2024-07-01-preview 2024-10-01 2025-06-01",
    "Microsoft.Authorization/roleAssignments": "2015-07-01 2018-01-01-preview 2018-09-01-preview "
    "2020-04-01-preview 2020-10-01-preview 2022-04-01",
    "Microsoft.Authorization/denyAssignments": "2018-07-01-preview 2022-04-01",
    "Microsoft.Authorization/locks": "2015-01-01 2016-09-01 2020-05-01",
    "Microsoft.Management/managementGroups": "2018-03-01-preview 2020-05-01 2021-04-01 2023-04-01",
}
"""By type: versions that Microsoft's clients for Python, its CLI and Terraform ask for."""


@pytest.mark.parametrize("kind", CLIENTS)
def test_no_client_in_use_is_refused(kind: str) -> None:
    """Whatever its age."""
    namespace, _, name = kind.partition("/")
    versions = supported(namespace, name)
    assert versions is not None
    assert set(CLIENTS[kind].split()) - set(versions) == set()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/", 404, "MissingSubscription"),
        ("/global/providers/Microsoft.Authorization/roleDefinitions", 404, "MissingSubscription"),
        ("/resourceGroups/pets", 404, "MissingSubscription"),
        ("/subscriptions/Pay-As-You-Go", 400, "InvalidSubscriptionId"),
        ("/subscriptions//resourceGroups/pets", 400, "InvalidSubscriptionId"),
        (
            "/subscriptions//resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s",
            400,
            "InvalidSubscriptionId",
        ),
    ],
)
def test_a_path_is_below_a_subscription(
    cloud: Cloud, arm: Arm, path: str, status: int, code: str
) -> None:
    """Or of a tenant's provider; and a subscription has a GUID, not a name."""
    assert error(arm("GET", path))[:2] == (status, code)
    assert cloud.unserved == []
