"""Brings cassettes of this suite's first format, which vcrpy could not load, into vcrpy's own."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from acceptance.cassettes import file
from acceptance.files import replace_file

_HEADERS = {...: str}
_REQUEST = {"method": str, "url": str, "headers": _HEADERS, "body": str}
_RECORDED = {name: shape for name, shape in file.RECORDED.items() if name != "rewritten_from"}
_RESPONSE = {"status": int, "reason": str, "headers": _HEADERS, "body": str}


def rewrite(path: Path) -> bool:
    """Bring a cassette into vcrpy's format; false if it has that, and is left as it is.

    All that was recorded stays; the digest is made anew, and the old file's SHA-256 is kept.

    Raises:
        pytest.UsageError: it is no cassette, broken, torn, or was altered.
        OSError: it cannot be written.
    """
    document = file.load(path)
    if not file.is_of_first_format(document):
        file.read(path)
        return False
    try:
        converted = _converted(document, hashlib.sha256(path.read_bytes()).hexdigest())
    except TypeError as error:
        raise file.broken(path, f": {error}") from None
    replace_file(path, file.written(file.cassette_of(converted, path)))
    return True


def _converted(document: dict[str, Any], sha256: str) -> dict[str, Any]:
    """The document in vcrpy's format; without a digest if its own does not fit.

    Raises:
        TypeError: naming what is missing or wrong.
    """
    file.require_shape(document["recorded"], _RECORDED, "recorded")
    file.require_shape(document["interactions"], [dict], "interactions")
    interactions: list[Any] = []
    unanswered: list[Any] = []
    for item in document["interactions"]:
        answer = {"failed": str} if "failed" in item else {"response": _RESPONSE}
        file.require_shape(item, {"request": _REQUEST, **answer}, "interaction")
        request = item["request"]
        request = {
            "method": request["method"],
            "uri": request["url"],
            "headers": _lists(request["headers"]),
            "body": request["body"] or None,
        }
        if "failed" in item:
            place = {"after": len(interactions), "failed": item["failed"]}
            unanswered.append({**place, "request": request})
            continue
        response = item["response"]
        response = {
            "status": {"code": response["status"], "message": response["reason"]},
            "headers": _lists(response["headers"]),
            "body": {"string": response["body"]},
        }
        interactions.append({"request": request, "response": response})
    recorded = {**document["recorded"], "rewritten_from": sha256}
    metadata = {"recorded": recorded, "unanswered": unanswered}
    converted = {"metadata": metadata, "interactions": interactions, "end": document.get("end")}
    digest = file.json_digest([document["recorded"], document["interactions"]])
    fits = document.get("digest") == digest
    return {**converted, "digest": file.digest_of(converted) if fits else ""}


def _lists(headers: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in headers.items()}
