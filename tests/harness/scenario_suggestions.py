"""The part of the scenario that a portal plays: suggestions, metadata, files, other projects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def suggestions_and_files(ask: Callable[..., Any], here: str, iteration: str) -> None:
    """What an iteration says of images, and what is read, exported and imported."""
    one = f"{here}/iterations/{iteration}"
    image = ask("", "GET", f"{here}/images/untagged?take=1")[0]
    query = f"iterationId={iteration}"
    ask("~suggest", "POST", f"{here}/tagsandregions/suggestions?{query}&imageIds={image['id']}")
    tag_ids = [tag["id"] for tag in ask("", "GET", f"{here}/tags")]
    body = {"tagIds": tag_ids, "threshold": 0.0, "maxCount": 10}
    ask("~suggested", "POST", f"{here}/images/suggested?{query}", json=body)
    ask("~suggested count", "POST", f"{here}/images/suggested/count?{query}", json=body)
    ask("~image performances", "GET", f"{one}/performance/images?take=2")
    ask("~image performance count", "GET", f"{one}/performance/images/count")
    metadata = f"{here}/images/metadata?imageIds={image['id']}"
    ask("~metadata", "POST", metadata, json={"type": "unit test"})
    ask("~no proposals", "POST", f"{here}/images/{image['id']}/regionproposals")
    path = "/" + image["originalImageUri"].split("?")[0].split("/", 3)[3]
    ask("~artifact", "GET", f"{here}/artifacts", params={"path": path})
    ask("~no export", "POST", f"{one}/export?platform=ONNX")
    ask("~exports", "GET", f"{one}/export")
    token = ask("~project exported", "GET", f"{here}/export")["token"]
    made = ask("~project imported", "POST", "/projects/import", params={"token": token})
    ask("", "DELETE", f"/projects/{made['id']}")
