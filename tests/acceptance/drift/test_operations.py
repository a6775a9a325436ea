"""Which exchanges are the same operation, whatever is named in them."""

from __future__ import annotations

from typing import Any

import pytest

from acceptance.drift.operations import last_answers, operation_of, version_of

ARM = "https://management.azure.com"


@pytest.mark.parametrize(
    ("uri", "operation"),
    [
        (
            f"{ARM}/subscriptions/1/resourceGroups/pets?api-version=2025-04-01",
            "GET Resource Manager /subscriptions/{name}/resourcegroups/{name}",
        ),
        (
            f"{ARM}/subscriptions/1/resourceGroups/a/providers/Microsoft.X/accounts/b/listKeys",
            "GET Resource Manager /subscriptions/{name}/resourcegroups/{name}/providers/"
            "microsoft.x/accounts/{name}/listkeys",
        ),
        (
            "https://a.cognitiveservices.azure.com/customvision/v3.4-preview/training/projects/1"
            "/iterations/2/performance",
            "GET Custom Vision /customvision/{version}/training/projects/{name}/iterations/{name}"
            "/performance",
        ),
        (
            "https://eastus.api.cognitive.microsoft.com/customvision/v3.1/prediction/1/classify/"
            "iterations/pets/url/nostore",
            "GET Custom Vision /customvision/{version}/prediction/{name}/classify/iterations/"
            "{name}/url/nostore",
        ),
        ("https://anybody.example/a/b.jpg?raw=true", "GET the web"),
    ],
)
def test_names_ids_versions_and_letter_case_do_not_matter(uri: str, operation: str) -> None:
    """What stands for a thing is its kind: so two submissions have the same operations."""
    assert str(operation_of({"method": "GET", "uri": uri})) == operation


def test_the_version_of_the_interface_is_known_apart() -> None:
    """It stands in a query, or in a path of Custom Vision."""
    assert version_of(f"{ARM}/subscriptions?api-version=2022-12-01") == "2022-12-01"
    assert version_of("https://a.b/customvision/v3.1/prediction/1") == "v3.1"
    assert version_of("https://a.b/c") == ""


def test_of_a_repeated_request_the_last_answer_counts() -> None:
    """As a replay plays it: what failed first and was asked again is no drift."""
    request: dict[str, Any] = {"method": "GET", "uri": "https://a.b/c", "headers": {}, "body": None}
    answers = [{"request": request, "response": {"status": {"code": code}}} for code in (429, 200)]
    assert last_answers(answers) == answers[1:]
