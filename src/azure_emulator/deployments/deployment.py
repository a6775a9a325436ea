"""A deployment, and the steps that it consists of: plain data, so that it can be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager.resource import Group

TYPE = "Microsoft.Resources/deployments"
OVER = ("Succeeded", "Failed", "Canceled")

Loops = tuple[tuple[str, int], ...]
"""The loops that a resource is inside of, and how often each has gone round."""


@dataclass(kw_only=True)
class Step:
    """What a deployment does with one resource; Azure calls it an operation.

    Args:
        id: the resource's.
        raw: as it stands in the template, for its expressions are evaluated when it begins.
        depends: the ids, case-folded, of the resources that must be there before.
        condition: whether the template wants it.
        existing: whether it is only read.
        location: as the template has it, if that can be told before.
        removal: whether it is deleted.
        state: `Waiting`, `Running`, `Succeeded`, `Failed`, or `Blocked` by one that failed.
        due: when to look next whether it is done.
        tries: how often it was refused for a reason that passes.
        again: whether it is to be sent again.
        follow: the URL that tells whether it is done; else the resource does.
        status: the name of an HTTP status, once there is one.
        error: why it failed.
        nested: the deployment that it is, while that is under way.
        made: the ids of the resources that it made.
    """

    id: str
    type: str
    name: str
    version: str
    raw: dict[str, Any] = field(default_factory=dict)
    symbol: str = ""
    loops: Loops = ()
    depends: list[str] = field(default_factory=list)
    condition: bool = True
    existing: bool = False
    location: str = ""
    removal: bool = False
    number: str = ""
    request: str = ""
    state: str = "Waiting"
    started: datetime | None = None
    ended: datetime | None = None
    due: datetime | None = None
    tries: int = 0
    again: bool = False
    follow: str = ""
    status: str = ""
    error: dict[str, Any] | None = None
    nested: Deployment | None = None
    made: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Equal for ids that Azure takes as one."""
        return self.id.casefold()


@dataclass(kw_only=True)
class Deployment:
    """A template that is being deployed, or was.

    Args:
        group: none at a subscription.
        location: at a subscription alone.
        parameters: the values of all of the template's parameters.
        caller: as whom its resources are made.
        number: the last part of the URL that tells its status.
        outer: the deployment whose names the expressions ask for, if it is nested in one so.
        outer_loops: the loops in which it is nested there.
        inside: the deployment that it is a step of.
        link: where the template came from.
        on_error: the type and the name of the deployment to which it falls back.
        fallback: what is sent to deploy that again.
    """

    subscription: str
    name: str
    template: dict[str, Any]
    parameters: dict[str, Any]
    mode: str
    caller: Principal
    started: datetime
    correlation: str
    number: str
    hash: str
    group: Group | None = None
    location: str = ""
    tags: dict[str, str] | None = None
    steps: list[Step] = field(default_factory=list)
    state: str = "Accepted"
    ended: datetime | None = None
    outputs: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    outer: Deployment | None = None
    outer_loops: Loops = ()
    inside: Deployment | None = None
    link: dict[str, Any] | None = None
    parameters_link: dict[str, Any] | None = None
    cleaned: bool = False
    on_error: dict[str, str] | None = None
    fallback: dict[str, Any] | None = None

    @property
    def home(self) -> str:
        """The id of the group or the subscription."""
        return self.group.id if self.group else f"/subscriptions/{self.subscription}"

    @property
    def id(self) -> str:
        """The id as Azure writes it."""
        return f"{self.home}/providers/{TYPE}/{self.name}"

    @property
    def key(self) -> str:
        """Equal for ids that Azure takes as one."""
        return self.id.casefold()

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.state in OVER
