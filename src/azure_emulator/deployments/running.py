"""How a deployment gets on: whatever is due by the cloud's clock happens at its own moment.

Nothing waits: a step that takes a while is looked at again when its resource is ready, by the
clock; each request to the cloud lets happen what was due before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from azure_emulator.cloud import Cloud
from azure_emulator.deployments import errors
from azure_emulator.deployments.deployment import TYPE, Deployment, Step
from azure_emulator.deployments.errors import OperationFailedError, status_name
from azure_emulator.deployments.evaluation import Evaluation
from azure_emulator.deployments.language.expressions import TOO_DEEP, ExpressionError
from azure_emulator.deployments.outputs import evaluated
from azure_emulator.deployments.requests import data_of, error_of
from azure_emulator.errors import ServiceError
from azure_emulator.resource_manager.resource import ResourceId
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.wire import Response

FINAL = ("Succeeded", "Failed", "Canceled")
PASSING = (408, 429, 502, 503, 504)
LONGEST_WAIT = timedelta(minutes=1)
MOST_TRIES = 5
"""How often a step is tried again that was refused in passing. A guess."""

FRUITLESS = ("Failed", "Blocked")
"""The states of a step after which no other can begin."""

REMOVAL_VERSION = "2021-04-01"
_TICK = timedelta(microseconds=1)


class Nesting(Protocol):
    """What begins a deployment that is nested in another."""

    def begin_nested(self, outer: Deployment, step: Step, body: dict[str, Any]) -> Deployment:
        """The nested deployment, begun.

        Raises:
            ServiceError: it cannot be.
        """


class Run:
    """One deployment under way.

    Args:
        now: the moment of the request that lets it get on.
    """

    def __init__(
        self, cloud: Cloud, evaluation: Evaluation, deployment: Deployment, nesting: Nesting,
        now: datetime,
    ) -> None:  # fmt: skip
        self._cloud = cloud
        self._evaluation = evaluation
        self._deployment = deployment
        self._nesting = nesting
        self._now = now
        self._steps = {step.key: step for step in deployment.steps}

    def next(self) -> datetime | None:
        """When something happens next; none if it waits for another deployment."""
        self._block()
        moments = list(self._moments())
        if moments:
            return min(moments)
        if any(step.state == "Running" for step in self._deployment.steps):
            return None
        return max(filter(None, (step.ended for step in self._deployment.steps)),
                   default=self._deployment.started)  # fmt: skip

    def go_on(self) -> None:
        """Let happen what is due at this moment."""
        moment = self._cloud.now()
        if self._deployment.state == "Accepted":
            self._deployment.state = "Running"
        for step in self._deployment.steps:
            if step.state == "Running" and self._due(step) <= moment:
                self._look(step)
        for step in self._deployment.steps:
            if step.state == "Waiting" and (start := self._start(step)) and start <= moment:
                self._begin(step)
        if all(step.state not in ("Waiting", "Running") for step in self._deployment.steps):
            self._finish()

    def _moments(self) -> Iterator[datetime]:
        for step in self._deployment.steps:
            if step.state == "Waiting" and (start := self._start(step)):
                yield start
            elif step.state == "Running" and (due := self._due(step)) != datetime.max:
                yield due

    def _due(self, step: Step) -> datetime:
        if step.nested is not None:
            return step.nested.ended or datetime.max.replace(tzinfo=self._now.tzinfo)
        return step.due or self._now

    def _start(self, step: Step) -> datetime | None:
        """When a step can begin, if all before it have ended."""
        before = [self._steps[key] for key in step.depends if key in self._steps]
        if any(each.ended is None or each.state in FRUITLESS for each in before):
            return None
        return max([self._deployment.started, *(each.ended for each in before if each.ended)])

    def _block(self) -> None:
        """Tell the steps that will never begin."""
        found = True
        while found:
            found = False
            for step in self._deployment.steps:
                before = [self._steps[key] for key in step.depends if key in self._steps]
                if step.state == "Waiting" and any(each.state in FRUITLESS for each in before):
                    step.state, found = "Blocked", True

    def _begin(self, step: Step) -> None:
        step.started = self._cloud.now()
        step.number, step.request = self._cloud.new_id(), self._cloud.new_id()
        if not step.condition:
            step.state, step.ended = "Skipped", step.started
            return
        step.state = "Running"
        self._try(step)

    def _try(self, step: Step) -> None:
        try:
            self._send(step)
        except OperationFailedError as failure:
            self._fail(step, failure.status, failure.error)
        except (ExpressionError, RecursionError) as error:
            said = TOO_DEEP if isinstance(error, RecursionError) else str(error)
            message = errors.expression_failed(step.id, said)
            self._fail(step, 400, {"code": "InvalidTemplate", "message": message})
        except ServiceError as error:
            self._fail(step, error.status, error.body()["error"])

    def _send(self, step: Step) -> None:
        requests = self._evaluation.requests()
        if step.removal:
            self._judge(step, requests.send("DELETE", step.id, REMOVAL_VERSION))
        elif step.existing:
            self._judge(step, requests.send("GET", step.id, step.version))
        elif step.type.casefold() == TYPE.casefold():
            body = self._evaluation.body(step)
            step.nested = self._nesting.begin_nested(self._deployment, step, body)
        else:
            body = self._evaluation.body(step)
            self._judge(step, requests.send("PUT", step.id, step.version, body))

    def _judge(self, step: Step, response: Response) -> None:
        """What the first answer to a step says of it."""
        if self._passes(step, response):
            step.again = True
            return
        if response.status >= 400:
            self._fail(step, response.status, error_of(response))
            return
        step.status = status_name(response.status)
        headers = {name.casefold(): value for name, value in response.headers.items()}
        place = headers.get("location", "") if response.status == 202 else ""
        step.follow = headers.get("azure-asyncoperation") or place
        properties = (data_of(response) or {}).get("properties")
        state = properties.get("provisioningState") if isinstance(properties, dict) else None
        if step.follow or (state is not None and state not in FINAL):
            step.due = self._ready(step)
        elif state in ("Failed", "Canceled"):
            self._fail(step, 409, _ended_badly(state))
        else:
            self._succeed(step)

    def _passes(self, step: Step, response: Response) -> bool:
        """Whether an answer is of a kind that passes: then the step is looked at again later."""
        if response.status not in PASSING or step.tries >= MOST_TRIES:
            return False
        headers = {name.casefold(): value for name, value in response.headers.items()}
        told = headers.get("retry-after", "")
        wait = timedelta(seconds=int(told)) if told.isdigit() else self._cloud.durations.account
        step.tries += 1
        step.due = self._cloud.now() + min(wait, LONGEST_WAIT)
        return True

    def _ready(self, step: Step) -> datetime:
        """When the resource of a step will have changed, as far as the store knows."""
        now = self._cloud.now()
        try:
            resource = self._cloud.state(ResourceManager).find(ResourceId.parse(step.id))
        except ValueError:
            return now
        if resource is None:
            return now
        if resource.deleting_since is not None:
            return max(now, resource.deleting_since + self._cloud.durations.deletion)
        return max(now, resource.ready)

    def _look(self, step: Step) -> None:
        """Ask whether a step is done."""
        if step.nested is not None:
            self._look_at_nested(step, step.nested)
            return
        if step.again:
            step.again = False
            self._try(step)
            return
        requests = self._evaluation.requests()
        if step.follow:
            response = requests.follow(step.follow)
        else:
            response = requests.send("GET", step.id, step.version)
        if not self._passes(step, response):
            self._judge_again(step, response)

    def _judge_again(self, step: Step, response: Response) -> None:
        """What a later answer says of a step."""
        data = data_of(response)
        data = data if isinstance(data, dict) else {}
        properties = data.get("properties")
        state = data.get("status") if step.follow else None
        if state is None and isinstance(properties, dict):
            state = properties.get("provisioningState")
        if response.status >= 400 and not (step.removal and response.status == 404):
            self._fail(step, response.status, error_of(response))
        elif state in ("Failed", "Canceled"):
            self._fail(step, 409, data.get("error") or _ended_badly(str(state)))
        elif response.status == 202 or (state is not None and state not in FINAL):
            # Not before the next request: nothing tells when.
            step.due = max(self._cloud.now(), self._now) + _TICK
        else:
            self._succeed(step)

    def _look_at_nested(self, step: Step, nested: Deployment) -> None:
        step.nested = None
        if nested.state == "Succeeded":
            self._succeed(step)
            step.made = [made for each in nested.steps for made in each.made]
            return
        error = {**_ended_badly(nested.state), "details": [nested.error] if nested.error else []}
        self._fail(step, 409, error)

    def _succeed(self, step: Step) -> None:
        step.state, step.ended = "Succeeded", self._cloud.now()
        step.made = [] if step.existing or step.removal else [step.id]
        step.status = "OK" if not step.status or step.follow else step.status

    def _fail(self, step: Step, status: int, error: Any) -> None:
        step.state, step.ended = "Failed", self._cloud.now()
        step.status, step.error = status_name(status), dict(error)

    def _finish(self) -> None:
        deployment = self._deployment
        failures = [step.error for step in deployment.steps if step.state == "Failed"]
        if failures:
            self._end("Failed", failed(deployment, [each for each in failures if each]))
            return
        if deployment.mode == "Complete" and not deployment.cleaned:
            deployment.cleaned = True
            removals = self._removals()
            deployment.steps.extend(removals)
            self._steps |= {step.key: step for step in removals}
            if removals:
                return
        try:
            deployment.outputs = evaluated(self._evaluation)
        except (ExpressionError, OperationFailedError, RecursionError) as error:
            self._end("Failed", _output_failed(error))
            return
        self._end("Succeeded", None)

    def _end(self, state: str, error: dict[str, Any] | None) -> None:
        self._deployment.state, self._deployment.error = state, error
        self._deployment.ended = self._cloud.now()

    def _removals(self) -> list[Step]:
        """What the mode `Complete` removes: resources of the group that no step names."""
        group = self._deployment.group
        if group is None:
            return []
        manager = self._cloud.state(ResourceManager)
        wanted = {step.key for step in self._deployment.steps if step.condition}
        return [
            Step(id=each.id, type=each.type, name=each.path.name, version=REMOVAL_VERSION,
                 removal=True)
            for each in manager.in_group(group.subscription, group.name)
            if each.path.parent is None and each.path.key not in wanted
        ]  # fmt: skip


def failed(deployment: Deployment, details: list[dict[str, Any]]) -> dict[str, Any]:
    """The error of a deployment some of whose steps failed."""
    return {
        "code": "DeploymentFailed",
        "target": deployment.id,
        "message": "At least one resource deployment operation failed. Please list deployment "
        "operations for details. Please see https://aka.ms/arm-deployment-operations for usage "
        "details.",
        "details": details,
    }


def _ended_badly(state: str) -> dict[str, Any]:
    return {
        "code": "ResourceDeploymentFailure",
        "message": "The resource write operation failed to complete successfully, because it "
        f"reached terminal provisioning state '{state}'.",
    }


def _output_failed(error: Exception) -> dict[str, Any]:
    if isinstance(error, OperationFailedError):
        details = [error.error]
    else:
        said = TOO_DEEP if isinstance(error, RecursionError) else str(error)
        details = [{"code": "InvalidTemplate", "message": said}]
    return {
        "code": "DeploymentOutputEvaluationFailed",
        "message": "Unable to evaluate template outputs. Please see error details and deployment "
        "operations. Please see https://aka.ms/arm-common-errors for usage details.",
        "details": details,
    }
