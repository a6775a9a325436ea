"""Pictures on the web: by name from a folder, else drawn."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import requests

from azure_emulator.cloud import Cloud
from azure_emulator.vision.drawings import drawing
from azure_emulator.web_images.errors import ImageNotFoundError
from azure_emulator.web_images.state import LARGEST, WebImages

RAW = "https://raw.githubusercontent.com/owner/repo/main/{}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with pictures in a subfolder."""
    (tmp_path / "cats").mkdir()
    for name in ("cat-001.jpeg", "cat-005-substitute.jpg", "notes.txt"):
        (tmp_path / "cats" / name).write_bytes(name.encode())
    return tmp_path


@pytest.mark.parametrize(
    "url",
    [
        RAW.format("a/b/cat-001.jpeg"),
        "https://github.com/owner/repo/blob/main/a/cat-001.jpeg?raw=true",
        "http://raw.githubusercontent.com/cat%2D001.jpeg",
    ],
)
def test_without_a_folder_pets_are_drawn(cloud: Cloud, url: str) -> None:
    """Only the file's name counts."""
    assert cloud.state(WebImages).at(url) == drawing("cat-001.jpeg")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cat-001.jpeg",
        "https://example.org/cat-001.jpeg",
        "ftp://github.com/cat-001.jpeg",
        RAW.format("horse-001.jpeg"),
        RAW.format(""),
        "https://[",
    ],
)
def test_elsewhere_is_no_picture(cloud: Cloud, url: str) -> None:
    """No URL, another host, another scheme, another name."""
    with pytest.raises(ImageNotFoundError):
        cloud.state(WebImages).at(url)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cat-001.jpeg", "cat-001.jpeg"),
        ("CAT-001.JPEG", "cat-001.jpeg"),
        ("cat-005.jpg", "cat-005-substitute.jpg"),
    ],
)
def test_a_folder_s_pictures_come_by_name(
    cloud: Cloud, folder: Path, asked: str, found: str
) -> None:
    """From any subfolder; a file named as a substitute stands in."""
    cloud.images = folder
    assert cloud.state(WebImages).at(RAW.format(asked)) == found.encode()


@pytest.mark.parametrize("name", ["cat-002.jpeg", "notes.txt", "..%2Fcat-002.jpeg"])
def test_with_a_folder_nothing_is_drawn(cloud: Cloud, folder: Path, name: str) -> None:
    """What the folder does not hold is not there, and other files are not served."""
    cloud.images = folder
    with pytest.raises(ImageNotFoundError):
        cloud.state(WebImages).at(RAW.format(name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_only_plain_files_of_the_folder_are_served(cloud: Cloud, folder: Path) -> None:
    """No pipe, at which all would wait; nothing outside, nothing without an end."""
    cloud.images = folder / "cats"
    os.mkfifo(cloud.images / "cat-010.jpeg")
    (folder / "secret.jpeg").write_bytes(b"not for everybody")
    (cloud.images / "cat-011.jpeg").symlink_to(folder / "secret.jpeg")
    (cloud.images / "cat-012.jpeg").symlink_to("/dev/zero")
    (cloud.images / "cat-013.jpeg").mkdir()
    with (cloud.images / "cat-014.jpeg").open("wb") as file:
        file.truncate(LARGEST + 1)
    for number in range(10, 15):
        with pytest.raises(ImageNotFoundError):
            cloud.state(WebImages).at(RAW.format(f"cat-0{number}.jpeg"))


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.githubusercontent.com/owner/repo/main/deep/down/dog-test-001.jpg",
        "https://github.com/owner/repo/blob/main/dog-test-001.jpg?raw=true",
    ],
)
def test_both_hosts_serve_over_https(client: requests.Session, url: str) -> None:
    """A browser gets the picture with its type."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content == drawing("dog-test-001.jpg")


def test_a_missing_picture_is_404(client: requests.Session) -> None:
    """And HEAD says so too."""
    assert client.get(RAW.format("horse.jpg")).status_code == 404
    assert client.head(RAW.format("horse.jpg")).status_code == 404
    assert client.head(RAW.format("cat-001.jpg")).status_code == 200
