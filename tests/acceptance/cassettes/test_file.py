"""The file of a cassette: what is written is read again, what is broken is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from acceptance.cassettes.file import Cassette, Exchange, Recorded, read, text_digest, written

BODIES = [
    "",
    "10",
    '{\n "a": [\n  1,\n  2\n ]\n}',
    "two lines\n",
    "a tab\tand  two spaces \n and more \n\n",
    "ünï‑cödé \U0001f408 \u2028 \x85 \x7f \x1b[2J",
    "'quoted': \"twice\" # no comment\n--- \n... ",
    "yes",
    "1.5",
    "2026-11-23",
    "word " * 400 + "\nend",
]


def exchange(number: int, body: str) -> Exchange:
    """A request, and a response with this body."""
    request = {
        "method": "GET",
        "uri": f"https://host/{number}",
        "headers": {"training-key": ["k"]},
        "body": None,
    }
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"content-type": ["text/plain"]},
        "body": {"string": body},
    }
    return {"request": request, "response": response}


def cassette(*bodies: str) -> Cassette:
    """A cassette of one exchange for each body."""
    recorded = Recorded(
        at="2026-11-23T06:00:00+00:00",
        against="emulator",
        suite="0.1.0",
        api_versions=["Microsoft.Resources 2025-04-01"],
        complete=True,
        options={"resource_group": None, "cat_url": "https://host/cat.jpg", "notebook": "a.ipynb"},
    )
    return Cassette(recorded, [exchange(number, body) for number, body in enumerate(bodies)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the cassette is."""
    return tmp_path / "complete.yaml"


def test_what_is_written_is_read(path: Path) -> None:
    """Every text comes back as it was, and the same cassette has the same text."""
    path.write_text(written(cassette(*BODIES)), encoding="utf-8")
    assert read(path) == cassette(*BODIES)
    assert written(read(path)) == path.read_text(encoding="utf-8")


def test_it_is_plain_yaml_that_a_person_can_read() -> None:
    """A body of several lines stands there line by line, as a block."""
    text = written(cassette('{\n "name": "cat"\n}'))
    assert '\n         "name": "cat"\n' in text
    response = yaml.safe_load(text)["interactions"][0]["response"]
    assert response["body"] == {"string": '{\n "name": "cat"\n}'}


def test_a_torn_file_is_refused_wherever_it_is_torn(path: Path) -> None:
    """Cut after any line, the file is refused with one sentence that names it."""
    lines = written(cassette(*BODIES[:4])).splitlines(keepends=True)
    for length in range(len(lines)):
        path.write_text("".join(lines[:length]), encoding="utf-8")
        with pytest.raises(pytest.UsageError, match=re.escape(str(path))):
            read(path)


def test_a_missing_file_is_refused(path: Path) -> None:
    """A cassette that is not there is an error of usage."""
    with pytest.raises(pytest.UsageError) as refused:
        read(path)
    assert str(refused.value) == f"The cassette {path} cannot be read: No such file or directory."


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no cassette."""
    with pytest.raises(pytest.UsageError, match="cannot be read: Is a directory"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no cassette of this suite"),
        ("version: 1\ninteractions: []\n", "is no cassette of this suite"),
        ("[1, 2]", "is no cassette of this suite"),
        ("metadata: {\n", "is broken after line"),
        ("metadata: !!python/object:os.system {}\n", "is broken"),
        ("metadata: 2026-99-99\ninteractions: []", "is broken"),
        ("\x00", "is broken"),
        ("metadata: {}\ninteractions: 7\n", "'interactions' is missing or wrong"),
        ("metadata: 1\ninteractions: []\n", "'metadata' is missing or wrong"),
        ("metadata: {}\ninteractions: []\n", "'recorded' is missing or wrong"),
        ("a: &a {b: 1}\nmetadata: {<<: *a}\ninteractions: []\n", "is broken"),
    ],
)
def test_something_else_is_refused(path: Path, text: str, sentence: str) -> None:
    """What is no cassette, or is YAML that could run code or grow, is refused."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(pytest.UsageError, match=sentence):
        read(path)


def test_a_binary_file_is_refused(path: Path) -> None:
    """Bytes that are no text are no cassette."""
    path.write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(pytest.UsageError, match="is no text file"):
        read(path)


