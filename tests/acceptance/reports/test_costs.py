"""What runs is said to have run then, not to run today."""

from dataclasses import replace

import pytest

from acceptance.reports import costs, html, markdown, terminal
from acceptance.reports.document import Cost, Document, Source
from tests.harness import documents


def test_a_cassette_says_when_it_was_recorded() -> None:
    """Whoever reads the page later has to look again."""
    said = costs.sentences(documents.everything())
    assert said == [
        'The compute instance "vm" (Standard_DS3_v2) was running when this was recorded '
        "(2026-11-19 09:12:44 UTC). It costs about 7.03 USD a day as long as it runs: stop it if "
        "you do not need it.",
        'The compute instance "odd" (Odd_1) was running when this was recorded (2026-11-19 '
        "09:12:44 UTC). It costs money as long as it runs; the rate of its size is not known "
        "here: stop it if you do not need it.",
        "Rates as of 2023-06-26, not of your contract: https://example.org/rates",
    ]


def test_a_live_grading_says_that_it_ran_then() -> None:
    """And a rate that nobody knows needs no source."""
    cost = Cost("compute instance", "starting")
    document = replace(documents.all_met(), costs=(cost,))
    [said] = costs.sentences(document)
    assert said.startswith("The compute instance was starting when this was graded. It costs money")


@pytest.mark.parametrize("time", [None, "", "yesterday", "0001-01-01T00:00:00+23:59"])
def test_any_time_of_recording_can_be_said(time: str | None) -> None:
    """A cassette says what it likes."""
    assert costs.when(Source(kind="recording", recorded_at=time))


@pytest.mark.parametrize(("cents", "text"), [(703, "7.03 USD"), (1_234_505, "12,345.05 USD")])
def test_an_amount_has_two_places(cents: int, text: str) -> None:
    """As bills have it."""
    assert costs.amount(cents, "USD") == text


def texts(document: Document) -> list[str]:
    """The reports that a person reads."""
    lines = terminal.lines(document, 10_000)
    table = "\n".join("".join(part for part, _ in line) for line in lines)
    return [table, markdown.render(document), html.render(document)]


def test_reports_for_people_say_it() -> None:
    """And where nothing runs, there is not a word of it."""
    for text in texts(documents.everything()):
        assert "7.03 USD a day" in text
        assert "https://example.org/rates" in text
    for text in texts(documents.all_met()):
        assert "a day" not in text


def test_the_page_says_what_is_announced() -> None:
    """With its source."""
    page = html.render(documents.everything())
    assert "It retires on 2028-09-25." in page
    assert "https://example.org/" in page
