"""The language of templates: what expressions are worth, without a cloud around them."""

from __future__ import annotations

import itertools
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azure_emulator.deployments.language.evaluation import Budget
from azure_emulator.deployments.language.expressions import (
    Access,
    Expression,
    ExpressionError,
    FunctionCall,
    Literal,
    parse,
)
from azure_emulator.deployments.language.resolution import resolved
from azure_emulator.deployments.language.scope import Place, Scope, Values
from azure_emulator.deployments.language.template import read
from azure_emulator.deployments.validators import hash_of
from azure_emulator.work import UnfinishedError, postponing
from tests.azure_emulator.deployments.conftest import template

NAMESPACE = uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830")
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/g"


def scope(in_default: bool = False, group: bool = True, **parts: Any) -> Scope:
    """The names of a template with these parts, in the group `g`."""
    counter = itertools.count(1)
    type_ = {"resourceType": "c", "locations": [], "apiVersions": ["2020-01-01"]}
    provider = {"namespace": "A.B", "resourceTypes": [type_]}
    place = Place(
        subscription={"subscriptionId": SUBSCRIPTION, "id": f"/subscriptions/{SUBSCRIPTION}"},
        tenant={"tenantId": "t"},
        deployment={"name": "lab"},
        group={"id": GROUP, "name": "g", "location": "eastus"} if group else None,
        deployer={"objectId": "me"},
        provider={"A.B": provider}.get,
    )
    values = Values(
        template=read(template(**parts)),
        given={},
        place=place,
        budget=Budget(),
        moment=datetime(2026, 11, 2, 9, 5, 7, tzinfo=UTC),
        new_id=lambda: f"id-{next(counter)}",
    )
    return Scope(values, in_default=in_default)


