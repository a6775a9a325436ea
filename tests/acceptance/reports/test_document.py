"""The document: complete, as its schema says, and the same for the same run."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema  # type: ignore[import-untyped]
import pytest

from acceptance.causes import NoAnswer, NotThere
from acceptance.reports.document import (
    Announcement,
    Check,
    Cost,
    Document,
    Information,
    Source,
    Task,
    document_of,
    render,
    written,
)
from acceptance.verdicts import verdict
from acceptance.verdicts.verdict import Late, Row, Score, Stop, Verdict, decide
from tests.harness import documents
from tests.harness.documents import DOCUMENTS, HOSTILE

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CHECK = verdict.Check(
    2, 1, "2.1.1", "The project exists", 4, "Make a project", "Portal > New Project."
)


def problems(made: dict[str, Any]) -> list[str]:
    """What the schema has against a document."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(made)]


@pytest.mark.parametrize("ending", sorted(DOCUMENTS.keys() - {"hostile"}))
def test_every_document_is_as_its_schema_says(ending: str) -> None:
    """Whatever came of a run, and after a way through a file."""
    document = DOCUMENTS[ending]()
    made = document.to_json()
    assert problems(made) == []
    assert json.loads(render(document)) == made
    read = Document.from_json(json.loads(render(document)))
    assert read == replace(document, asked=0, information=read.information)
    assert read.to_json() == made


