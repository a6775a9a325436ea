"""Transformations of Azure's answers on their way to the grader."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from azure_emulator.wire import Request, Response
from tests.harness.fault_actions import ARM, SIGN_IN, Serve
from tests.harness.metamorphic.transformation import (
    Layer,
    Promise,
    Transformation,
    name_of,
    source_of,
)

TRANSFORMATIONS: list[Transformation] = []

Change = Callable[[Any], Any]
"""Makes another answer of the JSON data of one."""


def changes(
    promise: Promise, meets: Callable[[Request], bool] = lambda request: True
) -> Callable[[Change], Change]:
    """Register a change of the JSON data of each answer to the requests that it meets."""

    def register(change: Change) -> Change:
        def act(request: Request, serve: Serve) -> Response:
            answer = serve(request)
            if answer.status != 200 or answer.body is None or isinstance(answer.body, bytes):
                return answer
            return replace(answer, body=change(json.loads(json.dumps(answer.body))))

        _registered(change, promise, meets, act, Layer.DATA)
        return change

    return register


def answers(
    promise: Promise,
    meets: Callable[[Request], bool] = lambda request: True,
    layer: Layer = Layer.BYTES,
) -> Callable[[Any], Any]:
    """Register what answers in place of the cloud the requests that it meets."""
    return lambda act: _registered(act, promise, meets, act, layer)


def _registered(
    function: Any, promise: Promise, meets: Callable[[Request], bool], act: Any, layer: Layer
) -> Any:
    def to_these(request: Request, serve: Serve) -> Response:
        met = request.host != SIGN_IN and meets(request)
        return act(request, serve) if met else serve(request)

    TRANSFORMATIONS.append(
        Transformation(
            name=name_of(function),
            promise=promise,
            source=source_of(function),
            act=to_these,
            layer=layer,
        )
    )
    return function


def of_arm(request: Request) -> bool:
    """A request to Azure Resource Manager."""
    return request.host == ARM


def of_custom_vision(request: Request) -> bool:
    """A request to Custom Vision."""
    return "/customvision/" in request.path


def ending(*ends: str) -> Callable[[Request], bool]:
    """A request whose path ends so."""
    return lambda request: request.path.casefold().endswith(tuple(map(str.casefold, ends)))


MAPS = {"tags", "augmentationMethods"}
"""The fields whose objects hold names of anybody's, all of one type."""


def everywhere(body: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Each object in the data changed, the innermost first; no map."""
    if isinstance(body, list):
        return [everywhere(item, change) for item in body]
    if not isinstance(body, dict):
        return body
    return change(
        {
            name: value if name in MAPS and isinstance(value, dict) else everywhere(value, change)
            for name, value in body.items()
        }
    )


def texts(body: Any, change: Callable[[str, str], str], name: str = "") -> Any:
    """Each text in the data changed, told the name of its field."""
    if isinstance(body, list):
        return [texts(item, change, name) for item in body]
    if isinstance(body, dict):
        return {key: texts(value, change, key) for key, value in body.items()}
    return change(name, body) if isinstance(body, str) else body


def items(body: Any, change: Callable[[list[Any]], list[Any]]) -> Any:
    """The items of a list changed; what is no list stays."""
    if isinstance(body, list):
        return change(body)
    for name in ("value", "predictions", "perTagPerformance"):
        if isinstance(body, dict) and isinstance(body.get(name), list):
            return {**body, name: change(body[name])}
    return body


# the order of lists, and their pages


@changes(Promise.NEUTRAL)
def lists_reversed(body: Any) -> Any:
    """No document of Azure's promises an order of a list."""
    return items(body, lambda listed: listed[::-1])


@changes(Promise.NEUTRAL)
def lists_shuffled(body: Any) -> Any:
    """No document of Azure's promises an order of a list."""
    return items(body, lambda listed: random.Random(7).sample(listed, len(listed)))  # noqa: S311


@changes(Promise.NEUTRAL)
def fields_in_another_order(body: Any) -> Any:
    """The members of a JSON object have no order: RFC 8259, section 4."""
    return everywhere(body, lambda value: dict(reversed(value.items())))


def _page(request: Request, serve: Serve, size: int) -> Response:
    begin = int(request.query.get("$skiptoken", "0"))
    query = {name: value for name, value in request.query.items() if name != "$skiptoken"}
    answer = serve(replace(request, query=query))
    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("value"), list):
        return answer
    listed, end = answer.body["value"], begin + size
    body = {**answer.body, "value": listed[begin:end]}
    if end < len(listed):
        query["$skiptoken"] = str(end)
        body["nextLink"] = f"https://{request.host}{request.path}?{urlencode(query)}"
    return replace(answer, body=body)


