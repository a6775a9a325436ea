"""Workspaces: what they need, their states, their changes and their end."""

from __future__ import annotations

from typing import Any

import pytest

from azure_emulator.errors import ArmError
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.machine_learning.errors import MachineLearningError
from azure_emulator.machine_learning.serializers import operation_status
from azure_emulator.machine_learning.state import MachineLearning
from azure_emulator.machine_learning.workspace import TYPE
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager

MISSING = "Missing dependent resources in workspace json"


def refusal(lab: Any, wanted: dict[str, Any], name: str = "work") -> ArmError:
    """How the cloud refuses to make a workspace."""
    with pytest.raises(ArmError) as caught:
        lab.create(name, wanted)
    return caught.value


def test_a_workspace_is_creating_then_succeeded(lab: Any) -> None:
    """The provisioning state follows the clock."""
    made = lab.create("work", lab.wanted())
    assert lab.answer(made)["properties"]["provisioningState"] == "Creating"
    lab.clock.pass_by(lab.cloud.durations.workspace)
    assert lab.answer(made)["properties"]["provisioningState"] == "Succeeded"


@pytest.mark.parametrize("missing", ["storageAccount", "keyVault", "applicationInsights"])
def test_a_workspace_needs_its_dependencies(lab: Any, missing: str) -> None:
    """Without one of the three, Azure refuses in the words of its own."""
    error = refusal(lab, lab.wanted(**{missing: None}))
    assert (error.status, error.code, error.message) == (400, "ValidationError", MISSING)
    body = error.body()
    assert body["error"]["target"] == "workspace"
    assert body["error"]["details"][0]["code"] == "Invalid"
    assert body["error"]["details"][0]["message"] == MISSING


@pytest.mark.parametrize("which", ["storageAccount", "keyVault", "containerRegistry"])
def test_a_dependency_must_exist(lab: Any, which: str) -> None:
    """An id of nothing is refused, by the name of the property."""
    gone = lab.needs["storageAccount"] + "2"
    error = refusal(lab, lab.wanted(**{which: gone}))
    assert error.message == f"The {which} '{gone}' could not be found."


def test_a_dependency_must_be_of_its_type(lab: Any) -> None:
    """A key vault is no storage account."""
    error = refusal(lab, lab.wanted(storageAccount=lab.needs["keyVault"]))
    assert "could not be found" in error.message


def test_a_dependency_must_be_an_id(lab: Any) -> None:
    """Resource Manager refuses a bare name before the provider sees it."""
    assert refusal(lab, lab.wanted(keyVault="vault")).code == "LinkedInvalidPropertyId"


def test_an_id_must_be_text(lab: Any) -> None:
    """A number is no id, whatever it names."""
    assert refusal(lab, lab.wanted(keyVault=7)).code == "LinkedInvalidPropertyId"


def test_a_workspace_needs_an_identity(lab: Any) -> None:
    """Azure asks for a client that supports managed identities."""
    error = refusal(lab, {**lab.wanted(), "identity": None})
    assert error.message.endswith("using a client which support MSI")


@pytest.mark.parametrize("name", ["ab", "-abc", "a" * 34, "a.b.c"])
def test_a_workspace_name_has_its_rule(lab: Any, name: str) -> None:
    """3 to 33 letters, digits, hyphens and underscores, a letter or digit first."""
    assert f"'{name}' is invalid" in refusal(lab, lab.wanted(), name).message


@pytest.mark.parametrize(
    ("location", "code"),
    [(None, "LocationRequired"), ("atlantis", "LocationNotAvailableForResourceType")],
)
def test_a_workspace_needs_a_place(lab: Any, location: str | None, code: str) -> None:
    """A location must be given, and be one of Azure's."""
    error = refusal(lab, {**lab.wanted(), "location": location})
    assert (error.status, error.code) == (400, code)


def test_a_location_is_kept_short(lab: Any) -> None:
    """`East US` is answered as `eastus`."""
    assert lab.create("work", lab.wanted()).location == "eastus"


def test_other_kinds_are_not_emulated(lab: Any) -> None:
    """A hub is refused loudly, not made into a plain workspace."""
    error = refusal(lab, {**lab.wanted(), "kind": "Hub"})
    assert (error.status, error.code) == (501, "NotImplementedByEmulator")


def test_without_a_registry_the_field_is_absent(lab: Any) -> None:
    """So it is in 2024; an empty string or null is no registry either."""
    made = lab.create("work", lab.wanted(containerRegistry=""))
    assert "containerRegistry" not in lab.answer(made)["properties"]


