"""What differs by shape, and what does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from acceptance.cassettes.file import Exchange
from acceptance.drift.altering import altered
from acceptance.drift.differences import Difference, Kind, differences
from acceptance.drift.operations import by_operation


def answer(body: Any, status: int = 200, number: int = 0, **headers: str) -> Exchange:
    """An exchange; `number` makes it another request of the same operation."""
    request = {"method": "GET", "uri": f"https://management.azure.com/subscriptions/{number}"}
    text = body if isinstance(body, str) else json.dumps(body)
    response = {
        "status": {"code": status, "message": ""},
        "headers": {name.replace("_", "-"): [value] for name, value in headers.items()},
        "body": {"string": text},
    }
    return {"request": {**request, "headers": {}, "body": None}, "response": response}


def found(before: list[Exchange], after: list[Exchange]) -> list[Difference]:
    """The differences of both."""
    return differences(by_operation(before), by_operation(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"name": "a", "n": 1}, {"n": 2.5, "name": "b"}),
        ({"created": "2026-11-27T03:27:53.754Z"}, {"created": "2027-01-01T00:00:00Z"}),
        ([{"id": 1}, {"id": 2}], [{"id": 3}]),
        ([{"id": 1}], []),
        ({"tags": {"a": "b"}}, {"tags": {"c": "d"}}),
        ({"tags": {"a": "b"}}, {"tags": {}}),
        ([{"a": None}, {"a": 1}], [{"a": 1}]),
    ],
    ids=["values", "times", "counts", "none", "free keys", "no free keys", "null less often"],
)
def test_values_ids_times_order_and_counts_are_no_shape(before: Any, after: Any) -> None:
    """Another submission of the same kind has others of them."""
    assert found([answer(before)], [answer(after)]) == []


@pytest.mark.parametrize(
    ("before", "after", "kind", "place"),
    [
        ({"a": 1}, {}, Kind.FIELD_GONE, ("a",)),
        ({"a": 1}, {"a": 1, "b": 2}, Kind.FIELD_NEW, ("b",)),
        ({"a": 1}, {"a": "1"}, Kind.TYPE, ("a",)),
        ({"a": 1}, {"a": None}, Kind.TYPE, ("a",)),
        ({"a": "2026-11-27T03:27:53Z"}, {"a": "yesterday"}, Kind.TYPE, ("a",)),
        ([{"a": 1}], {"value": [{"a": 1}]}, Kind.TYPE, ()),
        ({"sku": {"name": "F0"}}, {"sku": {"name": "Free"}}, Kind.VALUE, ("sku", "name")),
        ({"x": [{"state": "A"}]}, {"x": [{"state": "B"}]}, Kind.VALUE, ("x", "[]", "state")),
        ({"value": []}, {"value": [], "nextLink": "https://a"}, Kind.PAGES, ("nextLink",)),
        ({"a": 1}, "<html>", Kind.BODY, ()),
    ],
)
def test_what_is_shape_is_found(before: Any, after: Any, kind: Kind, place: Any) -> None:
    """Fields, types, formats, nullness, values of closed sets, pages and kinds of bodies."""
    (difference,) = found([answer(before)], [answer(after)])
    assert (difference.kind, difference.path) == (kind, place)


def test_statuses_headers_and_operations_are_compared() -> None:
    """What surrounds a body, too."""
    (status,) = found([answer({})], [answer({}, 404)])
    assert (status.kind, status.before, status.after) == (Kind.STATUS, "200", "404")
    one, other = answer({}, content_type="application/json; a"), answer({}, content_type="a/b")
    (header,) = found([one], [other])
    assert (header.kind, header.path) == (Kind.HEADER, ("content-type",))
    assert found([one], [answer({}, content_type="application/json")]) == []
    silent = {"request": one["request"], "failed": "timeout"}
    (silence,) = found([one], [silent])
    assert silence.after == "no answer"
    assert [each.kind for each in found([one], [])] == [Kind.OPERATION_GONE]
    assert [each.kind for each in found([], [one])] == [Kind.OPERATION_NEW]


def test_what_is_still_there_beside_the_new_is_partial() -> None:
    """A second status, a null among texts, a field that some items lack."""
    for before, after in (
        ([answer({})], [answer({}), answer({}, 429, 1)]),
        ([answer([{"a": 1}])], [answer([{"a": 1}, {"a": None}])]),
        ([answer([{"a": 1}])], [answer([{"a": 1}, {}])]),
        ([answer({"kind": "A"})], [answer([]), answer({"kind": "A"}), answer({"kind": "B"})]),
    ):
        assert all(difference.partial for difference in found(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": 1, "b": {"c": [{"d": 1, "e": 2}]}}, {"a": 1, "b": {"c": [{"e": 2}]}}),
        ({"a": 1}, {"a": [2]}),
        ({"a": [1, 2]}, {"a": None}),
        ({"b": [{"state": "A"}, {"state": "B"}]}, {"b": [{"state": "B"}, {"state": "C"}]}),
        ({"a": 1}, "no JSON"),
    ],
)
def test_a_copy_with_all_differences_differs_no_more(before: Any, after: Any) -> None:
    """What is weighed is what was found: brought into the older cassette, nothing is left."""
    older, newer = [answer(before)], [answer(after)]
    copy = altered(older, found(older, newer))
    assert found(copy, newer) == []
    assert older == [answer(before)]


def test_a_copy_has_another_status_and_silence() -> None:
    """A whole answer makes way for another one, the request stays."""
    older = [answer({"a": 1})]
    silent = {"request": answer({}, number=7)["request"], "failed": "timeout"}
    for newer in ([answer({"error": {}}, 403, 7)], [silent]):
        (copy,) = altered(older, found(older, newer))
        assert copy == {**newer[0], "request": older[0]["request"]}


def test_hostile_answers_are_bounded() -> None:
    """Deep, wide and odd JSON costs little, and no key of it is taken for a field of Azure's."""
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    wide = {f"a{number}": number for number in range(20_000)}
    odd = {"\x1b[31m": 1, "a" * 10_000: 1, "": 2, "00000000-0000-4000-8000-000000000001": 3}
    many = found([answer({})], [answer({**wide, **odd, "deep": deep})])
    assert 900 < len(many) <= 1_000
    assert all(len(str(difference.path)) < 100 for difference in many)
    assert "[" * 50_000 not in str(found([answer({})], [answer("[" * 50_000)]))
