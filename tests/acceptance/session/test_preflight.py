"""The pre-flight: what each identity can verify, what it lacks, and not a word of marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from acceptance.azure import roles
from acceptance.azure.transport import refuse_writes
from azure_emulator.cloud import Cloud, Durations
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.errors import GatewayError
from azure_emulator.server import running
from azure_emulator.training.state import Training
from azure_emulator.wire import Request, Response
from tests.harness.commands import CHECKS, ROOT, make_submission
from tests.harness.identities import Identities, identities
from tests.harness.submissions import Graded

BUILT_IN = "providers/Microsoft.Authorization/roleDefinitions"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
ACTIONS: list[str] = json.loads((ROOT / roles.DEFINITION).read_text(encoding="utf-8"))["Actions"]
LIST_KEYS = "Microsoft.CognitiveServices/accounts/listKeys/action"
MOST = 24
"""Requests of a pre-flight, signing in left out."""

Runs = dict[str, Future[Graded]]


@pytest.fixture(scope="module")
def right() -> Iterator[Identities]:
    """A complete submission in a cloud, and the identities that may look at it."""
    none = timedelta(0)
    durations = Durations(account=none, workspace=none, compute=none, deletion=none, training=none)
    with running(Cloud(durations=durations)) as emulator, identities(emulator) as asking:
        yield asking


@pytest.fixture(scope="module")
def notebook(right: Identities, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebook of that submission."""
    path = tmp_path_factory.mktemp("handed in") / "notebook.ipynb"
    make_submission(right.emulator.environment, "--notebook", path)
    return path


@pytest.fixture(scope="module")
def runs(right: Identities, notebook: Path) -> Runs:
    """A pre-flight with the whole role, and with each action less; some are graded, too."""
    handed_in = f"--notebook={notebook}"
    begun: Runs = {}
    for without in ("", *ACTIONS):
        somebody = right.with_actions(*(one for one in ACTIONS if one != without))
        begun[f"preflight {without}"] = right.run(somebody, "--preflight", handed_in)
        if without in ("", roles.SEES, LIST_KEYS):
            begun[f"grading {without}"] = right.run(somebody, handed_in)
    return begun


@pytest.fixture(scope="module")
def alone(runs: Runs, right: Identities) -> Identities:
    """The same once nothing else is running: the cloud can be disturbed."""
    wait(runs.values())
    return right


@dataclass(frozen=True)
class Heard:
    """A pre-flight of an Owner, and the requests that it sent, signing in left out."""

    graded: Graded
    requests: list[Request]


@pytest.fixture(scope="module")
def owner(alone: Identities, notebook: Path) -> Heard:
    """An Owner's pre-flight, listened to."""
    heard: list[Request] = []
    somebody = an_owner(alone)
    alone.cloud.on_request = heard.append
    try:
        graded = preflight(alone, somebody, notebook)
    finally:
        alone.cloud.on_request = None
    return Heard(graded, [one for one in heard if not one.host.startswith("login.")])


def an_owner(asking: Identities) -> Principal:
    """Somebody new who is an Owner."""
    return asking.with_role(f"{asking.subscription}/{BUILT_IN}/{OWNER}")


def preflight(asking: Identities, principal: Principal, notebook: Path) -> Graded:
    """A whole pre-flight."""
    return asking.run(principal, "--preflight", f"--notebook={notebook}").result()


def lacked(output: str) -> set[str]:
    """The actions that the tries of a pre-flight, or its refusal to begin, say are missing."""
    return {
        name.casefold()
        for name in re.findall(r"with the action (\S+):|lacks the action (\S+)", output)
        for name in name
        if name
    }


def outlooks(output: str) -> dict[str, str]:
    """Check id -> what the pre-flight says of it."""
    row = r"^  (\d\.\d\.\d+) +(can be verified|cannot be verified|not tried)  "
    return dict(re.findall(row, output, re.MULTILINE))


