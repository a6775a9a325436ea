"""Words of enumerations: taken in any letter case, as ASP.NET's are, and told in their own."""

from collections.abc import Iterable

from azure_emulator.training.errors import bad_request


def in_own_case(word: str, words: Iterable[str]) -> str:
    """The word as it is among those, or as it was given if it is none of them."""
    return next((each for each in words if each.casefold() == word.casefold()), word)


def one_of(word: str, words: Iterable[str], name: str, code: str = "BadRequest") -> str:
    """The word as it is among those.

    Raises:
        CustomVisionError: 400 with that code; it calls the parameter by its name, and its words.
    """
    words = tuple(words)
    found = in_own_case(word, words)
    if found not in words:
        allowed = ", ".join(words)
        raise bad_request(code, f"Invalid value {word!r} for {name}; allowed is: {allowed}")
    return found
