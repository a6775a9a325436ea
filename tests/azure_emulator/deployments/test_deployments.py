"""The life of a deployment: what a client sees of it from the request to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.server import running
from azure_emulator.wire import Request, Response
from tests.azure_emulator.conftest import Clock, Sdk
from tests.azure_emulator.deployments.conftest import (
    VERSION,
    Group,
    account,
    component,
    template,
)


def test_resources_are_made_by_their_services(group: Group, sdk: Sdk) -> None:
    """An account of a template is an account like any other: it has keys, and is in lists."""
    properties = group.deploy(template(account("vision")))
    assert properties["provisioningState"] == "Succeeded"
    assert properties["outputResources"] == [
        {"id": f"{group.id}/providers/Microsoft.CognitiveServices/accounts/vision"}
    ]
    assert [each.name for each in sdk.cognitive.accounts.list()] == ["vision"]
    assert sdk.cognitive.accounts.list_keys("g", "vision").key1


def test_the_first_answer_says_where_to_ask(group: Group) -> None:
    """A new deployment is 201 and accepted; the header's URL tells how it gets on."""
    response = group.put(template())
    assert response.status_code == 201
    assert response.json()["properties"]["provisioningState"] == "Accepted"
    url = response.headers["Azure-AsyncOperation"]
    assert f"{group.path()}/operationStatuses/" in url
    path = url.removeprefix("https://management.azure.com").partition("?")[0]
    assert group.arm("GET", path, VERSION).json() == {"status": "Succeeded"}
    assert group.put(template()).status_code == 200


def test_the_management_sdk_waits_for_the_end(group: Group, sdk: Sdk) -> None:
    """An unmodified client polls until the deployment has ended, and gets it."""
    body = {"properties": {"mode": "Incremental", "template": template(account("vision"))}}
    poller = sdk.resources.resources.begin_create_or_update_by_id(
        group.path(), api_version=VERSION, parameters=body
    )
    properties: Any = poller.result().properties
    assert properties["provisioningState"] == "Succeeded"


def test_what_depends_waits_by_the_clock(slow_cloud: Cloud, clock: Clock) -> None:
    """Each step begins when those before it have ended, also if nobody asks meanwhile."""

    with running(slow_cloud) as emulator, requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": emulator.proxy_url}, str(emulator.ca_file)
        group = _group(slow_cloud, session)
        two = account("two", dependsOn=["one"], kind="CustomVision.Prediction")
        group.put(template(account("one"), two))
        states = []
        for _ in range(4):
            states.append(_states(group))
            clock.go(timedelta(seconds=45))
    assert states == [
        ("Running", {"one": "Running"}),
        ("Running", {"one": "Running"}),
        ("Running", {"one": "Succeeded", "two": "Running"}),
        ("Succeeded", {"one": "Succeeded", "two": "Succeeded"}),
    ]


def _group(cloud: Cloud, session: requests.Session) -> Group:
    from azure_emulator.entra.state import Entra
    from azure_emulator.resource_manager.state import ResourceManager

    entra = cloud.state(Entra)
    token = entra.token_of(entra.principal, "https://management.azure.com").text

    def arm(method: str, path: str, version: str, **body: Any) -> requests.Response:
        return session.request(
            method,
            f"https://management.azure.com{path}",
            params={"api-version": version},
            headers={"Authorization": f"Bearer {token}"},
            **body,
        )

    subscription = next(iter(cloud.state(ResourceManager).subscriptions))
    path = f"/subscriptions/{subscription}/resourceGroups/g"
    arm("PUT", path, VERSION, json={"location": "eastus"})
    return Group(path, arm)


def _states(group: Group) -> tuple[str, dict[str, str]]:
    operations = group.ask("/operations")["value"]
    steps = {
        each["properties"]["targetResource"]["resourceName"]: each["properties"][
            "provisioningState"
        ]
        for each in operations
        if "targetResource" in each["properties"]
    }
    return group.get()["provisioningState"], steps


