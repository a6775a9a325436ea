"""Policy definitions and assignments, and what they deny."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from azure_emulator.authorization.scoped import Scoped
from azure_emulator.authorization.state import Authorization
from azure_emulator.cloud import Cloud
from azure_emulator.copying import Copy
from azure_emulator.entra.state import Principal
from azure_emulator.policies import errors
from azure_emulator.policies.builtin import ALL, BUILT_IN
from azure_emulator.policies.rules import DENY, Evaluation, Subject, require_effect
from azure_emulator.policies.validators import MODE, require_definition
from azure_emulator.resource_manager.access import Access, covers
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Request

NAMESPACE = "Microsoft.Authorization"
DEFINITIONS, ASSIGNMENTS = f"{NAMESPACE}/policyDefinitions", f"{NAMESPACE}/policyAssignments"
GROUP_TYPE = "Microsoft.Resources/subscriptions/resourceGroups"


@dataclass(frozen=True)
class Definition:
    """A policy definition: its scope is empty if it is Azure's own."""

    scope: str
    name: str
    properties: dict[str, Any]
    created_by: str = ""
    created: datetime | None = None

    @property
    def id(self) -> str:
        """The id, as an assignment names it."""
        return f"{self.scope}/providers/{DEFINITIONS}/{self.name}"


@dataclass(frozen=True)
class Assignment:
    """A policy at a scope and below."""

    scope: str
    name: str
    properties: dict[str, Any]
    created_by: str
    created: datetime

    @property
    def id(self) -> str:
        """The id."""
        return f"{self.scope}/providers/{ASSIGNMENTS}/{self.name}"

    def applies(self, scope: str) -> bool:
        """Whether it holds at a scope: not where it is left out, or is not enforced."""
        left_out = [str(each) for each in self.properties.get("notScopes") or ()]
        enforced = str(self.properties.get("enforcementMode")).casefold() != "donotenforce"
        return (
            enforced
            and covers(self.scope, scope)
            and not any(covers(each, scope) for each in left_out)
        )


