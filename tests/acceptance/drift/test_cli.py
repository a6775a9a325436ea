"""`python -m acceptance.cassettes diff`: what breaks a check, what is new, what is harmless."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from acceptance.cassettes.cli import main
from acceptance.cassettes.file import Exchange
from tests.harness.altered_cassettes import COMPLETE, altered_copy, edited
from tests.harness.commands import CHECKS, ROOT

SECRET = "ab12cd34ef56ab12cd34ef56ab12cd34"  # made up: 32 hexadecimal digits, as a key has


def unpublished(iterations: Any) -> None:
    """A field goes that checks read, one comes, and one has another type that nobody reads."""
    for iteration in iterations:
        del iteration["publishName"]
        iteration[SECRET] = iteration["newField"] = 1
        iteration["trainingTimeInMinutes"] = "1"


def another_state(computes: Any) -> None:
    """A state that nobody knows, with what looks like a key in it."""
    computes["value"][0]["properties"]["properties"]["state"] = f"<b>Purring</b>\x1b[2J {SECRET}"


def refused(exchange: Exchange) -> None:
    """The tags are refused."""
    if "/tags" in exchange["request"]["uri"]:
        exchange["response"]["status"]["code"] = 403
        exchange["response"]["body"]["string"] = json.dumps({"error": {"code": "No"}})


@pytest.fixture(scope="module")
def diffed(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, Path]:
    """The status, what was printed, and the folder with the reports."""
    folder = tmp_path_factory.mktemp("drift")
    newer = altered_copy(
        folder / "newer.yaml",
        edited("/iterations", unpublished),
        edited("/computes", another_state),
        refused,
    )
    summary = folder / "summary.md"
    summary.write_text("# An earlier step\n")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pytest.MonkeyPatch.context() as environment:
        environment.setenv("GITHUB_STEP_SUMMARY", str(summary))
        reports = [f"--report=json:{folder / 'drift.json'}", f"--report=markdown:{summary}"]
        status = main(["diff", str(COMPLETE), str(newer), f"--exercise={ROOT}", *reports])
    return status, printed.getvalue(), folder


def test_what_breaks_a_check_names_it(diffed: tuple[int, str, Path]) -> None:
    """Each difference stands with the checks whose verdict it changes, and no other."""
    status, _, folder = diffed
    found = json.loads((folder / "drift.json").read_text())
    broken = {
        (each["differences"][0]["field"] or each["differences"][0]["what"]): {
            change.get("check") for change in each["checks"]
        }
        for each in found["breaks"]
    }
    assert status == 1
    assert {"2.3.1", "2.3.2"} <= broken["[].publishName"]
    assert broken["value[].properties.properties.state"] == {"3.2.3"}
    assert {"2.2.5", "2.2.6"} <= broken["is answered by another status"]
    assert len(broken) == 3
    assert not found["unexplained"]


def test_what_is_new_and_what_is_harmless_break_nothing(diffed: tuple[int, str, Path]) -> None:
    """A field more, and another type of one that no check reads."""
    found = json.loads((diffed[2] / "drift.json").read_text())
    assert [each["field"] for each in found["new"]] == ["[].newField"]
    assert [each["field"] for each in found["harmless"]] == ["[].trainingTimeInMinutes"]


def test_the_text_says_it_in_words(diffed: tuple[int, str, Path]) -> None:
    """As it is read in a pipe: no colours, the verdicts before and after, a sum at the end."""
    text = diffed[1]
    assert "[].publishName is gone: text -> not there" in text
    assert "3.2.3 The compute instance works: met -> not verified" in text
    assert text.endswith("3 break a check, 1 is new, 1 is harmless.\n")
    assert "\x1b" not in text


def test_the_summary_of_a_job_is_appended_to(diffed: tuple[int, str, Path]) -> None:
    """What an earlier step wrote stays; nothing of a cassette is markup."""
    text = (diffed[2] / "summary.md").read_text()
    assert text.startswith("# An earlier step\n\n# Drift\n")
    assert "**3 break a check, 1 is new, 1 is harmless.**" in text
    assert "  - 3.2.3 The compute instance works: met -\\> not verified" in text


def test_no_secret_is_in_the_output(diffed: tuple[int, str, Path]) -> None:
    """Neither as a value of a closed set nor as the name of a field."""
    _, text, folder = diffed
    reports = ("drift.json", "summary.md")
    for shown in (text, *((folder / name).read_text() for name in reports)):
        assert "Purring" in shown
        assert SECRET not in shown


def test_the_same_cassette_has_not_drifted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor has one with other values: status 0, and one sentence."""

    def renamed(project: Any) -> None:
        project[0]["created"] = "2027-01-01T00:00:00Z"

    other = altered_copy(tmp_path / "other.yaml", edited("/projects", renamed))
    assert main(["diff", str(COMPLETE), str(other), f"--exercise={ROOT}"]) == 0
    assert capsys.readouterr().out.endswith("Nothing differs by shape.\n")


