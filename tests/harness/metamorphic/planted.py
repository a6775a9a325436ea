"""Faults planted in the suite, each of which a transformation has to find: the gate's own test."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from solution.catalogue import BY_THE_BOOK
from tests.harness.metamorphic.cells import judge
from tests.harness.submissions import Submitted, submitted


@dataclass(frozen=True)
class Planted:
    """A rule of the suite that is switched off.

    Args:
        rule: the rule, in words.
        module: where it is looked up.
        name: as what it is looked up there.
        instead: the source of what takes its place.
        found_by: the transformation that has to find it.
    """

    rule: str
    module: str
    name: str
    instead: str
    found_by: str

    @property
    def plugin(self) -> str:
        """The source of a pytest plugin that plants it, once everything is loaded."""
        return (
            f"import importlib\n\n\ndef pytest_collection_finish():\n"
            f"    module = importlib.import_module({self.module!r})\n"
            f"    module.{self.name} = {self.instead}\n"
        )


PLANTED = (
    Planted(
        "an answer fits its question",
        "acceptance.azure.response_schemas",
        "misfits",
        "lambda url, body: ''",
        "items of another group",
    ),
    Planted(
        "the lists of tags and images agree",
        "fixtures.training",
        "require_agreement",
        "lambda tags, images: None",
        "no tags of tagged images",
    ),
    Planted(
        "a list of one type agrees with the list of all",
        "fixtures.group_resources",
        "GroupResources.require_complete",
        "lambda *_, **__: None",
        "no workspace of the resources",
    ),
    Planted(
        "a region has several spellings",
        "steps.workspace",
        "same_region",
        "lambda one, other: one == other",
        "regions in words",
    ),
)


def missed() -> list[str]:
    """The rules that can be switched off without a transformation that finds it."""
    with submitted(BY_THE_BOOK.name) as submission, tempfile.TemporaryDirectory() as folder:
        return [
            planted.rule for planted in PLANTED if not _found(submission, planted, Path(folder))
        ]


def _found(submission: Submitted, planted: Planted, folder: Path) -> bool:
    name = "planted_" + planted.found_by.replace(" ", "_")
    (folder / f"{name}.py").write_text(planted.plugin)
    grade = functools.partial(_with_plugin, submission, ("-p", name, "-o", f"pythonpath={folder}"))
    before = grade((), {})
    return bool(
        judge(submission.cloud, BY_THE_BOOK.name, [(planted.found_by,)], grade, before).faults
    )


def _with_plugin(
    submission: Submitted,
    plugin: Sequence[str],
    options: Sequence[str],
    environment: Mapping[str, str],
) -> dict[str, str]:
    more = [*plugin, *options]
    return submission.verdicts(submission.notebook, BY_THE_BOOK.name, more, environment)