@pytest.mark.parametrize(
    ("where", "value", "what"),
    [
        (("interactions", 0, "request", "uri"), None, "'uri'"),
        (("interactions", 0, "request", "headers"), [], "'headers'"),
        (("interactions", 0, "request", "headers"), {"a": []}, "'a'"),
        (("interactions", 0, "request", "headers"), {7: ["b"]}, "'7'"),
        (("interactions", 0, "request", "body"), 7, "'body'"),
        (("interactions", 0, "request", "port"), 80, "'port'"),
        (("interactions", 0, "request", "port"), None, "'port'"),
        (("interactions", 0, "response", "status", "code"), "200", "'code'"),
        (("interactions", 0, "response", "status", "code"), True, "'code'"),
        (("interactions", 0, "response", "status"), 200, "'status'"),
        (("interactions", 0, "response", "body"), "10", "'body'"),
        (("interactions", 0, "response", "body", "string"), 10, "'string'"),
        (("interactions", 0, "response", "headers"), {"a": "b"}, "'a'"),
        (("interactions", 0), "nothing", "broken after 0 exchanges: 'interaction'"),
        (("interactions", 0, "response"), 7, "'response'"),
        (("metadata", "recorded", "complete"), "yes", "'complete'"),
        (("metadata", "recorded", "options"), {"cat_url": 1}, "'cat_url'"),
        (("metadata", "recorded", "api_versions"), [["a"]], "'api_versions'"),
        (("metadata", "unanswered"), [{"after": "0"}], "broken after 1 exchanges: 'after'"),
        (("end",), 2, "torn"),
    ],
)
def test_a_cassette_broken_by_hand_is_refused(
    path: Path, where: tuple[Any, ...], value: object, what: str
) -> None:
    """A field that is missing or of another type is named."""
    document = yaml.safe_load(written(cassette("a")))
    inner = document
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    with pytest.raises(pytest.UsageError, match=what):
        read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [("https://host/1", "https://host/2"), ("string: '10'", "string: '15'"), ("06:00", "05:00")],
)
def test_a_cassette_that_was_altered_is_refused(path: Path, old: str, new: str) -> None:
    """A mark is not given on evidence that somebody has edited, be it one character."""
    text = written(cassette("", "10"))
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(pytest.UsageError, match="was altered after it was recorded"):
        read(path)
    path.write_text(re.sub("digest: .*", "", text))
    with pytest.raises(pytest.UsageError, match="its digest does not fit"):
        read(path)


def test_the_layout_of_a_cassette_does_not_matter(path: Path) -> None:
    """Line ends and order of fields may change on the way; what is recorded may not."""
    document = yaml.safe_load(written(cassette(*BODIES)))
    path.write_bytes(yaml.safe_dump(document).replace("\n", "\r\n").encode())
    assert read(path) == cassette(*BODIES)
    assert text_digest(b"a\r\nb") == text_digest(b"a\nb") != text_digest(b"a\n\nb")


def test_a_request_without_an_answer_is_no_interaction(path: Path) -> None:
    """It keeps its place and says why there is no answer, where vcrpy does not play it."""
    answered = cassette("a", "b").exchanges
    silent = [{"request": each["request"], "failed": "timeout"} for each in answered]
    exchanges = [silent[0], answered[0], silent[1], silent[1], answered[1], silent[0]]
    kept = Cassette(cassette().recorded, exchanges)
    path.write_text(written(kept))
    assert yaml.safe_load(path.read_text())["interactions"] == answered
    assert read(path) == kept
    path.write_text(path.read_text().replace("failed: timeout", "failed: 7"))
    with pytest.raises(pytest.UsageError, match="'failed' is missing or wrong"):
        read(path)


def test_a_document_cannot_grow_out_of_its_aliases(path: Path) -> None:
    """Ten lines that stand for a thousand million values are refused at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    text = written(cassette("a"))
    for line in ("    suite: 0.1.0\n", "    method: GET\n"):
        for grown in (f"{line.partition(':')[0]}: *a9\n", f"{line}    grown: *a9\n"):
            path.write_text("\n".join(lines) + "\n" + text.replace(line, grown, 1))
            with pytest.raises(pytest.UsageError, match="an alias"):
                read(path)


def test_a_request_without_a_body_says_so(path: Path) -> None:
    """A field that may be null is there all the same."""
    kept = yaml.safe_load(written(cassette("a")))
    del kept["interactions"][0]["request"]["body"]
    path.write_text(yaml.safe_dump(kept))
    with pytest.raises(pytest.UsageError, match="'body' is missing or wrong"):
        read(path)
