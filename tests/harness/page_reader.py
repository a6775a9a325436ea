"""A page as a tree, read by the standard library's parser, which every page has to please."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "input"}
INLINE = {"span", "strong", "a", "bdi", "time"}


@dataclass
class Node:
    """One element, as a parser sees it."""

    name: str
    attributes: dict[str, str | None]
    content: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """What one reads in it, spaces put together."""
        return re.sub(r"\s+", " ", self._raw).strip()

    @property
    def _raw(self) -> str:
        pieces = "".join(part if isinstance(part, str) else part._raw for part in self.content)
        return pieces if self.name in INLINE else f" {pieces} "

    def all(self, *names: str, **attributes: str) -> "list[Node]":
        """The elements in it of these names and attributes (`class_` may be one of several)."""
        return [node for node in self.below() if node._is(names, attributes)]

    def one(self, *names: str, **attributes: str) -> "Node":
        """The only one."""
        (node,) = self.all(*names, **attributes)
        return node

    def _is(self, names: tuple[str, ...], attributes: dict[str, str]) -> bool:
        mine = {name: (value or "").split() for name, value in self.attributes.items()}
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return (not names or self.name in names) and all(
            value in mine.get(name, []) for name, value in wanted.items()
        )

    def below(self) -> "Iterator[Node]":
        """All elements in it, in order."""
        for part in self.content:
            if isinstance(part, Node):
                yield part
                yield from part.below()


class Reader(HTMLParser):
    """Makes nodes of a page, and holds that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        node = Node(tag, dict(attrs))
        assert len(attrs) == len(node.attributes), f"{tag} has an attribute twice"
        self.open[-1].content.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.open[-1].content.append(data)

    def handle_comment(self, data: str) -> None:
        """Nobody writes comments."""
        raise AssertionError(f"a comment: {data}")


def parsed(text: str) -> Node:
    """The page as a tree.

    Raises:
        AssertionError: an element is not closed where it should be.
    """
    reader = Reader()
    reader.feed(text)
    reader.close()
    (root,) = reader.open
    return root