def test_the_role_of_the_documents_suffices(runs: Runs) -> None:
    """With exactly fixtures/roles.json, all can be verified, and is."""
    before, grading = runs["preflight "].result(), runs["grading "].result()
    assert before.status == 0, before.output
    assert set(outlooks(before.output).values()) == {"can be verified"}
    assert f"All {CHECKS} checks can be verified." in before.output
    assert lacked(before.output) == set()
    assert "Score: 100 of 100 points" in grading.output, grading.output
    assert grading.status == 0


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_that_is_missing_is_named(action: str, runs: Runs) -> None:
    """With one action less, that one is named, with the command that grants it."""
    graded = runs[f"preflight {action}"].result()
    assert lacked(graded.output) == {action.casefold()}, graded.output
    assert roles.assign() in graded.output
    assert graded.status == (4 if action == roles.SEES else 6)


@pytest.mark.parametrize("action", [one for one in ACTIONS if one != roles.SEES])
def test_nobody_is_blamed_for_what_is_missing(action: str, runs: Runs) -> None:
    """Of a right submission all is met that can be verified, and the rest is not verified."""
    graded = runs[f"preflight {action}"].result()
    words = {"met": "can be verified", "not verified": "cannot be verified"}
    assert {
        check: words.get(verdict, verdict) for check, verdict in graded.verdicts.items()
    } == outlooks(graded.output)


def test_a_grading_verifies_what_the_preflight_says(runs: Runs) -> None:
    """Without the keys' action, a grading's verdicts are those behind the pre-flight."""
    grading = runs[f"grading {LIST_KEYS}"].result()
    assert grading.status == 6, grading.output
    assert grading.verdicts == runs[f"preflight {LIST_KEYS}"].result().verdicts


def test_a_grading_without_a_subscription_does_not_begin(runs: Runs) -> None:
    """Who may not see the subscription is told so before anything is graded."""
    grading = runs[f"grading {roles.SEES}"].result()
    assert (grading.status, grading.verdicts) == (4, {})
    assert f"with the action {roles.SEES}" in grading.output


def test_nobody_is_told_what_is_visible(right: Identities) -> None:
    """Without any role no subscription is visible: a usage error that says so, and the cure."""
    graded = right.run(right.nobody(), "--preflight").result()
    assert graded.status == 4
    assert "It sees: none" in graded.output
    assert roles.assign() in graded.output


def test_a_reader_cannot_use_keys(right: Identities, notebook: Path) -> None:
    """A Reader is told by Azure's own list, and by the tries, that it may not list keys."""
    reader = right.with_role(f"{right.subscription}/{BUILT_IN}/{READER}")
    output = preflight(right, reader, notebook).output
    assert lacked(output) == {LIST_KEYS.casefold()}
    assert f'It lacks on the resource group "udacity-exercises":\n    {LIST_KEYS}\n' in output
    found = outlooks(output)
    assert found["1.2.1"] == found["3.2.3"] == "can be verified"
    assert found["2.2.1"] == found["2.3.4"] == "cannot be verified"


def test_an_owner_can_verify_everything(owner: Heard) -> None:
    """An Owner has all actions, and needs no data action, for keys open the data."""
    assert owner.graded.status == 0, owner.graded.output
    assert "Its roles have every action that a grading needs" in owner.graded.output


def test_the_role_on_the_group_alone_is_enough(right: Identities, notebook: Path) -> None:
    """A role holds below its scope: given for the submission's group, it verifies all."""
    group = f"{right.subscription}/resourceGroups/udacity-exercises"
    somebody = right.with_actions(*ACTIONS, scope=group)
    graded = preflight(right, somebody, notebook)
    assert graded.status == 0, graded.output


def test_what_is_taken_away_is_lacking(right: Identities, notebook: Path) -> None:
    """`notActions` count, and wildcards: everything but the keys is as good as Reader here."""
    role = right.define("All but keys", ["*"], ("microsoft.cognitiveservices/*/LISTKEYS/action",))
    somebody = right.with_role(role)
    output = preflight(right, somebody, notebook).output
    assert lacked(output) == {LIST_KEYS.casefold()}


