"""Lists of students in the forms of Canvas and Moodle, and whose subscription is which."""

from pathlib import Path

import pytest

from classroom.roster.filling import fill
from classroom.roster.name_lists import Listed, read_names
from classroom.subscriptions import Seen
from classroom.usage import UsageError


def names(folder: Path, text: str, encoding: str = "utf-8-sig") -> list[Listed]:
    """The students of a list with this text."""
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return read_names(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Student,ID,SIS User ID,SIS Login ID,Section,Lab (1)\n"
            "    Points Possible,,,,,10\n"
            '"Lovelace, Ada",71,S1,ada@example.org,"B 2 and B 3",7\n',
            Listed("S1", "Lovelace, Ada", "ada@example.org", "ada@example.org", "B 2 and B 3"),
        ),
        ("Student,ID,Section\nAda,71,B\n", Listed("71", "Ada", "", "", "B")),
        (
            "First name,Last name,ID number,Email address,Groups\nAda,Lovelace,S1,a@b.c,G\n",
            Listed("S1", "Ada Lovelace", "a@b.c", "", "G"),
        ),
        (
            "First name;Surname;ID number;Email address\nAda;Lovelace;;a@b.c\n",
            Listed("a@b.c", "Ada Lovelace", "a@b.c", "", ""),
        ),
        (
            "Identifier\tFull name\tEmail address\tStatus\nParticipant 7\tAda\ta@b.c\tx\n",
            Listed("Participant 7", "Ada", "a@b.c", "", ""),
        ),
        ("id,name,email,section\nS1,Ada,,\n", Listed("S1", "Ada", "", "", "")),
    ],
)
def test_a_list_is_read(tmp_path: Path, text: str, expected: Listed) -> None:
    """Canvas's gradebook, Moodle's participants and worksheet, and a plain list."""
    for encoding in ("utf-8-sig", "utf-16"):
        assert names(tmp_path, text, encoding) == [expected]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "no list of students that is known"),
        ("Student\nAda\n", "no list of students that is known"),
        ("Student,ID\n", "no student below it"),
        ("Student,ID\nPoints Possible,\n", "no student below it"),
        ("Student,ID\nAda,\n", "line 2: it has no id"),
        ("Student,ID\n,7\n", "line 2: it has no name"),
        ("", "it is empty"),
    ],
)
def test_what_is_no_list_is_told(tmp_path: Path, text: str, message: str) -> None:
    """One message."""
    with pytest.raises(UsageError) as caught:
        names(tmp_path, text)
    assert message in str(caught.value)


ADA = Listed("S1", "Lovelace, Ada", "ada@example.org", "alove", "")
BEN = Listed("S2", "Ben Lee", "ben@example.org", "", "")
TWIN = Listed("S3", "Lee Ben", "", "", "")


@pytest.mark.parametrize(
    ("name", "students", "owner"),
    [
        ("Azure for Students ada@example.org", [ADA, BEN], ADA),
        ("LAB-ALOVE", [ADA, BEN], ADA),
        ("lab alove", [ADA, BEN], ADA),
        ("lab-s1 (ALOVE)", [ADA, BEN], ADA),
        ("ada lovelace's lab", [ADA, BEN], ADA),
        ("Lab of Ben Lee", [ADA, BEN], BEN),
        ("Lab of Ben Lee", [ADA, BEN, TWIN], None),
        ("Ben", [ADA, BEN], None),
        ("Lab", [ADA, BEN], None),
        ("alove@elsewhere.org", [ADA, BEN], None),
        ("alove.ben", [ADA, BEN], None),
        ("", [ADA, BEN], None),
    ],
)
def test_a_name_tells_whose_a_subscription_is(
    name: str, students: list[Listed], owner: Listed | None
) -> None:
    """By an address, a login, an id or a whole name; if it fits several, nobody's."""
    filled = fill([Seen("sub", name, "Enabled", "")], students)
    assert filled.owners.get("sub") == owner
    assert len(filled.without) == len(students) - bool(owner)


def test_a_student_of_two_subscriptions_has_none() -> None:
    """Nobody knows which one was worked in."""
    two = [Seen(f"{number}", "ada@example.org", "Enabled", "") for number in range(2)]
    filled = fill(two, [ADA])
    assert not filled.owners
    assert filled.doubtful == two
    assert filled.without == [ADA]


def test_the_surer_sign_decides() -> None:
    """An address outranks a name."""
    filled = fill([Seen("sub", "Ben Lee (ada@example.org)", "Enabled", "")], [ADA, BEN])
    assert filled.owners == {"sub": ADA}


def test_a_class_of_thousands_is_matched_at_once() -> None:
    """Each word is looked up, not each pair."""
    students = [Listed(f"S{n}", f"Name{n} Lee", f"s{n}@example.org", "", "") for n in range(5000)]
    subscriptions = [Seen(f"{n}", f"Lab of Lee Name{n}", "Enabled", "") for n in range(5000)]
    assert len(fill(subscriptions, students).owners) == 5000


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_list_is_told_what_the_lists_have(tmp_path: Path, text: str) -> None:
    """The columns of Canvas and Moodle, and not those of a roster."""
    with pytest.raises(UsageError, match="it is empty; Canvas exports the columns Student"):
        names(tmp_path, text)


def test_an_open_quotation_mark_is_the_only_cause(tmp_path: Path) -> None:
    """Who stands behind it is not missing."""
    with pytest.raises(UsageError) as caught:
        names(tmp_path, 'Student,ID\n"Ada,71\nBen,72\n')
    assert "a quotation mark opens" in str(caught.value)
    assert "no student below it" not in str(caught.value)
