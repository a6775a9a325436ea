"""What a client signs with an account's key: a request, or a shared access signature.

Source: Microsoft's pages "Authorize with Shared Key", "Create an account SAS", "Create a service
SAS".
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence

from azure_emulator.wire import Request

SIGNED_HEADERS = (
    "content-encoding", "content-language", "content-length", "content-md5", "content-type",
    "date", "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range",
)  # fmt: skip


def signature(key: str, text: str) -> str:
    """The signature of a text: HMAC-SHA256 in Base64."""
    return base64.b64encode(
        hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()
    ).decode()


def is_signed(signed: str, keys: Iterable[str], texts: Sequence[str]) -> bool:
    """Whether a signature is one of these texts by one of these keys, compared in even time."""
    sent = signed.encode("utf-8", "replace")
    right = [signature(key, text).encode() for key in keys for text in texts]
    return any(hmac.compare_digest(each, sent) for each in right)


def request_texts(request: Request, account: str) -> list[str]:
    """What `SharedKey` signs of a request.

    The service sorts headers as a dictionary does, most clients by their bytes: where the two
    differ, both are right.
    """
    headers = dict(request.headers)
    if headers.get("content-length") == "0":
        headers["content-length"] = ""
    if "x-ms-date" in headers:
        headers["date"] = ""
    own = [(name, value) for name, value in headers.items() if name.startswith("x-ms-")]
    start = [request.method, *(headers.get(name, "") for name in SIGNED_HEADERS)]
    by_bytes = sorted(own)
    by_words = sorted(own, key=lambda pair: (pair[0].replace("-", ""), pair[0]))
    resource = _resource(request, account)
    texts = [
        "\n".join([*start, *(f"{name}:{' '.join(value.split())}" for name, value in order)])
        + f"\n{resource}"
        for order in (by_bytes, by_words)
    ]
    return list(dict.fromkeys(texts))


def _resource(request: Request, account: str) -> str:
    parameters = sorted((name.casefold(), value) for name, value in request.query.items())
    lines = "".join(f"\n{name}:{value}" for name, value in parameters)
    return f"/{account}{request.sent_path or request.path}{lines}"


def account_sas_text(query: Mapping[str, str], account: str) -> str:
    """What a shared access signature of an account signs."""
    names = ["sp", "ss", "srt", "st", "se", "sip", "spr", "sv"]
    if query.get("sv", "") >= "2020-12-06":
        names.append("ses")
    return "\n".join([account, *(query.get(name, "") for name in names), ""])


def service_sas_text(query: Mapping[str, str], account: str, path: str) -> str:
    """What a shared access signature of a share (`sr=s`) or a file (`sr=f`) signs."""
    share = "/".join(path.split("/")[:2])
    resource = f"/file/{account}{path if query.get('sr') == 'f' else share}"
    before = [query.get(name, "") for name in ("sp", "st", "se")]
    after = [query.get(name, "") for name in ("si", "sip", "spr", "sv")]
    shown = [query.get(name, "") for name in ("rscc", "rscd", "rsce", "rscl", "rsct")]
    return "\n".join([*before, resource, *after, *shown])