def test_a_switch_may_be_a_text(lab: Any) -> None:
    """As azure-ai-ml's own template writes it; it is answered as what it means."""
    made = lab.create("work", lab.wanted(hbiWorkspace="false", enableDataIsolation="True"))
    answer = lab.answer(made)["properties"]
    assert (answer["hbiWorkspace"], answer["enableDataIsolation"]) == (False, True)


def test_the_provider_must_be_registered(lab: Any) -> None:
    """An unregistered provider answers 409, and nothing is made."""
    lab.cloud.state(ResourceManager).unregister(
        lab.subscription, "Microsoft.MachineLearningServices"
    )
    error = refusal(lab, lab.wanted())
    assert (error.status, error.code) == (409, "MissingSubscriptionRegistration")


def test_a_missing_workspace_is_resource_managers_404(lab: Any) -> None:
    """The text is the recorded one."""
    with pytest.raises(ArmError) as caught:
        lab.cloud.state(MachineLearning).workspace(lab.path("none"))
    assert (caught.value.status, caught.value.code) == (404, "ResourceNotFound")
    assert caught.value.message == (
        "The Resource 'Microsoft.MachineLearningServices/workspaces/none' under resource group "
        "'lab' was not found. For more details please go to "
        "https://aka.ms/ARMResourceNotFoundFix"
    )


def test_a_workspace_is_found_in_any_letter_case(lab: Any) -> None:
    """Resource ids ignore letter case."""
    made = lab.workspace("Work")
    found = lab.cloud.state(MachineLearning).workspace(
        ResourceId(lab.subscription.upper(), "LAB", TYPE, ("wORK",))
    )
    assert found is made


def test_workspaces_are_listed(lab: Any, new_lab: Any) -> None:
    """By group and by subscription, and nobody else's."""
    service, made = lab.cloud.state(MachineLearning), lab.workspace()
    new_lab().workspace("other")
    assert service.in_group(lab.subscription, "lab") == [made]
    assert service.in_subscription(lab.subscription) == [made]


def test_a_change_is_done_at_once(lab: Any) -> None:
    """Tags, words and the registry change; the rest of the answer stays."""
    made = lab.workspace()
    before = lab.answer(made)["properties"]["workspaceId"]
    service = lab.cloud.state(MachineLearning)
    service.change(
        lab.path(),
        {"tags": {"a": "b"}, "properties": {"friendlyName": "Mine", "description": "new"}},
        lab.caller,
    )
    answer = lab.answer(made)
    assert answer["tags"] == {"a": "b"}
    assert answer["properties"]["friendlyName"] == "Mine"
    assert answer["properties"]["workspaceId"] == before


def test_the_storage_account_cannot_change(lab: Any) -> None:
    """Nor can the key vault, once the workspace is there."""
    lab.workspace()
    other = f"{lab.needs['storageAccount']}2"
    error = refusal(lab, lab.wanted(storageAccount=other))
    assert isinstance(error, MachineLearningError)
    assert "cannot be changed" in error.message


def test_a_workspace_cannot_move(lab: Any) -> None:
    """The same name in another region is a conflict."""
    lab.workspace()
    error = refusal(lab, {**lab.wanted(), "location": "westus"})
    assert (error.status, error.code) == (409, "InvalidResourceLocation")


def test_the_same_request_again_begins_nothing(lab: Any) -> None:
    """Creating what is there is a change without an operation."""
    made = lab.workspace()
    service = lab.cloud.state(MachineLearning)
    again = service.create(lab.path(), lab.wanted(), lab.caller)
    assert again == (made, None)


def test_deletion_takes_time_and_the_computes(lab: Any) -> None:
    """A workspace is `Deleting`, then gone with all that is in it."""
    workspace = lab.workspace()
    lab.instance(workspace)
    service = lab.cloud.state(MachineLearning)
    operation = service.delete(lab.path())
    assert workspace.provisioning_state(lab.clock()) == "Deleting"
    assert operation_status(operation, lab.clock()) == {"status": "InProgress"}
    lab.clock.pass_by(lab.cloud.durations.deletion)
    done = {"status": "Succeeded", "percentComplete": 100.0}
    assert operation_status(operation, lab.clock()) == done
    assert service.in_group(lab.subscription, "lab") == []
    assert lab.cloud.state(Computes).all_computes() == []
    assert service.delete(lab.path()) is None


def test_a_deleted_workspace_leaves_the_groups_list(lab: Any) -> None:
    """Resource Manager stops to list it at the same moment."""
    workspace = lab.workspace()
    lab.cloud.state(MachineLearning).delete(lab.path())
    lab.clock.pass_by(lab.cloud.durations.deletion)
    assert workspace not in lab.cloud.state(ResourceManager).in_group(lab.subscription, "lab")
