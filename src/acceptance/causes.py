"""Why a scenario stopped, as exceptions that steps and fixtures raise. This module imports nothing.

They have no common base but `Exception`: the student's omission and Azure's silence must never be
mistaken for each other.
"""


class NotThere(Exception):
    """Azure answered, and the thing is not in the submission.

    Args:
        thing: the name of the missing thing, as in the `@owns(thing)` tag of the one check that
            asks for it (for example `project`). That check is not met; every other check that
            needs the thing is blocked and names that check.
        found: what is there instead, as a sentence without a full stop that a student can act on
            (`the group holds no CustomVision.Training account`).
        variant: which of the owner's fixes this calls for: the label of a paragraph `If LABEL:` in
            its description. By default the text before all of these.
        expected: what was expected, where an option asks for something other than the feature.
    """

    def __init__(self, thing: str, found: str, variant: str = "", *, expected: str = "") -> None:
        """Keep all; `found` is the message."""
        super().__init__(found)
        self.thing = thing
        self.found = found
        self.variant = variant
        self.expected = expected


class Otherwise(Exception):
    """Azure answered, and something is otherwise than the check asks: as an assert, with a variant.

    Args:
        found: what is there instead, as in `NotThere`.
        variant: which of the check's fixes this calls for, as in `NotThere`.
    """

    def __init__(self, found: str, variant: str = "") -> None:
        """Keep both; `found` is the message."""
        super().__init__(found)
        self.found = found
        self.variant = variant


class NoAnswer(Exception):
    """Nobody could tell: Azure refused, failed or was silent, or evidence was not handed in.

    Args:
        reason: what happened, where (`Azure answered 429 to POST .../listKeys`), without any
            secret.
        cure: what would cure it, as an instruction.
    """

    def __init__(self, reason: str, cure: str) -> None:
        """Keep both; `reason` is the message."""
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
