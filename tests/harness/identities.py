"""Grades with several identities, each in a fresh process, as many at a time as there are cores."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests

from acceptance.runner import CheckEvent, GradingRequest, Runner
from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from tests.harness.submissions import ROOT, Graded

ARM = "https://management.azure.com"
AUTHORIZATION = "providers/Microsoft.Authorization"


@dataclass
class Identities:
    """Who grades: principals that have nothing but what is assigned to them, by requests.

    Args:
        runner: grades, each time in a fresh process.
        pool: waits for the gradings.
    """

    emulator: Emulator
    runner: Runner
    pool: ThreadPoolExecutor
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def cloud(self) -> Cloud:
        """The cloud that is asked."""
        return self.emulator.cloud

    @property
    def subscription(self) -> str:
        """The scope of the only subscription."""
        return f"/subscriptions/{next(iter(self.cloud.state(ResourceManager).subscriptions))}"

    def put(self, scope: str, what: str, properties: Mapping[str, Any]) -> str:
        """Write a role definition or an assignment as the Owner; the id that it got."""
        entra = self.cloud.state(Entra)
        owner = entra.principal
        with self.cloud.lock:
            token = entra.sign_in(owner.tenant, owner.client_id, owner.secret, ARM).text
        answer = self.session.put(
            f"{ARM}{scope}/{AUTHORIZATION}/{what}/{self.cloud.new_id()}?api-version=2022-04-01",
            json={"properties": properties},
            headers={"Authorization": f"Bearer {token}"},
            proxies={"https": self.emulator.proxy_url},
            verify=str(self.emulator.ca_file),
            timeout=60,
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def define(self, name: str, actions: list[str], but: tuple[str, ...] = ()) -> str:
        """A custom role, as `az role definition create` writes it; its id."""
        permissions = [{"actions": actions, "notActions": list(but)}]
        scopes = [self.subscription]
        properties = {"roleName": name, "permissions": permissions, "assignableScopes": scopes}
        return self.put(self.subscription, "roleDefinitions", properties)

    def with_role(self, role: str, scope: str | None = None) -> Principal:
        """Somebody new with a role, by its id; on the whole subscription if no scope is named."""
        somebody = self.nobody()
        properties = {"roleDefinitionId": role, "principalId": somebody.object_id}
        self.put(scope or self.subscription, "roleAssignments", properties)
        return somebody

    def with_actions(self, *actions: str, scope: str | None = None) -> Principal:
        """Somebody new who may do just that."""
        return self.with_role(self.define(f"Role {self.cloud.new_id()}", list(actions)), scope)

    def nobody(self) -> Principal:
        """Somebody new without any role."""
        with self.cloud.lock:
            return self.cloud.state(Entra).register("somebody", NO_ROLE)

    def run(self, principal: Principal, *options: str) -> Future[Graded]:
        """Begin `pytest --live OPTIONS` as this principal."""
        signed_in = {
            "AZURE_CLIENT_ID": principal.client_id,
            "AZURE_CLIENT_SECRET": principal.secret,
        }
        environment = {**self.emulator.environment, **signed_in}
        return self.pool.submit(self.grade, environment, "--live", *options)

    def grade(self, environment: Mapping[str, str], *options: str) -> Graded:
        """`pytest OPTIONS` with these variables; a pre-flight's verdicts are those on its way."""
        verdicts: dict[str, str] = {}

        def note(event: CheckEvent) -> None:
            verdicts[event.id] = event.verdict

        request = GradingRequest(ROOT, options=options, environment=environment)
        grading = self.runner.grade(request, note)
        return Graded(verdicts, {}, grading.exit_status, grading.output)


@contextlib.contextmanager
def identities(emulator: Emulator) -> Iterator[Identities]:
    """Identities of this cloud, until no more is asked."""
    with Runner() as runner, ThreadPoolExecutor(2) as pool, requests.Session() as session:
        session.trust_env = False
        yield Identities(emulator, runner, pool, session)
