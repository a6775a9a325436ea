"""Which answers fit their questions: the very thing that was asked for, whole, and once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from acceptance.azure.fitting import is_onward, misfits
from acceptance.azure.response_schemas import Unreadable, require_schema

ARM = "https://management.azure.com"
GROUP = "/subscriptions/s/resourceGroups/g"
ACCOUNTS = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts"
WORKSPACES = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces"
VISION = "https://a.cognitiveservices.azure.com//customvision/v3.4-preview"


def item(resource_id: str, **fields: Any) -> dict[str, Any]:
    """An item of a list, by its id."""
    return {"id": resource_id, "name": resource_id.rpartition("/")[2], **fields}


@pytest.mark.parametrize(
    ("url", "body"),
    [
        (f"{ARM}{ACCOUNTS}", {"value": [item(f"{ACCOUNTS}/a".upper())]}),
        (f"{ARM}{ACCOUNTS}", {"value": [item(f"{ACCOUNTS}/a"), item(f"{ACCOUNTS}/b")]}),
        (f"{ARM}{ACCOUNTS}", {"value": [], "error": None}),
        (
            f"{ARM}/subscriptions/s/providers/Microsoft.CognitiveServices/accounts",
            {"value": [item(f"{ACCOUNTS}/a", type="microsoft.cognitiveservices/Accounts")]},
        ),
        (
            f"{ARM}{ACCOUNTS}".replace("/g/", "/%C3%9Cbung.(1)/"),
            {"value": [item(f"{ACCOUNTS}/a".replace("/g/", "/übung.(1)/"))]},
        ),
        (f"{ARM}{WORKSPACES}/w/computes", {"value": [item(f"{WORKSPACES}/W/computes/vm")]}),
        (
            f"{ARM}{WORKSPACES}/w/computes",
            {"value": [item(f"{WORKSPACES}/w/computes/vm", name="w/vm")]},
        ),
        (f"{ARM}{GROUP}/resources", {"value": [item(f"{ACCOUNTS}/a", type="Any/thing")]}),
        (f"{ARM}{GROUP}", {"id": "/subscriptions/s/resourceGroups/G", "name": "g"}),
        (f"{ARM}/subscriptions", {"value": [{"id": "/subscriptions/s", "subscriptionId": "S"}]}),
        (f"{VISION}/training/projects", [item("p")]),
        (f"{VISION}/training/projects/P/iterations", [item("i", projectId="p")]),
        (f"{VISION}/training/projects/p/tags", [item("t")]),
        (f"{VISION}/training/projects/p/quicktest/url?iterationId=I", {"iteration": "i"}),
        (f"{VISION}/prediction/p/classify/iterations/m/url/nostore", {"project": "p"}),
        (f"{VISION}/training/domains/D", {"id": "d"}),
        (f"{VISION}/training/domains/d", {"id": None}),
    ],
)
def test_what_fits(url: str, body: Any) -> None:
    """Letter case does not matter, nor what is not there."""
    assert misfits(url, body) == ""


@pytest.mark.parametrize(
    ("url", "body", "trouble"),
    [
        (f"{ARM}{ACCOUNTS}", {"value": [], "error": {"code": "X"}}, "an error beside an answer"),
        (f"{ARM}{GROUP}", {"name": "g", "error": {"code": "X"}}, "an error beside an answer"),
        (
            f"{ARM}{ACCOUNTS}",
            {"value": [item(f"{ACCOUNTS}/a"), item(f"{ACCOUNTS}/A")]},
            "an item twice in one list",
        ),
        (f"{VISION}/training/projects/p/images", [item("i"), item("i")], "an item twice"),
        (f"{ARM}{ACCOUNTS}", {"value": [item(f"{WORKSPACES}/a")]}, "items of another list"),
        (
            f"{ARM}{ACCOUNTS}",
            {"value": [item(f"{ACCOUNTS}/a".replace("/g/", "/h/"))]},
            "items of another list",
        ),
        (
            f"{ARM}{ACCOUNTS}",
            {"value": [item(f"{ACCOUNTS}/a".replace("/s/", "/t/"))]},
            "items of another list",
        ),
        (f"{ARM}{ACCOUNTS}", {"value": [item(f"{ACCOUNTS}/a", name="b")]}, "another list"),
        (f"{ARM}{ACCOUNTS}", {"value": [item(f"{ACCOUNTS}/a", type="A.B/c")]}, "another list"),
        (
            f"{ARM}/subscriptions/s/providers/Microsoft.CognitiveServices/accounts",
            {"value": [item(f"{WORKSPACES}/a")]},
            "items of another list",
        ),
        (
            f"{ARM}{WORKSPACES}/w/computes",
            {"value": [item(f"{WORKSPACES}/v/computes/vm")]},
            "items of another list",
        ),
        (
            f"{ARM}{GROUP}/resources",
            {"value": [item(f"{ACCOUNTS}/a".replace("/g/", "/h/"))]},
            "items of another list",
        ),
        (f"{ARM}{GROUP}", {"id": f"{GROUP}2", "name": "g"}, "another group's answer"),
        (f"{ARM}{GROUP}", {"name": "h"}, "another group's answer"),
        (
            f"{ARM}/subscriptions",
            {"value": [{"id": "/subscriptions/s", "subscriptionId": "t"}]},
            "items of another list",
        ),
        (f"{VISION}/training/projects/p/iterations", [item("i", projectId="q")], "another project"),
        (
            f"{VISION}/training/projects/p/quicktest/url?iterationId=i",
            {"project": "p", "iteration": "j"},
            "another project's answer",
        ),
        (f"{VISION}/prediction/p/classify/x/m/url/nostore", {"project": "q"}, "another project"),
        (f"{VISION}/training/domains/d", {"id": "e"}, "another project's answer"),
    ],
)
def test_what_does_not_fit(url: str, body: Any, trouble: str) -> None:
    """The answer to another question decides nothing."""
    assert trouble in misfits(url, body)


def test_what_does_not_fit_is_not_believed() -> None:
    """Nor is an object that says two things under one name."""
    tag = {"name": "cat", "type": "Regular", "imageCount": 1}
    url = f"{VISION}/training/projects/p/tags"
    assert require_schema(url, 200, json.dumps([{"id": "t", **tag}]).encode())
    twice = json.dumps([{"id": "t", **tag}, {"id": "t", **tag}])
    with pytest.raises(Unreadable, match="an item twice in one list"):
        require_schema(url, 200, twice.encode())
    two_things = json.dumps([{"id": "t", **tag}]).replace('"id"', '"id": "u", "id"')
    with pytest.raises(Unreadable, match="no JSON"):
        require_schema(url, 200, two_things.encode())


@pytest.mark.parametrize(
    ("link", "onward"),
    [
        (f"{ARM}{ACCOUNTS}?page=2", True),
        (f"{ARM}:443{ACCOUNTS.upper()}?page=2", True),
        (f"https://evil.example{ACCOUNTS}?page=2", False),
        (f"https://management.azure.com.evil.example{ACCOUNTS}", False),
        (f"https://management.azure.com@evil.example{ACCOUNTS}", False),
        (f"{ARM}:8443{ACCOUNTS}", False),
        (f"http://management.azure.com{ACCOUNTS}", False),
        (f"{ARM}{WORKSPACES}", False),
    ],
)
def test_a_page_leads_to_its_own_hosts_next_one(link: str, onward: bool) -> None:
    """A token goes nowhere else."""
    assert is_onward(f"{ARM}{ACCOUNTS}?api-version=1", link) is onward
