"""The page as a browser shows it: on a phone, in the dark, on paper, to a screen reader."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acceptance.reports.html import POLICY, render
from acceptance.reports.templating import STYLE
from tests.harness.chromium import PROGRAM, Chromium, Page, opened, running
from tests.harness.documents import (
    DOCUMENTS,
    HOSTILE,
    changed,
    everything,
    hostile,
    not_met,
    of,
    rows,
)

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium on this machine")

CONTRAST = """
(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3)
    .map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const seen = (colour) => { const [,,, alpha] = parts(colour); return alpha !== 0; };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (seen(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.getClientRects().length) continue;
    found.push([ratio(getComputedStyle(element).color, ground(element)), node.data.slice(0, 40)]);
  }
  const fill = (name) => getComputedStyle(document.querySelector(name) || document.body).fill;
  if (document.querySelector('.sure')) {
    // Of a picture, three to one is asked; it is counted as if it were text.
    found.push([ratio(fill('.bar .sure'), fill('.bar .all')) * 1.5, 'the bar']);
  }
  return found;
})()
"""
"""The contrast of every text on the page with its ground, from 1 to 21, as WCAG 2.2 counts it."""

OUTSIDE = """
((width) => [...document.body.querySelectorAll(':not(svg *, bdi)')]
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < -0.5 || box.right > width + 0.5))
  .map(([element]) => element.outerHTML.slice(0, 80))
)
"""
"""What stands out of the page to the side; of text in a line, the width of the page tells it."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all."""
    with running(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(params=DOCUMENTS)
def page(request: pytest.FixtureRequest, browser: Chromium, tmp_path: Path) -> Iterator[Page]:
    """The page of every kind of run, opened."""
    with _shown(browser, tmp_path, render(DOCUMENTS[request.param]())) as page:
        yield page


@pytest.fixture
def full(browser: Chromium, tmp_path: Path) -> Iterator[Page]:
    """A page on which there is everything."""
    with _shown(browser, tmp_path, render(everything())) as page:
        yield page


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    """The page asks for nothing but itself, opens no dialog, and its policy has no complaint."""
    assert len(page.events("Network.requestWillBeSent")) == 1
    assert page.value("window.hit") is None
    assert page.value("document.scripts.length") == 0
    assert not page.events("Page.javascriptDialogOpening")
    assert not page.events("Log.entryAdded")
    assert not page.events("Runtime.exceptionThrown")


def test_it_is_never_wider_than_the_screen(page: Page) -> None:
    """One scrolls down, never sideways, on the smallest phone too; and the letters stay legible."""
    for width in (320, 360, 1000):
        page.show(width)
        assert page.value("document.documentElement.scrollWidth") <= width
        assert page.value(f"{OUTSIDE}({width})") == []
    smallest = "Math.min(...[...document.body.querySelectorAll('*')]"
    smallest += ".map((element) => parseFloat(getComputedStyle(element).fontSize)))"
    assert page.value(smallest) >= 12


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(full: Page, scheme: str, media: str) -> None:
    """Contrast is 4.5:1 or better, by day, by night and on paper."""
    full.show(360, scheme=scheme, media=media)
    measured = full.value(CONTRAST)
    assert len(measured) > 100
    assert [text for ratio, text in measured if ratio < 4.5] == []


def test_the_night_is_dark_and_paper_is_white(full: Page) -> None:
    """A dark screen is not printed dark."""
    colour = "getComputedStyle(document.body).backgroundColor"
    full.show(360, scheme="dark", media="screen")
    assert full.value(colour) == "rgb(20, 23, 27)"
    full.show(360, scheme="dark", media="print")
    assert full.value(colour) == "rgb(255, 255, 255)"


def test_the_bar_is_as_long_as_the_points(full: Page) -> None:
    """2 of 17 are sure, 3 more possible; one sees it."""
    full.show(1000)
    script = "[...document.querySelectorAll('svg[role=img] rect')]"
    boxes = full.value(f"{script}.map((part) => part.getBoundingClientRect().toJSON())")
    whole, sure, possible = boxes
    assert whole["width"] > 500
    assert sure["width"] == pytest.approx(whole["width"] * 2 / 17, rel=0.01)
    assert possible["width"] == pytest.approx(whole["width"] * 3 / 17, rel=0.01)
    assert possible["left"] == pytest.approx(sure["right"], abs=0.5)
    assert {box["height"] for box in boxes} == {32}


def test_it_prints(full: Page) -> None:
    """No card, row or picture is cut by the end of a sheet, and a table repeats its head."""
    full.show(1000, media="print")
    assert full.pdf().startswith(b"%PDF-")
    style = "(names, what) => [...new Set([...document.querySelectorAll(names)]"
    style += ".map((element) => getComputedStyle(element)[what]))]"
    assert full.value(f"({style})('.card, .notice, .score-picture, tr', 'breakInside')") == [
        "avoid"
    ]
    assert full.value(f"({style})('h1, h2, h3, h4', 'breakAfter')") == ["avoid"]
    assert full.value(f"({style})('thead', 'display')") == ["table-header-group"]
    assert full.value(f"({style})('nav', 'display')") == ["none"]


def test_no_card_is_cut(browser: Chromium, tmp_path: Path) -> None:
    """Cards higher than half a sheet get one each; if they were cut, they would need fewer."""
    long = not_met("a word " * 140, "another " * 120)
    names = [f"_{row.check.id.replace('.', '_')}" for row in rows()]
    page = render(of(changed(**dict.fromkeys(names, long))))
    with _shown(browser, tmp_path, page) as shown:
        whole = _sheets(shown.pdf())
    cut = page.replace(STYLE, STYLE.replace("break-inside: avoid;", ""))
    with _shown(browser, tmp_path, re.sub("<meta http-equiv.*>", "", cut)) as shown:
        assert whole - _sheets(shown.pdf()) >= 2
    assert whole >= len(names)


def test_a_screen_reader_finds_its_way(full: Page) -> None:
    """Landmarks, headings with their levels, tables with heads, and the picture in words."""
    seen = full.ask("Accessibility.getFullAXTree")["nodes"]
    named = [(_said(node, "role"), _said(node, "name")) for node in seen if not node["ignored"]]
    roles = [role for role, _ in named]
    for landmark in ("banner", "main", "navigation", "contentinfo"):
        assert roles.count(landmark) == 1
    regions = {name for role, name in named if role == "region"}
    assert {"Score", "What to fix, in this order", "Not verified", "Every check"} <= regions
    assert ("image", "2 points are sure, 5 are possible, of 17") in named
    assert ("table", "1.1 Make a group") in named
    assert roles.count("table") == 4
    assert roles.count("columnheader") == 16
    assert {name for role, name in named if role == "rowheader"} >= {"1.1.1", "3.1.2"}
    # The signs are for the eye; the word is what is read.
    assert not {"✓", "✗", "⊘", "◇"} & {name for _, name in named}
    assert "not met" in {name for role, name in named if role == "StaticText"}


# The measures themselves.


def test_the_hostile_names_are_dangerous(browser: Chromium, tmp_path: Path) -> None:
    """Written unescaped into a page, they run and load: so it is our escaping that prevents it."""
    with _shown(browser, tmp_path, f"<!DOCTYPE html><body>{_raw()}") as page:
        assert page.value("window.hit") == 1
        assert len(page.events("Network.requestWillBeSent")) > 1


def test_the_policy_holds_where_escaping_would_fail(browser: Chromium, tmp_path: Path) -> None:
    """Even written unescaped into a page of our policy, nothing runs and nothing is loaded."""
    head = f'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    with _shown(browser, tmp_path, f"{head}<body>{_raw()}") as page:
        assert page.value("window.hit") is None
        assert not page.events("Network.responseReceived")[1:]
        blocked = [each["entry"]["text"] for each in page.events("Log.entryAdded")]
        assert any("Content Security Policy" in text for text in blocked)


def test_contrast_and_width_are_measured(browser: Chromium, tmp_path: Path) -> None:
    """A pale text and a wide word are found."""
    text = "<!DOCTYPE html><body style='margin: 0'><p style='color: #999'>pale</p><p>black</p>"
    text += "<div style='width: 900px'>wide</div>"
    with _shown(browser, tmp_path, text) as page:
        page.show(700)
        measured = {text: ratio for ratio, text in page.value(CONTRAST)}
        assert measured["pale"] == pytest.approx(2.85, abs=0.01)
        assert measured["black"] == pytest.approx(21)
        assert page.value(f"{OUTSIDE}(360)")
        assert page.value("document.documentElement.scrollWidth") == 900


def test_a_hostile_page_shows_every_name(browser: Chromium, tmp_path: Path) -> None:
    """What is named is there to read, and nothing of it has become an element."""
    with _shown(browser, tmp_path, render(hostile())) as page:
        text = page.value("document.body.innerText")
        assert "<script>window.hit = 1; alert(1)</script>" in text
        assert r"\u202egnp.exe\u2066\u200b\u200f" in text
        assert page.value("document.querySelectorAll('img, base, script, iframe').length") == 0
        assert page.value("location.href").startswith("file:")


def _shown(browser: Chromium, folder: Path, text: str) -> Any:
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8", errors="surrogateescape")
    return opened(browser, file)


def _raw() -> str:
    """What runs or loads by itself, without the dialog, which would stop the browser."""
    return "".join(HOSTILE[:3]).replace("; alert(1)", "")


def _said(node: dict[str, Any], what: str) -> str:
    return str(node.get(what, {}).get("value", ""))


def _sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
