"""What an identity needs in Azure to read a submission, and the one command that grants it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DEFINITION = "fixtures/roles.json"
"""The least role that suffices for an exercise, as `az role definition create` takes it.

The file is relative to the exercise's folder.
"""

NAME = "Exercise grader (read only)"
"""Its name."""

SEES = "Microsoft.Resources/subscriptions/read"
"""The action without which an identity does not see a subscription at all."""

CAN_READ_DATA = "Cognitive Services Custom Vision Reader"
CAN_ASK_MODELS = "Cognitive Services Custom Vision Deployment"
"""Azure's own least roles for Custom Vision's data: the second may also test a model and predict.

Its read and query actions both have; as recorded in 2020 and listed unchanged since.
"""


def actions(exercise: Path) -> tuple[str, ...]:
    """The actions of the role that grading the exercise in this folder needs, in its order."""
    return tuple(json.loads((exercise / DEFINITION).read_text(encoding="utf-8"))["Actions"])


def assign(role: str = NAME) -> str:
    """The command that gives an identity a role; what stands in capitals is to be filled in."""
    return f'az role assignment create --role "{role}" --assignee ID --scope "/subscriptions/ID"'


def define(definition: str = DEFINITION) -> str:
    """The command that tells Azure of a role; the file names the subscription's id."""
    return f"az role definition create --role-definition {definition}"


def define_and_assign(role: str, definition: str) -> str:
    """The commands for a role that Azure does not know before its file was given to it."""
    return (
        f"write the subscription's id into {definition}, then: {define(definition)}, "
        f"and {assign(role)}"
    )


def assign_for_data(action: str) -> str:
    """The command for a data action of Custom Vision: the least role of Azure's that has it."""
    reads = action.casefold().endswith(("/read", "/predictions/query/action"))
    return assign(CAN_READ_DATA if reads else CAN_ASK_MODELS)


HOW_TO_SEE = (
    f"To see a subscription an identity needs a role in it with the action {SEES}:\n  {assign()}"
)


@dataclass(frozen=True)
class Permission:
    """What one of its roles lets an identity do; `*` stands for any run of characters."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...] = ()

    def grants(self, action: str) -> bool:
        """Whether the action is among the actions and is not taken away; letter case ignored."""
        return _among(self.actions, action) and not _among(self.not_actions, action)


def lacking(needed: Iterable[str], permissions: Iterable[Permission]) -> tuple[str, ...]:
    """The actions that none of the permissions grants, in their order."""
    had = tuple(permissions)
    return tuple(
        action for action in needed if not any(permission.grants(action) for permission in had)
    )


def _among(patterns: Iterable[str], action: str) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), action, re.IGNORECASE)
        for pattern in patterns
    )
