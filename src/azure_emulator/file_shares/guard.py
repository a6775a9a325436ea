"""The guard of the file service: a key's signature, a shared one, or a token with a role."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import STORAGE, Entra, Principal
from azure_emulator.entra.tokens import InvalidTokenError
from azure_emulator.file_shares import errors, signatures
from azure_emulator.resource_manager.access import Access
from azure_emulator.resource_manager.state import READ_ONLY, ResourceManager
from azure_emulator.routing import Call, Route
from azure_emulator.storage.account import StorageAccount
from azure_emulator.storage.state import Storage
from azure_emulator.wire import Request

SERVICES = "Microsoft.Storage/storageAccounts/fileServices"
FILES = f"{SERVICES}/fileshares/files"
DATA_ACTIONS = {
    "read": (f"{FILES}/read", f"{SERVICES}/readFileBackupSemantics/action"),
    "write": (f"{FILES}/write", f"{SERVICES}/writeFileBackupSemantics/action"),
    "delete": (f"{FILES}/delete", f"{SERVICES}/writeFileBackupSemantics/action"),
}
"""What a token's role needs, all of them: whoever has a token reads as a backup does."""

SHARE_ACTION = f"{SERVICES}/shares/"
"""What it needs for shares themselves, and `read`, `write` or `delete`: no data actions.

Guess: that the service goes by these.
"""

OLDEST = date(2014, 2, 14)
"""The first version of the file service. Guess: any later date is taken for a version."""

OLDEST_WITH_TOKENS = "2022-11-02"
"""The first `x-ms-version` that takes tokens."""

SAS = {"read": "rl", "write": "wc", "delete": "d"}
"""The letters of a shared access signature of which one is needed."""


@dataclass(frozen=True, kw_only=True)
class FileCall(Call):
    """A call to the file service of an account.

    Args:
        account: the storage account whose host was called.
    """

    account: StorageAccount


def signed(call: Call, route: Route) -> FileCall:
    """A signature by a key of the account's, or a token with a role, as the account takes them.

    Guess: in a disabled subscription, reading is refused, too.

    Raises:
        FileServiceError: 400, 401 or 403.
    """
    account = call.cloud.state(Storage).at_host(call.request.host)
    if account is None:  # Its name has ceased to resolve since the connection was made.
        raise ConnectionResetError
    _require_version(call)
    home = call.cloud.state(ResourceManager).subscription(account.path.subscription)
    if home.state in READ_ONLY:
        raise errors.account_disabled(call.cloud)
    scheme, _, credential = call.request.headers.get("authorization", "").partition(" ")
    kind = route.action or "read"
    if scheme.casefold() == "sharedkey":
        _require_signature(call, account, credential)
    elif scheme.casefold() == "bearer":
        _require_role(call, account, kind)
    elif "sig" in call.request.query:
        _require_shared_signature(call, account, kind)
    else:
        raise errors.no_credential(call.cloud, _tenant(call.cloud, account))
    return FileCall(cloud=call.cloud, request=call.request, account=account)


def _require_version(call: Call) -> None:
    """Refuse an `x-ms-version` that is no date, or one before the service was there."""
    version = call.request.headers.get("x-ms-version")
    if version is None:
        return
    try:
        is_one = (
            re.fullmatch(r"\d{4}-\d\d-\d\d", version, re.ASCII)
            and (date.fromisoformat(version)) >= OLDEST
        )
    except ValueError:
        is_one = False
    if not is_one:
        raise errors.invalid_header(call.cloud, "x-ms-version", version)


def _tenant(cloud: Cloud, account: StorageAccount) -> str:
    return cloud.state(ResourceManager).subscription(account.path.subscription).tenant


def _keys(call: Call, account: StorageAccount) -> tuple[str, str]:
    if not account.takes_keys:
        raise errors.keys_not_taken(call.cloud)
    return account.key1, account.key2


