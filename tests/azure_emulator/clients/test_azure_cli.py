"""The Azure CLI of the package registry: more than a hundred commands of a course's set-up."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from azure_emulator.cloud import Cloud, Durations
from azure_emulator.server import running
from tests.harness import registries

DRIVER = Path(__file__).resolve().parents[2] / "harness" / "azure_cli.py"
TEMPLATE = Path(__file__).parent / "template.json"
SUBSCRIPTION = "/subscriptions/$AZURE_SUBSCRIPTION_ID"
ACCOUNT = "--resource-type Microsoft.CognitiveServices/accounts"

COMMANDS = {
    "account": f"""
        login --service-principal -u $AZURE_CLIENT_ID -p $AZURE_CLIENT_SECRET -t $AZURE_TENANT_ID
        account show
        account list
        account list-locations
        account get-access-token
        account set --subscription $AZURE_SUBSCRIPTION_ID
        rest --method get --url {SUBSCRIPTION}?api-version=2022-12-01
    """,
    "management group": """
        account management-group list
        account management-group create --name course
        account management-group show --name course
        account management-group subscription add --name course -s $AZURE_SUBSCRIPTION_ID
        account management-group subscription remove --name course -s $AZURE_SUBSCRIPTION_ID
        account management-group delete --name course
    """,
    "group": """
        group create --name lab --location eastus --tags course=vision
        group show --name lab
        group list
        group list --tag course=vision
        group exists --name lab
        group update --name lab --set tags.term=autumn
    """,
    "provider": """
        provider list
        provider show --namespace Microsoft.CognitiveServices
        provider register --namespace Microsoft.CognitiveServices
    """,
    "cognitiveservices": """
        cognitiveservices account list-kinds
        cognitiveservices account list-skus --kind CustomVision.Training --location eastus
        cognitiveservices account create -g lab -n pets --kind CustomVision.Training --sku S0 \
--location eastus --yes --custom-domain az-pets
        cognitiveservices account create -g lab -n pets-Prediction --kind CustomVision.Prediction \
--sku S0 --location eastus --yes
        cognitiveservices account show -g lab -n pets
        cognitiveservices account list
        cognitiveservices account list -g lab
        cognitiveservices account keys list -g lab -n pets
        cognitiveservices account keys regenerate -g lab -n pets --key-name key1
        cognitiveservices account list-usage -g lab -n pets
        cognitiveservices account list-skus -g lab -n pets
        cognitiveservices account update -g lab -n pets --tags a=b
        cognitiveservices account identity assign -g lab -n pets
        cognitiveservices account identity show -g lab -n pets
        cognitiveservices account network-rule list -g lab -n pets
        cognitiveservices account delete -g lab -n pets-Prediction
        cognitiveservices account list-deleted
        cognitiveservices account show-deleted -g lab -n pets-Prediction -l eastus
        cognitiveservices account recover -g lab -n pets-Prediction -l eastus
        cognitiveservices account delete -g lab -n pets-Prediction
        cognitiveservices account purge -g lab -n pets-Prediction -l eastus
    """,
    "resource": f"""
        resource list
        resource list -g lab
        resource list --tag a=b
        resource list {ACCOUNT}
        resource show -g lab -n pets {ACCOUNT}
        resource tag -g lab -n pets {ACCOUNT} --tags x=y
        resource update -g lab -n pets {ACCOUNT} --set tags.z=1
    """,
    "tag": f"""
        tag list
        tag list --resource-id {SUBSCRIPTION}/resourceGroups/lab
        tag create --resource-id {SUBSCRIPTION}/resourceGroups/lab --tags q=w
        tag update --resource-id {SUBSCRIPTION}/resourceGroups/lab --operation merge --tags r=w
        tag delete --resource-id {SUBSCRIPTION}/resourceGroups/lab --yes
    """,
    "lock": """
        lock create --name keep --lock-type CanNotDelete -g lab
        lock list
        lock list -g lab
        lock show --name keep -g lab
        lock update --name keep -g lab --notes why
        lock delete --name keep -g lab
        group lock create --name still --lock-type ReadOnly -g lab
        group lock list -g lab
        group lock delete --name still -g lab
        account lock create --name all --lock-type CanNotDelete
        account lock delete --name all
    """,
    "role": f"""
        role definition list
        role definition list --name Reader
        role assignment list --all
        role assignment create --role Reader --assignee $AZURE_CLIENT_ID \
--scope {SUBSCRIPTION}/resourceGroups/lab
        role assignment list -g lab
        role assignment list --assignee $AZURE_CLIENT_ID --all
        role assignment delete --role Reader --assignee $AZURE_CLIENT_ID -g lab
    """,
    "ad": """
        ad sp show --id $AZURE_CLIENT_ID
        ad sp list --all
        ad sp list --display-name grader
        ad app list --all
        ad user list
        ad group list
    """,
    "storage": """
        storage account check-name --name azpetstore
        storage account create -g lab -n azpetstore --location eastus --sku Standard_LRS
        storage account show -g lab -n azpetstore
        storage account list
        storage account keys list -g lab -n azpetstore
        storage account keys renew -g lab -n azpetstore --key key1
        storage account show-connection-string -g lab -n azpetstore
        storage account update -g lab -n azpetstore --tags a=b
        storage share-rm list -g lab --storage-account azpetstore
        storage share-rm create -g lab --storage-account azpetstore -n notes
        storage share-rm show -g lab --storage-account azpetstore -n notes
        storage directory create --account-name azpetstore --share-name notes -n a
        storage file upload --account-name azpetstore --share-name notes --source $FILE -p a/x.txt
        storage file list --account-name azpetstore --share-name notes
        storage file download --account-name azpetstore --share-name notes -p a/x.txt \
