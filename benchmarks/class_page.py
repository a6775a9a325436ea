"""How large the class page is, and how fast it opens and filters, in a real Chromium.

`make bench-page` (ARGS="--students 500"). The figures are milliseconds of this machine's clock.
"""

# ruff: noqa: E402, T201 - a script finds its packages first, and prints
import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from classroom.page.rendering import render
from tests.harness.chromium import PROGRAM, Page, opened, running
from tests.harness.class_of_students import standings

OPENED: Final = """
(() => {
  const [load] = performance.getEntriesByType('navigation');
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  return [load.loadEventEnd, painted ? painted.startTime : 0];
})()
"""

FILTERED: Final = """
new Promise((done) => {
  const began = performance.now();
  const [name, value] = %s;
  const field = document.getElementById(name);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  document.body.offsetHeight;
  const worked = performance.now() - began;
  requestAnimationFrame(() => setTimeout(() => done([worked, performance.now() - began])));
})
"""
"""The time until the rows are laid out, and until they are painted, too."""

FILTERS: Final = (
    ("search", "ada"),
    ("search", ""),
    ("search", "s0123"),
    ("search", ""),
    ("check", "0"),
    ("verdict", "met"),
    ("check", ""),
    ("verdict", ""),
    ("state", "to fix"),
    ("state", ""),
    ("cure", "any"),
    ("cure", ""),
    ("sort", "name"),
    ("sort", "worst"),
    ("sort", "class"),
)


def main() -> int:
    """Print the figures; 0, for none of them is judged here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=5000, metavar="N")
    parser.add_argument("--times", type=int, default=5, metavar="N")
    options = parser.parse_args()
    if PROGRAM is None:
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 2
    some = list(standings(options.students))
    began = time.perf_counter()
    page = render(some)
    made = time.perf_counter() - began
    print(f"{options.students} students: {len(page.encode()) / 1e6:.1f} MB, made in {made:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "class.html"
        file.write_text(page, encoding="utf-8")
        _measure(file, Path(folder) / "profile", options.times)
    return 0


def _measure(file: Path, profile: Path, times: int) -> None:
    profile.mkdir()
    with running(profile) as browser:
        loads, paints = [], []
        for _ in range(times):
            with opened(browser, file) as page:
                page.show(1400)
                load, paint = page.value(OPENED)
                loads.append(load)
                paints.append(paint)
        print(f"opens:   {_shown(loads)} (first paint {_shown(paints)})")
        with opened(browser, file) as page:
            page.show(1400)
            done = [(_filter(page, *each), each) for each in FILTERS * times]
    worked, painted = zip(*(figures for figures, _ in done), strict=True)
    print(f"filters: {_shown(worked)}, painted {_shown(painted)}")
    (slowest, _), (name, value) = max(done)
    print(f"slowest: {name} = {value!r}: {slowest:.0f} ms")


def _filter(page: Page, name: str, value: str) -> tuple[float, float]:
    worked, painted = page.value(FILTERED % [name, value])
    return worked, painted


def _shown(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f} ms (at most {max(times):.0f})"


if __name__ == "__main__":
    raise SystemExit(main())
