"""Gradescope's results: a mark where there is one, and none where nobody could tell."""

import json
from dataclasses import replace
from typing import Any

import pytest

from acceptance.reports.document import Document
from acceptance.reports.gradescope import render
from acceptance.verdicts.verdict import Score
from tests.harness import documents
from tests.harness.documents import DOCUMENTS, HOSTILE, changed, not_met, not_verified, of

VISIBLE = {"hidden", "after_due_date", "after_published", "visible"}


def results(document: Document) -> Any:
    """What Gradescope reads."""
    return json.loads(render(document))


def by_check(results: Any) -> dict[str, Any]:
    """The tests by the id of their check."""
    return {test["number"]: test for test in results["tests"]}


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_it_is_as_gradescope_specifies(ending: str) -> None:
    """The fields and words of its specification; every check a test; no text rendered as HTML."""
    document = DOCUMENTS[ending]()
    made = results(document)
    assert made["visibility"] in VISIBLE
    assert made["stdout_visibility"] == "hidden"
    assert {value for key, value in made.items() if key.endswith("_format")} == {"text"}
    assert len(made["tests"]) == sum(document.counts.values())
    for test in made["tests"]:
        assert test["visibility"] in VISIBLE
        assert {test["name_format"], test["output_format"]} == {"text"}
        assert test.get("status") in (None, "passed", "failed")
        assert all(isinstance(test[key], str) for key in ("name", "number", "output"))
        assert ("score" in test) == ("max_score" in test) == ("score" in made)


def test_a_run_that_is_sure_has_a_mark() -> None:
    """The score of each check, and of the whole; blocked and not met are 0."""
    document = documents.one_wrong()
    made = results(document)
    assert made["score"] == document.score.sure == 8
    assert sum(test["score"] for test in made["tests"]) == made["score"]
    assert sum(test["max_score"] for test in made["tests"]) == document.score.maximum
    tests = by_check(made)
    assert {(tests[check]["status"], tests[check]["score"]) for check in ("2.2.1", "2.2.2")} == {
        ("failed", 0)
    }
    assert (tests["2.1.2"]["status"], tests["2.1.2"]["score"]) == ("passed", 2)


def test_all_that_is_waived_counts() -> None:
    """A waived check has its points, has passed, and says why."""
    made = results(of(changed(_2_1_2=documents.waived())))
    waived = by_check(made)["2.1.2"]
    assert (waived["status"], waived["score"], waived["tags"]) == ("passed", 2, ["waived"])
    assert "waiver: the region had no other tier" in waived["output"]
    assert made["score"] == 17


def test_what_is_not_verified_is_never_a_0() -> None:
    """One check that nobody could judge, and there is no number that Gradescope could add up."""
    document = of(changed(_2_2_1=not_met(), _2_2_4=not_verified()))
    made = results(document)
    assert "score" not in made
    assert not any({"score", "max_score"} & test.keys() for test in made["tests"])
    tests = by_check(made)
    assert "status" not in tests["2.2.4"]
    assert "cure: run it again" in tests["2.2.4"]["output"]
    assert (tests["2.2.1"]["status"], tests["1.1.1"]["status"]) == ("failed", "passed")
    assert "Score: 12 .. 16 of 17 points" in made["output"]
    assert "There is no mark yet" in made["output"]
    assert made["extra_data"]["score"] == {"sure": 12, "possible": 16, "maximum": 17}


def test_an_open_check_without_points_leaves_no_mark() -> None:
    """There is no interval, but the run is not finished."""
    document = of(changed(_2_2_4=not_verified()))
    document = documents.with_check(document, "2.2.4", points=0)
    assert "score" not in results(replace(document, score=Score(13, 13, 13)))


def test_a_part_of_the_checks_is_no_mark() -> None:
    """`-k` must not make a student fail, or pass."""
    made = results(of(changed(), asked=99))
    assert "score" not in made
    assert "this is not the score of the exercise" in made["output"]


def test_the_emulator_gives_no_mark() -> None:
    """What was made on it is nobody's work, and its full score nobody's mark."""
    made = results(of(changed(), source=documents.CASSETTE))
    assert "score" not in made
    assert not any("score" in test for test in made["tests"])
    assert "The emulator was graded, not Azure: there is no mark." in made["output"]


def test_nothing_graded_is_no_mark() -> None:
    """An empty run is not a 0."""
    made = results(documents.nothing())
    assert "score" not in made
    assert made["tests"] == []
    assert "No check was run" in made["output"]


def test_it_says_what_matters_besides() -> None:
    """The emulator, the deadline, the notes; and a late check."""
    made = results(documents.everything())
    for said in ("The emulator was graded", "Deadline: 2026-11-20", "The waiver of 1.1.1"):
        assert said in made["output"]
    late = by_check(made)["1.1.1"]
    assert late["tags"] == ["met", "late"]
    assert 'late: 2026-11-21T08:00:05+00:00 the model "Iteration 2" was trained' in late["output"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_in_their_lines(text: str) -> None:
    """No output begins with what a student wrote, as a formula would have to."""
    made = results(documents.of(changed(_2_2_1=not_met(found=text)), notes=[text]))
    output = by_check(made)["2.2.1"]["output"]
    assert output.startswith("verdict: not met (1 point)\nexpected: ")
    assert made["output"].startswith("Create an image classification solution\n")
