"""Hostile text, made harmless and still recognisable."""

import time

import pytest

from acceptance.plain_text import masked, named, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('12 images are tagged "Katze \N{CAT FACE}"', '12 images are tagged "Katze \N{CAT FACE}"'),
        ("Größe  猫", "Größe  猫"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b2J", r"\x9b2J"),
        ("a\r\nb\tc\x00\x08", r"a\r\nb\tc\x00\x08"),
        ("cat\u200b", r"cat\u200b"),
        ("\u202egnp.exe\u2066", r"\u202egnp.exe\u2066"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("\ud800", r"\ud800"),
        ("\ue000\U000e0041", r"\ue000\U000e0041"),
        ("Vie\u0302\u0323t", "Vie\u0302\u0323t"),
        ("a" + "\u0301" * 6 + "b\u0301", "a" + "\u0301" * 4 + r"\u0301\u0301" + "b\u0301"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(text: str, shown: str) -> None:
    """Letters of all scripts stay; control, format and unassigned characters become escapes."""
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Pet Classification", '"Pet Classification"'),
        ("Übung.(1) 猫 \N{CAT FACE}", '"Übung.(1) 猫 \N{CAT FACE}"'),
        ("кот", '"кот"'),
        ("c\u0430t", r'"c\u0430t" (character 2 is CYRILLIC SMALL LETTER A)'),
        (
            "\u0441\u043e",
            r'"\u0441\u043e" (character 1 is CYRILLIC SMALL LETTER ES, '
            "character 2 is CYRILLIC SMALL LETTER O)",
        ),
        ("d\u03bfg", r'"d\u03bfg" (character 2 is GREEK SMALL LETTER OMICRON)'),
        ("do\u0261", r'"do\u0261" (character 3 is LATIN SMALL LETTER SCRIPT G)'),
        ("\uff43at", r'"\uff43at" (character 1 is FULLWIDTH LATIN SMALL LETTER C)'),
        ("Pet\xa0Classification", r'"Pet\xa0Classification" (character 4 is NO-BREAK SPACE)'),
        ("ca\u200bt", r'"ca\u200bt" (character 3 is ZERO WIDTH SPACE)'),
        ("ca\xadt", r'"ca\xadt" (character 3 is SOFT HYPHEN)'),
        ("\u202ecat", r'"\u202ecat" (character 1 is RIGHT-TO-LEFT OVERRIDE)'),
        ("cat ", '"cat " (character 4 is a space)'),
        ("Pet  Classification", '"Pet  Classification" (character 5 is a space)'),
        ("pet\u2013classifier", r'"pet\u2013classifier" (character 4 is EN DASH)'),
        ("a\x00", r'"a\x00" (character 2 is U+0000)'),
        (
            "\u200b" * 5 + "a",
            '"'
            + r"\u200b" * 5
            + 'a" ('
            + ", ".join(f"character {at} is ZERO WIDTH SPACE" for at in (1, 2, 3))
            + ", and 2 more)",
        ),
    ],
)
def test_a_name_says_what_the_eye_does_not_see(name: str, shown: str) -> None:
    """With its place, whatever alphabet the whole name is of; and what is said is plain."""
    assert named(name) == shown
    assert plain(named(name)) == shown


def test_a_long_text_is_cut_and_says_so() -> None:
    """A text of 100 kB does not flood a report, and takes no time."""
    start = time.perf_counter()
    shown = plain("\x1b" * 100_000)
    assert time.perf_counter() - start < 0.2
    assert shown == r"\x1b" * 1000 + " ... (cut: 100000 characters in all)"
    assert plain("x" * 1000) == "x" * 1000


def test_what_may_be_a_secret_is_masked() -> None:
    """A traceback shows neither keys nor tokens nor ids; names and paths stay."""
    key = "0123456789abcdef" * 2
    assert masked(f"Training-Key: {key}.") == "Training-Key: [masked]."
    assert masked(f"/subscriptions/{key[:8]}-0000-0000-0000-{key[:12]}/x") == (
        "/subscriptions/[masked]/x"
    )
    assert masked("pytest_bdd_step_func_lookup_error\x1b") == (
        r"pytest_bdd_step_func_lookup_error\x1b"
    )


def test_a_person_is_masked_in_a_traceback() -> None:
    """A message of somebody else's library may name who signed in."""
    assert masked("by jane@school.example in x") == "by [masked] in x"


def test_masking_is_quick_on_a_long_text() -> None:
    """100 kB of letters or of dots are no work."""
    began = time.process_time()
    for text in ("x" * 100_000, "a." * 50_000, "a@b-" * 25_000):
        masked(text)
    assert time.process_time() - began < 2