@answers(Promise.NEUTRAL, of_arm, Layer.PAGES)
def one_item_a_page(request: Request, serve: Serve) -> Response:
    """A list comes in pages of any size: ARM's guidelines, "Collections"."""
    return _page(request, serve, 1)


@answers(Promise.NEUTRAL, of_arm, Layer.PAGES)
def two_items_a_page(request: Request, serve: Serve) -> Response:
    """A list comes in pages of any size: ARM's guidelines, "Collections"."""
    return _page(request, serve, 2)


@answers(Promise.NEUTRAL, of_arm, Layer.PAGES)
def an_empty_page_first(request: Request, serve: Serve) -> Response:
    """A page may be empty and still lead on: ARM's guidelines, "Collections"."""
    first = {name: value for name, value in request.query.items() if name != "$skiptoken"}
    answer = serve(replace(request, query=first))
    is_list = isinstance(answer.body, dict) and isinstance(answer.body.get("value"), list)
    if "$skiptoken" in request.query or not is_list:
        return answer
    query = urlencode({**first, "$skiptoken": "0"})
    link = f"https://{request.host}{request.path}?{query}"
    return replace(answer, body={**answer.body, "value": [], "nextLink": link})


@changes(Promise.NEUTRAL, of_arm)
def a_next_link_that_is_null(body: Any) -> Any:
    """Many providers send `"nextLink": null` on the last page."""
    last = isinstance(body, dict) and isinstance(body.get("value"), list)
    return {"nextLink": None, **body} if last else body


# spelling that Azure leaves open


def _segments(text: str, change: Callable[[str], str]) -> str:
    names = "subscriptions|resourceGroups|providers|Microsoft\\.[A-Za-z]+|accounts|workspaces"
    return re.sub(rf"/({names})(?=/|$)", lambda found: "/" + change(found[1]), text, flags=re.I)


@changes(Promise.NEUTRAL, of_arm)
def ids_in_small_letters(body: Any) -> Any:
    """Ids of Resource Manager have no letter case: ARM's guidelines, "Resource ids"."""
    return texts(body, lambda name, text: _whole_id(text, str.lower))


@changes(Promise.NEUTRAL, of_custom_vision)
def ids_in_capitals(body: Any) -> Any:
    """Ids of Resource Manager have no letter case: ARM's guidelines, "Resource ids"."""
    return texts(body, lambda name, text: _whole_id(text, str.upper))


def _whole_id(text: str, change: Callable[[str], str]) -> str:
    return change(text) if re.match("/subscriptions/", text, re.I) else text


@changes(Promise.NEUTRAL)
def segments_in_capitals(body: Any) -> Any:
    """Providers spell `resourcegroups` and their own names as they like."""
    return texts(body, lambda name, text: _segments(text, str.upper))


@changes(Promise.NEUTRAL, of_arm)
def types_in_small_letters(body: Any) -> Any:
    """The type of a resource has no letter case: `microsoft.insights/components` is real."""
    return texts(body, lambda name, text: text.lower() if name == "type" else text)


@changes(Promise.NEUTRAL, of_arm)
def regions_in_words(body: Any) -> Any:
    """Azure keeps a resource's region as it was typed: `East US` is what its portal shows."""
    words = {"eastus": "East US", "westeurope": "West Europe"}

    def in_words(item: Any) -> Any:
        region = item.get("location")
        return {**item, "location": words.get(region, region)} if region else item

    return items(body, lambda listed: [in_words(item) for item in listed])


@changes(Promise.NEUTRAL, of_arm)
def endpoints_without_their_slash(body: Any) -> Any:
    """An endpoint stands with and without a slash at its end."""
    return texts(body, lambda name, text: text.rstrip("/") if name == "endpoint" else text)


@changes(Promise.NEUTRAL)
def times_with_seven_digits(body: Any) -> Any:
    """.NET's round trip format has seven digits of a second."""
    return texts(
        body, lambda name, text: re.sub(r"(T\d\d:\d\d:\d\d)(\.\d+)?Z$", r"\1.1234567Z", text)
    )