def value(expression: Any, **parts: Any) -> Any:
    """What some data of a template is worth."""
    return resolved(expression, scope(**parts))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("plain", "plain"),
        ("[[literal]", "[literal]"),
        ("[concat('it''s ', string(1), string(true()))]", "it's 1True"),
        ("[concat(createArray(1), createArray('a'))]", [1, "a"]),
        ("[format('{0}-{1:D3}-{2,3}{{}}', 'a', 7, 'b')]", "a-007-  b{}"),
        ("[uniqueString('tyeth')]", "zcztcwvu6iyg6"),
        ("[uniqueString('hello', 'world')]", "a7wkljktk6wne"),
        ("[guid('a', 'b')]", str(uuid.uuid5(NAMESPACE, "a-b"))),
        ("[toUpper(substring('abcdef', 1, 2))]", "BC"),
        ("[replace('a.b.c', '.', '')]", "abc"),
        ("[split('a,b;c', createArray(',', ';'))]", ["a", "b", "c"]),
        ("[join(createArray('a', 1), '-')]", "a-1"),
        ("[take('abc', 2)]", "ab"),
        ("[skip(createArray(1, 2, 3), 2)]", [3]),
        ("[first('abc')]", "a"),
        ("[last(createArray(1, 2))]", 2),
        ("[length(createObject('a', 1))]", 1),
        ("[contains(createObject('Key', 1), 'key')]", True),
        ("[contains('abc', 'b')]", True),
        ("[empty('')]", True),
        ("[union(createObject('a', createObject('b', 1)), json('{\"a\":{\"c\":2}}'))]",
         {"a": {"b": 1, "c": 2}}),
        ("[union(createArray(1, 2), createArray(2, 3))]", [1, 2, 3]),
        ("[intersection(createArray(1, 2), createArray(2, 3))]", [2]),
        ("[if(equals(1, 2), unknown(), 'lazy')]", "lazy"),
        ("[and(true(), or(false(), not(false())))]", True),
        ("[or(true(), unknown())]", True),
        ("[equals(1, true())]", False),
        ("[less(1, 2)]", True),
        ("[greaterOrEquals('b', 'a')]", True),
        ("[add(mul(2, 3), mod(sub(10, 3), 4))]", 9),
        ("[div(-7, 2)]", -3),
        ("[max(createArray(1, 5, 3))]", 5),
        ("[min(4, 2)]", 2),
        ("[range(2, 3)]", [2, 3, 4]),
        ("[coalesce(null(), 'x')]", "x"),
        ("[int('42')]", 42),
        ("[bool('True')]", True),
        ("[json('{\"a\": [1]}').a[0]]", 1),
        ("[createObject('Name', 'x').name]", "x"),
        ("[createObject('a', 1).?b]", None),
        ("[base64ToString(base64('ä'))]", "ä"),
        ("[uriComponent('a b/c')]", "a%20b%2Fc"),
        ("[uri('https://h/a/b', 'c')]", "https://h/a/c"),
        ("[dataUriToString(dataUri('x'))]", "x"),
        ("[padLeft('7', 3, '0')]", "007"),
        ("[trim('  a ')]", "a"),
        ("[startsWith('Abc', 'aB')]", True),
        ("[indexOf('abcabc', 'C')]", 2),
        ("[lastIndexOf('abcabc', 'a')]", 3),
        ("[items(json('{\"b\":1}'))]", [{"key": "b", "value": 1}]),
        ("[flatten(createArray(createArray(1), createArray(2)))]", [1, 2]),
        ("[dateTimeAdd('2024-01-31 10:00:00Z', 'P1M')]", "2024-02-29 10:00:00Z"),
        ("[dateTimeAdd('20240101T000000Z', '-PT1H', 'yyyy-MM-dd')]", "2023-12-31"),
        ("[map(range(0, 3), lambda('i', mul(lambdaVariables('i'), 2)))]", [0, 2, 4]),
        ("[filter(createArray(1, 2, 3), lambda('i', less(lambdaVariables('i'), 3)))]", [1, 2]),
        ("[reduce(range(1, 3), 0, lambda('a', 'b', add(lambdaVariables('a'), "
         "lambdaVariables('b'))))]", 6),
        ("[sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), "
         "lambdaVariables('b'))))]", [1, 2, 3]),
        ("[resourceId('Microsoft.Storage/storageAccounts', 's')]",
         f"{GROUP}/providers/Microsoft.Storage/storageAccounts/s"),
        ("[resourceId('other', 'A.B/c/d', 'x', 'y')]",
         f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/A.B/c/x/d/y"),
        ("[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')]",
         f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/r"),
        ("[extensionResourceId(resourceGroup().id, 'A.B/c', 'x')]", f"{GROUP}/providers/A.B/c/x"),
        ("[tenantResourceId('A.B/c', 'x')]", "/providers/A.B/c/x"),
        ("[environment().suffixes.storage]", "core.windows.net"),
        ("[deployment().name]", "lab"),
        ("[resourceId('Microsoft.Resources/resourceGroups', 'n')]",
         f"{GROUP}/providers/Microsoft.Resources/resourceGroups/n"),
        ("[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'n')]",
         f"/subscriptions/{SUBSCRIPTION}/resourceGroups/n"),
        ("[contains(createArray(1, 'a'), true())]", False),
        ("[contains(createArray(1, createArray(2)), createArray(2))]", True),
        ("[union(createArray(1, true()), createArray(true(), '1'))]", [1, True, "1"]),
        ("[float('3.5')]", 3.5),
        ("[float(2)]", 2.0),
        ("[indexFromEnd(createArray('a', 'b'), 1)]", "b"),
        ("[tryIndexFromEnd(createArray('a', 'b'), 3)]", None),
        ("[deployer().objectId]", "me"),
        ("[providers('A.B', 'c').apiVersions[0]]", "2020-01-01"),
        ("[parseCidr('10.144.0.0/20')]",
         {"network": "10.144.0.0", "netmask": "255.255.240.0", "broadcast": "10.144.15.255",
          "firstUsable": "10.144.0.1", "lastUsable": "10.144.15.254", "cidr": 20}),
        ("[cidrSubnet('10.144.0.0/20', 24, 1)]", "10.144.1.0/24"),
        ("[cidrHost('10.144.3.0/24', 0)]", "10.144.3.1"),
    ],
)  # fmt: skip
def test_an_expression_is_worth(expression: str, expected: Any) -> None:
    """Each function does what Microsoft's pages say of it."""
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("[toUper('a')]", "The template function 'toUper' is not valid."),
        ("[fail('names are short')]", "names are short"),
        ("[managementGroup()]", "'managementGroup' is not expected at this location."),
        ("[references('x')]", "The template function 'references' is not expected"),
        ("[providers('A.C')]", "the provider 'A.C' is not found"),
        ("[float('nan')]", "it is no number"),
        ("[parseCidr('10.0.0.1')]", "is no range of addresses"),
        ("[parseCidr('10.0.0.300/8')]", "is no range of addresses"),
        ("[cidrSubnet('10.0.0.0/24', 16, 0)]", "the length '16' is not inside"),
        ("[cidrSubnet('10.0.0.0/24', 25, 2)]", "the index '2' is out of"),
        ("[cidrHost('10.0.0.0/30', 2)]", "the index '2' is out of"),
        ("[parameters('none')]", "The template parameter 'none' is not found."),
        ("[variables('none')]", "The template variable 'none' is not found."),
        ("[utcNow()]", "The template function 'utcNow' is not expected at this location."),
        ("[newGuid()]", "The template function 'newGuid' is not expected at this location."),
        ("[copyIndex()]", "The template function 'copyIndex' is not expected at this location."),
        ("[reference('x')]", "The template function 'reference' is not expected"),
        ("[listKeys('x', '2023-01-01')]", "The template function 'listKeys' is not expected"),
        ("[createObject('a', 1).b]", "property 'b' doesn't exist, available properties are 'a'"),
        ("[createArray(1)[3]]", "array index '3' is out of bounds"),
        ("[substring('abc', 2, 5)]", "must refer to a location within the string"),
        ("[add('1', 2)]", "Unable to evaluate template language function 'add'"),
        ("[div(1, 0)]", "the divisor is zero"),
        ("[toUpper()]", "expected 1 argument(s), got 0"),
        ("[resourceId('A.B/c/d', 'x')]", "the type 'A.B/c/d' requires '2' resource name"),
        ("[concat('a', )]", "Unable to parse language expression"),
        ("[concat('a']", "Unable to parse language expression"),
        ("['unclosed]", "Unable to parse language expression"),
        ("[name]", "Unable to parse language expression"),
        ("[]", "Unable to parse language expression"),
        ("[format('{5}', 'a')]", "has no argument"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_by_name(expression: str, message: str) -> None:
    """In Azure's words, as far as they are known."""
    with pytest.raises(ExpressionError) as refused:
        value(expression)
    assert message in str(refused.value)


def test_defaults_can_be_new() -> None:
    """`newGuid` and `utcNow` are for the defaults of parameters alone, and stay the same."""
    parameters = {
        "id": {"type": "string", "defaultValue": "[newGuid()]"},
        "at": {"type": "string", "defaultValue": "[utcNow('yyyy-MM-dd HH:mm:ss')]"},
    }
    expression = "[concat(parameters('id'), parameters('ID'), ' ', parameters('at'))]"
    assert value(expression, parameters=parameters) == "id-1id-1 2026-11-02 09:05:07"


def test_loops_make_arrays() -> None:
    """`copy` in variables, in objects, and over several variables at once."""
    loop = {"count": 2, "input": "[copyIndex('many', 1)]"}
    variables = {
        "copy": [{"name": "many", **loop}],
        "holder": {"copy": [{"name": "many", **loop}], "other": 1},
    }
    data = {"a": "[variables('many')]", "b": "[variables('holder').many]"}
    assert value(data, variables=variables) == {"a": [1, 2], "b": [1, 2]}


def test_templates_have_functions_of_their_own() -> None:
    """They know their parameters and nothing else."""
    member = {
        "parameters": [{"name": "word", "type": "string"}],
        "output": {"type": "string", "value": "[concat('<', parameters('word'), '>')]"},
    }
    functions = [{"namespace": "my", "members": {"quoted": member}}]
    assert value("[my.quoted('a')]", functions=functions) == "<a>"


def test_the_hash_of_a_template_is_azures() -> None:
    """The number that a recorded test of the Azure CLI got for this template."""
    schema = "https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#"
    data = {"$schema": schema, "contentVersion": "1.0.0.0", "resources": []}
    assert hash_of(data) == "3965660584125802942"


def test_the_hash_of_a_large_template_is_computed_while_nobody_waits() -> None:
    """Not under the lock of the cloud, and once."""
    data = {"resources": ["x" * 1000] * 300}
    with postponing(), pytest.raises(UnfinishedError) as unfinished:
        hash_of(data)
    unfinished.value.do()
    with postponing():
        assert hash_of(data) == hash_of(dict(data))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("map(range(0, 400), lambda('y', 'a'))", "function calls limit exceeded"),
        ("length(filter(range(0, 400), lambda('y', true())))", "function calls limit exceeded"),
        ("union(variables('long'), createArray(lambdaVariables('x')))", "maximum size"),
        ("contains(variables('long'), true())", "maximum size"),
    ],
)
def test_loops_of_lambdas_end_soon(body: str, message: str) -> None:
    """Whatever is in them costs something."""
    with pytest.raises(ExpressionError, match=message):
        value(f"[map(range(0, 10000), lambda('x', {body}))]", variables={"long": [1] * 10_000})


