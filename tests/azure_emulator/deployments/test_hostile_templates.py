"""Templates that are wrong, too large, or made to cost too much: Azure's error, and soon."""

from __future__ import annotations

import json
from typing import Any

import pytest

from azure_emulator.cloud import Cloud
from tests.azure_emulator.deployments.conftest import (
    VERSION,
    Group,
    account,
    component,
    template,
)


def refused(group: Group, template: Any, **parameters: Any) -> tuple[int, str, str]:
    """The status, code and message of a template's refusal."""
    response = group.put(template, **parameters)
    error = response.json()["error"]
    return response.status_code, error["code"], error["message"]


def strings(count: int) -> dict[str, Any]:
    """So many parameters or outputs."""
    return {f"p{place}": {"type": "string", "value": "", "defaultValue": ""} for place in
            range(count)}  # fmt: skip


def doubling(count: int) -> dict[str, Any]:
    """Variables of which each is twice the one before."""
    chain = {
        f"v{place}": f"[concat(variables('v{place - 1}'), variables('v{place - 1}'))]"
        for place in range(1, count)
    }
    return {"v0": "x" * 100, **chain}


def sharing(count: int) -> dict[str, Any]:
    """The same with arrays, whose parts are shared."""
    chain = {
        f"v{place}": f"[createArray(variables('v{place - 1}'), variables('v{place - 1}'))]"
        for place in range(1, count)
    }
    return {"v0": "x", **chain}


NESTED_CALLS = "[" + "concat(" * 500 + "'a'" + ")" * 500 + "]"
LOOP = {"name": "loop", "count": 801}
DEEP_CHAIN = {
    **{f"v{place}": f"[variables('v{place + 1}')]" for place in range(250)},
    "v250": "end",
}
MANY = {"copy": [{"name": place, "count": 800, "input": "a"} for place in ("x", "y")]}
WIDE_AND_DEEP: dict[str, Any] = {"v30": "end"}
for place in range(30):
    inner: Any = f"[variables('v{place + 1}')]"
    for _ in range(60):
        inner = {"x": inner}
    WIDE_AND_DEEP[f"v{place}"] = inner


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (template(parameters=strings(257)), "parameters limit exceeded. Limit: '256' and actual"),
        (template(variables=dict.fromkeys(map(str, range(257)), 1)), "variables limit exceeded"),
        (template(outputs=strings(65)), "Limit: '64' and actual: '65'"),
        (template(*[component(f"c{n}") for n in range(801)]), "resources limit exceeded"),
        (template(component("[copyIndex()]", copy=LOOP)), "cannot exceed '800'"),
        (template(variables={"v": "[concat('" + "x" * 24_600 + "')]"}), "length limit exceeded"),
        (template(variables={"v": NESTED_CALLS}), "nesting limit exceeded"),
        (template(variables=doubling(40)), "exceeds the maximum size"),
        (template(variables=sharing(60)), "exceeds the maximum size"),
        (template(variables=DEEP_CHAIN), "nesting limit exceeded"),
        (template(variables={"copy": [{"name": "v", "count": 800, "input": MANY}]}),
         "values limit exceeded"),
        (template(variables=WIDE_AND_DEEP), "nested too deeply"),
        (template(variables={"a": "[variables('b')]", "b": "[variables('a')]"}), "Circular"),
        (template(parameters={"a": {"type": "int", "defaultValue": "[parameters('a')]"}}),
         "Circular"),
        (template(variables={"v": "[json(concat('[', padLeft('', 60000, '['), ''))]"}), "JSON"),
        (template(variables={"v": "[range(0, 100000)]"}), "from 0 to 10000"),
        (template(variables={"v": "[padLeft('a', 1000000000)]"}), "length"),
        (template(variables={"v": "[replace(padLeft('', 65000, 'a'), 'a', padLeft('', 65000))]"}),
         "exceeds the maximum size"),
        (template(variables={"v": "[mul(9223372036854775807, 2)]"}), "64 bits"),
        (template(account("a", dependsOn=["b"]), account("b", dependsOn=["a"])),
         "Circular dependency detected on resource: '/subscriptions/"),
        (template(component("a", tags={"x": "[reference('a').y]"})), None),
        (template(account("a", dependsOn=["nothing"])), "The resource 'nothing' is not defined"),
        (template(account("a"), account("A")), "is defined multiple times in a template"),
        (template(account("a/b")), "has incorrect segment lengths"),
        (template({"type": "A.B/c"}), "Required property 'name' not found in JSON."),
        (template({"type": "A.B/c", "name": "x"}), "Required property 'apiVersion' not found"),
        (template(component("a", condition="maybe")), "no boolean"),
        (template(5), "is not a JSON object"),
        (template(surprise=1), "Could not find member 'surprise' on object of type 'Template'."),
        (template(definitions={"a": {}}), "does not know the template's 'definitions'"),
        (template(parameters={"p": {"type": "number"}}), "The type 'number' of the template's"),
        (template(parameters={"p": {"type": "string"}}),
         "The value for the template parameter 'p' at line '1' and column '1' is not provided."),
        ({"$schema": "https://example.test/x.json"}, "Required property 'contentVersion'"),
        ([], "not a JSON object"),
    ],
)  # fmt: skip
def test_a_broken_template_is_refused(
    group: Group, cloud: Cloud, broken: Any, message: str | None
) -> None:
    """With 400 `InvalidTemplate`, and a text that says what is wrong."""
    if message is None:  # A resource that refers to itself waits for nobody, and fails by itself.
        assert group.deploy(broken)["provisioningState"] == "Failed"
        return
    status, code, text = refused(group, broken)
    assert (status, code) == (400, "InvalidTemplate")
    assert message in text
    assert cloud.faults == []