def _require_signature(call: Call, account: StorageAccount, credential: str) -> None:
    name, _, signature = credential.strip().partition(":")
    keys = _keys(call, account)
    texts = signatures.request_texts(call.request, account.name)
    if name != account.name or not signatures.is_signed(signature, keys, texts):
        detail = (
            "The MAC signature found in the HTTP request is not the same as any computed signature."
        )
        raise errors.not_authenticated(call.cloud, detail)


def _require_role(call: Call, account: StorageAccount, kind: str) -> None:
    cloud, request = call.cloud, call.request
    caller = _caller(call, account)
    if request.headers.get("x-ms-version", "") < OLDEST_WITH_TOKENS:
        raise errors.invalid_header(cloud, "x-ms-version", request.headers.get("x-ms-version", ""))
    intent = request.headers.get("x-ms-file-request-intent")
    if intent is None:
        raise errors.missing_header(cloud, "x-ms-file-request-intent")
    if intent.casefold() != "backup":
        raise errors.invalid_header(cloud, "x-ms-file-request-intent", intent)
    access, parts = cloud.state(Access), request.path.strip("/").split("/")
    if _is_about_shares(request):
        allowed = access.allows(caller, f"{SHARE_ACTION}{kind}", account.id)
    else:
        scope = f"{account.id}/fileServices/default/fileshares/{parts[0]}"
        allowed = all(access.allows_data(caller, each, scope) for each in DATA_ACTIONS[kind])
    if not allowed:
        raise errors.not_authorized(cloud)


def _is_about_shares(request: Request) -> bool:
    """Whether a request is about shares, not about what is in one."""
    parts = request.path.strip("/").split("/")
    return len(parts) == 1 and request.parameter("restype") != "directory"


def _caller(call: Call, account: StorageAccount) -> Principal:
    """Who asks. Guess: the details of the refusals."""
    cloud, entra, tenant = call.cloud, call.cloud.state(Entra), _tenant(call.cloud, account)
    try:
        claims = entra.claims(call.request.bearer_token)
        caller = entra.principals[claims["appid"]]
    except (InvalidTokenError, KeyError) as error:
        raise errors.bad_token(cloud, tenant, "Malformed token.") from error
    if claims["aud"].rstrip("/") not in (STORAGE, f"https://{account.host('file')}"):
        raise errors.bad_token(cloud, tenant, "Audience validation failed. Audience did not match.")
    if caller.tenant != tenant:
        raise errors.bad_token(cloud, tenant, "Issuer validation failed. Issuer did not match.")
    if claims["exp"] <= cloud.now().timestamp():
        raise errors.bad_token(cloud, tenant, "Lifetime validation failed. The token is expired.")
    return caller


def _require_shared_signature(call: Call, account: StorageAccount, kind: str) -> None:
    """A shared access signature, of the account or of what is asked for."""
    cloud, request, query = call.cloud, call.request, call.request.query
    keys = _keys(call, account)
    if "ss" in query:
        text = signatures.account_sas_text(query, account.name)
        fits = "f" in query["ss"] and _resource_type(request) in query.get("srt", "")
    else:
        text = signatures.service_sas_text(query, account.name, request.path)
        fits = not _is_about_shares(request) and query.get("sr") in ("s", "f")
    if not signatures.is_signed(query["sig"], keys, [text]):
        raise errors.not_authenticated(cloud, "Signature did not match.")
    _require_time(call)
    if not fits or not set(SAS[kind]) & set(query.get("sp", "")):
        raise errors.not_authorized(cloud)


def _resource_type(request: Request) -> str:
    """`s`, `c` or `o`, as a signature of an account names them: service, container, object."""
    if request.path == "/":
        return "s"
    return "c" if _is_about_shares(request) else "o"


def _require_time(call: Call) -> None:
    """Refuse a shared signature that is not valid yet, or no more."""
    query, now = call.request.query, call.cloud.now()
    for name in ("st", "se"):
        if name == "st" and not query.get(name):
            continue
        time = _time(query.get(name, ""))
        if time is None or (now < time if name == "st" else now >= time):
            detail = f"Signature not valid in the specified time frame: {name} is {time}"
            raise errors.not_authenticated(call.cloud, detail)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