names = st.from_regex(r"[a-z][A-Za-z0-9]{0,8}", fullmatch=True)
literals = st.builds(Literal, st.text(max_size=20) | st.integers(-(10**15), 10**15))
expressions: st.SearchStrategy[Expression] = st.recursive(
    literals,
    lambda inner: (
        st.builds(FunctionCall, names, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            Access,
            st.builds(FunctionCall, names),
            inner,
            st.booleans(),
        )
    ),
    max_leaves=8,
)


def written(expression: Expression) -> str:
    """An expression as text."""
    if isinstance(expression, Literal):
        said = expression.value
        return str(said) if isinstance(said, int) else "'" + said.replace("'", "''") + "'"
    if isinstance(expression, FunctionCall):
        return f"{expression.name}({', '.join(map(written, expression.arguments))})"
    safe = "?" if expression.safe else ""
    return f"{written(expression.of)}[{safe}{written(expression.key)}]"


@settings(max_examples=50)
@given(expressions)
def test_what_is_written_is_read_again(expression: Expression) -> None:
    """The parser gives back each expression that a text was made of."""
    assert parse(f"[{written(expression)}]") == expression


@given(st.text(alphabet="ab1'()[].,? -", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """The parser knows one way of failing."""
    with suppress(ExpressionError):
        parse(f"[{text}]")
