"""HTML that cannot be injected into: whatever is not made by `element` here is text. Pure."""

from collections.abc import Iterable
from html import escape
from typing import Final

EMPTY: Final = frozenset({"br", "meta"})
"""Elements without content or end; those of SVG have an end in HTML."""

INLINE: Final = frozenset({"a", "abbr", "bdi", "br", "code", "q", "span", "strong", "time"})
"""Elements after which no line break is written, because it would show as a space."""


class Markup(str):
    """HTML, as opposed to text that others wrote."""

    __slots__ = ()


Content = str | Iterable[str]
"""What stands in an element: markup as it is, other strings as text, or several of them."""


def element(name: str, /, *content: Content, **attributes: str | int | None) -> Markup:
    """One element with all that is in it.

    Args:
        name: its name.
        content: what stands in it, in order.
        attributes: by name; `class_` is `class`, `aria_label` is `aria-label`; one that is None is
            left out.

    Returns:
        The element; content that is not markup, and every attribute, escaped.
    """
    end = "" if name in INLINE else "\n"
    start = f"<{name}{''.join(_attribute(*pair) for pair in attributes.items())}>"
    return Markup(start + end if name in EMPTY else f"{start}{joined(*content)}</{name}>{end}")


def joined(*content: Content) -> Markup:
    """Several pieces, one behind the other, without an element around them."""
    return Markup("".join(map(_content, content)))


def _content(content: Content) -> str:
    if isinstance(content, Markup):
        return content
    if isinstance(content, str):
        return escape(content)
    return "".join(map(_content, content))


def _attribute(name: str, value: str | int | None) -> str:
    if value is None:
        return ""
    return f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