def test_what_only_a_live_run_asks_is_weighed_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No replay chooses a subscription; without its id, no live run would come to a check."""

    def nameless(answer: Any) -> None:
        del answer["value"][0]["subscriptionId"]
        answer["value"][0].pop("authorizationSource", None)

    other = altered_copy(tmp_path / "other.yaml", edited("/subscriptions", nameless))
    assert main(["diff", str(COMPLETE), str(other), f"--exercise={ROOT}", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    (broken,) = found["breaks"]
    assert broken["differences"][0]["field"] == "value[].subscriptionId"
    assert len({change.get("check") for change in broken["checks"]} - {None}) == CHECKS
    assert "authorizationSource" in str(found["harmless"])


def test_a_submission_that_differs_has_not_drifted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake changes values, and what is asked then: that is said, and breaks nothing."""

    def plural(tags: Any) -> None:
        tags[0]["name"] += "s"

    def unasked(exchange: Exchange) -> None:
        if "/performance" in exchange["request"]["uri"]:
            exchange["request"]["uri"] = "https://github.com/?nobody-asks-this"

    other = altered_copy(tmp_path / "other.yaml", edited("/tags", plural), unasked)
    assert main(["diff", str(COMPLETE), str(other), f"--exercise={ROOT}"]) == 0
    said = capsys.readouterr().out
    assert "Verdicts that differ, and no shape is why\n  2.2.5 " in said
    assert "performance\n    it is not asked any more" in said


def test_what_is_no_whole_cassette_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that is broken, missing, or edited; how the command is called is not the trouble."""
    (tmp_path / "broken.yaml").write_text("a: [")
    edited_by_hand = COMPLETE.read_text(encoding="utf-8").replace("eastus", "westus")
    (tmp_path / "edited.yaml").write_text(edited_by_hand, encoding="utf-8")
    for name, said in (
        ("broken", "is broken"),
        ("missing", "missing.yaml"),
        ("edited", "was altered after it was recorded: its digest does not fit. Use the file as"),
    ):
        other = str(tmp_path / f"{name}.yaml")
        assert main(["diff", str(COMPLETE), other, f"--exercise={ROOT}"]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("cannot be compared: ")
        assert said in line


def test_what_is_asked_wrongly_has_a_status_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without the exercise, a report that cannot be, one cassette alone."""
    for words in (
        [str(COMPLETE), str(COMPLETE), f"--exercise={tmp_path}"],
        [str(COMPLETE), str(COMPLETE), f"--exercise={ROOT}", "--report=html:a"],
        [str(COMPLETE), str(COMPLETE), f"--exercise={ROOT}", f"--report=json:{COMPLETE}"],
        [str(COMPLETE)],
    ):
        with pytest.raises(SystemExit) as ended:
            main(["diff", *words])
        assert ended.value.code == 2
        assert "error: " in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["diff", "--help"])
    assert "exit status: 0 nothing differs" in capsys.readouterr().out