@pytest.mark.parametrize(
    ("definition", "value", "message"),
    [
        ({"type": "string"}, 5, "Expected 'String, Uri'. Actual 'Integer'."),
        ({"type": "int"}, True, "Expected 'Integer'. Actual 'Boolean'."),
        ({"type": "string", "allowedValues": ["a", "b"]}, "c", "allowed value(s): 'a,b'"),
        ({"type": "string", "minLength": 3}, "ab", "greater than or equal to '3'"),
        ({"type": "int", "maxValue": 3}, 4, "less than or equal to '3'"),
        ({"type": "array", "maxLength": 1}, [1, 2], "less than or equal to '1'"),
    ],
)
def test_a_wrong_parameter_is_refused(
    group: Group, definition: dict[str, Any], value: Any, message: str
) -> None:
    """Its type, the allowed values, its size."""
    _, code, text = refused(group, template(parameters={"p": definition}), p=value)
    assert code == "InvalidTemplate"
    assert message in text


def test_a_parameter_that_is_none_is_refused(group: Group) -> None:
    """By its name, with those that there are."""
    _, _, text = refused(group, template(parameters={"a": {"type": "int"}}), b=1)
    assert "The template parameters 'b' in the parameters file are not valid" in text
    assert "supported parameters for this template are 'a'" in text


def test_the_name_of_a_wrong_secret_is_told_and_not_its_value(group: Group) -> None:
    """Not even in the refusal."""
    definition = {"type": "secureString", "allowedValues": ["a"]}
    made_up = "made-up-password"
    _, _, text = refused(group, template(parameters={"p": definition}), p=made_up)
    assert "'p'" in text
    assert made_up not in text


def test_a_request_larger_than_a_template_is_refused(group: Group) -> None:
    """4 MB is the limit."""
    status, code, _ = refused(group, template(metadata={"x": "y" * 4_200_000}))
    assert (status, code) == (413, "RequestContentTooLarge")


def test_eight_hundred_resources_in_turn_are_made(group: Group) -> None:
    """A long chain of steps ends, each after the one before."""
    loop = {"name": "loop", "count": 200, "mode": "serial", "batchSize": 2}
    group.put(template(component("[concat('c', copyIndex())]", copy=loop)))
    properties = group.end()
    assert properties["provisioningState"] == "Succeeded"
    assert len(properties["outputResources"]) == 200


def test_deep_nesting_of_deployments_ends(group: Group) -> None:
    """At a bound, with an error of the deployment that goes too deep."""
    inner = template()
    for level in range(8):
        inner = template(
            {
                "type": "Microsoft.Resources/deployments",
                "apiVersion": VERSION,
                "name": f"level{level}",
                "properties": {"mode": "Incremental", "template": inner},
            }
        )
    properties = group.deploy(inner)
    assert properties["provisioningState"] == "Failed"
    assert "nested deployments limit exceeded" in json.dumps(properties["error"])


def test_what_other_readers_of_json_take_is_taken(group: Group) -> None:
    """Comments, names without quotes, trailing commas, as the Azure CLI sends a file."""
    text = json.dumps(template())[1:-1]
    body = "{properties: {'mode': 'Incremental', template: {" + text + ",} // all\n /* */ }}"
    sent = {"headers": {"Content-Type": "application/json"}}
    assert group.arm("PUT", group.path(), VERSION, data=body, **sent).status_code == 201
    for broken in ("{properties: ", "{'", "/* " * 1000, '"' * 1001, "{{{{", "\xff"):
        answer = group.arm("PUT", group.path("x"), VERSION, data=broken.encode("latin-1"), **sent)
        assert answer.json()["error"]["code"] == "InvalidRequestContent"