@dataclass
class Policies:
    """The definitions and assignments of all tenants."""

    cloud: Cloud
    definitions: Scoped[Definition] = field(default_factory=Scoped)
    assignments: Scoped[Assignment] = field(default_factory=Scoped)

    def __post_init__(self) -> None:
        self.cloud.state(Access).reviews.append(self._review)
        manager = self.cloud.state(ResourceManager)
        manager.on_copy.append(self._copy)
        manager.fixed.append(BUILT_IN.__contains__)

    def definition(self, policy: str) -> Definition:
        """The definition with this id.

        Raises:
            ArmError: 404.
        """
        name = policy.rstrip("/").rpartition("/")[2]
        built_in = f"/providers/{DEFINITIONS}/{name}".casefold()
        if policy.casefold() == built_in and name.casefold() in BUILT_IN:
            return Definition("", name.casefold(), BUILT_IN[name.casefold()])
        found = self.definitions.get(policy.casefold())
        if found is None:
            raise errors.definition_not_found(name)
        return found

    def define(
        self, scope: str, name: str, properties: dict[str, Any], caller: Principal
    ) -> Definition:
        """Make or change a definition.

        Raises:
            ArmError: 400 or 501 for what it holds; 403 for one of Azure's own; 404 for the scope.
        """
        self._require_scope(scope)
        if not scope or name.casefold() in BUILT_IN:
            raise errors.built_in(name)
        require_definition(name, properties)
        kept = {"mode": MODE, **properties, "policyType": "Custom"}
        made = Definition(scope, name, kept, caller.object_id, self.cloud.now())
        self.definitions.put(made.id.casefold(), scope, made)
        return made

    def definitions_at(self, scope: str) -> list[Definition]:
        """Azure's own, and those that are written at a scope or above it."""
        self._require_scope(scope)
        own = [Definition("", name, properties) for name, properties in BUILT_IN.items()]
        if not scope:
            return own
        return [*own, *(each for each in self.definitions.near(scope) if covers(each.scope, scope))]

    def undefine(self, policy: str) -> Definition | None:
        """Remove a definition, if there is one.

        Raises:
            ArmError: 400: it is assigned.
        """
        name = policy.rpartition("/")[2]
        for each in self.assignments:
            if str(each.properties["policyDefinitionId"]).casefold() == policy.casefold():
                raise errors.definition_in_use(name, each.id)
        return self.definitions.pop(policy.casefold())

    def assign(
        self, scope: str, name: str, properties: dict[str, Any], caller: Principal
    ) -> Assignment:
        """Make or change an assignment.

        Raises:
            ArmError: 400 for its parameters; 404 for the definition or the scope; 501 for an effect
                that is not known here.
        """
        self._require_scope(scope)
        policy, given = properties.get("policyDefinitionId"), properties.get("parameters") or {}
        if not isinstance(policy, str) or not isinstance(given, dict):
            raise errors.invalid_assignment("'policyDefinitionId' is required.")
        for listed in ("notScopes", "nonComplianceMessages"):
            if not isinstance(properties.get(listed) or [], list):
                raise errors.invalid_assignment(f"'{listed}' is not a list.")
        definition = self.definition(policy)
        known = definition.properties.get("parameters") or {}
        if undefined := [each for each in given if each not in known]:
            raise errors.undefined_parameter(name, ",".join(undefined), definition.name)
        values = _values(definition, given)
        if missing := [each for each in known if each not in values]:
            raise errors.missing_parameters(name, ",".join(missing), definition.name)
        require_effect(_effect(definition, values))
        kept = {"enforcementMode": "Default", **properties, "scope": scope}
        made = Assignment(scope, name, kept, caller.object_id, self.cloud.now())
        self.assignments.put(made.id.casefold(), scope, made)
        return made

    def assignment(self, scope: str, name: str) -> Assignment:
        """The assignment of this name at a scope.

        Raises:
            ArmError: 404.
        """
        found = self.assignments.get(f"{scope}/providers/{ASSIGNMENTS}/{name}".casefold())
        if found is None:
            raise errors.assignment_not_found(name)
        return found

    def assignments_at(self, scope: str, *, below: bool) -> list[Assignment]:
        """The assignments that hold at a scope; with `below`, those made below it, too."""
        self._require_scope(scope)
        return [
            each
            for each in self.assignments.near(scope)
            if covers(each.scope, scope) or (below and covers(scope, each.scope))
        ]

    def unassign(self, scope: str, name: str) -> Assignment | None:
        """Remove an assignment, if there is one."""
        return self.assignments.pop(f"{scope}/providers/{ASSIGNMENTS}/{name}".casefold())

    def _require_scope(self, scope: str) -> None:
        self.cloud.state(Authorization).require_scope(scope)

    def _review(self, request: Request) -> None:
        """Deny what a policy forbids to create or to change so."""
        if request.method not in ("PUT", "PATCH"):
            return
        scopes = [request.path, *self.cloud.state(Access).scopes_above(request.path)]
        near = [
            each
            for each in self.assignments.near(request.path)
            if any(each.applies(scope) for scope in scopes)
        ]
        subject = self._subject(request) if near else None
        if subject is not None:
            self._hold(subject, near)

    def _hold(self, subject: Subject, assignments: list[Assignment]) -> None:
        policies, reasons, infos = [], [], []
        for each in assignments:
            definition = self.definition(str(each.properties["policyDefinitionId"]))
            values = _values(definition, each.properties.get("parameters") or {})
            mode = str(definition.properties.get("mode")).casefold()
            if _effect(definition, values) != DENY or (
                mode != ALL.casefold() and subject.type == GROUP_TYPE
            ):
                continue
            evaluation = Evaluation(subject, values)
            if evaluation.holds(definition.properties["policyRule"]["if"]):
                policies.append(_identifiers(each, definition))
                infos.append(_violation(each, definition, evaluation))
                reasons += [
                    str(message.get("message"))
                    for message in each.properties.get("nonComplianceMessages") or ()
                    if isinstance(message, dict)
                ]
        if infos:
            raise errors.DisallowedError(str(subject.fields["name"]), policies, reasons, infos)

    def _subject(self, request: Request) -> Subject | None:
        """The resource or group that a request makes or changes."""
        try:
            body = request.json()
        except ValueError:
            return None
        manager, parts = self.cloud.state(ResourceManager), request.path.strip("/").split("/")
        if not isinstance(body, dict) or len(parts) < 4:
            return None
        home = manager.subscriptions.get(parts[1].casefold())
        group = home.groups.get(parts[3].casefold()) if home else None
        told = {"name": group.name, "location": group.location} if group else {}
        if len(parts) == 4 and parts[2].casefold() == "resourcegroups":
            return Subject(request.path, GROUP_TYPE, {**body, "name": parts[3]}, told)
        try:
            path = ResourceId.parse(request.path)
        except ValueError:
            return None
        if "providers" in path.type.casefold().split("/"):
            return None
        existing = manager.find(path) if home else None
        if existing is not None:
            before = {name: getattr(existing, name) for name in _KEPT}
            inner = {**existing.properties, **_object(body.get("properties"))}
            body = {
                **before,
                **body,
                **({"properties": inner} if request.method == "PATCH" else {}),
            }
        return Subject(str(path), path.type, {**body, "name": path.names[-1]}, told)

    def _copy(self, copy: Copy) -> None:
        for _, definition in self.definitions.within(copy.source):
            made = copy.of(definition)
            self.definitions.put(made.id.casefold(), made.scope, made)
        for _, assignment in self.assignments.within(copy.source):
            assigned = copy.of(assignment)
            self.assignments.put(assigned.id.casefold(), assigned.scope, assigned)


_KEPT = ("location", "kind", "sku", "tags", "properties", "identity")


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _values(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all parameters: what is given, else the defaults."""
    known = definition.properties.get("parameters") or {}
    defaults = {
        name: described["defaultValue"]
        for name, described in known.items()
        if isinstance(described, dict) and "defaultValue" in described
    }
    return defaults | {
        name: each["value"]
        for name, each in given.items()
        if isinstance(each, dict) and "value" in each
    }


def _effect(definition: Definition, values: Mapping[str, Any]) -> str:
    effect = definition.properties["policyRule"]["then"]["effect"]
    return str(Evaluation(Subject("", "", {}), values).resolved(effect)).casefold()


def _named(thing: Assignment | Definition) -> str:
    return str(thing.properties.get("displayName") or thing.name)


def _identifiers(assignment: Assignment, definition: Definition) -> dict[str, Any]:
    return {
        "policyAssignment": {"name": _named(assignment), "id": assignment.id},
        "policyDefinition": {"name": _named(definition), "id": definition.id},
    }


def _violation(
    assignment: Assignment, definition: Definition, evaluation: Evaluation
) -> dict[str, Any]:
    parameters = assignment.properties.get("parameters") or {}
    return {
        "evaluationDetails": {
            "evaluatedExpressions": json.loads(json.dumps(evaluation.expressions))
        },
        "policyDefinitionId": definition.id,
        "policyDefinitionName": definition.name,
        "policyDefinitionDisplayName": _named(definition),
        "policyDefinitionEffect": DENY,
        "policyAssignmentId": assignment.id,
        "policyAssignmentName": assignment.name,
        "policyAssignmentDisplayName": _named(assignment),
        "policyAssignmentScope": assignment.scope,
        "policyAssignmentParameters": parameters,
    }
