"""A real Chromium without a window, asked over its debugging pipe by the standard library.

The pipe carries JSON messages that end in a zero byte: commands to the browser's descriptor 3,
answers and events from its descriptor 4
(https://chromedevtools.github.io/devtools-protocol/, `--remote-debugging-pipe`).
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
"""The browser, if there is one."""

SECONDS = 60
"""How long one answer may take on a machine with much else to do."""

QUIET = (
    "--headless=new",
    # A container's root has no namespaces of its own for the sandbox; the pages are ours.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    # Nobody is asked where anything is: no page needs anybody.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


_CODES = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "PageUp": 33, "PageDown": 34, "End": 35}
_CODES |= {"Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
"""The codes of the keys that do something by themselves."""


@dataclass
class Chromium:
    """A running browser.

    Attributes:
        to: the descriptor that takes commands.
        from_: the descriptor that gives answers and events.
        events: what has happened so far, in order.
    """

    to: int
    from_: int
    events: list[dict[str, Any]] = field(default_factory=list)
    _last: int = 0
    _read: bytes = b""

    def ask(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """The answer to one command; events that come before it are kept."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._write(json.dumps(message).encode() + b"\0")
        answer = self._until(lambda said: said.get("id") == self._last)
        assert "error" not in answer, f"{method}: {answer['error']['message']}"
        result: dict[str, Any] = answer["result"]
        return result

    def wait(self, method: str, session: str) -> None:
        """Until that event has come."""

        def is_it(said: dict[str, Any]) -> bool:
            return said.get("method") == method and said.get("sessionId") == session

        if not any(map(is_it, self.events)):
            self._until(is_it)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.to, data) :]

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline = time.monotonic() + SECONDS
        while True:
            message, end, rest = self._read.partition(b"\0")
            if not end:
                left = max(deadline - time.monotonic(), 0)
                assert select.select([self.from_], [], [], left)[0], "the browser is silent"
                more = os.read(self.from_, 1 << 16)
                assert more, "the browser has ended"
                self._read += more
                continue
            self._read = rest
            said: dict[str, Any] = json.loads(message)
            if "method" in said:
                self.events.append(said)
            if wanted(said):
                return said


@dataclass
class Page:
    """One document, opened in a tab of its own.

    Attributes:
        browser: where.
        session: the tab, as the browser calls it.
    """

    browser: Chromium
    session: str

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to one command about this page."""
        return self.browser.ask(method, self.session, **parameters)

    def value(self, script: str) -> Any:
        """What an expression of JavaScript is in the page; its policy does not bind us.

        A promise is waited for.
        """
        answer = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, *, control: bool = False) -> None:
        """Press a key, by its name in events (`ArrowDown`, `a`)."""
        text = {"Enter": "\r", " ": " "}.get(key, key if len(key) == 1 else "")
        common = {
            "key": key,
            "modifiers": 2 if control else 0,
            "windowsVirtualKeyCode": _CODES.get(key, 0),
        }
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def show(self, width: int, *, scheme: str = "light", media: str = "") -> None:
        """Show it so wide, in CSS pixels; in a colour scheme; on `screen` or in `print`."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        answer = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(answer["data"])

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])

    def events(self, method: str) -> list[dict[str, Any]]:
        """The events of that name in this page, in order."""
        return [
            event["params"]
            for event in self.browser.events
            if event["method"] == method and event.get("sessionId") == self.session
        ]


@contextmanager
def running(profile: Path) -> Iterator[Chromium]:
    """A browser with a fresh profile, ended with all of its processes.

    Args:
        profile: an empty folder.
    """
    assert PROGRAM
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # Out of the way of 3 and 4, which are about to be taken.
    given = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 10) for each in (theirs_in, theirs_out)]
    process = _spawned([PROGRAM, *QUIET, f"--user-data-dir={profile}", "about:blank"], given)
    for each in (*given, theirs_in, theirs_out):
        os.close(each)
    try:
        yield Chromium(ours_out, ours_in)
    finally:
        # The whole group: a browser is many processes.
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(ours_out)
        os.close(ours_in)


@contextmanager
def opened(browser: Chromium, file: Path, *, script: bool = True) -> Iterator[Page]:
    """A file in a tab of its own, watched from its beginning, loaded; its scripts run, or not."""
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    answer = browser.ask("Target.attachToTarget", targetId=target, flatten=True)
    page = Page(browser, answer["sessionId"])
    for domain in ("Page", "Network", "Log", "Runtime"):
        page.ask(f"{domain}.enable")
    if not script:
        page.ask("Emulation.setScriptExecutionDisabled", value=True)
    page.ask("Page.navigate", url=file.as_uri())
    browser.wait("Page.loadEventFired", page.session)
    yield page
    browser.ask("Target.closeTarget", targetId=target)


def _spawned(command: Sequence[str], pipe: Sequence[int]) -> int:
    actions = [
        (os.POSIX_SPAWN_DUP2, pipe[0], 3),
        (os.POSIX_SPAWN_DUP2, pipe[1], 4),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    return os.posix_spawn(
        command[0], list(command), dict(os.environ), file_actions=actions, setpgroup=0
    )
