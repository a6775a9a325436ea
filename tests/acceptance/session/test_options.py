"""The options: what they refuse, and which value holds."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from acceptance.session import options as of_any_exercise
from acceptance.session.options import file_path
from acceptance.session.recording import chosen
from fixtures import options as of_this_exercise
from tests.harness.commands import run

NAMES = ("live", "subscription", "resource_group", "notebook", "cat_url", "dog_url", "cassette")


def given(**options: Any) -> Any:
    """A configuration with these options and no other."""
    values = dict.fromkeys((*NAMES, "record")) | options
    return SimpleNamespace(option=SimpleNamespace(**values), getoption=values.get)


def refuse_misuse(config: Any) -> None:
    """What happens before anything is graded."""
    of_any_exercise.pytest_configure(config)
    of_this_exercise.pytest_configure(config)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"record": Path("x.yaml")}, "--record needs --live"),
        ({"live": True, "cassette": Path("x.yaml")}, "--cassette and --live exclude each other"),
        ({"cassette_sha256": "0" * 64}, "--cassette-sha256 needs --cassette: it is what that file"),
        (
            {"cassette_sha256": "0" * 63, "cassette": Path("x.yaml")},
            "--cassette-sha256: a SHA-256 has 64 hexadecimal digits",
        ),
        ({"subscription": "6f0b2f0a"}, "--subscription needs --live"),
        ({"preflight": True}, "--preflight needs --live: it is about what the signed-in"),
        (
            {"preflight": True, "live": True, "waivers": "w.yaml"},
            "--preflight and --waivers exclude",
        ),
        ({"live": True, "subscription": " "}, "--subscription: the value is empty"),
        ({"resource_group": ""}, "--resource-group: the value is empty"),
        ({"cat_url": "cat.jpg"}, "--cat-url: cat.jpg is no public address"),
        ({"dog_url": "ftp://host/dog.jpg"}, "--dog-url: ftp://host/dog.jpg is no public"),
        ({"dog_url": "https:///dog.jpg"}, "--dog-url: https:///dog.jpg is no public"),
        ({"notebook": Path("gone.ipynb")}, "gone.ipynb cannot be read: no such file"),
    ],
)
def test_misuse_is_refused_with_the_cure(options: dict[str, Any], complaint: str) -> None:
    """Before anything is graded, the option is named, and what is wrong with it."""
    with pytest.raises(pytest.UsageError) as raised:
        refuse_misuse(given(**options))
    assert complaint in str(raised.value)


def test_a_password_in_a_url_is_not_repeated() -> None:
    """A URL that holds a password is refused without showing it."""
    with pytest.raises(pytest.UsageError) as raised:
        refuse_misuse(given(cat_url="https://me:sesame@host/cat.jpg"))
    assert "sesame" not in str(raised.value)


def test_good_options_pass(tmp_path: Path) -> None:
    """What makes sense is not refused."""
    notebook = tmp_path / "x.ipynb"
    notebook.touch()
    refuse_misuse(given(live=True, notebook=notebook, record=Path("x"), resource_group="g"))
    refuse_misuse(given(cassette=Path("x"), cat_url="https://host/cat.jpg"))


@pytest.mark.parametrize(
    ("typed", "recorded", "value"),
    [
        ("https://a/", "https://b/", "https://a/"),
        (None, "https://b/", "https://b/"),
        (None, None, of_this_exercise.TEST_IMAGES["cat"]),
    ],
)
def test_the_command_line_wins_over_the_cassette_over_the_default(
    typed: str | None, recorded: str | None, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three sources of one value, in this order."""
    monkeypatch.setattr(
        "acceptance.session.recording.recorded_options", lambda _: {"cat_url": recorded}
    )
    assert of_this_exercise.image_url(given(cat_url=typed), "cat") == value


def test_a_cassette_brings_its_group_and_subscription(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replayed run asks exactly what the recorded one asked."""
    recorded = {"subscription": "pseudonym", "resource_group": "pets"}
    monkeypatch.setattr("acceptance.session.recording.recorded_options", lambda _: recorded)
    assert chosen(given(), "subscription") == "pseudonym"
    assert chosen(given(), "resource_group") == "pets"
    assert chosen(given(resource_group="mine"), "resource_group") == "mine"


def test_every_option_is_explained() -> None:
    """`--help` has one group for the submission, each option with its default."""
    text = run("pytest", "--help").stdout
    group = text[text.index("the submission to grade") :]
    for name in (*NAMES, "record"):
        _, _, explained = group.partition(f"--{name.replace('_', '-')}")
        assert "(default: " in " ".join(explained.split("  --")[0].split()), name


def test_misuse_exits_with_pytests_own_status() -> None:
    """An error of usage is exit 4 and one message, without a traceback."""
    misused = run("pytest", "--record", "x.yaml")
    assert misused.returncode == 4
    assert misused.stderr.strip() == "ERROR: --record needs --live: only a live run can be recorded"


def test_the_home_folder_may_be_written_with_a_tilde() -> None:
    """`--notebook=~/x.ipynb` names a file at home: no shell replaces the tilde there."""
    assert file_path("~/x.ipynb") == Path.home() / "x.ipynb"
