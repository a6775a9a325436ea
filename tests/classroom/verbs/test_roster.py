"""`python -m classroom roster`, from what an identity sees on the emulator."""

from __future__ import annotations

import csv
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Entra
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from classroom.cli import main
from classroom.roster import read_roster
from classroom.usage import UsageError

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Lab (42)
    Points Possible,,,,,100
"Lovelace, Ada",71,S001,ada@example.org,B 2,
"Lee, Ben",72,S002,blee7,B 2,
"=HYPERLINK(""x"")",73,,cleo,B 3,
"Else, Dora",74,S004,dora@example.org,B 3,
"Student, Test",75,,abc,B 2,
"""


class Tenant:
    """The subscriptions of the cloud's tenant, made and changed by its Owner."""

    def __init__(self, cloud: Cloud, client: requests.Session) -> None:
        self.cloud = cloud
        self.client = client
        self.manager = cloud.state(ResourceManager)

    def subscription(self, name: str, state: str = "Enabled") -> str:
        """A new one; its id."""
        with self.cloud.lock:
            home = self.cloud.state(Entra).tenant
            return self.manager.add_subscription(name, home, state).id

    def put(self, path: str, **properties: object) -> None:
        """Write a management group or what is in it."""
        owner = self.cloud.state(Entra).principal
        arm = "https://management.azure.com"
        with self.cloud.lock:
            token = self.cloud.state(Entra).sign_in(
                owner.tenant, owner.client_id, owner.secret, arm
            )
        answer = self.client.put(
            f"{arm}/providers/Microsoft.Management/managementGroups/{path}?api-version=2020-05-01",
            json={"properties": properties},
            headers={"Authorization": f"Bearer {token.text}"},
            timeout=60,
        )
        assert answer.ok, answer.text