--dest $FILE.copy
    """,
    "keyvault": f"""
        keyvault create -g lab -n az-pet-vault --location eastus
        keyvault show -n az-pet-vault
        keyvault list
        role assignment create --role "Key Vault Secrets Officer" --assignee $AZURE_CLIENT_ID \
--scope {SUBSCRIPTION}/resourceGroups/lab
        keyvault secret set --vault-name az-pet-vault -n s --value v
        keyvault secret show --vault-name az-pet-vault -n s
        keyvault secret set-attributes --vault-name az-pet-vault -n s --enabled false
        keyvault secret list --vault-name az-pet-vault
        keyvault delete -n az-pet-vault
        keyvault list-deleted
        keyvault purge -n az-pet-vault
    """,
    "deployment": """
        deployment group list -g lab
        deployment group validate -g lab --template-file $TEMPLATE --parameters name=az-third
        deployment group what-if -g lab --template-file $TEMPLATE --parameters name=az-third \
--no-pretty-print
        deployment group create -g lab -n d1 --template-file $TEMPLATE --parameters name=az-third
        deployment group show -g lab -n d1
        deployment operation group list -g lab -n d1
        deployment group export -g lab -n d1
        deployment group delete -g lab -n d1
        deployment sub list
        group export --name lab
    """,
    "policy": """
        policy definition list
        policy definition create --name onlyeast --rules $RULES
        policy definition show --name onlyeast
        policy assignment list
        policy assignment list -g lab
        policy assignment create --name east --policy onlyeast -g lab
        policy assignment show --name east -g lab
        policy assignment delete --name east -g lab
        policy definition delete --name onlyeast
    """,
    "more": """
        role definition create --role-definition $ROLE
        role definition list --custom-role-only true
        role definition delete --name lab-role
        identity create -g lab -n me
        identity list -g lab
        resource create -g lab -n insights --resource-type Microsoft.Insights/components \
--properties {} --location eastus
        acr create -g lab -n azpetregistry --sku Basic
        acr list
        vm list
        network vnet list
        group wait --name lab --exists
    """,
    "the end": f"""
        resource delete -g lab -n pets {ACCOUNT}
        group delete --name lab --yes
        account clear
    """,
}
"""By topic, in their order: `az` before each, and variables of the environment in them."""


@dataclass(frozen=True)
class Outcome:
    """What became of a command."""

    command: str
    status: int
    error: str
    printed: str

    @property
    def data(self) -> Any:
        """What it printed."""
        return json.loads(self.printed) if self.printed.strip() else None


@pytest.fixture(scope="module")
def outcomes(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Outcome]]:
    """All commands, run in turn on one cloud."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("with --whole: other people's clients take long")
    python = registries.python_with("azure-cli")
    folder = tmp_path_factory.mktemp("azure-cli")
    (folder / "file").write_text("text", encoding="utf-8")
    own = {
        "AZURE_CONFIG_DIR": str(folder / "configuration"),
        "AZURE_CORE_COLLECT_TELEMETRY": "no",
        "FILE": str(folder / "file"),
        "TEMPLATE": str(TEMPLATE),
        "RULES": str(folder / "rules.json"),
        "ROLE": str(folder / "role.json"),
    }
    condition = {"field": "location", "notEquals": "eastus"}
    rules = {"if": condition, "then": {"effect": "deny"}}
    (folder / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    lines = [line.strip() for text in COMMANDS.values() for line in text.strip().splitlines()]
    cloud = Cloud(durations=Durations().times(0))
    with running(cloud) as emulator:
        scope = f"/subscriptions/{emulator.environment['AZURE_SUBSCRIPTION_ID']}"
        role = {"Name": "lab-role", "Description": "", "Actions": ["*/read"]}
        own_role = json.dumps({**role, "AssignableScopes": [scope]})
        (folder / "role.json").write_text(own_role, encoding="utf-8")
        done = subprocess.run(
            [python, DRIVER],
            input="\n".join(lines),
            env={**os.environ, **emulator.environment, **own},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
    found = [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]
    assert len(found) == len(lines) > 100, done.stderr
    yield {outcome.command: outcome for outcome in found}
    assert not cloud.unserved
    assert not cloud.faults


@pytest.mark.parametrize("topic", COMMANDS)
def test_the_commands_of_a_topic_succeed(topic: str, outcomes: dict[str, Outcome]) -> None:
    """Each with status 0."""
    lines = [line.strip() for line in COMMANDS[topic].strip().splitlines()]
    failed = [outcomes[line] for line in lines if outcomes[line].status != 0]
    assert not [f"az {outcome.command}: {outcome.error}" for outcome in failed]


def test_what_the_commands_print(outcomes: dict[str, Outcome]) -> None:
    """What was made is there, and what was read is what was written."""
    assert [group["name"] for group in outcomes["group list"].data] == ["lab"]
    assert outcomes["group exists --name lab"].data is True
    assert len({*outcomes["cognitiveservices account keys list -g lab -n pets"].data.values()}) == 2
    secret = outcomes["keyvault secret show --vault-name az-pet-vault -n s"].data
    assert secret["value"] == "v"
    deployment = outcomes["deployment group show -g lab -n d1"].data
    assert deployment["properties"]["outputs"]["id"]["value"].endswith("/accounts/az-third")
