"""A cassette is vcrpy's: vcrpy alone plays all of it, with nothing of this project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from acceptance.cassettes.file import Cassette, Exchange, Recorded, written

ROOT = Path(__file__).resolve().parents[3]
CASSETTES = ROOT / "fixtures" / "cassettes"

PLAY = """
import socket, sys
import requests, vcr, yaml

def refuse(*_arguments, **_options):
    raise AssertionError("the network was asked")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
path, *match_on = sys.argv[1:]
options = {"match_on": match_on} if match_on else {}
with open(path, encoding="utf-8") as file:
    interactions = yaml.safe_load(file)["interactions"]
with vcr.use_cassette(path, record_mode="none", **options) as cassette:
    for number, each in enumerate(interactions):
        asked, recorded = each["request"], each["response"]
        response = requests.request(
            asked["method"],
            asked["uri"],
            data=asked["body"],
            headers={name: value for name, (value,) in asked["headers"].items()},
            allow_redirects=False,
        )
        assert response.status_code == recorded["status"]["code"], number
        assert response.reason == recorded["status"]["message"], number
        assert response.content == recorded["body"]["string"].encode(), number
        headers = {name: [value] for name, value in response.headers.items()}
        assert headers == recorded["headers"], number
    assert cassette.all_played and len(cassette) == len(interactions)
    about = cassette.get_metadata("recorded", None)
ours = {"acceptance", "azure_emulator", "fixtures", "solution", "steps", "tests", "pytest"}
assert not ours & {name.partition(".")[0] for name in sys.modules}
print(len(interactions), "played, recorded", about["at"])
"""


def play(path: Path, *match_on: str) -> str:
    """What vcrpy's own player makes of a cassette, in a process apart from the project."""
    run = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", PLAY, str(path), *match_on],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("match_on", [(), ("method", "uri", "body")], ids=["default", "body"])
@pytest.mark.parametrize("path", sorted(CASSETTES.glob("*.yaml")), ids=lambda path: path.name)
def test_vcrpy_plays_every_committed_exchange(path: Path, match_on: tuple[str, ...]) -> None:
    """Status, headers and body of each response are those in the file."""
    played, _, _ = play(path, *match_on).partition(" played")
    assert int(played) > 0


def test_vcrpy_plays_what_is_odd(tmp_path: Path) -> None:
    """Any text is a body, the same request has its answers in order, and silence is not played."""
    request = {
        "method": "POST",
        "uri": "https://host/a?b=1",
        "headers": {"training-key": ["k"]},
        "body": '{\n "name": "Kätzchen"\n}',
    }
    exchanges: list[Exchange] = [
        {
            "request": request,
            "response": {
                "status": {"code": code, "message": "Any"},
                "headers": {"content-type": ["text/plain"]},
                "body": {"string": body},
            },
        }
        for code in (200, 302, 403, 503)
        for body in (
            "",
            "10",
            "\n\n a\t \n",
            "ünï‑cödé \U0001f408 \u2028 \x85 \x7f",
            "'\n--- \n...\n",
        )
    ]
    exchanges.insert(3, {"request": request, "failed": "timeout"})
    recorded = Recorded(
        at="2026-11-23T06:00:00+00:00",
        against="emulator",
        suite="0.1.0",
        api_versions=[],
        complete=True,
        options={},
    )
    path = tmp_path / "odd.yaml"
    path.write_text(written(Cassette(recorded, exchanges)), encoding="utf-8")
    assert play(path) == "20 played, recorded 2026-11-23T06:00:00+00:00\n"


def test_the_documents_example_plays() -> None:
    """The example of `docs/cassettes.md` runs as it stands there, and shows keys that are there."""
    document = (ROOT / "docs" / "cassettes.md").read_text(encoding="utf-8")
    example, layout = re.findall(r"```(?:python|yaml)\n(.*?)```", document, re.DOTALL)
    run = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", example],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == "{'type': 'Total', 'value': 1}\nemulator\n", run.stderr
    text = (CASSETTES / "complete.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(layout.replace("    ...\n", "")).keys() == yaml.safe_load(text).keys()
    named = set(re.findall(r"^\| `(?:metadata\.)?(\w+)` \|", document, re.MULTILINE))
    assert named == {"recorded", "unanswered", "end", "digest"}
