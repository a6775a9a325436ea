"""YAML that others wrote, looked through before anything is made of it.

A few lines of YAML can stand for all memory that there is: aliases of lists of aliases do, and so
do merge keys; others take a parser forever. The pieces of a text, one by one, cost next to nothing.
"""

import re
from typing import Final

NODES: Final = 100_000
DEPTH: Final = 20
"""What a document may have: texts, lists and tables, and so many of them inside each other."""

_DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)


class OutOfBounds(ValueError):
    """YAML that nobody should load: what of it, without a full stop, and the line, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.message = message
        self.line = line


def require_bounded(
    text: str, nodes: int = NODES, depth: int = DEPTH, *, aliases: bool = False
) -> None:
    """Refuse what is too large or too deep, and what stands for more than is written.

    Args:
        aliases: whether they may stand in it, because nobody follows them into lists.

    Raises:
        OutOfBounds: saying where.
        yaml.YAMLError: it is no YAML.
    """
    import yaml

    if directive := _DIRECTIVE.search(text):
        # The parser compares each with all before it.
        raise OutOfBounds("it has a directive (%)", text.count("\n", 0, directive.start()) + 1)
    seen = level = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) and not aliases:
            raise OutOfBounds("an alias (*) has no place here", line)
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        seen += isinstance(event, yaml.NodeEvent)
        if seen > nodes:
            raise OutOfBounds(f"it holds more than {nodes} values", line)
        if level > depth:
            raise OutOfBounds(f"it is nested more than {depth} deep", line)
