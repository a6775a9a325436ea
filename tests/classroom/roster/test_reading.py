"""What a roster becomes, and what is said of one that is wrong."""

import codecs
import hashlib
import os
from pathlib import Path

import pytest

from classroom.roster import Roster, read_roster
from classroom.students import Place, PlaceKind
from classroom.usage import UsageError

ADA = "00000000-0000-4000-8000-00000000000a"
BEN = "00000000-0000-4000-8000-00000000000b"
CLIENT = "00000000-0000-4000-8000-0000000000cc"
HEADER = "id,name,email,subscription"
ROW = f"1,Ada,ada@example.org,{ADA}"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A roster with this text."""
    path = folder / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


def read(folder: Path, text: str, encoding: str = "utf-8") -> Roster:
    """What is read of this text."""
    return read_roster(write(folder, text, encoding))


def refused(folder: Path, text: str, encoding: str = "utf-8") -> list[str]:
    """The lines of the message that refuses this text."""
    with pytest.raises(UsageError) as caught:
        read(folder, text, encoding)
    return str(caught.value).splitlines()


def test_a_roster_becomes_its_students_in_order(tmp_path: Path) -> None:
    """Each row is a student; the file's hash is kept."""
    roster = read(tmp_path, f"{HEADER}\n2,Ben,,{BEN.upper()}\n{ROW}\n")
    assert [(each.id, each.name, each.email) for each in roster.students] == [
        ("2", "Ben", ""),
        ("1", "Ada", "ada@example.org"),
    ]
    assert [each.subscription for each in roster.students] == [BEN, ADA]
    assert roster.sha256 == hashlib.sha256(roster.path.read_bytes()).hexdigest()
    assert not roster.warnings


