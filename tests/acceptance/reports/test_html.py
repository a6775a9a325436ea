"""The page as it is written: whole, safe, in order. How it looks, a browser says elsewhere."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from jinja2 import UndefinedError

from acceptance.plain_text import plain
from acceptance.reports import templating
from acceptance.reports.document import Document
from acceptance.reports.html import POLICY, render
from acceptance.reports.templating import STYLE, isolated
from tests.harness import documents
from tests.harness.documents import DOCUMENTS, HOSTILE, blocked, changed, not_met, waived
from tests.harness.page_reader import VOID, Node, parsed

OF_THE_EMULATOR = (
    "This grades the emulator, not Azure: it says nothing about a submission in Azure."
)
ALLOWED = VOID - {"input"} | {
    *("html", "head", "title", "style", "body", "header", "main", "nav", "section", "footer"),
    *("h1", "h2", "h3", "h4", "p", "div", "span", "strong", "a", "bdi", "time"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
    *("svg", "pattern", "rect", "line"),
}


def read(document: Document) -> Node:
    """The page of a document, parsed."""
    return parsed(render(document))


@pytest.fixture(params=DOCUMENTS)
def page(request: pytest.FixtureRequest) -> Node:
    """The page of every kind of run."""
    return read(DOCUMENTS[request.param]())


# What holds for every page.


def test_it_is_made_of_harmless_elements(page: Node) -> None:
    """No script, image, frame, form or link to elsewhere; no style or handler in an attribute."""
    nodes = page.below()
    for node in nodes:
        assert node.name in ALLOWED
        assert not any(name.startswith("on") or name == "style" for name in node.attributes)
        assert not {"src", "srcset", "srcdoc", "action", "ping", "xlink:href"} & set(
            node.attributes
        )
        assert (node.attributes.get("href") or "#").startswith("#")


def test_its_policy_forbids_all_but_its_own_style(page: Node) -> None:
    """The policy stands before the style, and names it by its hash."""
    head = page.one("head")
    assert [node.name for node in head.content if isinstance(node, Node)][:2] == ["meta"] * 2
    policy = head.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    style = head.one("style").content
    digest = hashlib.sha256("".join(map(str, style)).encode()).digest()
    assert policy == POLICY
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert base64.b64encode(digest).decode() in policy
    assert not re.search(r"url\((?!#)|@import|expression|</", STYLE)


def test_its_headings_are_in_order(page: Node) -> None:
    """One first heading, and no level is left out: so one jumps from heading to heading."""
    levels = [int(node.name[1]) for node in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_its_links_lead_somewhere(page: Node) -> None:
    """Each anchor is there once, and each link and each label has its anchor."""
    names = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(names) == len(set(names))
    links = {str(node.attributes["href"])[1:] for node in page.all("a")}
    labels = {node.attributes.get("aria-labelledby") for node in page.all("section", "table")}
    assert links | labels <= set(names)


def test_it_has_landmarks_and_a_language(page: Node) -> None:
    """A screen reader finds its parts, and reads them in the right voice."""
    assert page.one("html").attributes["lang"] == "en"
    body = page.one("body")
    assert [node.name for node in body.content if isinstance(node, Node)][1:] == [
        "header",
        "main",
        "footer",
    ]
    assert body.one("nav").attributes["aria-label"]


def test_the_same_document_gives_the_same_bytes() -> None:
    """In another process, with other hashes, and from JSON read back."""
    code = "import json, sys; from acceptance.reports.html import render; "
    code += "from acceptance.reports.document import Document; "
    code += "document = Document.from_json(json.load(sys.stdin)); "
    code += "sys.stdout.buffer.write(render(document).encode())"
    document = documents.everything()
    command = [sys.executable, "-c", code]
    given = json.dumps(document.to_json()).encode()
    again = subprocess.run(command, input=given, capture_output=True, check=True).stdout
    assert again.decode() == render(document)


# What there is to read.


def test_every_check_has_its_row() -> None:
    """By step and task: id, title, verdict in words, points."""
    section = _section(read(documents.everything()), "all")
    found = [[cell.text for cell in row.all("th", "td")] for row in section.all("tr")]
    found = [row for row in found if row[0] != "Check"]
    assert [row[0] for row in found] == [row.check.id for row in documents.rows()]
    assert found[0] == ["1.1.1", "The group exists late", "✓ met", "1 of 1"]
    assert found[1] == ["2.1.1", "The project exists why", "◇ waived", "1 of 1"]
    assert found[3] == ["2.2.1", "The tags are as asked what to fix", "✗ not met", "0 of 1"]
    assert found[4] == ["2.2.2", "The cats are tagged by 2.2.1", "⊘ blocked", "0 of 2"]
    assert found[7] == ["3.1.1", "The notebook is handed in why", "? not verified", "? of 1"]
    assert [node.text for node in section.all("h3")] == [
        "Step 1: 1 of 1 point",
        "Step 2: 1 of 13 points",
        "Step 3: 0 to 3 of 3 points",
    ]


def test_each_table_has_headers() -> None:
    """Every column and every row says what it is."""
    page = read(documents.one_wrong())
    tables = page.all("table")
    assert len(tables) == len(documents.TITLES)
    for table in tables:
        assert [node.text for node in table.all("th", scope="col")] == [
            "Check",
            "What is asked",
            "Verdict",
            "Points",
        ]
        assert len(table.all("th", scope="row")) == len(table.one("tbody").all("tr"))


def test_what_to_fix_is_told_in_order() -> None:
    """Expected, found, fix, what is at stake, and what waits for it."""
    section = _section(read(documents.everything()), "fix")
    assert section.one("h2").text == "What to fix, in this order"
    first, second, *others = section.all("div", class_="card")
    assert first.text == (
        "2.2.1 The tags are as asked "
        "✗ not met · 3 points at stake: 1 for this check, 2 for 1 check blocked by it "
        'Expected the tags are "cat" and "dog" Found there is "cats" '
        "Fix Portal > The tags are as asked: do it. "
        "⊘ 1 blocked until then: 2.2.2 The cats are tagged (2 points)"
    )
    assert second.one("h3").text == "2.2.3 The dogs are tagged"
    assert "3 points at stake Expected 15 Found 14" in second.text
    assert [card.one("h3").text for card in others] == [
        "What check 2.1.1 asks for",
        "What check 9.9.9 asks for",
    ]
    assert "check 2.1.1 is ◇ waived" in others[0].text
    assert "check 9.9.9 is not part of this run" in others[1].text


def test_a_fix_leads_to_its_places() -> None:
    """Each portal is a link, and nothing else is: not in what was found, not in a name."""
    fix = "Azure portal > it's <b>: leave the Azure portal for the Azure Machine Learning studio."
    row = not_met(found='there is "Azure portal" <a href="https://evil.example">')
    document = documents.with_check(documents.of(changed(_2_2_1=row)), "2.2.1", fix=fix)
    card = read(document).one("div", class_="card")
    assert card.one("dd", class_="do").text == fix
    assert [(node.text, node.attributes) for node in card.one("dl").all("a")] == [
        ("Azure portal", {"href": "https://portal.azure.com", "rel": "noreferrer"}),
        ("Azure portal", {"href": "https://portal.azure.com", "rel": "noreferrer"}),
        ("Azure Machine Learning studio", {"href": "https://ml.azure.com", "rel": "noreferrer"}),
    ]


def test_what_waits_in_a_chain_waits_for_its_beginning() -> None:
    """A check that is blocked by a blocked one is told where something can be done."""
    chain = {"_2_2_1": not_met(), "_2_2_2": blocked("2.2.1"), "_2_2_3": blocked("2.2.2")}
    section = _section(read(documents.of(changed(**chain))), "fix")
    card = section.one("div", class_="card")
    assert "6 points at stake: 1 for this check, 5 for 2 checks blocked by it" in card.text
    assert len(card.all("li")) == 2


def test_a_ring_of_blocked_checks_is_shown() -> None:
    """What contradicts itself is shown all the same, and ends."""
    ring = {"_2_2_1": blocked("2.2.2"), "_2_2_2": blocked("2.2.1")}
    section = _section(read(documents.of(changed(**ring))), "fix")
    assert {node.text for node in section.all("li")} >= {
        "2.2.1 The tags are as asked (1 point)",
        "2.2.2 The cats are tagged (2 points)",
    }


def test_what_nobody_could_tell_is_grouped_by_reason() -> None:
    """Once for each reason and cure, with its checks; a fault of the suite is called so."""
    section = _section(read(documents.unverified()), "open")
    cards = section.all("li", class_="card")
    assert [card.one("h3").text for card in cards] == [
        "No answer: 6 checks, 12 points",
        "A fault of the suite: 1 check, 2 points",
        "No answer: 2 checks, 3 points",
    ]
    assert "Reason no notebook was handed in Cure name it: --notebook FILE" in cards[2].text
    assert [node.text for node in cards[2].all("li")] == [
        "3.1.1 The notebook is handed in (1 point)",
        "3.1.2 It ran without an error (2 points)",
    ]
    assert "It is not held against you: 17 points may yet be earned." in section.text


def test_waived_late_information_and_notes_are_shown() -> None:
    """Each in a section of its own, only if there is something to say."""
    page = read(documents.everything())
    passed = _section(page, "waived").text
    assert "1 check pass; 1 point counts as earned" in passed
    assert "Reason the region had no other tier Expected it is free Found it is not" in passed
    late = _section(page, "late").text
    assert "after the deadline (2026-11-20 22:59:00 UTC)" in late
    assert '2026-11-21 08:00:05 UTC: the model "Iteration 2" was trained (1.1.1)' in late
    information = _section(page, "information").text
    assert "A key is refused where it should be ✗ not met Found it is accepted" in information
    assert "The waiver of 1.1.1 has expired." in _section(page, "notes").text
    quiet = read(documents.all_met())
    assert [node.attributes["id"] for node in quiet.all("h2")] == [
        "score",
        "all",
        "graded",
        "words",
    ]


def test_late_and_not_met_is_told_where_it_is_fixed() -> None:
    """A card says what was late."""
    row = not_met()
    object.__setattr__(row, "late", (documents.LATE,))
    card = _section(read(documents.of(changed(_2_2_1=row))), "fix").one("div", class_="card")
    assert '! late: the model "Iteration 2" was trained, 2026-11-21 08:00:05 UTC' in card.text


@pytest.mark.parametrize(
    ("ending", "score", "sentence"),
    [
        ("all met", "17 of 17 points", "All is there: there is nothing to fix."),
        ("one wrong", "8 of 17 points", "There is 1 thing to fix."),
        ("unverified", "0 to 17 of 17 points", "Nothing to fix was found, but not all"),
        ("everything", "2 to 5 of 17 points", "There are 2 things to fix."),
        ("nothing", "No check was run: nothing was graded.", ""),
    ],
)
def test_the_score_is_an_interval_in_words(ending: str, score: str, sentence: str) -> None:
    """What is sure, what is possible, and in one sentence what there is to do."""
    page = read(DOCUMENTS[ending]())
    assert page.one("p", class_="score").text == score
    assert sentence in page.one("header").text
    assert page.one("title").text.startswith(score if ending != "nothing" else "0 of 0 points")


def test_only_blocked_checks_are_something_to_do() -> None:
    """Where the check that blocks was waived or not selected."""
    page = read(documents.of(changed(_2_2_1=waived(), _2_2_2=blocked("2.2.1"))))
    assert "Something that is needed is missing." in page.one("header").text


def test_the_bar_says_the_same() -> None:
    """As long as the points, with a name for those who do not see it."""
    bar = read(documents.everything()).one("svg", role="img")
    assert bar.attributes["aria-label"] == "2 points are sure, 5 are possible, of 17"
    _, sure, possible = bar.all("rect")
    assert sure.attributes["width"] == "11.765%"
    assert (possible.attributes["x"], possible.attributes["width"]) == ("11.765%", "17.647%")


# Where it comes from.


def test_a_live_grading_of_azure_says_so() -> None:
    """What was graded stands in the words of those who know."""
    page = read(documents.all_met())
    graded = _section(page, "graded").text
    assert "Source live: read while grading Against Azure Graded by version 0.1.0" in graded
    assert 'the subscription "Azure for Students"' in graded
    assert not page.all("p", class_="notice")


def test_a_cassette_is_named_with_hash_and_date() -> None:
    """A cassette of the emulator is never taken for one of Azure."""
    page = read(documents.unverified())
    assert (
        "Source the cassette complete.yaml Against the emulator, not Azure "
        "Recorded 2026-11-19 09:12:44 UTC Recorded by version 0.1.0 "
        f"SHA-256 {documents.CASSETTE['sha256']} Graded by version 0.1.0"
    ) in _section(page, "graded").text
    assert [node.text for node in page.all("p", class_="notice")] == [OF_THE_EMULATOR]


def test_an_unknown_source_is_called_so() -> None:
    """Nothing is claimed that nobody said."""
    page = read(documents.nothing())
    graded = _section(page, "graded").text
    assert graded == ("What was graded Source not known Against not known: Azure or the emulator")
    assert page.one("h1").text == "What was found"


@pytest.mark.parametrize("status", [2, 3])
def test_what_makes_the_score_unfit_is_said_first(status: int) -> None:
    """A part of the checks, half a cassette, a run that was stopped."""
    header = read(replace(documents.everything(), exit_status=status)).one("header")
    notices = [node.text for node in header.all("p", class_="notice")]
    assert notices[0] == OF_THE_EMULATOR
    assert notices[1].startswith("The cassette is incomplete")
    assert notices[2].startswith("Only some checks were selected")
    assert "before its end" in notices[3] or "broke off" in notices[3]


# What a student can name.


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_text(text: str) -> None:
    """It is read as it is, with what is hidden in it shown, without its endless part."""
    found = f'the tag is "{text}" and more'
    document = documents.of(changed(_2_2_1=not_met(found=found)))
    page = read(document)
    shown = page.one("div", class_="card").all("bdi", class_="isolated")
    read_as = next(node.text for node in shown if node.text.startswith("the tag is "))
    assert read_as.endswith("and more") or len(text) > 1000
    assert len(read_as) < 1100
    if plain(text) == text:
        assert read_as == re.sub(r"\s+", " ", found)


def test_an_attribute_is_text_too() -> None:
    """Nothing ends an attribute early: an id of a check stands in anchors and links."""
    bad = "\"'> onclick=x <b>"
    page = read(documents.with_check(documents.one_wrong(), "2.2.1", id=bad))
    card = page.one("div", id="fix-____onclick_x__b_")
    assert card.one("h3").text.startswith(bad)
    assert page.one("th", id="check-____onclick_x__b_").text == bad
    assert all(set(node.attributes) <= {"href"} for node in page.all("a"))


def test_what_is_missing_in_a_template_is_an_error() -> None:
    """A slip in the page never shows as an empty place."""
    page = templating.environment().from_string("{{ check.nothing }}")
    with pytest.raises(UndefinedError):
        page.render(check=documents.one_wrong().checks[0])


def test_a_run_without_a_page_does_not_load_the_templates() -> None:
    """Jinja2 costs time that a grading for the terminal does not have."""
    code = "import sys; import acceptance.reports.plugin, acceptance.reports.preflight_plugin; "
    code += "sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_unseen_is_left() -> None:
    """No control character, no direction mark, no half of a pair; and it can be written."""
    text = render(documents.hostile())
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert {each for each in set(text) if unicodedata.category(each) in unseen} == {"\n"}
    assert not re.search("[\u0301\u0489]{5}", text)
    assert len(text.encode()) < 300_000


def test_names_are_isolated_one_by_one() -> None:
    """A name that is written from right to left turns nothing but itself."""
    sentence = parsed(isolated('the tag "שלום" is one of 12')).one("bdi", class_="isolated")
    assert sentence.attributes["dir"] == "ltr"
    assert sentence.content[1:] == [Node("bdi", {}, ["שלום"]), '" is one of 12']


def test_an_odd_quote_changes_nothing() -> None:
    """A name may hold the very character that we quote with."""
    shown = parsed(isolated('a "b" c" <'))
    assert shown.text == 'a "b" c" <'
    assert [node.text for node in shown.all("bdi")] == ['a "b" c" <', "b"]


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    """Its end often says that it was cut before, and how long it was."""
    shown = isolated("A" * 5_000 + " and no more")
    assert " … (much is left out here) … " in shown
    assert "and no more" in shown
    assert len(shown) < 1100


def test_what_is_no_time_is_shown_as_it_is() -> None:
    """A cassette may hold anything."""
    for odd in ("yesterday", "2026-11-19 09:12:44", "<b>"):
        document = documents.unverified()
        document = replace(document, source=replace(document.source, recorded_at=odd))
        assert f"Recorded {odd}" in _section(read(document), "graded").text


def _section(page: Node, name: str) -> Node:
    return page.one("section", **{"aria-labelledby": name})
