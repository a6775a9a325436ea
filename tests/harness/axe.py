"""axe-core in a real page: what of WCAG 2.2 and of good practice it finds violated."""

from importlib.resources import files
from typing import Any

from tests.harness.chromium import Page

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")

RUN = """
(() => {
  const told = (nodes) => nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ');
  return axe.run('PART', { resultTypes: ['violations'] })
    .then((results) => results.violations.map((each) => `${each.id}: ${told(each.nodes)}`));
})()
"""


def violations(page: Page, part: str = "html") -> list[str]:
    """The rules that the page violates, with a few of the elements.

    Args:
        part: the selector of what is looked at.
    """
    if not page.value("typeof axe === 'object'"):
        page.value(f"{AXE}; true")
    found: Any = page.value(RUN.replace("PART", part))
    return [str(each) for each in found]
