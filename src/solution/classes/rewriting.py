"""A notebook of the original made one of the copy: it names keys, hosts and ids."""

from __future__ import annotations

import re
from collections.abc import Mapping


def rewritten(notebook: bytes, renamed: Mapping[str, str]) -> bytes:
    """The notebook with the copy's ids, keys and hosts, in whatever letter case they stand.

    Args:
        notebook: as it was handed in; it need not be one.
        renamed: what became of each id, key and host of the original.
    """
    if not renamed:
        return notebook
    new = {old.casefold().encode(): name.encode() for old, name in renamed.items()}
    pattern = b"|".join(re.escape(old) for old in sorted(new, key=len, reverse=True))
    return re.sub(pattern, lambda match: new[match[0].lower()], notebook, flags=re.IGNORECASE)
