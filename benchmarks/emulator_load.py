"""Measures the emulator: gradings and requests it bears on one core, its memory, others' trainings.

Processor seconds are those of the emulator's own process; what takes turns is told as medians.

    python benchmarks/emulator_load.py [--gradings N] [--requests N] [--copies N] [--pairs N]
"""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import itertools
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psutil
import requests
from PIL import Image

from acceptance.runner import GradingRequest, Runner

ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
MANAGEMENT: Final = "https://management.azure.com"
CONTROL: Final = "https://control.azure-emulator.test"
VERSION: Final = {"api-version": "2023-05-01"}


class Watched:
    """The emulator's process, which started this one."""

    def __init__(self) -> None:
        self._process = psutil.Process(os.getppid())

    @property
    def cpu(self) -> float:
        """Its processor seconds so far, without those of its workers."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    @property
    def memory(self) -> int:
        """Its bytes in memory."""
        return int(self._process.memory_info().rss)


class Azure:
    """What is asked of the emulator, signed in as its owner."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.subscription = os.environ["AZURE_SUBSCRIPTION_ID"]
        signed = self.session.post(
            f"https://login.microsoftonline.com/{os.environ['AZURE_TENANT_ID']}/oauth2/v2.0/token",
            data={
                "grant_type": "client_credentials",
                "client_id": os.environ["AZURE_CLIENT_ID"],
                "client_secret": os.environ["AZURE_CLIENT_SECRET"],
                "scope": f"{MANAGEMENT}/.default",
            },
            timeout=60,
        )
        self.session.headers["Authorization"] = f"Bearer {signed.json()['access_token']}"

    def ask(self, method: str, url: str, **more: Any) -> Any:
        """The JSON of an answer that is none of an error."""
        answer = self.session.request(method, url, timeout=120, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def training_account(self) -> tuple[str, str]:
        """The endpoint and a key of a training resource."""
        provider = f"subscriptions/{self.subscription}/providers/Microsoft.CognitiveServices"
        accounts = self.ask("GET", f"{MANAGEMENT}/{provider}/accounts", params=VERSION)["value"]
        account = next(each for each in accounts if each["kind"] == "CustomVision.Training")
        keys = self.ask("POST", f"{MANAGEMENT}{account['id']}/listKeys", params=VERSION)
        return account["properties"]["endpoint"], keys["key1"]


def graded(runner: Runner, notebook: Path) -> float:
    """Grade the submission once; the seconds it took."""
    began = time.monotonic()
    request = GradingRequest(
        ROOT, options=("--live", f"--notebook={notebook}"), environment=ENVIRONMENT
    )
    grading = runner.grade(request)
    if grading.exit_status:
        raise SystemExit(grading.output)
    return time.monotonic() - began


def picture(seed: int) -> str:
    """A picture of noise, as base64."""
    file = io.BytesIO()
    noise = random.Random(seed).randbytes(200 * 160 * 3)  # noqa: S311 - no secret
    Image.frombytes("RGB", (200, 160), noise).save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


@contextmanager
def repeated(act: Callable[[], object], pause: float = 0) -> Iterator[None]:
    """Do something again and again in another thread, for the time of the block."""
    ended = threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            act()
            time.sleep(pause)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class OthersTraining:
    """Trains a project of 50 pictures again and again, while it is asked to."""

    def __init__(self, azure: Azure) -> None:
        endpoint, key = azure.training_account()
        self._url = f"{endpoint.rstrip('/')}/customvision/v3.3/training/projects"
        self._session = requests.Session()
        self._session.headers["Training-Key"] = key
        self._project = self._ask("POST", "", params={"name": "of others"})["id"]
        self._pictures = itertools.count()
        tags = [
            self._ask("POST", f"/{self._project}/tags", params={"name": name})["id"]
            for name in ("one", "two")
        ]
        for tag in tags:
            self._upload(tag, 25)
        self._tag = tags[0]

    def _upload(self, tag: str, count: int) -> None:
        images = [
            {"name": f"{number}.jpg", "contents": picture(number)}
            for number in itertools.islice(self._pictures, count)
        ]
        body = {"images": images, "tagIds": [tag]}
        self._ask("POST", f"/{self._project}/images/files", json=body)

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self._session.request(method, self._url + path, timeout=300, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def once(self) -> float:
        """Train once on a picture more, and forget the iteration; the seconds it took."""
        self._upload(self._tag, 1)
        began = time.monotonic()
        trained = self._ask("POST", f"/{self._project}/train", params={"forceTrain": "true"})
        path = f"/{self._project}/iterations/{trained['id']}"
        while self._ask("GET", path)["status"] != "Completed":
            time.sleep(0.05)
        self._ask("GET", f"{path}/performance", params={"threshold": 0.5})
        took = time.monotonic() - began
        self._ask("DELETE", path)
        return took

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Train for the time of the block."""
        with repeated(self.once):
            yield


HOSTILE: Final = (
    b"GET http://management.azure.com/ HTTP/1.1\r\nHost: management.azure.com\r\n\r\n",
    b"CONNECT nowhere.example.test:443 HTTP/1.1\r\n\r\n",
    b"CONNECT management.azure.com:443 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    b"CONNECT management.azure.com:443 HTTP/1.1\r\n\r\n\x16\x03\x01\xff\xff",
    b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\n",
    b"\x00" * 70000,
    b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 500 + b"\r\n",
)
"""Beginnings of connections that no client of Azure's makes."""

JSON: Final = {"Content-Type": "application/json"}
VISION: Final = "https://westus2.api.cognitive.microsoft.com/customvision"
REQUESTS: Final[tuple[tuple[str, str, dict[str, str], bytes], ...]] = (
    ("POST", f"{VISION}/v3.3/training/projects", JSON, b"[" * 100_000),
    (
        "PUT",
        f"{MANAGEMENT}/subscriptions/a/resourcegroups/b",
        JSON,
        b"[1" + b",1" * 1_000_000 + b"]",
    ),
    (
        "POST",
        f"{VISION}/v3.3/training/projects",
        {**JSON, "Content-Encoding": "gzip"},
        gzip.compress(bytes(2**27)),
    ),
    ("GET", f"{MANAGEMENT}/subscriptions/%2e%2e/%2e%2e/etc/passwd%00", {}, b""),
    ("GET", f"{MANAGEMENT}/" + "a/" * 3000, {"Host": "elsewhere.example.test"}, b""),
    ("BREW", f"{VISION}/v9.9/training/\u00e9\u202e", {"Training-Key": "x" * 8000}, b"\xff"),
    ("POST", f"{VISION}/v3.3/training/projects/x/images", {}, b"\x89PNG" + bytes(100_000)),
)
"""Requests that no client of Azure's sends: method, URL, headers, body."""


class Hostile:
    """Connections that no client of Azure's makes, and some that say nothing and stay."""

    def __init__(self) -> None:
        address = urlsplit(os.environ["HTTPS_PROXY"])
        self._address = (str(address.hostname), int(address.port or 0))
        self.sent = 0

    def once(self) -> None:
        """Make one, and read what comes; each hundredth is a whole request."""
        if self.sent % 100 == 0:
            method, url, headers, body = REQUESTS[self.sent // 100 % len(REQUESTS)]
            answer = requests.request(method, url, headers=headers, data=body, timeout=60)
            if answer.status_code >= 500 and answer.status_code != 501:
                raise SystemExit(f"{method} {url[:80]}: {answer.status_code} {answer.text[:200]}")
        with suppress(OSError), socket.create_connection(self._address, timeout=10) as connection:
            connection.sendall(HOSTILE[self.sent % len(HOSTILE)])
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        self.sent += 1

    @contextmanager
    def going_on(self, pause: float = 0.02) -> Iterator[None]:
        """Make 50 a second for the time of the block, beside 50 slow clients."""
        with ExitStack() as slow, repeated(self.once, pause):
            for _ in range(50):
                slow.enter_context(socket.create_connection(self._address))
            yield


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


def bear_gradings(runner: Runner, notebook: Path, emulator: Watched, count: int) -> None:
    """Print how many gradings a minute one core of the emulator's bears."""
    before = emulator.cpu
    for _ in range(count):
        graded(runner, notebook)
    each = (emulator.cpu - before) / count
    say(
        f"gradings a minute on one core: {60 / each:.0f}, {1000 * each:.1f} ms of the emulator each"
    )


def bear_requests(azure: Azure, emulator: Watched, count: int) -> None:
    """Print how many requests on a kept connection one core of the emulator's bears."""
    url = f"{MANAGEMENT}/subscriptions/{azure.subscription}/resourcegroups"
    before, began = emulator.cpu, time.monotonic()
    for _ in range(count):
        azure.ask("GET", url, params={"api-version": "2021-04-01"})
    each, wall = (emulator.cpu - before) / count, time.monotonic() - began
    say(f"requests a second on one core: {1 / each:.0f}; {count / wall:.0f} seen by one client")


def hold_copies(azure: Azure, emulator: Watched, count: int) -> None:
    """Print what a submission takes in memory, its pictures and models apart."""
    url = f"{CONTROL}/subscriptions/{azure.subscription}/copies"
    before = emulator.memory
    for first in range(0, count, 100):
        names = [f"copy {number}" for number in range(first, min(first + 100, count))]
        azure.ask("POST", url, json={"names": names})
    each = (emulator.memory - before) / count
    say(f"memory of a submission, of {count}: {each / 1000:.0f} kB")


def compare(what: str, quiet: list[float], disturbed: list[float]) -> None:
    """Print what something adds to a grading."""
    alone, beside = statistics.median(quiet), statistics.median(disturbed)
    say(f"a grading alone {alone:.2f} s, {what} {beside:.2f} s: {beside / alone:.2f} times")


def inside(asked: argparse.Namespace) -> None:
    """Measure, as a process of the emulator's."""
    emulator, azure = Watched(), Azure()
    with tempfile.TemporaryDirectory() as folder, Runner(1) as runner:
        notebook = Path(folder) / "Image-Classification.ipynb"
        subprocess.run(  # noqa: S603 - our own command, without a shell
            [sys.executable, "-m", "solution", "--yes", "--notebook", str(notebook)],
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        graded(runner, notebook)
        bear_gradings(runner, notebook, emulator, asked.gradings)
        bear_requests(azure, emulator, asked.requests)
        hold_copies(azure, emulator, asked.copies)
        others, hostile = OthersTraining(azure), Hostile()
        say(
            f"a training of 50 pictures: {statistics.median(others.once() for _ in range(5)):.2f} s"
        )
        for what, trouble in (
            ("beside trainings of others", others.going_on),
            ("beside hostile clients", hostile.going_on),
        ):
            quiet, disturbed = [], []
            for _ in range(asked.pairs):
                quiet.append(graded(runner, notebook))
                with trouble():
                    time.sleep(0.2)
                    disturbed.append(graded(runner, notebook))
            compare(what, quiet, disturbed)
        began = time.monotonic()
        while hostile.sent < asked.hostile:
            hostile.once()
        graded(runner, notebook)
        say(f"{hostile.sent} hostile connections in {time.monotonic() - began:.0f} s; all is well")


def main() -> None:
    """Measure and print; the figures judge nobody."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gradings", type=int, default=60, help="(default: 60)")
    parser.add_argument("--requests", type=int, default=3000, help="(default: 3000)")
    parser.add_argument("--copies", type=int, default=1000, help="(default: 1000)")
    parser.add_argument("--pairs", type=int, default=15, help="(default: 15)")
    parser.add_argument("--hostile", type=int, default=10_000, help="(default: 10000)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked)
        return
    command = [sys.executable, "-m", "azure_emulator", "--pace", "0", "--exec", sys.executable]
    words = [*command, __file__, "--inside", *sys.argv[1:]]
    done = subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, check=False)  # noqa: S603
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