def test_a_failure_is_told_with_the_services_own_error(group: Group) -> None:
    """A refused resource fails the deployment; what depends on it is not begun."""
    wrong = account("wrong", sku={"name": "X9"})
    after = component("after", dependsOn=["wrong"])
    properties = group.deploy(template(wrong, after, component("beside")))
    assert properties["provisioningState"] == "Failed"
    error = properties["error"]
    assert (error["code"], error["details"][0]["code"]) == ("DeploymentFailed", "InvalidSkuId")
    operations = {
        each["properties"]["targetResource"]["resourceName"]: each["properties"]
        for each in group.ask("/operations")["value"]
    }
    assert operations["wrong"]["statusMessage"]["error"]["code"] == "InvalidSkuId"
    assert operations["wrong"]["statusCode"] == "BadRequest"
    assert operations["beside"]["provisioningState"] == "Succeeded"
    assert "after" not in operations


def test_a_refusal_that_passes_is_outlasted(group: Group, cloud: Cloud) -> None:
    """What is throttled or out for a moment is tried again; what stays out fails."""
    refusals = [429, 503]

    def refuse(request: Request) -> Response | None:
        if request.method == "PUT" and "/accounts/" in request.path and refusals:
            return Response(refusals.pop(), {"error": {"code": "Passing", "message": ""}})
        return None

    cloud.on_request = refuse
    assert group.deploy(template(account("vision")))["provisioningState"] == "Succeeded"
    assert refusals == []
    refusals.extend([503] * 10)
    properties = group.deploy(template(account("other")))
    assert properties["error"]["details"][0]["code"] == "Passing"


def test_resources_are_made_as_the_caller(
    group: Group, cloud: Cloud, sdk_of: Callable[..., Sdk]
) -> None:
    """Who may deploy and not make accounts gets the account's own refusal."""
    from azure_emulator.entra.roles import Role
    from azure_emulator.entra.state import Entra

    role = Role("Deployer", actions=("Microsoft.Resources/*", "*/read"))
    deployer = sdk_of(cloud.state(Entra).register("deployer", role))
    body = {"properties": {"mode": "Incremental", "template": template(account("vision"))}}
    with pytest.raises(Exception, match="AuthorizationFailed"):
        deployer.resources.resources.begin_create_or_update_by_id(
            group.path(), api_version=VERSION, parameters=body
        ).result()


def test_a_template_gives_a_role_to_an_identity_that_it_makes(group: Group, sdk: Sdk) -> None:
    """By its principal, known once it is there; the same template can be deployed again."""
    reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    role = f"[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{reader}')]"
    assignment = {
        "type": "Microsoft.Authorization/roleAssignments",
        "apiVersion": "2022-04-01",
        "name": "[guid(resourceGroup().id, 'reader')]",
        "scope": "Microsoft.Insights/components/insights",
        "dependsOn": ["insights"],
        "properties": {
            "roleDefinitionId": role,
            "principalId": "[reference('vision', '2023-05-01', 'Full').identity.principalId]",
            "principalType": "ServicePrincipal",
        },
    }
    vision = account("vision", identity={"type": "SystemAssigned"})
    whole = template(assignment, vision, component("insights"))
    for _ in range(2):
        assert group.deploy(whole)["provisioningState"] == "Succeeded", group.get()["error"]
    identity: Any = sdk.cognitive.accounts.get("g", "vision").identity
    made = group.get()["outputResources"][0]["id"]
    assert (
        group.arm("GET", made, "2022-04-01").json()["properties"]["principalId"]
        == identity.principal_id
    )


def test_nested_templates_are_deployments_too(group: Group) -> None:
    """Its own names with the inner scope, those around it with the outer one."""
    outputs = {"name": {"type": "string", "value": "[parameters('name')]"}}
    parameters = {"name": {"type": "string", "defaultValue": "lab"}}
    inner = _nested(
        "inner",
        template(parameters=parameters, outputs=outputs),
        parameters={"name": {"value": "[concat(parameters('name'), '-in')]"}},
        expressionEvaluationOptions={"scope": "inner"},
    )
    outer = _nested("outer", template(outputs=outputs), after=["inner"])
    both = {
        name: {"type": "string", "value": f"[reference('{name}').outputs.name.value]"}
        for name in ("inner", "outer")
    }
    whole = template(inner, outer, parameters=parameters, outputs=both)
    told = group.deploy(whole)["outputs"]
    assert {name: each["value"] for name, each in told.items()} == {
        "inner": "lab-in",
        "outer": "lab",
    }
    assert group.get("inner")["provisioningState"] == "Succeeded"


def _nested(name: str, inner: Any, after: Any = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": VERSION,
        "name": name,
        "dependsOn": list(after),
        "properties": {"mode": "Incremental", "template": inner, **properties},
    }