def test_the_schema_is_one() -> None:
    """It is a schema of the version that it names."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_describes_every_field() -> None:
    """No field without a sentence on what it means."""

    def fields(schema: Any, at: str) -> Iterator[tuple[str, Any]]:
        for name, field in schema.get("properties", {}).items():
            yield f"{at}.{name}", field
            yield from fields(field, f"{at}.{name}")

    found = [*fields(SCHEMA, "")]
    for name, definition in SCHEMA["$defs"].items():
        found += [(name, definition), *fields(definition, name)]
    assert len(found) > 50
    assert [name for name, field in found if not field.get("description", "").endswith(".")] == []


def test_the_schema_refuses_what_is_not_so() -> None:
    """A verdict without its grounds, an unknown field or a time without a zone is none of ours."""
    made = documents.one_wrong().to_json()
    unmet = made["tasks"][2]["checks"][0]
    for change in ({"found": None}, {"reason": "why"}, {"verdict": "passed"}, {"more": 1}):
        before = dict(unmet)
        unmet.update(change)
        assert problems(made) != []
        unmet.clear()
        unmet.update(before)
    assert problems(made) == []
    assert problems(made | {"deadline": "2026-11-20T22:59:00"}) != []


def test_a_document_in_full() -> None:
    """The keys and their order, word by word."""
    late = Late("it was made", datetime(2026, 12, 1, 1, 0, 0, 5, tzinfo=UTC))
    rows = [
        Row(verdict.Check(1, 1, "1.1.1", "The group exists", 3, "Groups", "Add it."), Verdict.MET),
        replace(
            decide(CHECK, Stop("then", "it is", NotThere("project", "it is not")), {}), late=()
        ),
    ]
    rows[0] = replace(rows[0], late=(late,))
    rows[1] = decide(
        CHECK, Stop("then", "there is one", NotThere("project", "none")), {"project": "2.1.1"}
    )
    document = document_of(
        rows,
        information=[
            Row(verdict.Check(1, 1, "", "It is new", 0), Verdict.BLOCKED, blocked_by="2.1.1")
        ],
        source={"kind": "live", "against": "azure"},
        graded=["Graded live."],
        notes=["A note."],
        asked=3,
        exit_status=1,
        deadline=datetime(2026, 12, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        suite="1.2.3",
        title="The exercise",
    )
    assert render(document) == (
        """{
  "schema": 1,
  "suite": "1.2.3",
  "title": "The exercise",
  "source": {
    "kind": "live",
    "against": "azure",
    "recording": null,
    "sha256": null,
    "recorded_at": null,
    "recorded_by": null,
    "complete": null
  },
  "graded": [
    "Graded live."
  ],
  "score": {
    "sure": 3,
    "possible": 3,
    "maximum": 7
  },
  "counts": {
    "met": 1,
    "not met": 1,
    "blocked": 0,
    "not verified": 0,
    "waived": 0
  },
  "exit_status": 1,
  "partial": true,
  "deadline": "2026-12-01T00:00:00+00:00",
  "tasks": [
    {
      "step": 1,
      "task": 1,
      "title": "Groups",
      "score": {
        "sure": 3,
        "possible": 3,
        "maximum": 3
      },
      "checks": [
        {
          "id": "1.1.1",
          "title": "The group exists",
          "points": 3,
          "verdict": "met",
          "expected": null,
          "found": null,
          "fix": "Add it.",
          "reason": null,
          "cure": null,
          "blocked_by": null,
          "fault": false,
          "waiver": null,
          "late": [
            {
              "what": "it was made",
              "at": "2026-12-01T01:00:00.000005+00:00"
            }
          ]
        }
      ]
    },
    {
      "step": 2,
      "task": 1,
      "title": "Make a project",
      "score": {
        "sure": 0,
        "possible": 0,
        "maximum": 4
      },
      "checks": [
        {
          "id": "2.1.1",
          "title": "The project exists",
          "points": 4,
          "verdict": "not met",
          "expected": "there is one",
          "found": "none",
          "fix": "Portal > New Project.",
          "reason": null,
          "cure": null,
          "blocked_by": null,
          "fault": false,
          "waiver": null,
          "late": []
        }
      ]
    }
  ],
  "information": [
    {
      "title": "It is new",
      "verdict": "blocked",
      "found": null,
      "reason": null,
      "cure": null,
      "blocked_by": "2.1.1"
    }
  ],
  "notes": [
    "A note."
  ],
  "costs": [],
  "announcements": []
}
"""
    )


def test_the_counts_and_scores_add_up() -> None:
    """Every check is counted once, in its task and in the whole."""
    for make in DOCUMENTS.values():
        made = make().to_json()
        checks = [check for task in made["tasks"] for check in task["checks"]]
        assert sum(made["counts"].values()) == len(checks)
        for name, total in made["score"].items():
            assert sum(task["score"][name] for task in made["tasks"]) == total


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_student_names_is_one_harmless_line(text: str) -> None:
    """In every field that may hold it: no control or bidi character, no endless text, valid."""
    for trouble in (NotThere("project", text), NoAnswer(text, text)):
        row = decide(CHECK, Stop("then", text, trouble), {"project": "2.1.1"})
        source = dict.fromkeys(("recording", "recorded_by"), text)
        document = document_of(
            [row], [row], source=source, graded=[text], notes=[text], suite=text, title=text
        )
        shown = render(document)
        assert problems(document.to_json()) == []
        assert all(character == "\n" or character.isprintable() for character in shown)
        assert len(shown) < 150_000
        assert json.loads(shown.encode()) == document.to_json()


def test_an_unknown_source_is_said_to_be_unknown() -> None:
    """Nothing is made up where nobody said where the facts came from; no other word gets in."""
    document = document_of([], source={"kind": "live", "key": "secret"})
    assert document.source == Source(kind="live")
    assert "secret" not in render(document)


def test_the_schema_has_the_fields_of_the_dataclasses() -> None:
    """Name by name and in order: what one of them has, the other has, too."""
    definitions = SCHEMA["$defs"]
    schemas = {
        Document: SCHEMA,
        Source: SCHEMA["properties"]["source"],
        Score: definitions["score"],
        Task: definitions["task"],
        Check: definitions["check"],
        Late: definitions["late"],
        Information: definitions["information"],
        Cost: definitions["cost"],
        Announcement: definitions["announcement"],
    }
    for kind, schema in schemas.items():
        assert list(schema["properties"]) == schema["required"] == written(kind), kind
        hints = get_type_hints(kind)
        for name in written(kind):
            types = schema["properties"][name].get("type", [])
            nullable = "null" in types or (types == [] and _nullable(schema["properties"][name]))
            assert nullable == (type(None) in get_args(hints[name])), (kind, name)
    assert list(SCHEMA["properties"]["counts"]["properties"]) == [*map(str, Verdict)]
    assert definitions["verdict"]["enum"] == [*map(str, Verdict)]
    assert SCHEMA["properties"]["schema"]["const"] == documents.nothing().schema


def _nullable(schema: dict[str, Any]) -> bool:
    name = schema.get("$ref", "").rpartition("/")[2]
    return None in schema.get("enum", []) or "null" in SCHEMA["$defs"].get(name, {}).get("type", [])


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"schema": "1"},
        {"score": {"sure": 1}},
        {"counts": {"passed": 3}},
        {"deadline": "2026-11-20T22:59:00"},
        {"deadline": "yesterday"},
        {"tasks": {}},
        {"tasks": [{}]},
        {"notes": "a note"},
        {"partial": 1},
        {"source": None},
    ],
)
def test_what_is_no_report_is_refused(change: dict[str, Any]) -> None:
    """Another version, a missing field or one of another type; never a half-read report."""
    with pytest.raises(ValueError, match=r"no report|of version 2"):
        Document.from_json(documents.everything().to_json() | change)


@pytest.mark.parametrize("other", [None, [], "text", 1, {}])
def test_another_file_is_no_report(other: object) -> None:
    """Whatever JSON it holds."""
    with pytest.raises(ValueError, match="no report"):
        Document.from_json(other)


def test_a_field_of_tomorrow_is_passed_over() -> None:
    """A reader of version 1 can read on while it is 1."""
    made = documents.everything().to_json()
    assert Document.from_json(made | {"more": 1}).to_json() == made


def test_a_report_of_before_there_were_costs_is_read() -> None:
    """What is kept of an older grading is no worse for what it does not say."""
    made = documents.everything().to_json()
    old = {name: value for name, value in made.items() if name not in ("costs", "announcements")}
    read = Document.from_json(old)
    assert (read.costs, read.announcements) == ((), ())
    assert read.score == documents.everything().score


def test_a_document_can_be_sent_to_another_process() -> None:
    """As a whole, with what the JSON leaves out."""
    document = documents.everything()
    assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301 - our own
