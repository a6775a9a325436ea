"""What is to be said besides met and not met: not verified, waived, late, information. Pure."""

from collections.abc import Sequence
from typing import Final

from acceptance.reports.page.markup import Markup, element, joined
from acceptance.reports.page.words import (
    Check,
    Section,
    counted,
    facts,
    grouped,
    having,
    listed,
    points,
    said,
    tagged,
    titled,
    utc,
    worth,
)
from acceptance.verdicts.verdict import Verdict

TERMS: Final = {
    "expected": "Expected",
    "found": "Found",
    "blocked_by": "Blocked by",
    "waiver": "Reason",
    "reason": "Reason",
    "cure": "Cure",
}


def not_verified(checks: Sequence[Check]) -> Section | None:
    """What nobody could tell, once for each reason, with what would cure it."""
    rows = having(Verdict.NOT_VERIFIED, checks)
    if not rows:
        return None
    these = "this check is" if len(rows) == 1 else f"these {len(rows)} checks are"
    groups = grouped(rows, lambda check: (check["reason"], check["cure"], check["fault"]))
    text = (
        f"Nobody could tell whether {these} met. It is not held against you: "
        f"{points(worth(rows))} may yet be earned."
    )
    cards = element("ul", [_open_card(group) for group in groups], class_="cards")
    return Section("open", "Not verified", joined(element("p", text), cards))


def waived(checks: Sequence[Check]) -> Section | None:
    """What the instructor lets pass."""
    rows = having(Verdict.WAIVED, checks)
    if not rows:
        return None
    what = f"Your instructor lets {counted(len(rows), 'check')} pass; "
    count = "counts" if worth(rows) == 1 else "count"
    text = f"{what}{points(worth(rows))} {count} as earned."
    cards = element("ul", [_waived_card(check) for check in rows], class_="cards")
    return Section("waived", "Waived", joined(element("p", text), cards))


def late(checks: Sequence[Check], deadline: str | None) -> Section | None:
    """What was done after the deadline, each once, with the checks that rest on it."""
    each = [(one["at"], one["what"], check["id"]) for check in checks for one in check["late"]]
    if not each:
        return None
    due = joined(" (", utc(deadline), ")") if deadline else ""
    same = "The points are the same; your instructor decides what follows."
    text = element("p", "This was done after the deadline", due, ". ", same)
    groups = grouped(sorted(each), lambda one: one[:2])
    return Section("late", "Late", joined(text, element("ul", map(_late_group, groups))))


def late_lines(check: Check) -> Markup:
    """What this check rests on that was done after the deadline."""
    sign = element("span", "! late", class_="late word")
    return joined(
        element("p", sign, ": ", said(one["what"]), ", ", utc(one["at"])) for one in check["late"]
    )


def information(lines: Sequence[Check]) -> Section | None:
    """What is said without points."""
    if not lines:
        return None
    cards = element("ul", [_informed(line) for line in lines], class_="cards")
    return Section("information", "Information, without points", cards)


def notes(lines: Sequence[str]) -> Section | None:
    """What else there is to say about the run."""
    if not lines:
        return None
    return Section("notes", "Notes", element("ul", [element("li", said(line)) for line in lines]))


def _open_card(rows: Sequence[Check]) -> Markup:
    reason, cure, fault = rows[0]["reason"], rows[0]["cure"], rows[0]["fault"]
    what = "A fault of the suite" if fault else "No answer"
    return element(
        "li",
        element("h3", f"{what}: {counted(len(rows), 'check')}, {points(worth(rows))}"),
        facts(("Reason", said(reason or ""), ""), ("Cure", said(cure or ""), "do")),
        listed(rows),
        class_="card open",
    )


def _waived_card(check: Check) -> Markup:
    told = _told(check, "waiver", "expected", "found", "blocked_by")
    return element("li", element("h3", titled(check)), told, class_="card aside")


def _late_group(group: Sequence[tuple[str, str, str]]) -> Markup:
    at, what, _ = group[0]
    ids = ", ".join(check for *_, check in group)
    return element("li", utc(at), ": ", said(what), " (", said(ids), ")")


def _informed(line: Check) -> Markup:
    heading = element("h3", said(line["title"]))
    told = _told(line, "found", "reason", "cure", "blocked_by")
    return element("li", heading, element("p", tagged(line["verdict"])), told, class_="card")


def _told(line: Check, *names: str) -> Markup:
    pairs = [(TERMS[name], said(line[name]), "") for name in names if line[name]]
    return facts(*pairs) if pairs else Markup("")
