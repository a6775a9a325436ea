"""Tags read into checks, and every way to write them wrong."""

import re

import pytest

from acceptance.verdicts.tags import FeatureError, Scenario, once, owners, read, split

DESCRIPTION = "Portal > Add images:\n    choose the cats folder.\n"
GOOD = ("step(2)", "task(2)", "check(2.2.6)", "points(4)")


def scenario(*tags: str, line: int = 7, description: str = DESCRIPTION) -> Scenario:
    """A scenario with these tags."""
    return Scenario(
        title="The cats are tagged",
        task_title="Train a model",
        tags=frozenset(tags),
        description=description,
        file="features/2.2_train.feature",
        line=line,
    )


@pytest.mark.parametrize(
    ("tag", "name", "value"),
    [
        ("check(2.2.6)", "check", "2.2.6"),
        ("owns(quick-test-cat)", "owns", "quick-test-cat"),
        ("information", "information", ""),
        ("points()", "points", ""),
        ("points(4", "points(4", ""),
    ],
)
def test_a_tag_has_a_name_and_an_argument(tag: str, name: str, value: str) -> None:
    """The argument stands in parentheses."""
    assert split(tag) == (name, value)


def test_a_check_is_read_from_its_tags() -> None:
    """Tags, title, description and place make the check; the description becomes one line."""
    check = read(scenario(*GOOD, "owns(cats)"))
    assert (check.step, check.task, check.id, check.points) == (2, 2, "2.2.6", 4)
    assert check.title == "The cats are tagged"
    assert check.task_title == "Train a model"
    assert check.fix == "Portal > Add images: choose the cats folder."
    assert (check.file, check.line) == ("features/2.2_train.feature", 7)


def test_a_description_has_variants() -> None:
    """A line that begins with `If LABEL:` begins a text for what was found; each is one line."""
    text = (
        "Add images: all of them.\n    If you see none, look again: it helps.\n\n"
        "    If there are too many: Tagged >\n    delete one. If unsure: ask.\n"
        "    If the name\n    is another:\n    rename it.\n"
    )
    check = read(scenario(*GOOD, description=text))
    assert check.fix == "Add images: all of them. If you see none, look again: it helps."
    assert check.variants == {
        "there are too many": "Tagged > delete one. If unsure: ask.",
        "the name is another": "rename it.",
    }


@pytest.mark.parametrize(
    ("description", "problem"),
    [
        ("Do it.\nIf it is late: wait.\nIf it is  late: run.", 'says "If it is late:" more than'),
        ("Do it.\nIf it is late:\nIf it is early: run.", 'says nothing after "If it is late:"'),
        ("If it is late: wait.", 'says nothing before its first "If"'),
    ],
)
def test_variants_that_say_nothing_certain_are_refused(description: str, problem: str) -> None:
    """Nothing is graded before each label has one text, and there is one for all other cases."""
    with pytest.raises(FeatureError, match=re.escape(problem)):
        read(scenario(*GOOD, description=description))


def test_information_has_neither_id_nor_points() -> None:
    """A scenario of information is of a task, and worth nothing."""
    check = read(scenario("step(2)", "task(3)", "information"))
    assert (check.id, check.points, check.task) == ("", 0, 3)


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        (("step(2)", "task(2)"), 'the scenario "The cats are tagged" has neither @check(id)'),
        (GOOD[1:], "@step(number) is missing"),
        ((*GOOD[:1], *GOOD[2:]), "@task(number) is missing"),
        (GOOD[:3], "@points(number) is missing"),
        ((*GOOD[:3], "points(four)"), "@points needs exactly one whole number, not four"),
        ((*GOOD[:3], "points(-4)"), "@points needs exactly one whole number, not -4"),
        ((*GOOD, "points(5)"), "@points needs exactly one whole number, not 4, 5"),
        ((*GOOD, "check(2.2.7)"), "@check needs exactly one id"),
        ((*GOOD[:2], "check()", "points(4)"), "@check needs exactly one id"),
        ((*GOOD, "information"), "@information goes without @check"),
        ((*GOOD[:2], "owns(cats)", "information"), "@information goes without @owns"),
    ],
)
def test_a_scenario_that_says_no_check_is_refused(tags: tuple[str, ...], problem: str) -> None:
    """The place and what is wrong there are named."""
    with pytest.raises(FeatureError) as refused:
        read(scenario(*tags))
    assert str(refused.value).startswith(f"features/2.2_train.feature:7: {problem}")


def test_all_problems_are_named_at_once() -> None:
    """One line a problem, so that they are put right in one go."""
    with pytest.raises(FeatureError) as refused:
        read(scenario("check(1)"))
    assert str(refused.value).splitlines() == [
        "features/2.2_train.feature:7: @step(number) is missing",
        "features/2.2_train.feature:7: @task(number) is missing",
        "features/2.2_train.feature:7: @points(number) is missing",
    ]


def test_a_thing_belongs_to_one_check() -> None:
    """Owners are known by the thing; a second owner or a second use of an id is refused."""
    first = scenario("check(1.1.1)", "owns(project)", line=1)
    assert owners([first, scenario("check(1.1.2)"), scenario("information")]) == {
        "project": "1.1.1"
    }
    with pytest.raises(FeatureError) as refused:
        owners([first, scenario("check(1.1.1)", "owns(project)", line=9)])
    assert str(refused.value).splitlines() == [
        "features/2.2_train.feature:9: @check(1.1.1) is also at features/2.2_train.feature:1",
        "features/2.2_train.feature:9: @owns(project) is also at features/2.2_train.feature:1",
    ]


def test_an_outline_is_no_check() -> None:
    """One id cannot be asked once for each example."""
    check = read(scenario(*GOOD))
    information = read(scenario(*GOOD[:2], "information"))
    once([check, information, information])
    with pytest.raises(FeatureError, match="is asked once for each example; write a scenario"):
        once([check, check])
