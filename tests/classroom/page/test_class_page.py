"""The class page as it is written: everybody, what is said of all, and the file it becomes."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acceptance.reports.document import Cost
from classroom.cli import main
from classroom.folder import ClassFolder
from classroom.journal import Standing, open_journal
from classroom.page import write_page
from classroom.page.rendering import POLICY, render
from classroom.page.rows import ClassTable, State
from classroom.page.summary import Money, Summary, summary_of
from classroom.students import Student
from tests.harness.class_of_students import (
    BEGAN,
    blocked,
    changed,
    complete,
    not_met,
    not_verified,
    standing,
    standings,
)
from tests.harness.documents import HOSTILE
from tests.harness.page_reader import Node, parsed

MADE = datetime(2026, 11, 21, tzinfo=UTC)
SILENT = not_verified("Azure answered 429", "run again")
UNREAD = not_verified("no notebook was handed in", "name it")


def table_of(*class_: Standing) -> ClassTable:
    """The table of a class."""
    table = ClassTable()
    for each in class_:
        table.add(each, "")
    return table


def summary(*class_: Standing) -> Summary:
    """The summary of a class."""
    return summary_of(table_of(*class_))


def of(id_: str, **changes: dict[str, Any]) -> Standing:
    """A student, with other verdicts: `_2_2_1=not_met()`."""
    named = {name.strip("_").replace("_", "."): change for name, change in changes.items()}
    return standing(id_, document=changed(complete(), named))


# What is said of all.


def test_each_student_has_one_state() -> None:
    """What is not verified outranks what is not met; who has no grading is not lost."""
    trouble = standing("e", document=complete(), trouble="killed")
    both = of("d", _1_1_1=not_met(), _3_3_1=UNREAD)
    rows = table_of(of("a"), of("b", _1_1_1=not_met()), both, standing("f"), trouble).rows
    assert [row.state for row in rows] == [
        State.ALL_MET,
        State.NOT_ALL_MET,
        State.NOT_VERIFIED,
        State.NOT_GRADED,
        State.NOT_VERIFIED,
    ]


def test_the_check_that_most_fail_is_told_first_with_the_fix_that_most_need() -> None:
    """Those who are blocked need no fix of their own."""
    class_ = [
        of("a", _2_2_1=not_met(fix="this"), _1_1_1=not_met()),
        of("b", _2_2_1=not_met(fix="that")),
        of("c", _2_2_1=not_met(fix="that")),
        of("d", _2_2_1=blocked("1.2.1")),
    ]
    worst, second = summary(*class_).failed
    assert (worst.column.id, second.column.id) == ("2.2.1", "1.1.1")
    assert worst.fix
    assert (worst.fix.text, worst.fix.students, worst.fix.others) == ("that", 2, 1)
    assert worst.counts == {"met": 0, "not met": 3, "blocked": 1, "not verified": 0, "waived": 0}


def test_scores_are_counted_as_sure_and_as_possible() -> None:
    """Nobody who is not verified is counted as 0 alone."""
    found = summary(of("a"), of("b", _3_3_1=UNREAD), standing("c"))
    bins = {each.label: (each.sure, each.possible) for each in found.bins if each.possible}
    assert bins == {"100%": (1, 2)}
    assert [(each.label, each.sure) for each in found.bins if each.sure] == [
        ("90 to 99%", 1),
        ("100%", 1),
    ]
    assert found.median == "99 to 100%"
    assert summary(standing("c")).median == ""


def test_cures_say_for_how_many() -> None:
    """The one that helps most students first."""
    class_ = [of("a", _3_3_1=UNREAD, _3_3_2=UNREAD), of("b", _3_3_1=SILENT), of("c", _3_3_1=SILENT)]
    first, second = summary(*class_).open
    assert (first.cure, first.students, first.checks) == ("run again", 2, 2)
    assert (second.cure, second.students, second.checks) == ("name it", 1, 2)
    assert second.reasons == ("no notebook was handed in",)


def test_what_runs_is_added_up() -> None:
    """By currency; what has no rate is counted, not guessed; nothing is said of today."""
    known = Cost("compute instance", "running", 703, "USD", "2023-06-26", "https://example.org/")
    unknown = Cost("compute instance (Odd)", "running", None)
    class_ = [
        standing("a", document=replace(complete(), costs=(known, unknown))),
        standing("b", document=replace(complete(), costs=(known,))),
        standing("c", document=replace(complete(), costs=())),
    ]
    money = summary(*class_).money
    assert isinstance(money, Money)
    assert (money.students, money.things, money.unknown) == (2, 3, 1)
    assert money.sums == ("14.06 USD",)
    assert money.rates == (("2023-06-26", "https://example.org/"),)
    recorded = complete().source.recorded_at
    assert recorded
    assert money.first == money.last == recorded[:16].replace("T", " ")
    assert summary(class_[2]).money is None


def test_a_class_graded_by_other_checks_has_a_column_for_each() -> None:
    """A check that was added later stands in its place, and is blank where nobody asked it."""
    task = complete().tasks[0]
    new = replace(task.checks[0], id="1.1.9", title="New")
    more = replace(
        complete(), tasks=(replace(task, checks=(*task.checks, new)), *complete().tasks[1:])
    )
    table = table_of(standing("a", document=complete()), standing("b", document=more))
    ids = [table.columns[number].id for number in table.order]
    assert ids[:2] == ["1.1.1", "1.1.9"]
    added = next(each for each in summary_of(table).checks if each.column.id == "1.1.9")
    assert added.students == 1
    told = "1 student is marked by other points than the newest"
    assert told in render([standing("a", document=complete()), standing("b", document=more)])
    assert told not in render([standing("a", document=complete())])


# What is written.


def test_it_says_who_what_when_and_what_is_coming() -> None:
    """The exercise's title without a student's name; the retirement, with its source."""
    document = replace(complete(), title=f"{complete().title}: Ada")
    page = read(standing("a", "Ada", document), standing("b"))
    assert page.one("h1").text == "Create an image classification solution"
    text = page.one("header").text
    assert "2 students, graded 2026-11-20 18:00 UTC" in text
    assert "made 2026-11-21 00:00:00 UTC" in text
    assert "Custom Vision retires on 2028-09-25" in text
    assert "1 student had 1 compute instance running" in text
    assert "7.03 USD a day" in text
    assert "Ada" not in page.one("title").text


def test_an_empty_class_has_a_page() -> None:
    """It says so."""
    assert "0 students" in read().one("header").text


def test_texts_stand_once() -> None:
    """Ten times as many students who lack the same are not ten times the texts."""
    few, many = (render([*standings(number)]) for number in (50, 500))
    assert len(many) < 6 * len(few)
    data = _data(many)
    assert len(data["texts"]) == len(set(data["texts"]))
    assert len(data["students"]) == 500


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_place(text: str) -> None:
    """Each is in the data as text; no element is there but ours."""
    found = changed(
        complete(), {"1.1.1": not_met(text, fix=text), "1.2.1": not_verified(text, text)}
    )
    page = render([standing(text, text, found, section=text, email=text, trouble=text)], made=MADE)
    ours = render([standing("a", "a", changed(complete(), {"1.1.1": not_met()}))], made=MADE)
    assert page.count("<script") == ours.count("<script") == 2
    assert page.count("</script") == 2
    assert f'content="{POLICY}"'.replace("'", "&#39;") in page
    kinds = {node.name for node in parsed(page).below()}
    assert not kinds & {"img", "iframe", "object", "embed", "base", "link"}
    assert _data(page)["students"][0][2] == _data(page)["students"][0][1]


def test_it_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """Whole, with links to the reports that are there."""
    folder = ClassFolder(tmp_path / "class")
    folder.path.mkdir()
    ada, ben = standing("ada", "Ada", complete()), standing("Ben!", "Ben \ud800", complete())
    gone = standing("gone", "Gone", complete())
    gone = replace(gone, student=replace(gone.student, in_roster=False))
    assert ben.entry
    report = folder.grading("Ben!", ben.entry.id) / "report.html"
    report.parent.mkdir(parents=True)
    report.write_text("its own", encoding="utf-8")
    written = write_page(folder, [ada, ben, gone])
    assert written == folder.page
    assert stat.S_IMODE(folder.page.stat().st_mode) == 0o600
    students = _data(folder.page.read_text(encoding="utf-8"))["students"]
    assert [each[8] for each in students] == ["", report.relative_to(folder.path).as_posix()]
    assert not [*folder.path.glob(".*")]


def test_the_verb_writes_it_from_the_journal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says where; a folder that is no class is named."""
    folder = ClassFolder(tmp_path / "class")
    ada = standing("ada", "Ada", complete())
    assert ada.entry
    with open_journal(folder) as journal:
        journal.enroll([Student("ada", "Ada", "", "s" * 8), Student("ben", "Ben", "", "t" * 8)])
        journal.add(replace(ada.entry, run=journal.begin_run("graded"), began=BEGAN))
    assert main(["page", str(folder.path)]) == 0
    assert str(folder.page) in capsys.readouterr().out
    data = _data(folder.page.read_text(encoding="utf-8"))
    assert [each[1] for each in data["students"]] == ["Ada", "Ben"]
    assert [each["what"] for each in data["costs"]] == [each.what for each in complete().costs]
    assert "Custom Vision retires" in folder.page.read_text(encoding="utf-8")
    assert main(["page", str(tmp_path / "nothing")]) == 2
    assert "there is no class" in capsys.readouterr().err


def test_help_is_quick() -> None:
    """It loads neither templates nor a database."""
    code = "import sys; from classroom.cli import main\n"
    code += "try: main(['page', '--help'])\nexcept SystemExit: pass\n"
    code += "sys.exit(bool({'jinja2', 'sqlalchemy'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert run.returncode == 0
    assert b"python -m classroom page marks" in run.stdout


def read(*class_: Standing) -> Node:
    """The page of a class, parsed."""
    return parsed(render(class_, made=MADE))


def _data(page: str) -> dict[str, Any]:
    text = page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    data: dict[str, Any] = json.loads(text)
    return data
