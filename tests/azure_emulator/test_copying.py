"""What a copy of a subscription has for itself, and what it shares with the original."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from azure_emulator.copying import Copy

OLD = "11111111-2222-4333-8444-555555555555"
NEW = "99999999-2222-4333-8444-555555555555"
OTHER = "aaaaaaaa-2222-4333-8444-555555555555"
FIXED = "bbbbbbbb-2222-4333-8444-555555555555"
MADE = "cccccccc-2222-4333-8444-555555555555"


def copy() -> Copy:
    """A copy whose new ids are all the same."""
    return Copy(OLD, NEW, lambda: MADE, FIXED.__eq__)


@dataclass(frozen=True)
class Leaf:
    """Holds an id."""

    id: str
    content: bytes = b""


@dataclass
class Tree:
    """Holds leaves, and can change."""

    leaves: dict[str, Leaf]
    first: Leaf
    notes: list[str] = field(default_factory=list)


def test_ids_change_wherever_they_stand() -> None:
    """In keys and texts, in any letter case, with hyphens or without; a fixed one stays."""
    copied = copy().of(
        {f"/subscriptions/{OLD.upper()}/x": [OTHER, FIXED], "hex": OLD.replace("-", "")}
    )
    assert copied == {f"/subscriptions/{NEW}/x": [MADE, FIXED], "hex": MADE.replace("-", "")}


def test_a_digest_is_no_id() -> None:
    """More hexadecimal digits than a GUID has are something else."""
    digest = "0123456789abcdef" * 4
    assert copy().of(digest) is digest


def test_what_holds_no_id_is_shared() -> None:
    """A frozen thing without an id is the same object; a picture always is."""
    leaf, picture = Leaf("cat"), b"picture"
    assert copy().of(leaf) is leaf
    assert copy().of(Leaf(OTHER, picture)).content is picture


def test_what_can_change_is_not_shared() -> None:
    """Also without an id in it: the copy goes its own way."""
    tree = Tree({"cat": Leaf("cat")}, Leaf("cat"))
    copied = copy().of(tree)
    copied.notes.append("mine")
    copied.leaves["dog"] = Leaf("dog")
    assert tree == Tree({"cat": Leaf("cat")}, Leaf("cat"))


def test_one_thing_stays_one_thing() -> None:
    """What two places refer to is copied once."""
    leaf = Leaf(OTHER)
    copied = copy().of(Tree({OTHER: leaf}, leaf))
    assert copied.leaves[MADE] is copied.first


def test_what_became_of_each_id_is_told() -> None:
    """A notebook that names one can then be rewritten."""
    copying: Any = copy()
    copying.of([OTHER.upper(), "no id"])
    assert copying.names == {OLD: NEW, OTHER: MADE}
