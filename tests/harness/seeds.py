"""Where what is drawn by chance begins: the same every day, unless somebody asks for another."""

import os
import random


def seed(name: str) -> int:
    """The seed in an environment variable; `random` is another each time.

    A run that passed passes again: what a new seed finds is for who looks for it.
    """
    value = os.environ.get(name, "") or "1"
    return random.SystemRandom().randrange(10**6) if value == "random" else int(value)
