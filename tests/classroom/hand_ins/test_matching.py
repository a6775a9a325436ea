"""Which file is whose, in the forms of Moodle and Canvas; what is doubtful is nobody's."""

import os
import zipfile
from pathlib import Path

import pytest

from classroom.hand_ins import HandIns, Matched, collect
from classroom.roster import read_roster
from classroom.students import Student

STUDENTS = (
    Student("s1", "Ada Lovelace", "ada@example.org", "1"),
    Student("s2", "Zoë Østergård-Łuk", "", "2"),
    Student("s3", "Lee, Ben", "ben@example.org", "3"),
    Student("s4", "Ben Lee", "", "4"),
    Student("12345", "Cleo O'Neil", "", "5"),
    Student("s6", "王 小明", "", "6"),
)
CHANGED = 1_760_000_000


def put(folder: Path, *names: str, content: str = "") -> Path:
    """A folder with files of these names, each with its own content."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content or name)
        os.utime(path, (CHANGED, CHANGED))
    return folder


def packed(folder: Path) -> Path:
    """The same as a zip file."""
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return target


def matched(folder: Path, *names: str, students: tuple[Student, ...] = STUDENTS) -> Matched:
    """Whose is which of these files, which have to be the same from a folder and from a zip."""
    put(folder / "in", *names)
    from_folder = collect(folder / "in", folder / "a").match(students)
    from_zip = collect(packed(folder / "in"), folder / "b").match(students)
    assert from_folder.warnings == from_zip.warnings
    assert owners(from_folder) == owners(from_zip)
    return from_folder


def owners(found: Matched) -> dict[str, str]:
    """What each student's notebook holds: its name."""
    return {student: path.read_text() for student, path in found.notebooks.items()}


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Ada Lovelace_1234567_assignsubmission_file_/lab.ipynb", "s1"),
        ("Ada Lovelace_1234567_assignsubmission_file/lab.ipynb", "s1"),
        ("Lovelace Ada_1234567_assignsubmission_file_lab.ipynb", "s1"),
        ("Group B-Ada Lovelace_1234567_assignsubmission_file_/a/b/lab.IPYNB", "s1"),
        ("Zoe Ostergard-Luk_7_assignsubmission_file_/lab.ipynb", "s2"),
        ("Zoe\u0308 Østergård Łuk_7_assignsubmission_file_/lab.ipynb", "s2"),
        ("Participant_12345_assignsubmission_file_/lab.ipynb", "12345"),
        ("CLEO ONEIL_1_assignsubmission_file_/lab.ipynb", "12345"),
        ("王 小明_7_assignsubmission_file_/lab.ipynb", "s6"),
        ("lovelaceada_99_678910_lab.ipynb", "s1"),
        ("lovelaceada_LATE_99_678910_my_lab_2-1.ipynb", "s1"),
        ("submissions/lovelaceada_99_678910_lab.ipynb", "s1"),
        ("oneilcleo_12345_678910_lab.ipynb", "12345"),
        ("otherspelling_12345_678910_lab.ipynb", "12345"),
        ("anon_12345_678910_lab.ipynb", "12345"),
        ("LATE_anon_12345_678910_lab.ipynb", "12345"),
        ("østergårdłukzoë_99_678910_lab.ipynb", "s2"),
        ("s1.ipynb", "s1"),
        ("S1.IPYNB", "s1"),
        ("ada@example.org.ipynb", "s1"),
        ("Ada Lovelace.ipynb", "s1"),
        ("s4/lab.ipynb", "s4"),
        ("class/s4/work/lab.ipynb", "s4"),
        ("ben@example.org/lab.ipynb", "s3"),
    ],
)
def test_a_file_is_that_of_the_student_it_names(tmp_path: Path, name: str, owner: str) -> None:
    """Whatever the form, the order of names, the accents, the letter case."""
    assert owners(matched(tmp_path, name)) == {owner: name}


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("Ben Lee_7_assignsubmission_file_/lab.ipynb", 'fits 2 students: "s3", "s4"'),
        ("leeben_99_678910_lab.ipynb", 'fits 2 students: "s3", "s4"'),
        ("lovelaceada_12345_678910_lab.ipynb", 'fits 2 students: "12345", "s1"'),
        ("s1/s4.ipynb", 'fits 2 students: "s1", "s4"'),
        ("lab.ipynb", "fits nobody"),
        ("Dora Else_1_assignsubmission_file_/lab.ipynb", "fits nobody"),
        (
            "Participant_8_assignsubmission_file_/lab.ipynb",
            "fits nobody: it was downloaded without",
        ),
        ("anon_x7Kd2_678910_lab.ipynb", "fits nobody: it was downloaded without names"),
        ("___.ipynb", "fits nobody"),
    ],
)
def test_a_doubtful_file_is_nobodys(tmp_path: Path, name: str, warning: str) -> None:
    """It is told, and each student has no notebook."""
    found = matched(tmp_path, name)
    assert not found.notebooks
    assert any(warning in line for line in found.warnings)
    assert sum("has no notebook" in line for line in found.warnings) == len(STUDENTS)


def test_a_number_tells_students_of_one_name_apart(tmp_path: Path) -> None:
    """Of two of a name, the one whose id is Canvas's number."""
    twins = (Student("71", "Ben Lee", "", "1"), Student("72", "Ben Lee", "", "2"))
    name = "leeben_72_678910_lab.ipynb"
    assert owners(matched(tmp_path, name, students=twins)) == {"72": name}


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    """What has the same content needs no choice."""
    put(tmp_path / "in", "s1/a.ipynb", "s1/b.ipynb", content="{}")
    found = collect(tmp_path / "in", tmp_path / "out").match(STUDENTS[:1])
    assert owners(found) == {"s1": "{}"}
    assert not found.warnings


