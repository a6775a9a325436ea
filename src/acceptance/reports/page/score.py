"""The score as a picture: what is sure, what is possible, what is not earned yet. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from acceptance.reports.page.markup import Markup, element, joined
from acceptance.reports.page.words import SIGNS, Section, interval, points, tagged
from acceptance.verdicts.verdict import Verdict

HATCHED: Final = element(
    "svg",
    element(
        "pattern",
        element("rect", width=8, height=8, class_="hatch-ground"),
        element("line", x1=4, y1=0, x2=4, y2=8, class_="hatch-line"),
        id="hatched",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    ),
    class_="defs",
    aria_hidden="true",
)
"""The pattern of what is possible; every bar of the page refers to it."""


def score(document: Mapping[str, Any]) -> Section:
    """The score in words and as a bar, and how many checks have which verdict."""
    earned = document["score"]
    if not earned["maximum"]:
        nothing = element("p", "No check was run: nothing was graded.", class_="score")
        return Section("score", "Score", nothing)
    counts = element("ul", _counts(document["counts"]), class_="counts", aria_label="By verdict")
    words = element("p", interval(earned), class_="score")
    return Section("score", "Score", joined(words, _picture(earned), counts))


def bar(score: Mapping[str, int], *, small: bool = False) -> Markup:
    """A bar as long as the maximum; a small one is hidden from those who hear its words anyway."""
    maximum = max(score["maximum"], 1)
    sure, possible = (100 * score[name] / maximum for name in ("sure", "possible"))
    parts = joined(
        element("rect", width="100%", height="100%", class_="all"),
        element("rect", width=_percent(sure), height="100%", class_="sure") if sure else "",
        element(
            "rect",
            x=_percent(sure),
            width=_percent(possible - sure),
            height="100%",
            class_="possible",
        )
        if possible > sure
        else "",
    )
    if small:
        return element("svg", parts, class_="bar small", aria_hidden="true", focusable="false")
    label = f"{score['sure']} points are sure, {score['possible']} are possible, "
    label += f"of {score['maximum']}"
    return element("svg", parts, class_="bar", role="img", aria_label=label)


def meanings() -> Section:
    """What the verdicts mean."""
    told = [
        joined(element("dt", tagged(verdict)), element("dd", SIGNS[verdict].meaning))
        for verdict in Verdict
    ]
    return Section("words", "What the words mean", element("dl", told, class_="facts"))


def _picture(score: Mapping[str, int]) -> Markup:
    return element(
        "div",
        bar(score),
        element(
            "p",
            element("span", "0"),
            element("span", points(score["maximum"])),
            class_="scale",
            aria_hidden="true",
        ),
        element("ul", _legend(score), class_="legend"),
        class_="score-picture",
    )


def _legend(score: Mapping[str, int]) -> Markup:
    sure, possible = score["sure"], score["possible"]
    lines = [
        ("sure", sure, "earned"),
        ("possible", possible - sure, "not verified: may yet be earned"),
        ("all", score["maximum"] - possible, "not earned yet"),
    ]
    return joined(
        element("li", _key(style), element("span", element("strong", points(number)), f" {text}"))
        for style, number, text in lines
        if number
    )


def _key(style: str) -> Markup:
    part = element("rect", width="100%", height="100%", class_=style)
    return element("svg", part, class_="key", aria_hidden="true", focusable="false")


def _counts(counts: Mapping[str, int]) -> Markup:
    return joined(element("li", tagged(name, count)) for name, count in counts.items() if count)


def _percent(share: float) -> str:
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"