@changes(Promise.NEUTRAL)
def times_a_year_ago(body: Any) -> Any:
    """Nobody asked for a deadline; all times are shifted alike."""
    earlier = r"^20(\d\d)(?=-\d\d-\d\dT)"
    return texts(body, lambda name, text: re.sub(earlier, _year_before, text))


def _year_before(year: re.Match[str]) -> str:
    return f"20{int(year[1]) - 4:02}"


@changes(Promise.NEUTRAL)
def strange_letters_in_unknown_fields(body: Any) -> Any:
    """A field that is unknown may hold any letter: RFC 8259, section 7."""
    return everywhere(body, lambda value: {**value, "note": "\u2028 \U0001f415 \x00 \u202e"})


# what a later version of Azure may add


@changes(Promise.NEUTRAL)
def unknown_fields(body: Any) -> Any:
    """A service adds fields without a new version: Azure's guidelines, "Versioning"."""
    new = {"newInThisYear": {"value": [1, None, "text"]}, "status2": "Failed"}
    return everywhere(body, lambda value: {**value, **new})


@changes(Promise.NEUTRAL)
def fields_of_nothing(body: Any) -> Any:
    """A service may send a field that has no value as `null`."""
    return everywhere(body, lambda value: {"plan": None, "managedBy": None, **value})


@changes(Promise.NEUTRAL, of_arm)
def resources_with_tags(body: Any) -> Any:
    """A policy of an organisation adds tags to all that is made in it."""
    tags = {"cost-centre": "4711", "owner": "x"}
    return items(body, lambda listed: [{**item, "tags": tags} for item in listed])


@answers(Promise.NEUTRAL)
def other_headers(request: Request, serve: Serve) -> Response:
    """A response has more headers than any document names."""
    more = {"X-Ms-Request-Id": "1", "Cache-Control": "no-cache", "Pragma": "no-cache"}
    return serve(request).with_headers(more)


@answers(Promise.NEUTRAL)
def another_content_type(request: Request, serve: Serve) -> Response:
    """Some providers say `text/json`, or leave the character set out."""
    answer = serve(request)
    is_json = answer.status == 200 and not isinstance(answer.body, bytes | None)
    return answer.with_headers({"Content-Type": "application/json"}) if is_json else answer


@answers(Promise.NEUTRAL)
def a_byte_order_mark(request: Request, serve: Serve) -> Response:
    """A JSON text may begin with one; a parser may ignore it: RFC 8259, section 8.1."""
    answer = serve(request)
    if answer.status != 200 or isinstance(answer.body, bytes | None):
        return answer
    json_type = {"Content-Type": "application/json; charset=utf-8"}
    return replace(answer, body=b"\xef\xbb\xbf" + answer.content()).with_headers(json_type)


# neighbours in a list, of which nothing is asked


def _neighbour(item: Any, name: str, **fields: Any) -> Any:
    """Another resource in the same place."""
    return {**item, "name": name, "id": re.sub("[^/]+$", name, item["id"]), **fields}


@changes(Promise.NEUTRAL, ending("/Microsoft.CognitiveServices/accounts"))
def accounts_of_other_services(body: Any) -> Any:
    """Other lessons use other services of the same provider."""

    def another(listed: list[Any]) -> list[Any]:
        kinds = ("OpenAI", "TextAnalytics", "Face")
        like = listed[:1]
        return [
            *(_neighbour(item, kind.lower(), kind=kind) for kind in kinds for item in like),
            *listed,
        ]

    return items(body, another)


@changes(Promise.NEUTRAL, ending("/training/projects"))
def projects_of_other_lessons(body: Any) -> Any:
    """Other lessons have projects of other names in the same resource."""
    ids = {"Fruit": "f001", "Pet Detection": "f002", "Classification": "f003"}

    def more(listed: list[Any]) -> list[Any]:
        return [
            {**item, "id": f"00000000-0000-4000-8000-00000000{end}", "name": name}
            for item in listed[:1]
            for name, end in ids.items()
        ]

    return items(body, lambda listed: more(listed) + listed)


@changes(Promise.NEUTRAL, ending("/iterations"))
def an_iteration_to_come(body: Any) -> Any:
    """Custom Vision lists an iteration that was never trained: its status is `New`."""
    new = {"status": "New", "trainedAt": None, "trainingType": None, "publishName": None}
    fresh = {**new, "id": "00000000-0000-4000-8000-00000000f00d", "name": "Iteration 99"}
    fresh["originalPublishResourceId"] = None
    return items(body, lambda listed: [{**item, **fresh} for item in listed[:1]] + listed)