def test_a_nested_failure_is_the_outer_ones(group: Group) -> None:
    """The error of the inner deployment stands in that of the outer one."""
    wrong = template(account("wrong", sku={"name": "X9"}))
    error = group.deploy(template(_nested("inner", wrong)))["error"]
    (detail,) = error["details"]
    assert detail["code"] == "ResourceDeploymentFailure"
    assert detail["details"][0]["details"][0]["code"] == "InvalidSkuId"


@pytest.mark.parametrize(
    "written",
    [
        "made",
        "Microsoft.Resources/resourceGroups/made",
        "[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'made')]",
        "[resourceId('Microsoft.Resources/resourceGroups/', 'made')]",
        "[concat(subscription().id, '/providers/Microsoft.Resources/resourceGroups/made')]",
    ],
)
def test_a_subscription_has_deployments_of_its_own(group: Group, sdk: Sdk, written: str) -> None:
    """They make groups, and deploy into them, as people and Bicep write it; with a location."""
    made = {
        "type": "Microsoft.Resources/resourceGroups",
        "apiVersion": "2022-09-01",
        "name": "made",
        "location": "westus2",
    }
    inside = _nested("inside", template(component("insights")), after=[written])
    inside["resourceGroup"] = "made"
    path = f"/subscriptions/{sdk.subscription}/providers/Microsoft.Resources/deployments/whole"
    properties = {"mode": "Incremental", "template": template(made, inside)}
    refused = group.arm("PUT", path, VERSION, json={"properties": properties})
    assert refused.json()["error"]["code"] == "LocationRequired"
    body = {"location": "eastus", "properties": properties}
    assert group.arm("PUT", path, VERSION, json=body).status_code == 201
    found = group.arm("GET", path, VERSION).json()
    assert found["properties"]["provisioningState"] == "Succeeded", found["properties"]
    names = [each.name for each in sdk.resources.resources.list_by_resource_group("made")]
    assert names == ["insights"]


def test_references_are_those_of_a_loop(group: Group) -> None:
    """By the symbolic name of the loop, in its order."""
    loop = {"name": "many", "count": 2}
    many = component("[concat('c', copyIndex())]", copy=loop)
    ids = "[references('many', 'Full')[1].resourceId]"
    outputs = {
        "kinds": {"type": "string", "value": "[references('many')[0].Application_Type]"},
        "second": {"type": "string", "value": ids},
    }
    whole = {**template(outputs=outputs), "languageVersion": "2.0", "resources": {"many": many}}
    told = group.deploy(whole)["outputs"]
    assert told["kinds"]["value"] == "web"
    assert told["second"]["value"].endswith("/components/c1")


def test_a_function_that_is_not_served_is_refused_by_name(group: Group, cloud: Cloud) -> None:
    """Wherever it is called; in a text it is no call."""
    called = {"a": {"type": "array", "value": "[pickZones('A.B', 'c', 'eastus')]"}}
    refused = group.put(template(outputs=called))
    assert refused.status_code == 501
    assert "'pickZones'" in refused.json()["error"]["message"]
    assert len(cloud.unserved) == 1
    cloud.unserved.clear()
    assert group.outputs("[concat('pickZones(', ')')]") == ["pickZones()"]


def test_the_mode_complete_removes_the_rest(group: Group, sdk: Sdk) -> None:
    """What the template does not name goes; with the mode incremental it stays."""
    group.deploy(template(component("one"), component("two")))
    group.deploy(template(component("three")))
    group.put(template(component("two")), mode="Complete")
    assert group.end()["provisioningState"] == "Succeeded"
    names = [each.name for each in sdk.resources.resources.list_by_resource_group("g")]
    assert names == ["two"]


def test_what_is_secret_is_never_told_back(group: Group) -> None:
    """Secure parameters and outputs have a type and no value, wherever one looks."""
    parameters = {"password": {"type": "secureString"}}
    outputs = {"password": {"type": "secureString", "value": "[parameters('password')]"}}
    made_up = "made-up-password"
    group.deploy(template(parameters=parameters, outputs=outputs), password=made_up)
    everything = [group.ask(below) for below in ("", "/operations")]
    assert made_up not in str(everything)
    assert group.get()["outputs"] == {"password": {"type": "SecureString"}}


