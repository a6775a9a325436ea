"""What is wrong with cassettes that are kept: each complaint is a sentence that names the cure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from acceptance.cassettes import file, scrubbing
from acceptance.cassettes.file import Cassette, Exchange
from acceptance.cassettes.notebook import scrubbed_notebook
from acceptance.cassettes.pseudonyms import FORMS, Pseudonyms
from acceptance.drift.operations import identity_of
from tests.harness.commands import grade

AGAIN = "record it anew: make cassettes CLOCK=TODAY"
PLAYED = """
import json, pathlib
from acceptance.azure.errors import Unanswered
from acceptance.cassettes.player import Player, identity_of
from vcr.cassette import Cassette

asked = []
play, require = Cassette.play_response, Player.require

def played(self, request):
    asked.append(repr(identity_of(request)))
    return play(self, request)

def silent(self, request):
    try:
        return require(self, request)
    except Unanswered:
        asked.append(repr(identity_of(request)))
        raise

Cassette.play_response, Player.require = played, silent

def pytest_unconfigure():
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(asked))
"""
"""The source of a pytest plug-in that notes which requests a replay sends."""

_BEFORE_CHECKS = re.compile(r"/subscriptions(/[^/?]+)?\?")
"""What a live run asks before the first check, and a replay need not: which subscription it is."""

_PREDICTION = re.compile(r"/quicktest/url|/classify/.+/url/nostore")
_PSEUDONYM = re.compile(
    "|".join(
        re.escape(form).replace(r"\{:012d\}", r"\d{12}").replace(r"\{\}", r"\d+")
        for form in FORMS.values()
    )
)


class Unchanging(Pseudonyms):
    """Pseudonyms that leave alone what is one already, whatever its number is."""

    def of(self, kind: str, value: str) -> str:
        """The value itself, if it is a pseudonym."""
        dashed = re.sub(r"^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$", r"\1-\2-\3-\4-\5", value)
        return value if _PSEUDONYM.fullmatch(dashed) else super().of(kind, value)


def kept_cassettes(root: Path) -> list[Path]:
    """All files in the folders of a project that are cassettes by what is in them."""
    places = [path for name in ("fixtures", "tests") for path in (root / name).rglob("*.y*ml")]
    return sorted(path for path in places if re.search("^interactions:", path.read_text(), re.M))


def nothing_plays(root: Path) -> list[str]:
    """The cassettes that neither `pytest.ini` nor a test names."""
    readers = [root / "pytest.ini", *(root / "tests").rglob("*.py")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in readers)
    return [
        f"{path.name}: no test plays it; delete it"
        for path in kept_cassettes(root)
        if path.name not in texts
    ]


def no_check_plays(path: Path, folder: Path, *options: str) -> list[str]:
    """The exchanges of a cassette that a grading of all checks does not ask for.

    Args:
        folder: an empty one, for what is noted.
    """
    plugin = folder / "noting_requests.py"
    plugin.write_text(PLAYED)
    noting = ("-p", plugin.stem, "-o", f"pythonpath={folder}")
    grading = grade(f"--cassette={path}", *noting, *options)
    assert grading.document, grading.output
    asked = set(json.loads(plugin.with_suffix(".json").read_text()))
    return [
        f"{path.name}: no check plays {exchange['request']['method']} "
        f"{exchange['request']['uri']}; {AGAIN}"
        for exchange in file.read(path).exchanges
        if repr(identity_of(exchange)) not in asked
        and not _BEFORE_CHECKS.search(exchange["request"]["uri"])
    ]


def too_old(cassette: Cassette, limits: Mapping[str, Any], now: datetime) -> tuple[str, str]:
    """A complaint, and a warning before there is one; each empty if there is none."""
    days = limits["days"].get(cassette.recorded.against)
    if days is None:
        return "", ""  # It does not say against what, which is another complaint.
    ends = datetime.fromisoformat(cassette.recorded.at) + timedelta(days=days)
    if now >= ends:
        return f"it was recorded {cassette.recorded.at}, more than {days} days ago; {AGAIN}", ""
    if now >= ends - timedelta(days=limits["warned_before"]):
        return "", f"it is too old from {ends:%Y-%m-%d} on; {AGAIN}"
    return "", ""


def says_not_what_it_is_of(cassette: Cassette) -> list[str]:
    """What a cassette does not say, or says otherwise than its answers."""
    recorded = cassette.recorded
    marked = ["x-emulated-by" in each["response"]["headers"] for each in _answered(cassette)]
    known = recorded.against in ("emulator", "azure")
    is_of_it = all(marked) if recorded.against == "emulator" else not any(marked)
    complaints = {
        "it does not say against what it was recorded": not known,
        "it says that it is of another service than its answers are": known and not is_of_it,
        "it does not say by which version of the suite": not re.match(r"\d+\.\d+", recorded.suite),
        "it does not say which versions of Azure's interfaces": not recorded.api_versions,
        "it does not say when": not _is_time(recorded.at),
    }
    return [f"{text}; {AGAIN}" for text, holds in complaints.items() if holds]


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def of_another_image(cassette: Cassette) -> list[str]:
    """The predictions of a cassette for other images than those that its checks ask for."""
    images = {cassette.recorded.options.get(f"{animal}_url") for animal in ("cat", "dog")}
    asked: dict[str, set[str]] = {}
    for exchange in cassette.exchanges:
        request = exchange["request"]
        if found := _PREDICTION.search(request["uri"]):
            url = next(iter(json.loads(request["body"] or "{}").values()), "")
            asked.setdefault(found[0], set()).add(url)
    others = sorted({url for urls in asked.values() for url in urls} - images)
    missing = sorted({f"{image}" for urls in asked.values() for image in images - urls})
    return [
        *(f"a prediction of {url}, which no check asks for; {AGAIN}" for url in others),
        *(f"no prediction of {url}, which a check asks for; {AGAIN}" for url in missing),
    ]


def holds_secrets(path: Path) -> list[str]:
    """Where the detector of secrets finds something that is no pseudonym."""
    pseudonyms = Unchanging()
    cassette = file.read(path)
    complaints = [
        f"a secret in the exchange {exchange['request']['method']} number {number}"
        for number, exchange in enumerate(cassette.exchanges, 1)
        if any(before != after for before, after in _scrubbed(exchange, pseudonyms))
    ]
    options = dict(cassette.recorded.options)
    if scrubbing.scrub_data(options, pseudonyms) != options:
        complaints.append("a secret in the options")
    notebook = path.with_suffix(".ipynb")
    if notebook.exists() and notebook.read_text("utf-8") != scrubbed_notebook(notebook, pseudonyms):
        complaints.append("a secret in the notebook beside it")
    return [f"{complaint}; delete it, and revoke what was left open" for complaint in complaints]


def _scrubbed(exchange: Exchange, pseudonyms: Pseudonyms) -> Iterator[tuple[Any, Any]]:
    request, response = exchange["request"], exchange.get("response")
    body = request["body"] or ""
    yield request["uri"], scrubbing.scrub_text(request["uri"], pseudonyms)
    yield request["headers"], scrubbing.scrub_request_headers(request["headers"], pseudonyms)
    yield body, scrubbing.scrub_body(body, pseudonyms)
    if response:
        text, headers = response["body"]["string"], response["headers"]
        yield headers, scrubbing.scrub_response_headers(headers, pseudonyms)
        yield text, scrubbing.scrub_body(text, pseudonyms)


def _answered(cassette: Cassette) -> Iterable[Exchange]:
    return (exchange for exchange in cassette.exchanges if "response" in exchange)
