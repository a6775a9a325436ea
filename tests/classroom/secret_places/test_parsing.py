"""How a roster names the place of a secret."""

from pathlib import Path

import pytest

from classroom.secret_places import parse
from classroom.students import PlaceKind

FOLDER = Path("/class")


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("env:ADA_SECRET", PlaceKind.ENVIRONMENT, "ADA_SECRET"),
        (" ENV : ADA_SECRET ", PlaceKind.ENVIRONMENT, "ADA_SECRET"),
        ("file:ada.secret", PlaceKind.FILE, "/class/ada.secret"),
        ("file:/safe/a:b", PlaceKind.FILE, "/safe/a:b"),
        ("keyvault:class-2026/ada", PlaceKind.KEY_VAULT, "class-2026/ada"),
    ],
)
def test_a_place_is_read(text: str, kind: PlaceKind, name: str) -> None:
    """Its kind in any letter case; a file's path begins at the roster's folder."""
    place = parse(text, FOLDER)
    assert (place.kind, place.name) == (kind, name)
    assert parse(str(place), FOLDER) == place


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hunter2", "this is no place of a secret"),
        ("vault:class/ada", "this is no place of a secret"),
        ("keyvaults:class/ada", 'is "keyvault:" meant?'),
        ("env:", 'nothing stands after "env:"'),
        ("file: ", 'nothing stands after "file:"'),
        ("env:1A", "no name of an environment variable"),
        ("env:A=hunter2", "no name of an environment variable"),
        ("file:a\0b", "no name of a file"),
        *(
            (f"keyvault:{name}", "VAULT/SECRET")
            for name in (
                *("class", "class/", "/ada", "ab/ada", "a" * 25 + "/ada", "1class/ada"),
                *(
                    "class--a/ada",
                    "class-/ada",
                    "class/ada/v",
                    "class/a.da",
                    "class/a?b",
                    "a.b/ada",
                ),
                *("evil.example.org#/ada", "user@evil/ada", "class/../ada", "https://class/ada"),
                *("clàss/ada", "class/ada\nx", "class\n/ada"),
            )
        ),
    ],
)
def test_what_is_no_place_is_refused_without_repeating_it(text: str, message: str) -> None:
    """It may be a secret; the name of a vault makes no address but a vault's."""
    with pytest.raises(ValueError, match=" ") as caught:
        parse(text, FOLDER)
    assert message in str(caught.value)
    assert "hunter2" not in str(caught.value)