def test_validation_makes_nothing(group: Group, sdk: Sdk) -> None:
    """A good template is told back with the resources that it would make."""
    answer = group.send("POST", "/validate", template(account("vision")))
    assert answer.status_code == 200
    (resource,) = answer.json()["properties"]["validatedResources"]
    assert resource["id"].endswith("/accounts/vision")
    assert list(sdk.cognitive.accounts.list()) == []
    assert group.arm("HEAD", group.path(), VERSION).status_code == 404


def test_a_what_if_tells_the_changes(group: Group) -> None:
    """Create, Modify, NoChange and Ignore; 202 first, the changes where that leads."""
    group.deploy(template(component("same"), component("other"), component("changed")))
    changed = component("changed", kind="java")
    answer = group.send(
        "POST", "/whatIf", template(component("same"), changed, component("new")), "next"
    )
    assert answer.status_code == 202
    path = answer.headers["Location"].removeprefix("https://management.azure.com")
    result = group.arm("GET", path.partition("?")[0], VERSION).json()
    kinds = {
        each["resourceId"].rpartition("/")[2]: each["changeType"]
        for each in result["properties"]["changes"]
    }
    assert kinds == {"same": "NoChange", "changed": "Modify", "new": "Create", "other": "Ignore"}


def test_deployments_are_listed_exported_and_deleted(group: Group) -> None:
    """The newest is the first; a deletion forgets the deployment, not its resources."""
    group.put(template(component("kept")), "first")
    group.put(template(account("wrong", sku={"name": "X9"})), "second")
    path = group.path("")
    listed = group.arm("GET", path.rstrip("/"), VERSION).json()["value"]
    assert [each["name"] for each in listed] == ["second", "first"]
    exported = group.arm("POST", group.path("first") + "/exportTemplate", VERSION).json()
    assert exported["template"]["resources"][0]["name"] == "kept"
    assert group.arm("DELETE", group.path("first"), VERSION).status_code == 202
    assert group.arm("GET", group.path("first"), VERSION).json()["error"] == {
        "code": "DeploymentNotFound",
        "message": "Deployment 'first' could not be found.",
    }
    assert group.arm("DELETE", group.path("first"), VERSION).status_code == 204


def test_one_that_is_under_way_can_be_cancelled_and_not_replaced(
    slow_cloud: Cloud, clock: Clock
) -> None:
    """Its next steps are never begun."""
    with running(slow_cloud) as emulator, requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": emulator.proxy_url}, str(emulator.ca_file)
        group = _group(slow_cloud, session)
        two = account("two", dependsOn=["one"])
        group.put(template(account("one"), two))
        assert group.put(template()).json()["error"]["code"] == "DeploymentActive"
        assert group.arm("POST", group.path() + "/cancel", VERSION).status_code == 204
        clock.go(timedelta(minutes=30))
        assert _states(group)[0] == "Canceled"
        assert "two" not in _states(group)[1]
        again = group.arm("POST", group.path() + "/cancel", VERSION)
    assert again.status_code == 409


def test_the_hash_of_a_template_can_be_asked_for(group: Group) -> None:
    """It is the one that its deployment tells."""
    whole = template(component("insights"))
    path = "/providers/Microsoft.Resources/calculateTemplateHash"
    answer = group.arm("POST", path, VERSION, json=whole).json()
    assert answer["templateHash"] == group.deploy(whole)["templateHash"]
    assert answer["minifiedTemplate"].startswith('{"$SCHEMA":"HTTPS://')


def test_a_deleted_group_takes_its_deployments_along(group: Group, sdk: Sdk) -> None:
    """A group of the same name begins without any."""
    group.deploy(template())
    sdk.resources.resource_groups.begin_delete("g").result()
    sdk.resources.resource_groups.create_or_update("g", {"location": "eastus"})
    assert group.arm("GET", group.path(), VERSION).status_code == 404


def test_a_template_by_link_comes_from_this_cloud_alone(group: Group) -> None:
    """What cannot be downloaded is refused in Azure's words, whatever the machine could reach."""
    link = {"uri": "https://raw.githubusercontent.com/somebody/templates/azuredeploy.json"}
    body = {"properties": {"mode": "Incremental", "templateLink": link}}
    answer = group.arm("PUT", group.path(), VERSION, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "InvalidContentLink"
    assert link["uri"] in answer.json()["error"]["message"]
