"""The subscriptions that can be a student's: what the signed-in identity sees of Azure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from acceptance.plain_text import plain
from classroom.usage import UsageError

_GROUP: Final = re.compile(r"[-\w().]{1,90}", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """A subscription; its name is hostile text, as its owner gave it."""

    id: str
    name: str
    state: str
    tenant: str


@dataclass(frozen=True)
class Visible:
    """What an identity sees.

    Attributes:
        enabled: those in which everything can be read, by name.
        others: those in which not: disabled, expired, deleted.
        unseen: how many of the management group it does not see.
    """

    enabled: Sequence[Seen]
    others: Sequence[Seen]
    unseen: int = 0


def visible(group: str | None, tenant: str | None, tell: Callable[[str], None]) -> Visible:
    """What the signed-in identity sees, in a management group and those below it if one is named.

    Raises:
        UsageError: nobody is signed in, no subscription is seen, or the group's name is none.
        NoAnswer: signing in failed, or Azure did not answer.
    """
    from acceptance.session.listing import ACTIVE, HOW_TO_SEE, seen

    if group is not None and not _GROUP.fullmatch(group):
        raise UsageError(
            f'--management-group: "{plain(group, 90)}" is no id of one, which has up to 90 '
            "letters, digits, hyphens, underscores, dots and parentheses"
        )
    try:
        listed, wanted = seen(tenant, group, tell)
    except ValueError as error:
        raise UsageError(str(error)) from None
    all_seen = [Seen(each.id.lower(), each.name, each.state, each.tenant) for each in listed]
    chosen = [each for each in all_seen if wanted is None or each.id in wanted]
    if not chosen:
        where = " in the management group" if group else ""
        raise UsageError(f"this identity sees no subscription{where}\n{HOW_TO_SEE}")
    chosen.sort(key=lambda each: (each.name.casefold(), each.id))
    return Visible(
        [each for each in chosen if each.state in ACTIVE],
        [each for each in chosen if each.state not in ACTIVE],
        len((wanted or frozenset()) - {each.id for each in all_seen}),
    )
