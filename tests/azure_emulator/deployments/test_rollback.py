"""What clients get back of templates, and what happens when one fails, as recorded."""

from __future__ import annotations

import json

import pytest

from tests.azure_emulator.deployments.conftest import VERSION, Group, account, component, template

BAD = account("bad", sku={"name": "none"})


def test_outputs_are_told_with_a_small_first_letter(group: Group) -> None:
    """Recorded in July 2020: `NewNSG` is told as `newNSG`."""
    outputs = {"NewNSG": {"type": "string", "value": "a"}}
    assert list(group.deploy(template(outputs=outputs))["outputs"]) == ["newNSG"]


@pytest.mark.parametrize(
    "said", [{"type": "lastSuccessful"}, {"type": "SpecificDeployment", "deploymentName": "GOOD"}]
)
def test_a_failure_falls_back_to_what_was_good(group: Group, said: dict[str, str]) -> None:
    """That is deployed again, and nothing is when there is no failure."""
    group.put(template(component("pets")), "good")
    before = group.end("good")["correlationId"]
    for resource, state in ((BAD, "Failed"), (component("more"), "Succeeded")):
        sent = {"mode": "Incremental", "template": template(resource), "onErrorDeployment": said}
        made = group.arm("PUT", group.path(), VERSION, json={"properties": sent}).json()
        assert made["properties"]["onErrorDeployment"]["deploymentName"] == "good"
        assert group.end()["provisioningState"] == state
        after = group.end("good")["correlationId"]
        assert (after != before) == (state == "Failed")
        before = after


def test_there_must_be_something_to_fall_back_to(group: Group) -> None:
    """A deployment of the name, or any that succeeded; and a type that is one."""
    for said, status in (
        ({"type": "LastSuccessful"}, 400),
        ({"type": "SpecificDeployment", "deploymentName": "x"}, 404),
        ({"type": "Whatever"}, 400),
        ("x", 400),
    ):
        sent = {"mode": "Incremental", "template": template(), "onErrorDeployment": said}
        answer = group.arm("PUT", group.path(), VERSION, json={"properties": sent})
        assert answer.status_code == status


def test_a_text_with_json_in_it_is_no_template(group: Group) -> None:
    """Many clients have sent one, and were told of a value that cannot be converted."""
    refused = group.put(json.dumps(template()))
    assert refused.json()["error"]["code"] == "InvalidRequestContent"
    assert "'Error converting value \"{" in refused.json()["error"]["message"]
    assert "Path 'properties.template'" in refused.json()["error"]["message"]


def test_a_subscriptions_deployment_needs_its_location_again(group: Group) -> None:
    """Without one that is said, not that it has another."""
    home = group.id.partition("/resourceGroups")[0]
    path = f"{home}/providers/Microsoft.Resources/deployments/whole"
    properties = {"mode": "Incremental", "template": template()}
    body = {"location": "eastus", "properties": properties}
    assert group.arm("PUT", path, VERSION, json=body).status_code == 201
    while group.arm("GET", path, VERSION).json()["properties"]["provisioningState"] != "Succeeded":
        pass
    refused = group.arm("PUT", path, VERSION, json={"properties": properties})
    assert refused.json()["error"]["code"] == "LocationRequired"
