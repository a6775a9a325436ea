"""The class page as a browser shows it: filtered, opened, by keyboard, in the dark, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from classroom.page.rendering import POLICY, render
from tests.harness.axe import violations
from tests.harness.chromium import PROGRAM, Chromium, Page, opened, running
from tests.harness.class_of_students import (
    blocked,
    changed,
    complete,
    not_met,
    not_verified,
    standing,
    standings,
)
from tests.harness.documents import HOSTILE

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium on this machine")

FOCUSED = "document.activeElement"
NAMES = "[...document.querySelectorAll('#grid .name')].map((name) => name.textContent)"
COUNT = "document.getElementById('count').textContent"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all."""
    with running(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of four students, each in another state, and of 300 others."""
    missing = not_met("there is none", fix='Azure portal > make "udacity-exercises".')
    ada = changed(complete(), {"1.1.1": missing, "1.2.1": blocked("1.1.1")})
    ben = changed(complete(), {"3.3.1": not_verified("no notebook", "name it")})
    class_ = [
        standing("a1", "Ada Ängström", ada, section="one", email="ada@school.example"),
        standing("b2", "Ben", replace(ben, costs=()), section="two"),
        standing("c3", "Cleo", complete()),
        standing("d4", "Dan"),
        *standings(300),
    ]
    file = tmp_path_factory.mktemp("page") / "class.html"
    links = {"a1": "students/a1/0f/report.html"}
    page = render(class_, lambda each: links.get(each.student.id, ""))
    file.write_text(page, encoding="utf-8")
    return file


@pytest.fixture
def page(browser: Chromium, file: Path) -> Iterator[Page]:
    """That page, opened."""
    with opened(browser, file) as page:
        page.show(1200)
        yield page


def set_to(page: Page, name: str, value: str) -> None:
    """Fill in one of the filters."""
    page.value(
        f"(() => {{ const field = document.getElementById('{name}'); field.value = '{value}';"
        " field.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def focused(page: Page) -> str:
    """What has the focus: the text of a cell, or its label."""
    return str(page.value(f"{FOCUSED}.getAttribute('aria-label') || {FOCUSED}.textContent"))


def enter_grid(page: Page) -> None:
    """Go by Tab from the last of the filters into the grid."""
    page.value("document.querySelector('#filters button').focus()")
    page.press("Tab")


# Safe.


def test_nothing_is_loaded_and_the_policy_has_no_complaint(page: Page) -> None:
    """The page asks for nothing but itself."""
    assert len(page.events("Network.requestWillBeSent")) == 1
    assert not page.events("Log.entryAdded")
    assert not page.events("Runtime.exceptionThrown")
    assert page.value(COUNT) == "All 304 students"


def test_hostile_names_stay_text(browser: Chromium, tmp_path: Path) -> None:
    """Of students, of what they made, of sections and troubles: nothing runs, loads or hides."""
    class_ = []
    for place, text in enumerate((*HOSTILE, "</script><img src=x onerror='window.hit=1'>")):
        found = changed(
            complete(), {"1.1.1": not_met(text, fix=text), "1.2.1": not_verified(text, text)}
        )
        found = replace(found, title=text)
        class_.append(
            standing(f"{place}{text}", text, found, section=text, email=text, trouble=text)
        )
    file = tmp_path / "class.html"
    file.write_text(render(class_), encoding="utf-8", errors="replace")
    with opened(browser, file) as page:
        for place in range(len(class_)):
            page.value(
                f"document.querySelector('#grid [data-row=\"{place}\"] .who').click();"
                "document.getElementById('student').textContent.length"
            )
            page.value("document.getElementById('student').close()")
            page.value("document.getElementById('grid').scrollTop += 32")
            page.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert page.value("window.hit") is None
        assert page.value("document.querySelectorAll('img, iframe, base, embed').length") == 0
        assert page.value("document.scripts.length") == 2
        assert len(page.events("Network.requestWillBeSent")) == 1
        assert not page.events("Page.javascriptDialogOpening")
        assert not page.events("Runtime.exceptionThrown")
        page.show(360)
        assert page.value("document.documentElement.scrollWidth") <= 360


def test_the_policy_holds_where_all_else_would_fail(browser: Chromium, tmp_path: Path) -> None:
    """What is slipped into a page of our policy does nothing."""
    head = f'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    bad = "<script>window.hit = 1</script><img src='http://evil.example/' onerror='window.hit = 1'>"
    file = tmp_path / "page.html"
    file.write_text(f"{head}<body>{bad}", encoding="utf-8")
    with opened(browser, file) as page:
        assert page.value("window.hit") is None
        assert not page.events("Network.responseReceived")[1:]


# Found.


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("search", "angstrom", ["Ada Ängström"]),
        ("search", "ADA@SCHOOL", ["Ada Ängström"]),
        ("search", "d4", ["Dan"]),
        ("section", "two", ["Ben"]),
        ("cure", "0", ["Ben"]),
    ],
)
def test_students_are_found(page: Page, name: str, value: str, found: list[str]) -> None:
    """By a piece of the name without its accents, by id, by address, section, and cure."""
    set_to(page, name, value)
    assert page.value(NAMES) == found
    assert page.value(COUNT) == f"{len(found)} of 304 students"


def test_filters_work_together(page: Page) -> None:
    """Each takes away; a check that is chosen asks who does not meet it."""
    set_to(page, "check", "0")
    assert page.value("document.getElementById('verdict').value") == "not met"
    assert "Ada Ängström" in page.value(NAMES)
    assert "Cleo" not in page.value(NAMES)
    set_to(page, "verdict", "met")
    set_to(page, "search", "cleo")
    assert page.value(NAMES) == ["Cleo"]
    set_to(page, "state", "not all met")
    assert page.value(NAMES) == []
    assert page.value("document.getElementById('grid').hidden")
    assert page.value(COUNT) == "0 of 304 students"
    page.value("document.getElementById('all').click()")
    page.value("new Promise((done) => setTimeout(done))")
    assert page.value(COUNT) == "All 304 students"


def test_each_state_and_what_runs_can_be_shown(page: Page) -> None:
    """The buttons of the summary show as many as they say."""
    for state in ("all met", "not all met", "not verified", "not graded yet"):
        figure = f"document.querySelector('.state-{state.replace(' ', '-')} .figure').innerText"
        page.value(f"document.querySelector('li.state-{state.replace(' ', '-')} .show').click()")
        number = re.sub(r"\D", "", page.value(figure))
        assert page.value(COUNT) == f"{number} of 304 students"
    page.value("document.querySelector('#money .show').click()")
    told = page.value("document.querySelector('#money strong').textContent")
    assert page.value(COUNT).split()[0] == told.split()[0]


def test_students_are_sorted(page: Page) -> None:
    """The lowest score first; who has none comes last."""
    set_to(page, "sort", "worst")
    scores = page.value("[...document.querySelectorAll('.score-cell')].map((e) => e.textContent)")
    low = [int(score.split("–")[0]) for score in scores]
    assert low == sorted(low)
    set_to(page, "sort", "best")
    assert page.value("document.querySelector('.score-cell').textContent") == "100"


# By keyboard, and told.


def test_the_grid_is_one_stop_of_tab_and_arrows_go_on(page: Page) -> None:
    """The focus stays where it was, comes into sight, and never leaves the grid by an arrow."""
    enter_grid(page)
    assert focused(page) == "Ada Ängström, not all met"
    page.press("ArrowRight")
    page.press("ArrowRight")
    assert focused(page) == "not met"
    page.press("End")
    assert focused(page) == "met"
    page.press("End", control=True)
    assert page.value(f"{FOCUSED}.closest('[role=row]').getAttribute('aria-rowindex')") == "305"
    page.press("ArrowDown")
    assert page.value(f"{FOCUSED}.closest('[role=row]').getAttribute('aria-rowindex')") == "305"
    box = "(({top, bottom}) => [top, bottom])(%s.getBoundingClientRect())"
    top, bottom = page.value(box % FOCUSED)
    grid_top, grid_bottom = page.value(box % "document.getElementById('grid')")
    assert grid_top < top < bottom <= grid_bottom
    page.press("Home", control=True)
    assert focused(page) == "Ada Ängström, not all met"
    page.press("PageDown")
    page.press("Tab")
    assert not page.value(f"document.getElementById('grid').contains({FOCUSED})")
    assert page.value("document.querySelectorAll('#grid [tabindex=\"0\"]').length") == 1


def test_the_focus_comes_into_sight_of_a_grid_that_was_just_made_smaller(page: Page) -> None:
    """By a turned phone, or before the browser has told of its first size."""
    enter_grid(page)
    below = page.value(
        """(() => {
          const grid = document.getElementById('grid');
          grid.style.maxHeight = '300px';
          const options = {key: 'End', ctrlKey: true, bubbles: true};
          document.activeElement.dispatchEvent(new KeyboardEvent('keydown', options));
          const bottom = (element) => element.getBoundingClientRect().bottom;
          return bottom(document.activeElement) - bottom(grid);
        })()"""
    )
    assert below <= 0


def test_a_student_is_opened_and_left_by_keyboard(page: Page) -> None:
    """Enter opens at the check; found, expected, fix are there; Escape goes back to the cell."""
    enter_grid(page)
    page.press("ArrowRight")
    page.press("ArrowRight")
    page.press("Enter")
    dialog = "document.getElementById('student')"
    assert page.value(f"{dialog}.open")
    assert page.value(f"{FOCUSED}.dataset.check") == "0"
    text = page.value(f"{FOCUSED}.innerText")
    for said in (
        "not met",
        "Expected",
        "it is there",
        "Found",
        "there is none",
        "Fix",
        '"udacity-',
    ):
        assert said in text
    link = f"{dialog}.querySelector('a').getAttribute('href')"
    assert page.value(link) == "students/a1/0f/report.html"
    assert "Blocked by" in page.value(f"{dialog}.innerText")
    page.value(f"[...{dialog}.querySelectorAll('button')][1].click()")
    assert page.value(f"{dialog}.querySelector('h2').textContent") == "Ben"
    page.press("Escape")
    assert not page.value(f"{dialog}.open")
    # The dialog gives the focus back, and says only then that it was closed.
    page.value("new Promise((done) => setTimeout(done, 50))")
    assert focused(page) == "met"
    assert page.value(f"{FOCUSED}.closest('[role=row]').getAttribute('aria-rowindex')") == "3"


def test_a_screen_reader_finds_the_grid(page: Page) -> None:
    """As a grid of so many rows and columns, each cell a verdict in words; the count is told."""
    grid = "document.getElementById('grid')"
    assert page.value(f"{grid}.getAttribute('aria-rowcount')") == "305"
    columns = int(page.value(f"{grid}.getAttribute('aria-colcount')"))
    assert columns == len(complete().checks) + 2
    seen = page.ask("Accessibility.getFullAXTree")["nodes"]
    named = {(_said(node, "role"), _said(node, "name")) for node in seen if not node["ignored"]}
    assert ("grid", "Students and checks") in named
    assert ("columnheader", f"1.1.1 {complete().checks[0].title}") in named
    assert ("rowheader", "Ada Ängström, not all met") in named
    assert {name for role, name in named if role == "gridcell"} >= {"met", "not met", "blocked"}
    assert "status" in {role for role, _ in named}
    assert len([1 for role, name in named if role == "search"]) == 1


# Legible.


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str, width: int) -> None:
    """On a screen and on a phone, by day and by night, with a student open and without."""
    page.show(width, scheme=scheme)
    assert violations(page) == []
    page.value("document.querySelector('#grid [data-row=\"0\"] .who').click()")
    assert violations(page, "#student") == []


def test_axe_looks(page: Page) -> None:
    """A button without a name is found, and a pale text."""
    page.value(
        "document.querySelector('main').append(document.createElement('button'));"
        "document.querySelector('h1').style.color = '#ddd'"
    )
    found = " ".join(violations(page))
    assert "button-name" in found
    assert "color-contrast" in found


def test_it_is_never_wider_than_the_screen(page: Page) -> None:
    """Only the tables of cells scroll sideways, by themselves."""
    for width in (320, 360, 800, 1200):
        page.show(width)
        assert page.value("document.documentElement.scrollWidth") <= width


def test_each_verdict_has_a_sign_of_its_own(page: Page) -> None:
    """Without any colour one still tells them apart; forced colours take none of it away."""
    pairs = page.value(
        "[...document.querySelectorAll('#grid [role=gridcell][aria-label]')]"
        ".map((cell) => [cell.getAttribute('aria-label'), cell.textContent])"
    )
    signs = {tuple(pair) for pair in pairs}
    assert len({sign for _, sign in signs}) == len({verdict for verdict, _ in signs}) >= 4
    page.ask("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    shown = page.value("getComputedStyle(document.querySelector('#grid .v-not-met')).outlineStyle")
    assert shown == "solid"


def test_motion_is_for_who_likes_it(page: Page) -> None:
    """Nothing glides for those who asked their system for rest."""
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    page.ask("Emulation.setEmulatedMedia", features=features)
    style = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.value(style) == "auto"
    moving = "[...document.querySelectorAll('*')].filter((e) => "
    moving += "parseFloat(getComputedStyle(e).transitionDuration) || "
    moving += "getComputedStyle(e).animationName !== 'none').length"
    assert page.value(moving) == 0


def test_only_the_rows_in_sight_exist(page: Page) -> None:
    """However large the class is; those that are scrolled to come."""
    assert page.value("document.querySelectorAll('#grid [data-row]').length") < 60
    page.value("document.getElementById('grid').scrollTop = 250 * 32")
    page.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    rows = page.value(
        "[...document.querySelectorAll('#grid [data-row]')].map((e) => +e.dataset.row)"
    )
    assert rows == sorted(rows)
    assert {250, 255} <= set(rows)
    assert len(rows) < 60


# On paper, and without a script.


def test_paper_has_everybody_who_is_wanted(page: Page) -> None:
    """In a table to read, not as cells; white, even by night."""
    set_to(page, "search", "school.example")
    page.show(800, scheme="dark", media="print")
    page.value("window.dispatchEvent(new Event('beforeprint'))")
    shown = "getComputedStyle(document.%s).display"
    assert page.value(shown % "getElementById('live')") == "none"
    assert page.value(shown % "getElementById('printed')") == "block"
    lines = page.value("document.querySelectorAll('#printed tbody tr').length")
    assert lines == 301
    first = page.value("document.querySelector('#printed tbody tr').innerText")
    assert re.split(r"\s*\t\s*", first)[3:6] == ["93 of 100", "1.1.1", "1.2.1"]
    colour = page.value("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF-")
    page.value("window.dispatchEvent(new Event('afterprint'))")
    assert page.value("document.getElementById('printed').childElementCount") == 0


def test_without_a_script_everybody_is_listed(browser: Chromium, file: Path) -> None:
    """With the summary; what would do nothing is not shown."""
    with opened(browser, file, script=False) as page:
        text = page.value("document.body.innerText")
        assert "Ada Ängström" in text
        assert "What the class failed most" in text
        buttons = "[...document.querySelectorAll('button')].filter((e) => e.offsetParent).length"
        assert page.value(buttons) == 0


def _said(node: dict[str, Any], what: str) -> str:
    return str(node.get(what, {}).get("value", ""))