def test_the_latest_of_several_is_used_and_said(tmp_path: Path) -> None:
    """By its time, if that is more than unpacking takes apart."""
    put(tmp_path / "in", "s1/a.ipynb", "s1/b.ipynb")
    os.utime(tmp_path / "in/s1/a.ipynb", (CHANGED + 600, CHANGED + 600))
    for source in (tmp_path / "in", packed(tmp_path / "in")):
        found = collect(source, tmp_path / "out").match(STUDENTS[:1])
        assert owners(found) == {"s1": "s1/a.ipynb"}
        assert found.warnings == ('student "s1": "s1/a.ipynb" is used, the latest of 2',)


def test_canvas_numbers_tell_the_latest(tmp_path: Path) -> None:
    """The times in its zip files are those of packing; the attachment's number grows."""
    found = matched(
        tmp_path, "lovelaceada_99_1000_b.ipynb", "lovelaceada_99_999_a.ipynb", students=STUDENTS[:1]
    )
    assert owners(found) == {"s1": "lovelaceada_99_1000_b.ipynb"}


def test_several_that_no_time_tells_apart_are_none(tmp_path: Path) -> None:
    """The student has no notebook, and is told of once."""
    found = matched(tmp_path, "s1/a.ipynb", "s1/b.ipynb", students=STUDENTS[:1])
    assert not found.notebooks
    assert len(found.warnings) == 1
    assert 'student "s1" handed in 2 different notebooks' in found.warnings[0]


def test_other_files_are_named(tmp_path: Path) -> None:
    """A student with another file alone has no notebook; what systems leave is passed over."""
    found = matched(
        tmp_path,
        "Ada Lovelace_1_assignsubmission_onlinetext_/onlinetext.html",
        "Ada Lovelace_1_assignsubmission_file_/lab.zip",
        "__MACOSX/s1.ipynb",
        "s1/.ipynb_checkpoints/lab-checkpoint.ipynb",
        "s1/._lab.ipynb",
        ".DS_Store",
        students=STUDENTS[:1],
    )
    assert found.warnings == (
        'no notebooks, and so not graded: "Ada Lovelace_1_assignsubmission_file_/lab.zip" (unpack '
        'it by hand), "Ada Lovelace_1_assignsubmission_onlinetext_/onlinetext.html"',
        'student "s1" has no notebook, only "Ada Lovelace_1_assignsubmission_file_/lab.zip", '
        '"Ada Lovelace_1_assignsubmission_onlinetext_/onlinetext.html"',
    )


def test_of_many_only_the_first_are_told(tmp_path: Path) -> None:
    """Of each kind 50, and how many more."""
    students = tuple(Student(f"s{number}", "", "", f"{number}") for number in range(120))
    warnings = HandIns(()).match(students).warnings
    assert len(warnings) == 51
    assert warnings[-1] == "and 70 more students without a notebook"


def test_a_hostile_name_is_told_on_one_plain_line(tmp_path: Path) -> None:
    """No control character reaches a terminal, and no line is endless."""
    found = matched(tmp_path, "\x1b[31m\n" + "x" * 200 + ".ipynb", students=STUDENTS[:1])
    (line,) = (line for line in found.warnings if "fits nobody" in line)
    assert line.isprintable()
    assert len(line) < 300


def test_a_roster_takes_the_hand_ins(tmp_path: Path) -> None:
    """A notebook that the roster names is not replaced, and that is said."""
    put(tmp_path / "in", "s1.ipynb", "s2.ipynb")
    put(tmp_path, "own.ipynb")
    roster = tmp_path / "roster.csv"
    rows = [
        "id,name,email,subscription,notebook",
        "s1,Ada,,00000000-0000-4000-8000-000000000001,",
        "s2,Ben,,00000000-0000-4000-8000-000000000002,own.ipynb",
        "s3,Cleo,,00000000-0000-4000-8000-000000000003,",
    ]
    roster.write_text("\n".join(rows))
    read = read_roster(roster, hand_ins=collect(tmp_path / "in", tmp_path / "out"))
    contents = [each.notebook.read_text() if each.notebook else None for each in read.students]
    assert contents == ["s1.ipynb", "own.ipynb", None]
    assert read.warnings == (
        'student "s3" has no notebook',
        'student "s2": "s2.ipynb" is not used, as the roster names a notebook',
    )


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (
            ("s3/a.ipynb", "s3/b.ipynb"),
            "2 different notebooks were handed in, and none is seen to be the latest: "
            '"a.ipynb", "b.ipynb"',
        ),
        (
            ("s3/a/report.pdf",),
            'a file was handed in that is not used: "report.pdf": it is no notebook (.ipynb)',
        ),
        (
            ("Ben Lee_7_assignsubmission_file_/lab.ipynb", "s3/report.pdf"),
            "a notebook was handed in that fits 2 students of the class by its name, and is used "
            "for none",
        ),
        (("s3/a.ipynb", "s3/report.pdf"), ""),
        (("s1.ipynb",), ""),
    ],
)
def test_a_student_is_told_why_nothing_is_used(
    tmp_path: Path, names: tuple[str, ...], told: str
) -> None:
    """What is handed in and not used is not missing; and nobody else is named."""
    assert matched(tmp_path, *names).unused.get("s3", "") == told


def test_a_skipped_link_is_told(tmp_path: Path) -> None:
    """To whom it belongs."""
    put(tmp_path / "in", "s1.ipynb")
    (tmp_path / "in/s3.ipynb").symlink_to(tmp_path / "in/s1.ipynb")
    found = collect(tmp_path / "in", tmp_path / "out").match(STUDENTS)
    assert found.unused["s3"].startswith('a file was handed in that is not used: "s3.ipynb": ')
    assert "link" in found.unused["s3"]