def test_it_shows_no_marks(alone: Identities, notebook: Path, owner: Heard) -> None:
    """Of a wrong submission it says just what it says of the right one: nothing of the verdicts."""
    (project,) = alone.cloud.state(Training).all_projects()
    project.description, kept = "", project.description
    try:
        wrong = preflight(alone, an_owner(alone), notebook)
    finally:
        project.description = kept
    assert wrong.verdicts["2.2.2"] == "not met"
    assert without_time(wrong.output) == without_time(owner.graded.output)
    assert not re.search(r"\b(met|blocked|points?|score)\b", wrong.output, re.IGNORECASE)


def without_time(output: str) -> str:
    """The output without how long it took."""
    return re.sub(r"in \d+\.\d+s", "", output)


def test_it_names_no_ids(right: Identities, runs: Runs) -> None:
    """Not of the subscription, the tenant or anybody, and no key: placeholders stand instead."""
    cloud = right.cloud
    secret = {cloud.state(Entra).tenant, right.subscription.rpartition("/")[2]}
    for principal in cloud.state(Entra).principals.values():
        secret |= {principal.client_id, principal.object_id, principal.secret}
    for name, run in runs.items():
        if name.startswith("preflight"):
            assert not [one for one in secret if one in run.result().output], name


def test_it_asks_little_and_changes_nothing(owner: Heard) -> None:
    """At most 24 requests, each of them known to only read."""
    assert 10 < len(owner.requests) <= MOST
    for request in owner.requests:
        query = "&".join(f"{name}={value}" for name, value in request.query.items())
        refuse_writes(request.method, f"https://{request.host}{request.path}?{query}")


def test_a_missing_data_action_is_named(alone: Identities, notebook: Path) -> None:
    """Where Azure asks for a data action after all, it is named with the least role that has it."""
    action = "Microsoft.CognitiveServices/accounts/CustomVision/projects/read"

    def refuse(request: Request) -> Response | None:
        if not request.path.endswith("/projects"):
            return None
        message = f"The principal `x` lacks the required data action `{action}` to perform `GET`."
        raise GatewayError(401, "PermissionDenied", message)

    alone.cloud.on_request = refuse
    try:
        output = preflight(alone, an_owner(alone), notebook).output
    finally:
        alone.cloud.on_request = None
    assert f"lacks the data action {action}" in output
    assert 'az role assignment create --role "Cognitive Services Custom Vision Reader"' in output


def test_before_anything_is_made(right: Identities) -> None:
    """In an empty subscription Azure's list names what is missing, and nothing was tried."""
    with running(Cloud()) as emulator:
        empty = Identities(emulator, right.runner, right.pool, right.session)
        reader = empty.with_role(f"{empty.subscription}/{BUILT_IN}/{READER}")
        graded = empty.run(reader, "--preflight").result()
    assert graded.status == 6
    assert f"It lacks on the subscription:\n    {LIST_KEYS}\n" in graded.output
    assert outlooks(graded.output)["2.2.1"] == "not tried"
    assert "after 1.1.1 The resource group exists: 1.2.1, 1.2.2," in graded.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--preflight needs --live"),
        (("--live", "--record=x.yaml"), "--preflight and --record exclude each other"),
        (("--cassette=x.yaml",), "--preflight and --cassette exclude each other"),
        (("--live", "--waivers=x.yaml"), "--preflight and --waivers exclude each other"),
        (("--live", "--deadline=2026-11-30"), "--preflight and --deadline exclude each other"),
    ],
)
def test_misuse_is_refused(options: tuple[str, ...], said: str, right: Identities) -> None:
    """A pre-flight that could mean nothing ends with status 4 and one sentence."""
    graded = right.grade({}, "--preflight", *options)
    assert graded.status == 4
    assert said in graded.output