def test_optional_columns_are_read(tmp_path: Path) -> None:
    """A notebook is relative to the roster, and so is a secret's file."""
    (tmp_path / "ada.ipynb").write_text("{}")
    (tmp_path / "ada.secret").write_text("x")
    student = read(
        tmp_path,
        "ID;Name;E-Mail;Subscription;Tenant;Resource_Group;NOTEBOOK;section;client-id;Secret;"
        "Subscription Name\n"
        + f"1;Ada;a@example.org;{ADA};{BEN};rg-ada;ada.ipynb;B 2;{CLIENT};file:ada.secret;Lab 1\n",
    ).students[0]
    assert student.tenant == BEN
    assert student.resource_group == "rg-ada"
    assert student.notebook == tmp_path / "ada.ipynb"
    assert student.section == "B 2"
    assert student.client_id == CLIENT
    assert student.secret == Place(PlaceKind.FILE, str(tmp_path / "ada.secret"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_however_it_was_saved(
    tmp_path: Path, separator: str, encoding: str, end: str
) -> None:
    """Any usual encoding, separator and line end gives the same students."""
    rows = [HEADER.split(","), [], ["1", "Zoë,\t; Bär", "", ADA], ["", "", "", ""], []]
    lines = (separator.join(f'"{cell}"' for cell in row) for row in rows)
    roster = read(tmp_path, end.join(lines), encoding)
    assert [each.name for each in roster.students] == ["Zoë,\t; Bär"]
    assert bool(roster.warnings) is (encoding == "cp1252")


def test_utf_16_of_either_order_is_read(tmp_path: Path) -> None:
    """The mark at its beginning tells the order of bytes."""
    path = tmp_path / "roster.csv"
    path.write_bytes(codecs.BOM_UTF16_BE + f"{HEADER}\n{ROW}\n".encode("utf-16-be"))
    assert read_roster(path).students[0].name == "Ada"


def test_everything_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    """A line counts as in an editor, also after a name of several lines."""
    text = "\n".join(
        [
            "id,name,email,subscription,tenant,notebook,sektion,client id,secret",
            f'1,"Ada\nof two lines",a@example.org,{ADA},not a tenant,none.ipynb,,,',
            f"1,Ben,b@example.org,{ADA},,,,,",
            f"A1,,b@example.org,{BEN[:-1]},,,,{CLIENT},",
            f"a1,Cleo,,{BEN},,,,,env:PLACE_OF_NONE",
            f"5,Dora,,{CLIENT},,,,,,,too many",
            "6,Emil",
        ]
    )
    lines = refused(tmp_path, text)
    assert lines[0] == "roster.csv: 13 things are wrong in it"
    for line in (
        'line 1: there is no column "sektion"; is it "section"?',
        'line 2: tenant: "not a tenant" is neither a directory\'s id nor a domain',
        'line 2: notebook: "none.ipynb" cannot be read: No such file or directory',
        'line 4: id: "1" is also that of line 2',
        "line 4: subscription: it is also that of line 2; each student has one of their own",
        "line 5: name: it is empty",
        "line 5: secret: it is empty; say where the secret of the client id is",
        'line 6: id: "a1" is also that of line 5',
        "line 6: client id: it is empty, and there is a secret for it",
        "line 8: it has 2 cells, and the header names 9: there is none for email, subscription",
    ):
        assert f"roster.csv, {line}" in lines
    assert any("line 5: subscription: " in line and "is no id" in line for line in lines)
    assert any("line 5: tenant: it is empty" in line for line in lines)
    assert any("line 7: it has 11 cells" in line for line in lines)


def test_only_the_first_problems_are_told(tmp_path: Path) -> None:
    """Of many problems the first 50 are told, and how many more there are."""
    lines = refused(tmp_path, HEADER + "\n1,Ada,,nothing" * 400)
    assert lines[0] == "roster.csv: 799 things are wrong in it"
    assert len(lines) == 52
    assert lines[-1] == "roster.csv: and 749 more of these"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b"\n \r\n,,,\n", "it is empty"),
        (HEADER.encode(), "it has a header, and no student below it"),
        (ROW.encode(), "names no column of a roster"),
        (b"PK\x03\x04 anything", "it is a spreadsheet (.xlsx)"),
        (b"\xd0\xcf\x11\xe0 anything", "it is a spreadsheet (.xls)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "it is no text"),
        (b"\xff\xfea", "it is no text"),
        (HEADER.encode() + b'\n1,"Ada,a@example.org', "line 2: a quotation mark opens"),
        (HEADER.encode() + b'\n1,"Ada" Bee,a@example.org', "line 2: a quotation mark opens"),
        (HEADER.replace("name", "id").encode(), '"id" stands twice'),
        (b"id,email,subscription\n", 'the column "name" is missing'),
    ],
)
def test_what_is_no_roster_is_told_in_one_message(
    tmp_path: Path, content: bytes, message: str
) -> None:
    """An empty file, another kind of file and a broken one are told apart."""
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_roster(path)
    assert message in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file and a folder are errors of usage."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UsageError, match="it cannot be read"):
            read_roster(path)


SECRETS = {
    "client secret": "abc8Q~" + "dEfGhIjKlMnOpQrStUvWxYz0123456789x"[:34],
    "key of an account": "0123456789abcdef0123456789abcdef",
    "new key": "AbC0" * 21,
    "signed link": "https://store.example.org/c?sv=1&sig=abc%2Fdef",
    "token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln",
    "assigned": "password=correct-horse-battery",
}


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("column", ["name", "email", "section", "secret", "client id", "tenant"])
def test_a_secret_itself_is_refused_and_never_repeated(
    tmp_path: Path, kind: str, column: str
) -> None:
    """Whatever the column, the message shows nothing of it."""
    cells = {"id": "1", "name": "Ada", "email": "", "subscription": ADA}
    cells |= {"tenant": "", "section": "", "client id": CLIENT, "secret": "env:HOME"}
    cells[column] = SECRETS[kind]
    text = ",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values())
    lines = refused(tmp_path, text)
    assert any(f"line 2: {column}: " in line for line in lines)
    assert not [line for line in lines if SECRETS[kind][:12] in line]


@pytest.mark.parametrize("column", ["password", "Client Secret", "api_key", "token"])
def test_a_column_for_secrets_is_refused(tmp_path: Path, column: str) -> None:
    """A column named for a secret is told where the place of one stands; its cells are not read."""
    lines = refused(tmp_path, f"{HEADER},{column}\n{ROW},correct horse battery\n")
    assert "a roster holds no secret" in "\n".join(lines)
    assert "horse" not in "\n".join(lines)


