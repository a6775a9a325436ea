"""Markdown for a job summary: what to fix first, and nothing that a student could slip in."""

import re
from dataclasses import replace
from typing import Any

import pytest

from acceptance.reports import markdown as report_markdown
from acceptance.reports.markdown import ROOM, Wording, render
from tests.harness import documents
from tests.harness.documents import DOCUMENTS, HOSTILE, changed, not_met, of

SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
"""A code span, as CommonMark reads it: up to the next run of as many backticks."""

ATTACKS = (
    *HOSTILE,
    "a | b | c",
    "`code` and ``more`` and ```",
    "`",
    "ends with a backslash \\",
    "[click](http://evil.example) ![x](http://evil.example/a.png) <http://evil.example>",
    "http://evil.example www.evil.example me@evil.example",
    "@octocat #1 GH-1 octocat/hello#1 a5c3785ed8d6a35868bc169f07e40e889087fd2e",
    "=cmd|'/C calc'!A1",
    "+1 -1 @SUM(A1)",
    "# heading\n\n- list\n\n</details>\n\n```mermaid\ngraph TD",
    "$\\href{javascript:alert(1)}{x}$ :cat: ~~x~~ **x** _x_ [^1] - [ ] &lt;b&gt;",
    " ",
    "",
)


def outside(text: str) -> str:
    """What is left if every code span is taken away."""
    return "\n".join(SPAN.sub("", line) for line in text.splitlines())


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_what_a_student_names_stands_in_code(text: str) -> None:
    """In found, late, notes and source alike: the report is the same but for the code spans."""

    def report(named: str) -> str:
        made = documents.everything()
        text = f"it is {named}"
        for check in made.checks:
            names = ("expected", "found", "reason", "cure", "waiver")
            changes: dict[str, Any] = {name: text for name in names if getattr(check, name)}
            late = tuple(replace(each, what=text) for each in check.late)
            made = documents.with_check(made, check.id, late=late, **changes)
        source = replace(made.source, recording=text)
        return render(replace(made, notes=(text,), graded=(text,), source=source))

    assert outside(report(text)) == outside(report("Pets"))
    assert "it is" not in outside(report(text))


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_a_code_span_holds_its_text(text: str) -> None:
    """It begins and ends where it should, and shows what was written, in one line."""
    written = Wording(2000).code(text)
    found = SPAN.fullmatch(written)
    assert found is not None
    assert all(character.isprintable() for character in written)
    assert len(written) < 2100 * 10


def test_a_text_keeps_its_backticks() -> None:
    """The fence is longer, or shorter, than any run in the text."""
    code = Wording(100).code
    assert code("a") == "`a`"
    assert code("`a`") == "`` `a` ``"
    assert code("a ``b`` c") == "`a ``b`` c`"
    assert code("`a``b") == "``` `a``b ```"


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_every_report_is_harmless_and_small(ending: str) -> None:
    """No element but our own, no control character, and no more than a job summary takes."""
    text = render(DOCUMENTS[ending]())
    assert len(text.encode()) <= ROOM < 2**20
    assert all(character == "\n" or character.isprintable() for character in text)
    elements = set(re.findall(r"(?<!\\)<[^>]*>", outside(text)))
    assert elements <= {"<details>", "<details open>", "</details>", "<summary>", "</summary>"}


def test_what_to_fix_comes_first() -> None:
    """The score, then each check that is not met with what waits for it, then the tables."""
    text = render(documents.one_wrong())
    assert text.startswith(
        "# Create an image classification solution\n"
        "\n"
        "**8 of 17 points**\n"
        "\n"
        "✅ met: 5 · ❌ not met: 1 · ⛔ blocked: 3\n"
        "\n"
        "## What to fix\n"
        "\n"
        "1. **2.2.1 The tags are as asked** (1 point)\n"
        '   - expected: `the tags are "cat" and "dog"`\n'
        '   - found: `there is "cats"`\n'
        "   - fix: Portal \\> The tags are as asked: do it.\n"
        "   - waiting for it: 2.2.2, 2.2.4, 3.1.2\n"
        "\n"
        "<details><summary>1.1 Make a group: 1 of 1 point</summary>\n"
        "\n"
        "| check | verdict | points | asked |\n"
        "|:--|:--|--:|:--|\n"
        "| 1.1.1 | ✅ met | 1 | The group exists |\n"
        "\n"
        "</details>\n"
    )


def test_a_task_with_trouble_is_open() -> None:
    """What is all met is collapsed."""
    text = render(documents.one_wrong())
    assert "<details open><summary>2.2 Train" in text
    assert "<details><summary>2.1 Make" in text


def test_what_nobody_could_tell_is_said_once() -> None:
    """With the interval; equal reasons together."""
    text = render(documents.unverified())
    assert "**0 .. 17 of 17 points**\n(0 sure, 17 not verified: nobody could tell)\n" in text
    assert text.count("Azure answered 429") == 1
    assert "- 3.1.1, 3.1.2 (3 points)\n  - reason: `no notebook was handed in`\n" in text
    assert "What to fix" not in text


def test_nothing_is_left_out() -> None:
    """Waived, late, information, the source, the notes, and every notice."""
    text = render(documents.everything())
    for said in (
        "> Only a part of the checks was selected: this is not the score of the exercise.\n",
        "> The emulator was graded, not Azure.\n",
        "> The cassette is of a run that was interrupted.\n",
        "- blocked by 9.9.9: 2.2.4\n",
        "## Waived\n\n- 2.1.1 The project exists (1 point)\n  - waiver: `the region had",
        '- 2026-11-21 08:00:05 UTC: `the model "Iteration 2" was trained` (for 1.1.1)\n',
        "| 1.1.1 | ✅ met | 1 | The group exists (late) |\n",
        "- ❌ not met: A key is refused where it should be\n  - found: `it is accepted`\n",
        "- sha256: `0123456789abcdef",
        "- deadline: 2026-11-20 22:59:00 UTC\n",
        "- `The waiver of 1.1.1 has expired.`\n",
    ):
        assert said in text


def test_an_interrupted_run_says_so() -> None:
    """As does one that checked nothing."""
    stopped = documents.of(changed(), exit_status=2)
    assert "> The run was stopped before its end" in render(stopped)
    assert "**No check was run: nothing was graded.**" in render(documents.nothing())


def test_texts_give_way_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long texts are cut further until all checks fit; only then are lines left out."""
    long = not_met("猫" * 1500, "\U0001f408" * 1500)
    names = [f"_{row.check.id.replace('.', '_')}" for row in documents.rows()]
    made = of(changed(**dict.fromkeys(names, long)))
    assert "cut:" not in render(made)
    monkeypatch.setattr(report_markdown, "ROOM", 50_000)
    text = render(made)
    assert "(cut: 1500 characters in all)" in text
    assert text.endswith("</details>\n")
    monkeypatch.setattr(report_markdown, "ROOM", 5_000)
    text = render(made)
    assert len(text.encode()) <= 5_000
    assert text.endswith("See the JSON report.*\n")
