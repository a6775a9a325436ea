"""What the folder of a class remembers of how it was graded. Never a secret.

Which class it is, where its journal is, which gradings count, the options of its checks.
"""

import json
from typing import Any, Final

from acceptance.files import read_file
from acceptance.plain_text import plain
from classroom.files import replace_private
from classroom.folder import ClassFolder
from classroom.usage import UsageError

_LARGEST: Final = 1_000_000


def read_class(folder: ClassFolder) -> dict[str, Any]:
    """What is remembered, by name; nothing in a folder that is new.

    Raises:
        UsageError: the file is damaged.
    """
    shown = plain(str(folder.memory))
    try:
        remembered = json.loads(read_file(folder.memory, _LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError):
        remembered = None
    if not isinstance(remembered, dict):
        raise UsageError(
            f"{shown} is damaged: it names the class, its journal, and what counts; put back a "
            "copy, or remove it and give --counts, --journal and the options after -- once more"
        )
    return remembered


def remember_class(folder: ClassFolder, **facts: Any) -> None:
    """Remember that, too; what is remembered already is not written again.

    Raises:
        OSError: it cannot be written.
        UsageError: the file is damaged.
    """
    remembered = read_class(folder)
    if remembered | facts != remembered:
        content = json.dumps(remembered | facts, indent=2)
        replace_private(folder.memory, content.encode() + b"\n")