def test_the_directory_of_the_environment_is_that_of_an_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client id signs in to the roster's directory, or else to that of AZURE_TENANT_ID."""
    text = f"{HEADER},client id,secret\n{ROW},{CLIENT},env:PATH\n"
    monkeypatch.delenv("AZURE_TENANT_ID", raising=False)
    assert "tenant: it is empty" in refused(tmp_path, text)[1]
    monkeypatch.setenv("AZURE_TENANT_ID", BEN)
    assert read(tmp_path, text).students[0].tenant == BEN


def test_a_place_that_is_not_here_is_a_warning(tmp_path: Path) -> None:
    """Whoever grades the student resolves the place, perhaps on another machine."""
    rows = f"{HEADER},tenant,client id,secret\n{ROW},{BEN},{CLIENT},env:NOT_SET_ANYWHERE\n"
    rows += (
        f"2,Ben,,{BEN},{BEN},{CLIENT},file:none\n3,Cleo,,{CLIENT},{BEN},{CLIENT},keyvault:v-1/s\n"
    )
    roster = read(tmp_path, rows)
    assert len(roster.warnings) == 2
    assert "NOT_SET_ANYWHERE is not set here" in roster.warnings[0]
    assert "cannot be read here" in roster.warnings[1]


def test_cells_at_the_end_may_be_left_out(tmp_path: Path) -> None:
    """A spreadsheet leaves them out where they are empty; more empty ones than named are none."""
    roster = read(tmp_path, f"{HEADER},section,,\n{ROW}\n2,Ben,,{BEN},,,,,,\n")
    assert len(roster.students) == 2
    assert len(roster.warnings) == 1


def test_a_separator_can_be_told_as_excel_does(tmp_path: Path) -> None:
    """The first line `sep=;` is no header, and counts as a line."""
    lines = refused(tmp_path, f"sep=;\r\n{HEADER.replace(',', ';')}\r\n1;Ada;;x\r\n")
    assert 'line 3: subscription: "x" is no id' in lines[1]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        'A "B" C, D',
        "😀 Ada",
        "\u202eada",
        "A" * 10_000,
        "x\ny",
    ],
)
def test_a_name_is_kept_as_it_stands(tmp_path: Path, name: str) -> None:
    """Nothing of a name is altered; who shows it makes it safe."""
    quoted = name.replace('"', '""')
    roster = read(tmp_path, f'{HEADER}\n1," {quoted} ",,{ADA}\n')
    assert roster.students[0].name == name


def test_nul_is_refused(tmp_path: Path) -> None:
    """No text holds it, and no database takes it."""
    assert (
        "line 2: a cell holds the character NUL" in refused(tmp_path, f"{HEADER}\n1,A\0,,{ADA}")[1]
    )


def test_too_many_students_are_refused(tmp_path: Path) -> None:
    """The limit is named."""
    assert refused(tmp_path, HEADER + "\n1,2,3,4" * 100_000) == [
        f"{tmp_path / 'roster.csv'}: it has more than 20,000 rows; split it into files"
    ]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has modes")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, 0), (0o640, 1), (0o644, 1), (0o666, 1)])
@pytest.mark.parametrize("absolute", [False, True])
def test_a_secret_that_others_may_read_is_warned_of(
    tmp_path: Path, mode: int, warned: int, absolute: bool
) -> None:
    """With the command that cures it, before anybody is graded."""
    secret = tmp_path / "ada.secret"
    secret.write_text("x")
    secret.chmod(mode)
    place = secret if absolute else secret.name
    roster = tmp_path / "roster.csv"
    roster.write_text(f"{HEADER},tenant,client id,secret\n{ROW},{BEN},{CLIENT},file:{place}\n")
    warnings = read_roster(roster).warnings
    assert len(warnings) == warned
    assert all(f"chmod 600 {secret}" in line for line in warnings)


@pytest.mark.parametrize("start", [f"{HEADER}\n", ""])
def test_an_open_quotation_mark_is_the_only_cause(tmp_path: Path, start: str) -> None:
    """The students behind it are not missing, and the file is not empty."""
    lines = refused(tmp_path, f'{start}"{ROW}\n')
    assert len(lines) == 2
    assert "a quotation mark opens a cell here" in lines[1]
