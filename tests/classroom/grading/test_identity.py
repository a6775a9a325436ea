"""The environment of one student's grading."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from acceptance.causes import NoAnswer
from classroom.grading.identity import Identities
from classroom.grading.task import GradingTask
from classroom.students import Place, PlaceKind

WORKER = {
    "AZURE_CLIENT_ID": "the-instructor",
    "AZURE_CLIENT_SECRET": "the-instructors-secret",
    "AZURE_TENANT_ID": "the-school",
    "AZURE_SUBSCRIPTION_ID": "the-instructors-own",
    "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "no_proxy": "localhost",
    "LANG": "C.UTF-8",
    "ADAS_SECRET": "the-secret-of-ada",
    "BENS_SECRET": "the-secret-of-ben",
}
ADA = GradingTask(
    "ada",
    "adas-subscription",
    tenant="adas-tenant",
    client_id="adas-client",
    secret=Place(PlaceKind.ENVIRONMENT, "ADAS_SECRET"),
)


@pytest.fixture
def environment() -> dict[str, str]:
    """That of a worker."""
    return dict(WORKER)


def test_a_student_has_one_secret(environment: dict[str, str], tmp_path: Path) -> None:
    """The own one, and no other: neither the instructor's nor another student's."""
    identities = Identities(environment, ["ADAS_SECRET", "BENS_SECRET", "NOT_THERE"])
    assert identities.variables(ADA, tmp_path) == {
        "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com",
        "AZURE_CLIENT_ID": "adas-client",
        "AZURE_CLIENT_SECRET": "the-secret-of-ada",
        "AZURE_TENANT_ID": "adas-tenant",
        "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "no_proxy": "localhost",
        "ACCEPTANCE_PAUSES": str(tmp_path),
    }


def test_what_a_worker_starts_inherits_no_students_secret(environment: dict[str, str]) -> None:
    """They are taken out of its environment, and a later run finds them all the same."""
    Identities(environment, ["ADAS_SECRET", "BENS_SECRET"])
    assert not {"ADAS_SECRET", "BENS_SECRET"} & environment.keys()
    again = Identities(environment, ["ADAS_SECRET"]).variables(ADA, None)
    assert again["AZURE_CLIENT_SECRET"] == "the-secret-of-ada"


def test_without_an_own_identity_the_workers_is_asked(environment: dict[str, str]) -> None:
    """`az`, a managed identity, variables: whatever the worker has; the subscription it names."""
    variables = Identities(environment, ()).variables(GradingTask("ben", "bens"), None)
    assert variables["AZURE_CLIENT_SECRET"] == "the-instructors-secret"
    assert "AZURE_SUBSCRIPTION_ID" not in variables
    elsewhere = GradingTask("ben", "bens", tenant="bens-tenant")
    assert Identities(environment, ()).variables(elsewhere, None)["AZURE_TENANT_ID"] == (
        "bens-tenant"
    )


def test_a_secret_that_is_nowhere_is_a_reason(environment: dict[str, str]) -> None:
    """It names the place and what to do."""
    place = Place(PlaceKind.ENVIRONMENT, "NOBODYS_SECRET_AT_ALL")
    with pytest.raises(NoAnswer) as silence:
        Identities(environment, ()).variables(dataclasses.replace(ADA, secret=place), None)
    assert "NOBODYS_SECRET_AT_ALL" in silence.value.reason
