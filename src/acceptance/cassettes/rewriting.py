"""Brings cassettes of this suite's first format, which vcrpy could not load, into vcrpy's own."""

import hashlib
from pathlib import Path
from typing import Any

from acceptance.cassettes import file
from acceptance.cassettes.file import Cassette, Exchange, Recorded
from acceptance.files import read_file, replace_file

_RECORDED = {name: shape for name, shape in file.RECORDED.items() if name != "rewritten_from"}
_REQUEST = {"method": str, "url": str, "headers": {...: str}, "body": str}
_RESPONSE = {"status": int, "reason": str, "headers": {...: str}, "body": str}


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
    recorded, items = document["recorded"], document["interactions"]
    try:
        file.require_schema(recorded, _RECORDED, "recorded")
        file.require_schema(items, [dict], "interactions")
        for item in items:
            answer = {"failed": str} if "failed" in item else {"response": _RESPONSE}
            file.require_schema(item, {"request": _REQUEST, **answer}, "interaction")
    except TypeError as error:
        raise file.broken(path, f": {error}") from None
    file.require_unaltered(document, path, len(items), [recorded, items])
    sha256 = hashlib.sha256(read_file(path, file.LARGEST)).hexdigest()
    cassette = Cassette(Recorded(**recorded, rewritten_from=sha256), list(map(_exchange, items)))
    replace_file(path, file.written(cassette))
    return True


def _exchange(item: dict[str, Any]) -> Exchange:
    """An exchange in vcrpy's layout, from one of the first format."""
    method, uri, body = (item["request"][name] for name in ("method", "url", "body"))
    headers = _lists(item["request"])
    request = {"method": method, "uri": uri, "headers": headers, "body": body or None}
    if "failed" in item:
        return {"request": request, "failed": item["failed"]}
    code, message, body = (item["response"][name] for name in ("status", "reason", "body"))
    response = {
        "status": {"code": code, "message": message},
        "headers": _lists(item["response"]),
        "body": {"string": body},
    }
    return {"request": request, "response": response}


def _lists(part: dict[str, Any]) -> dict[str, list[str]]:
    return {name: [value] for name, value in part["headers"].items()}
