"""What a principal may do: role definitions with Azure's wildcards."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache


@dataclass(frozen=True)
class Role:
    """What a role definition allows.

    Args:
        actions: of Azure Resource Manager; `*` stands for any run of characters, `/` included.
        not_actions: taken away from the actions.
        data_actions: of the services themselves, asked of callers with a token, not with a key.
        not_data_actions: taken away from the data actions.
    """

    name: str
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()

    def allows(self, action: str) -> bool:
        """Whether an action of Azure Resource Manager is granted; letter case ignored."""
        return _among(self.actions, action) and not _among(self.not_actions, action)

    def allows_data(self, action: str) -> bool:
        """Whether a data action is granted; letter case ignored."""
        return _among(self.data_actions, action) and not _among(self.not_data_actions, action)


OWNER = Role("Owner", ("*",))
"""Everything of Azure Resource Manager, and no data action: so it is in Azure."""

NO_ROLE = Role("")
"""Nothing: for a principal that gets its roles by assignment."""

READER = Role("Reader", ("*/read",))
"""Reads all resources; may not list keys."""


@lru_cache(maxsize=10_000)
def _among(patterns: tuple[str, ...], action: str) -> bool:
    return any(
        fnmatchcase(action.casefold(), pattern.casefold().replace("[", "[[]"))
        for pattern in patterns
    )