@changes(Promise.NEUTRAL, ending("/computes"))
def computes_of_other_kinds(body: Any) -> Any:
    """A workspace holds clusters and attached computes, too."""

    def more(listed: list[Any]) -> list[Any]:
        return [_cluster(item) for item in listed[:1]] + listed

    return items(body, more)


def _cluster(item: Any) -> Any:
    properties = {**item["properties"], "computeType": "AmlCompute", "properties": None}
    return _neighbour(item, "cpu-cluster", properties=properties)


@changes(Promise.NEUTRAL, ending("/workspaces"))
def workspaces_of_other_lessons(body: Any) -> Any:
    """Other lessons have workspaces of other names in the same group."""
    return items(
        body, lambda listed: [_neighbour(item, "lesson-5") for item in listed[:1]] + listed
    )


@changes(Promise.NEUTRAL, ending("/subscriptions"))
def a_disabled_subscription_beside(body: Any) -> Any:
    """Who had a free trial sees it in the list for ever: its state is `Disabled`."""
    other = "00000000-0000-4000-8000-00000000dead"
    changed = {"id": f"/subscriptions/{other}", "subscriptionId": other, "state": "Disabled"}
    changed["displayName"] = "Trial"
    return items(body, lambda listed: [{**item, **changed} for item in listed[:1]] + listed)


# what contradicts another answer, or answers another question


@changes(Promise.VEILING, of_arm)
def an_error_beside_the_value(body: Any) -> Any:
    """An answer that holds an error is none."""
    return {**body, "error": {"code": "InternalServerError", "message": "Part of it failed."}}


@changes(Promise.VEILING, ending("/Microsoft.MachineLearningServices/workspaces"))
def no_workspace_of_the_resources(body: Any) -> Any:
    """The group's resources name a workspace, which the list of workspaces lacks."""
    return items(body, lambda listed: [])


@changes(Promise.VEILING, of_arm)
def items_of_another_group(body: Any) -> Any:
    """A list of a group that holds resources of another group answers another question."""
    pattern = r"(?i)(?<=/resourceGroups/)[^/]+(?=/providers/)"
    return items(
        body,
        lambda listed: [
            {**item, "id": re.sub(pattern, "not-this-one", item["id"])}
            for item in listed
            if "id" in item
        ],
    )


@changes(Promise.VEILING, of_arm)
def items_of_another_type(body: Any) -> Any:
    """A list of one type that holds resources of another type answers another question."""
    other = {"type": "Microsoft.Storage/storageAccounts"}
    return items(body, lambda listed: [{**item, **other} for item in listed])


@answers(Promise.VEILING, of_arm)
def keys_twice_in_an_object(request: Request, serve: Serve) -> Response:
    """What an object means whose names are not unique is open: RFC 8259, section 4."""
    answer = serve(request)
    if not isinstance(answer.body, dict) or "value" not in answer.body:
        return answer
    text = json.dumps(answer.body)[:-1] + ', "value": []}'
    json_type = {"Content-Type": "application/json; charset=utf-8"}
    return replace(answer, body=text.encode()).with_headers(json_type)


@answers(Promise.VEILING, of_custom_vision)
def custom_vision_is_away(request: Request, serve: Serve) -> Response:
    """A service that does not answer says nothing of a submission."""
    return Response(503)


@answers(Promise.VEILING, ending("/resources", "/workspaces", "/computes"))
def machine_learning_is_away(request: Request, serve: Serve) -> Response:
    """A service that does not answer says nothing of a submission."""
    return Response(503)


@answers(Promise.VEILING, ending("/listKeys"))
def keys_are_withheld(request: Request, serve: Serve) -> Response:
    """A refusal to give keys says nothing of a submission."""
    error = {"code": "AuthorizationFailed", "message": "does not have authorization"}
    return Response(403, {"error": error})


@changes(Promise.VEILING, ending("/tags"))
def no_tags_of_tagged_images(body: Any) -> Any:
    """The images name tags, which the list of tags lacks."""
    return items(body, lambda listed: [])


@changes(Promise.VEILING, ending("/images"))
def no_images_of_counted_tags(body: Any) -> Any:
    """The tags count images, which the list of images lacks."""
    return items(body, lambda listed: [])
