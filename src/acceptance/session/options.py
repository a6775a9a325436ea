"""The options of a grading run, and when the run begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

TEST_IMAGES = {
    name: f"https://github.com/udacity/AI_fundamentals/blob/main/lesson-4/testing-images/{file}?raw=true"
    for name, file in (("cat", "cat-test-001.jpg"), ("dog", "dog-test-001.jpg"))
}
"""The test images by the animal that they show, as the exercise's text names them."""


@dataclass(frozen=True)
class Options:
    """What this run grades.

    Attributes:
        live: whether Azure is asked; otherwise a cassette answers.
        subscription: the id of the subscription that is named, if one is.
        resource_group: the resource group that is named, if one is.
        test_images: the URL of each test image by the animal that it shows.
    """

    live: bool
    subscription: str | None = field(repr=False)
    resource_group: str | None
    test_images: Mapping[str, str]


OPTIONS = pytest.StashKey[Options]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("submission", "the submission to grade")
    group.addoption(
        "--live",
        action="store_true",
        help="grade the subscription that you are signed in to (default: grade a recording)",
    )
    group.addoption(
        "--subscription",
        metavar="ID",
        help="the subscription's id (default: the only one that is enabled)",
    )
    group.addoption(
        "--resource-group",
        metavar="NAME",
        help="the submission's resource group (default: the exercise's, or else the only one "
        "that holds Custom Vision resources)",
    )
    group.addoption(
        "--notebook",
        metavar="FILE",
        type=file_path,
        help="the notebook handed in, .ipynb (default: none, its checks are not verified)",
    )
    for animal, url in TEST_IMAGES.items():
        group.addoption(
            f"--{animal}-url",
            metavar="URL",
            help=f"the test image of a {animal} (default: {url})",
        )
    group.addoption(
        "--cassette",
        metavar="FILE",
        type=file_path,
        help="the cassette to grade (default: the one that pytest.ini names as `cassette`)",
    )
    group.addoption(
        "--record",
        metavar="FILE",
        type=file_path,
        help="with --live: record the submission to this file, without secrets (default: no)",
    )


def file_path(text: str) -> Path:
    """The path; `~` is the home folder, which no shell says after an equals sign."""
    return Path(text).expanduser()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Settle what is graded, before the first check."""
    config = session.config
    if config.option.collectonly:
        return
    from acceptance.session.credentials import sign_in
    from acceptance.session.recording import close_session, open_session, recorded_options

    refuse_misuse(config)
    open_session(config)
    try:
        config.stash[OPTIONS] = settle(
            config, {} if config.option.live else recorded_options(config)
        )
        if config.option.live:
            sign_in(config, config.stash[OPTIONS])
    except BaseException:
        close_session(config)
        raise


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Finish the recording, also when the run was interrupted."""
    if not session.config.option.collectonly:
        from acceptance.session.recording import close_session

        close_session(session.config)


def refuse_misuse(config: pytest.Config) -> None:
    """Refuse options that make no sense.

    Raises:
        pytest.UsageError: naming the option, what was given, and what is possible.
    """
    option = config.option
    if option.record and not option.live:
        raise pytest.UsageError("--record needs --live: only a live run can be recorded")
    if option.cassette and option.live:
        raise pytest.UsageError(
            "--cassette and --live exclude each other: grade a recording, or a subscription"
        )
    if option.subscription and not option.live:
        raise pytest.UsageError("--subscription needs --live: a recording has no subscription")
    for name in ("subscription", "resource_group"):
        if getattr(option, name) is not None and not getattr(option, name).strip():
            raise pytest.UsageError(f"--{name.replace('_', '-')}: the value is empty")
    for animal in TEST_IMAGES:
        refuse_url(f"--{animal}-url", getattr(option, f"{animal}_url"))
    refuse_unreadable(option.notebook)


def refuse_url(name: str, url: str | None) -> None:
    """Refuse what is no public web address of an image.

    Raises:
        pytest.UsageError: it is none.
    """
    if url is None:
        return
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname or address.username:
        shown = "a URL with a password" if address.username else url
        raise pytest.UsageError(f"{name}: {shown} is no public address; give https://HOST/PATH")


def refuse_unreadable(notebook: Path | None) -> None:
    """Refuse a notebook file that cannot be opened.

    Raises:
        pytest.UsageError: naming the file and why.
    """
    if notebook is None:
        return
    try:
        notebook.open("rb").close()
    except OSError as error:
        raise pytest.UsageError(
            f"--notebook: {notebook} cannot be read: {error.strerror}"
        ) from None


def settle(config: pytest.Config, recorded: Mapping[str, str | None]) -> Options:
    """The options that hold.

    Precedence of each: 1. the command line; 2. what the cassette was recorded with; 3. the default.
    """

    def held(name: str, default: str | None = None) -> str | None:
        return config.getoption(name) or recorded.get(name) or default

    return Options(
        live=config.option.live,
        subscription=held("subscription"),
        resource_group=held("resource_group"),
        test_images={
            animal: held(f"{animal}_url", url) or url for animal, url in TEST_IMAGES.items()
        },
    )


@pytest.fixture(scope="session")
def options(pytestconfig: pytest.Config) -> Options:
    """What this run grades."""
    return pytestconfig.stash[OPTIONS]


@pytest.fixture(scope="session")
def test_images(options: Options) -> Mapping[str, str]:
    """The URL of each test image by its name in the features, as in "cat image"."""
    return {f"{animal} image": url for animal, url in options.test_images.items()}
