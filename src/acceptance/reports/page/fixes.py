"""What to fix: each check that is not met, in order, with those that wait for it. Pure."""

from collections.abc import Sequence
from typing import Final

from acceptance.reports.page.markup import Markup, element, joined
from acceptance.reports.page.remarks import late_lines
from acceptance.reports.page.words import (
    Check,
    Section,
    anchor,
    counted,
    facts,
    having,
    listed,
    points,
    said,
    tagged,
    titled,
    worth,
)
from acceptance.verdicts.verdict import Verdict

ORDER: Final = (
    "Start at the top: what comes first is often what the rest needs. "
    "Then grade again: more can be looked at once these are there."
)


def to_fix(checks: Sequence[Check]) -> Section | None:
    """Every check that is not met, in the order of the exercise, with what waits for it."""
    waiting = _waiting(checks)
    cards = [_card(each, waiting.pop(each["id"], [])) for each in having(Verdict.NOT_MET, checks)]
    cards += [_card_of_others(owner, rows, checks) for owner, rows in waiting.items()]
    if not cards:
        return None
    if len(cards) == 1:
        return Section("fix", "What to fix", cards[0])
    order = element("p", ORDER, class_="soft")
    items = element("ol", [element("li", card) for card in cards], class_="cards")
    return Section("fix", "What to fix, in this order", joined(order, items))


def _waiting(checks: Sequence[Check]) -> dict[str, list[Check]]:
    """The blocked checks, by the id of the check at the beginning of their chain."""
    blocked = having(Verdict.BLOCKED, checks)
    blocking = {check["id"]: check["blocked_by"] for check in blocked}
    waiting: dict[str, list[Check]] = {}
    for check in blocked:
        owner, passed = check["blocked_by"], {check["id"]}
        while owner in blocking and owner not in passed:
            passed.add(owner)
            owner = blocking[owner]
        waiting.setdefault(owner, []).append(check)
    return waiting


def _card(check: Check, waiting: Sequence[Check]) -> Markup:
    return element(
        "div",
        element("h3", titled(check)),
        element("p", tagged(Verdict.NOT_MET), " · ", _stake(check, waiting)),
        facts(
            ("Expected", said(check["expected"] or ""), ""),
            ("Found", said(check["found"] or ""), ""),
            ("Fix", said(check["fix"] or ""), "do"),
        ),
        late_lines(check),
        _those_waiting(waiting),
        class_="card to-fix",
        id=anchor("fix", check["id"]),
    )


def _stake(check: Check, waiting: Sequence[Check]) -> Markup:
    stake = element("strong", f"{points(check['points'] + worth(waiting))} at stake")
    if not waiting:
        return stake
    others = f"{worth(waiting)} for {counted(len(waiting), 'check')} blocked by it"
    return joined(stake, f": {check['points']} for this check, {others}")


def _those_waiting(waiting: Sequence[Check]) -> Markup:
    if not waiting:
        return Markup("")
    return joined(
        element("p", tagged(Verdict.BLOCKED, len(waiting)), " until then:"), listed(waiting)
    )


def _card_of_others(owner: str, waiting: Sequence[Check], checks: Sequence[Check]) -> Markup:
    """Blocked by a check that has no card: it was not selected, or it is waived."""
    found = next((check for check in checks if check["id"] == owner), None)
    why = tagged(found["verdict"]) if found else "not part of this run"
    return element(
        "div",
        element("h3", "What check ", said(owner), " asks for"),
        element("p", element("strong", f"{points(worth(waiting))} at stake")),
        element("p", "It is missing, and check ", said(owner), " is ", why, "."),
        _those_waiting(waiting),
        class_="card to-fix",
        id=anchor("fix", owner),
    )