@pytest.fixture
def tenant(
    cloud: Cloud,
    emulator: Emulator,
    client: requests.Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Tenant:
    """This process is signed in as the Owner, and works in a folder of its own."""
    for name, value in emulator.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return Tenant(cloud, client)


def first(tenant: Tenant) -> str:
    """The subscription that each cloud has."""
    return next(iter(tenant.manager.subscriptions))


def rows(path: Path) -> list[list[str]]:
    """The cells of a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_roster_is_written_to_be_filled_in(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line for each enabled subscription, by name; filled in, it is read as a roster."""
    ben, ada = tenant.subscription("Lab 2"), tenant.subscription("=Lab 1")
    tenant.subscription("Lab 3", "Disabled")
    assert main(["roster"]) == 0
    written = rows(Path("roster.csv"))
    home = tenant.cloud.state(Entra).tenant
    assert written[0] == [
        "id",
        "name",
        "email",
        "section",
        "subscription",
        "tenant",
        "subscription name",
    ]
    assert ["", "", "", "", ada, home, "'=Lab 1"] in written
    assert ["", "", "", "", ben, home, "Lab 2"] in written
    assert len(written) == 4
    assert stat.S_IMODE(Path("roster.csv").stat().st_mode) == 0o600
    out = capsys.readouterr().out
    assert "roster.csv: 3 enabled subscriptions." in out
    assert 'Not enabled, and left out: "Lab 3" (Disabled).' in out
    for number, row in enumerate(written[1:]):
        row[:2] = [str(number), f"Student {number}"]
    with Path("filled.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows(written)
    students = read_roster(Path("filled.csv")).students
    assert {each.subscription for each in students} == {ada, ben, first(tenant)}
    assert {each.tenant for each in students} == {home}


def test_a_line_that_nobody_filled_in_is_told_once(tenant: Tenant) -> None:
    """It says what to do about it."""
    assert main(["roster"]) == 0
    with pytest.raises(UsageError) as caught:
        read_roster(Path("roster.csv"))
    assert str(caught.value).splitlines()[1:] == [
        "roster.csv, line 2: nobody is named: fill in whose it is (id, name), or delete the line"
    ]


def test_a_management_group_holds_those_below_it(
    tenant: Tenant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page, and those of groups within it."""
    monkeypatch.setattr(tenant.manager, "page_size", 2)
    chosen = [tenant.subscription(f"Lab {number}") for number in range(5)]
    tenant.put("labs", displayName="Labs")
    above = "/providers/Microsoft.Management/managementGroups/labs"
    tenant.put("more-labs", details={"parent": {"id": above}})
    for each in chosen[:3]:
        tenant.put(f"labs/subscriptions/{each}")
    tenant.put(f"more-labs/subscriptions/{chosen[3]}")
    assert main(["roster", "--management-group", "labs", "--out", "labs.csv"]) == 0
    assert {row[4] for row in rows(Path("labs.csv"))[1:]} == set(chosen[:4])
    assert "4 enabled subscriptions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("group", "status", "message"),
    [
        ("none", 3, "it is not there, or this identity may not read it"),
        ("a/b", 2, "is no id of one"),
        ("", 2, "is no id of one"),
    ],
)
def test_a_management_group_that_is_none_is_told(
    tenant: Tenant, capsys: pytest.CaptureFixture[str], group: str, status: int, message: str
) -> None:
    """No file is written."""
    assert main(["roster", f"--management-group={group}"]) == status
    assert message in capsys.readouterr().err
    assert not list(Path().iterdir())


def test_an_empty_management_group_is_told(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    """As if nothing were seen, with what to do."""
    tenant.put("labs")
    assert main(["roster", "--management-group=labs"]) == 2
    assert "sees no subscription in the management group" in capsys.readouterr().err


def test_a_file_that_is_there_is_never_overwritten(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hours of typing may be in it."""
    Path("roster.csv").write_text("mine")
    assert main(["roster"]) == 2
    assert "is there already, and is not overwritten" in capsys.readouterr().err
    assert Path("roster.csv").read_text() == "mine"


def test_a_folder_that_is_not_there_is_told(
    tenant: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line."""
    assert main(["roster", "--out", "none/roster.csv"]) == 2
    assert "it cannot be written: No such file or directory" in capsys.readouterr().err


def test_who_is_not_signed_in_is_told_how(
    tenant: Tenant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong secret has Entra's number; none at all has what was tried."""
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "wrong")
    assert main(["roster"]) == 3
    assert "AADSTS7000215" in capsys.readouterr().err
    for name in ("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID"):
        monkeypatch.delenv(name)
    assert main(["roster"]) == 2
    err = capsys.readouterr().err
    assert "az login" in err
    assert "--live" not in err
    monkeypatch.setenv("AZURE_TENANT_ID", "no tenant!")
    assert main(["roster"]) == 2
    assert "AZURE_TENANT_ID is neither a directory" in capsys.readouterr().err


def test_a_list_of_names_is_filled_in(tenant: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    """By address, login and name; who is not found stands at the end, and nobody is guessed."""
    ada = tenant.subscription("Azure for Students - ADA@example.org")
    ben = tenant.subscription("lab-blee7")
    lab = tenant.subscription("Lab 4")
    Path("canvas.csv").write_text(CANVAS, encoding="utf-8")
    assert main(["roster", "--names", "canvas.csv"]) == 0
    written = {row[4]: row[:4] for row in rows(Path("roster.csv"))[1:]}
    assert written[ada] == ["S001", "Lovelace, Ada", "ada@example.org", "B 2"]
    assert written[ben] == ["S002", "Lee, Ben", "", "B 2"]
    assert written[lab] == ["", "", "", ""]
    assert [row[:5] for row in rows(Path("roster.csv"))[-2:]] == [
        ["73", '\'=HYPERLINK("x")', "", "B 3", ""],
        ["S004", "Else, Dora", "dora@example.org", "B 3", ""],
    ]
    out = capsys.readouterr().out
    assert "2 of 4 students have their subscription." in out
    assert 'without a subscription: "=HYPERLINK("x")", "Else, Dora".' in out


def test_the_command_explains_itself() -> None:
    """Its help has an example, and loads none of Azure's SDKs."""
    script = (
        "import sys; from classroom.cli import main\n"
        "try: main(['roster', '--help'])\n"
        "except SystemExit: print('HEAVY', {'azure', 'pytest', 'requests'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "python -m classroom roster --management-group" in run.stdout
    assert "HEAVY set()" in run.stdout


def test_without_credentials_only_that_is_said(tmp_path: Path) -> None:
    """In lines of ours: what the SDKs log of each kind of credentials is kept from the terminal."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("AZURE_")
    }
    environment |= {"PATH": str(tmp_path), "HOME": str(tmp_path), "AZURE_TOKEN_CREDENTIALS": "dev"}
    run = subprocess.run(
        [sys.executable, "-m", "classroom", "roster"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    told = run.stderr.decode()
    assert run.returncode == 2, told
    assert "there are no credentials for Azure here" in told
    assert all(line.startswith("error: ") for line in told.splitlines()), told
