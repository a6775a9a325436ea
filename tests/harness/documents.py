"""Documents of runs that ended in every way, made as a run makes them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from acceptance.reports.document import Check, Document, document_of
from acceptance.verdicts import verdict
from acceptance.verdicts.verdict import Late, Row, Verdict

DEADLINE = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
LATE = Late('the model "Iteration 2" was trained', datetime(2026, 11, 21, 8, 0, 5, tzinfo=UTC))
CASSETTE = {
    "kind": "recording",
    "against": "emulator",
    "recording": "complete.yaml",
    "sha256": "0123456789abcdef" * 4,
    "recorded_at": "2026-11-19T09:12:44+00:00",
    "recorded_by": "0.1.0",
    "complete": True,
}
LIVE = {"kind": "live", "against": "azure"}

COST = {
    "what": 'compute instance "vm" (Standard_DS3_v2)',
    "state": "running",
    "cents_a_day": 703,
    "currency": "USD",
    "as_of": "2023-06-26",
    "source": "https://example.org/rates",
}

ANY = verdict.Check(0, 0, "", "", 0)
"""Stands for the check of a row that says only what is judged."""

TITLES = {
    (1, 1): ("Make a group", ["The group exists"]),
    (2, 1): ("Make a project", ["The project exists", "It has a description"]),
    (2, 2): (
        "Train the model of the project with the pictures of cats and dogs",
        ["The tags are as asked", "The cats are tagged", "The dogs are tagged", "It is trained"],
    ),
    (3, 1): ("Run the notebook", ["The notebook is handed in", "It ran without an error"]),
}

HOSTILE = (
    "<script>window.hit = 1; alert(1)</script>",
    '"><img src="http://evil.example/a.png" onerror="window.hit = 1">',
    "'><svg onload=window.hit=1><a href=javascript:alert(1)>x</a>",
    "</style></title></textarea><style>* { display: none }</style><base href=//evil.example>",
    '<meta http-equiv="refresh" content="0; url=http://evil.example/">',
    "<!-- <!DOCTYPE html> &lt;b&gt; &#60;script&#62; ]]> <![CDATA[",
    '=HYPERLINK("http://evil.example/","x")',
    "../../etc/passwd\r\n\x00\x08",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\u202egnp.exe\u2066\u200b\u200f",
    'شجرة القط "שלום" عولم 12',
    "A" * 100_000,
    "\x1b" * 100_000,
    "W" * 700 + " " * 250 + "\u0301" * 50,
    "猫\U0001f408" * 400,
    "\ufdfd" * 200,
    "a" + "\u0301\u0489" * 100,
    "\ud800",
)
"""What a student may name a thing."""


def rows() -> list[Row]:
    """All of them met; the points of a check are its number in its task."""
    return [
        Row(
            verdict.Check(
                step, task, f"{step}.{task}.{n}", title, n, of, f"Portal > {title}: do it."
            )
        )
        for (step, task), (of, titles) in TITLES.items()
        for n, title in enumerate(titles, 1)
    ]


def changed(**verdicts: Row) -> list[Row]:
    """The rows, some of them of another verdict: `_2_2_1=not_met()`."""
    changes = {name.strip("_").replace("_", "."): row for name, row in verdicts.items()}
    met = Row(ANY, Verdict.MET)
    return [replace(changes.get(row.check.id, met), check=row.check) for row in rows()]


def not_met(expected: str = 'the tags are "cat" and "dog"', found: str = 'there is "cats"') -> Row:
    """What such a row says."""
    return Row(ANY, Verdict.NOT_MET, expected=expected, found=found)


def blocked(by: str) -> Row:
    """What a row says that waits for another."""
    return Row(ANY, Verdict.BLOCKED, expected="it is there", blocked_by=by)


def not_verified(
    reason: str = "Azure answered 429 to GET .../projects", cure: str = "run it again"
) -> Row:
    """What a row says that nobody could decide."""
    return Row(ANY, Verdict.NOT_VERIFIED, reason=reason, cure=cure)


def waived(why: str = "the region had no other tier") -> Row:
    """What a row says that an instructor lets pass."""
    return Row(ANY, Verdict.WAIVED, waiver=why, expected="it is free", found="it is not")


def late() -> Row:
    """What a row says that is met, after the deadline."""
    return Row(ANY, Verdict.MET, late=(LATE,))


def of(rows: list[Row], **run: Any) -> Document:
    """The document of such a run."""
    common: dict[str, Any] = {
        "source": LIVE,
        "graded": ['Graded live: the subscription "Azure for Students".'],
        "suite": "0.1.0",
        "title": "Create an image classification solution",
        "asked": len(rows),
    }
    return document_of(rows, **common | run)


def with_check(document: Document, id_: str, **changes: Any) -> Document:
    """The document with another check in the place of the one of this id."""
    tasks = [
        replace(
            task,
            checks=tuple(
                replace(check, **changes) if check.id == id_ else check for check in task.checks
            ),
        )
        for task in document.tasks
    ]
    return replace(document, tasks=tuple(tasks))


def all_met() -> Document:
    """Nothing to fix."""
    return of(changed())


def one_wrong() -> Document:
    """One thing to fix, for which others wait."""
    wait = blocked("2.2.1")
    return of(changed(_2_2_1=not_met(), _2_2_2=wait, _2_2_4=wait, _3_1_2=wait), exit_status=1)


def unverified() -> Document:
    """Nobody could tell anything."""
    silent = not_verified()
    lost = not_verified("no notebook was handed in", "name it: --notebook FILE")
    names = [f"_{row.check.id.replace('.', '_')}" for row in rows()]
    each = {name: lost if name.startswith("_3") else silent for name in names}
    each["_2_1_2"] = replace(not_verified("a fault of the suite: KeyError"), fault=True)
    return of(changed(**each), source=CASSETTE, exit_status=6)


def everything() -> Document:
    """Each verdict, and all that can be said besides."""
    named = {"_1_1_1": late(), "_2_1_1": waived(), "_2_1_2": blocked("2.1.1")}
    named |= {"_2_2_1": not_met(), "_2_2_2": blocked("2.2.1"), "_2_2_3": not_met("15", "14")}
    named |= {"_2_2_4": blocked("9.9.9"), "_3_1_1": not_verified(), "_3_1_2": not_verified()}
    informed = rows()[0]
    informed = replace(
        informed, check=replace(informed.check, title="A key is refused where it should be")
    )
    return of(
        changed(**named),
        information=[replace(informed, verdict=Verdict.NOT_MET, found="it is accepted")],
        notes=["The waiver of 1.1.1 has expired."],
        costs=[COST, COST | {"what": 'compute instance "odd" (Odd_1)', "cents_a_day": None}],
        announcements=[{"what": "It retires on 2028-09-25.", "source": "https://example.org/"}],
        source=CASSETTE | {"complete": False},
        deadline=DEADLINE,
        exit_status=1,
        asked=99,
    )


def nothing() -> Document:
    """A run that checked nothing."""
    return of([], source=None, graded=[], suite="", title="", exit_status=5)


def hostile() -> Document:
    """All that a student or a cassette can name, with every other safeguard left out."""
    document = everything()
    bad = iter(HOSTILE * 20)
    texts = ("expected", "found", "fix", "reason", "cure", "waiver")

    def spoilt(check: Check) -> Check:
        changes: dict[str, Any] = {
            name: f'it is "{next(bad)}" here' for name in texts if getattr(check, name)
        }
        late = tuple(replace(each, what=next(bad)) for each in check.late)
        return replace(check, title=next(bad), late=late, **changes)

    tasks = [replace(task, checks=tuple(map(spoilt, task.checks))) for task in document.tasks]
    [informed] = document.information
    return replace(
        document,
        title=next(bad),
        tasks=(replace(tasks[0], title=next(bad)), *tasks[1:]),
        information=(replace(informed, title=next(bad), found=next(bad)),),
        notes=HOSTILE,
        costs=tuple(replace(document.costs[0], what=next(bad)) for _ in HOSTILE),
        announcements=tuple(replace(document.announcements[0], what=text) for text in HOSTILE),
        graded=HOSTILE,
        source=replace(
            document.source, recording=next(bad), recorded_at=next(bad), sha256="0" * 5000
        ),
    )


DOCUMENTS = {
    "all met": all_met,
    "one wrong": one_wrong,
    "unverified": unverified,
    "everything": everything,
    "nothing": nothing,
    "hostile": hostile,
}
"""A document for every way in which a run can end, by name."""
