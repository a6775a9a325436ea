"""A part of the checks by what one would type: an id, a task, a feature's file, any folder.

pytest alone takes `2.2.5` for a file, `-k 2.2` for a part of `1.2.2`, and a feature for no test.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from acceptance.plain_text import plain
from acceptance.verdicts.plugin import ASKED, template_of

ID: Final = re.compile(r"\d+(?:\.\d+){0,2}\.?")
"""A check, a task or a step of the exercise, by number."""

CACHED: Final = {"lf": "--lf", "failedfirst": "--ff", "newfirst": "--nf", "stepwise": "--sw"}
"""Options of pytest, as it keeps them, that need a memory of earlier runs."""


@dataclass(frozen=True)
class Selection:
    """What was asked for: ids or their beginnings, and features' files."""

    ids: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    def holds(self, id_: str, file: Path) -> bool:
        """Whether a check is asked for by one of them."""
        return any(f"{id_}.".startswith(f"{each}.") for each in self.ids) or file in self.files


SELECTION: Final = pytest.StashKey[Selection]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take what was asked for out of pytest's own arguments.

    Raises:
        pytest.UsageError: it needs what a grading does not leave, or mixes two ways of asking.
    """
    for name, option in CACHED.items():
        if getattr(config.option, name, False) and not hasattr(config, "cache"):
            raise pytest.UsageError(
                f"{option} needs a memory of earlier runs, and a grading leaves none; name the "
                "checks instead: pytest 2.2.5 2.2.6"
            )
    places = [str(config.rootpath / place) for place in config.getini("testpaths")]
    by_name = config.args_source is pytest.Config.ArgsSource.ARGS
    asked, others = _asked(config.args if by_name else (), config.invocation_params.dir)
    if asked and others:
        raise pytest.UsageError(
            f"{plain(others[0])}: ids of checks and features go without files of tests beside them"
        )
    if (asked or not by_name) and places:
        config.args[:] = places
    ids = [each for each in asked if isinstance(each, str)] + list(_in_keyword(config))
    files = [each for each in asked if isinstance(each, Path)]
    if ids or files:
        config.stash[SELECTION] = Selection(tuple(ids), tuple(files))


def _asked(arguments: Iterable[str], folder: Path) -> tuple[list[str | Path], list[str]]:
    """The ids and features' files among the arguments, and the other arguments."""
    asked: list[str | Path] = []
    others: list[str] = []
    for argument in arguments:
        path = folder / argument
        if ID.fullmatch(argument) and not path.exists():
            asked.append(argument.rstrip("."))
        elif path.suffix == ".feature" and path.is_file():
            asked.append(path.resolve())
        elif path.is_dir() and (features := sorted(path.glob("*.feature"))):
            asked += [feature.resolve() for feature in features]
        else:
            others.append(argument)
    return asked, others


def _in_keyword(config: pytest.Config) -> Iterator[str]:
    """The ids of a `-k` that holds nothing else, which is then no business of pytest's."""
    words = re.split(r"\s+or\s+", config.option.keyword.strip())
    if config.option.keyword and all(map(ID.fullmatch, words)):
        config.option.keyword = ""
        yield from (word.rstrip(".") for word in words)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what was asked for.

    Raises:
        pytest.UsageError: an id is none of a check.
    """
    selection = config.stash.get(SELECTION, None)
    if selection is None:
        return
    known = config.stash[ASKED]
    for id_ in selection.ids:
        if known and not any(f"{each}.".startswith(f"{id_}.") for each in known):
            near = difflib.get_close_matches(id_, known, n=1, cutoff=0)
            raise pytest.UsageError(f"no check is {id_}; the nearest is {near[0]}")
    kept = [item for item in items if selection.holds(_id(item), _file(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _id(item: pytest.Item) -> str:
    marker = item.get_closest_marker("check")
    return str(marker.kwargs["id"]) if marker else "-"


def _file(item: pytest.Item) -> Path:
    template = template_of(item)
    return Path(template.feature.filename).resolve() if template else Path()
