"""The role that a grader needs, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acceptance.azure import roles
from acceptance.azure.roles import Permission
from acceptance.causes import NoAnswer
from acceptance.session.credentials import AzureSession, SignIn
from acceptance.session.preflight import Permissions, advice
from azure_emulator.authorization.builtin import BUILT_IN
from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import Role
from azure_emulator.entra.state import Entra
from azure_emulator.wire import Request, Response
from fixtures.cognitive_services import CognitiveServices
from fixtures.group_resources import GroupResources
from fixtures.group_search import GroupSearch
from fixtures.machine_learning import MachineLearning
from fixtures.resource_manager import ResourceManager
from fixtures.training import Training
from tests.harness.custom_vision import TRAINING, add_account

DEFINITION = json.loads(
    Path(__file__).resolve().parents[3].joinpath(roles.DEFINITION).read_text(encoding="utf-8")
)
ACTIONS: list[str] = DEFINITION["Actions"]


def ask_everything(azure_session: AzureSession) -> None:
    """Ask Azure Resource Manager for all that a grading may ask it."""
    resources = GroupResources(azure_session)
    accounts = CognitiveServices(azure_session, resources)
    workspaces = MachineLearning(azure_session, resources)
    search = GroupSearch(accounts, workspaces, Training(azure_session, accounts))
    manager = ResourceManager(azure_session, resources, search, None)
    SignIn(azure_session.credential, azure_session.transport).subscriptions()
    accounts.key(accounts.accounts_of_the_subscription()[0])
    group = manager.require_resource_group("pets", "Pets")
    accounts.accounts(group)
    resources.ids(group)
    workspaces.workspaces(group)


def grant(cloud: Cloud, actions: list[str]) -> None:
    """Give the cloud's principal a role of these actions instead of its own."""
    entra = cloud.state(Entra)
    entra.principal.role = Role("Grader", tuple(actions))


def test_the_role_of_the_documents_is_enough(cloud: Cloud, azure_session: AzureSession) -> None:
    """An identity that has fixtures/roles.json, and nothing else, can grade."""
    add_account(cloud, "a", TRAINING)
    grant(cloud, ACTIONS)
    ask_everything(azure_session)


@pytest.mark.parametrize(
    "action",
    [one for one in ACTIONS if not one.endswith(("computes/read", "subscriptions/read"))],
)
def test_the_role_of_the_documents_is_not_too_much(
    action: str, cloud: Cloud, azure_session: AzureSession
) -> None:
    """Without any one of its actions, the refusal names that action."""
    add_account(cloud, "a", TRAINING)
    grant(cloud, [one for one in ACTIONS if one != action])
    with pytest.raises(NoAnswer) as raised:
        ask_everything(azure_session)
    assert f"lacks the action {action}".casefold() in raised.value.reason.casefold()
    # A role cannot be given before Azure knows it.
    assert raised.value.cure.index(roles.define()) < raised.value.cure.index(roles.assign())


def test_the_command_names_the_role_of_the_documents() -> None:
    """The role that the command assigns is the one that the file defines."""
    assert DEFINITION["Name"] == roles.NAME
    assert roles.SEES in ACTIONS
    assert f'--role "{roles.NAME}"' in roles.assign()


@pytest.mark.parametrize(
    ("granted", "taken", "lacking"),
    [
        (["*"], [], ()),
        (["*/READ"], [], ("A.B/c/listKeys/action",)),
        (["A.B/*"], ["a.b/*/listkeys/action"], ("A.B/c/listKeys/action",)),
        (["AxB/c/read", "A.B/c"], [], ("A.B/c/read", "A.B/c/listKeys/action")),
        ([], [], ("A.B/c/read", "A.B/c/listKeys/action")),
    ],
)
def test_what_is_lacking(granted: list[str], taken: list[str], lacking: tuple[str, ...]) -> None:
    """`*` is any run of characters, letter case is ignored, what is taken away is away."""
    permissions = [Permission((), ()), Permission(tuple(granted), tuple(taken))]
    needed = ("A.B/c/read", "A.B/c/listKeys/action")
    assert roles.lacking(needed, permissions) == lacking


@pytest.mark.parametrize(
    ("action", "role"),
    [
        ("projects/read", "Cognitive Services Custom Vision Reader"),
        ("projects/predictions/query/action", "Cognitive Services Custom Vision Reader"),
        ("projects/quicktest/image/url/action", "Cognitive Services Custom Vision Deployment"),
        ("classify/iterations/image/nostore/action", "Cognitive Services Custom Vision Deployment"),
    ],
)
def test_the_least_role_for_data(action: str, role: str) -> None:
    """The role that is named has the data action, by Azure's own definition."""
    full = f"Microsoft.CognitiveServices/accounts/CustomVision/{action}"
    assert f'--role "{role}"' in roles.assign_for_data(full)
    definitions = {definition.name: definition for definition, _ in BUILT_IN.values()}
    assert definitions[role].allows_data(full)


def page(request: Request, following: bool) -> Response | None:
    """A page of permissions, with another one behind it or not."""
    if not request.path.endswith("/permissions"):
        return None
    url = f"https://{request.host}{request.path}?api-version=x&page=2"
    body: dict[str, object] = {"value": [{"actions": [request.parameter("page", "1")]}]}
    return Response(200, {**body, "nextLink": url} if following else body)


def test_all_pages_are_read(cloud: Cloud, azure_session: AzureSession) -> None:
    """Azure may list permissions on several pages."""
    cloud.on_request = lambda request: page(request, following=not request.parameter("page"))
    assert Permissions(azure_session).at(None) == (Permission(("1",)), Permission(("2",)))


@pytest.mark.parametrize("status", [200, 403])
def test_no_list_is_no_harm(status: int, cloud: Cloud, azure_session: AzureSession) -> None:
    """Where Azure does not list permissions, or not as known, what was tried stands."""
    answer = Response(status, {"error": {"code": "Forbidden"}})
    cloud.on_request = lambda request: answer if request.path.endswith("/permissions") else None
    first, second = advice(Permissions(azure_session), ACTIONS, None)
    assert "the permissions of this identity" in first
    assert second == "No check needs that answer: what is said above was tried."
