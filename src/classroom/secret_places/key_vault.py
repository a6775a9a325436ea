"""Secrets of Azure Key Vault, read by whoever the process that grades is signed in as."""

import functools
import json
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.keyvault.secrets import SecretClient

from acceptance.azure.attempts import failure, table
from acceptance.azure.bounds import TooSlow, within
from acceptance.azure.errors import meaning
from acceptance.azure.sign_in import Credentials, SignInTransport
from acceptance.azure.transport import Transport
from acceptance.causes import NoAnswer
from acceptance.plain_text import masked

SECONDS: Final = 60.0
"""How long reading one secret may take, signing in and repetitions included."""

PATIENCE: Final = 30.0
"""How many of these seconds may pass in waiting for Azure to recover."""

KEPT_SECONDS: Final = 600.0
"""How long a secret is kept in memory: a class of one application asks once, and a renewed secret
reaches a worker that lives for weeks."""

ROLE: Final = "Key Vault Secrets User"


class KeyVaults:
    """What a process has read of Key Vaults; the secrets are in memory only.

    Args:
        now: seconds of a clock that never goes back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._being_read: dict[tuple[str, str], threading.Lock] = {}
        self._kept: dict[tuple[str, str], tuple[float, str]] = {}

    def __repr__(self) -> str:
        return "KeyVaults()"

    def secret(self, vault: str, name: str) -> str:
        """The newest version of a secret. Threads that ask for the same one wait for one request.

        Raises:
            NoAnswer: it cannot be read; the reason names the place. That is not kept.
        """
        key = (vault.casefold(), name.casefold())
        with self._lock:
            being_read = self._being_read.setdefault(key, threading.Lock())
        with being_read:
            until, kept = self._kept.get(key, (0.0, ""))
            if not kept or until <= self._now():
                kept = _read(vault, name)
                self._kept[key] = (self._now() + KEPT_SECONDS, kept)
            return kept


@functools.cache
def key_vaults() -> KeyVaults:
    """Those of this process."""
    return KeyVaults()


def _read(vault: str, name: str) -> str:
    place = f"keyvault:{vault}/{name}"
    try:
        return within(SECONDS, lambda: _ask(vault, name, place))
    except TooSlow:
        raise NoAnswer(
            f"the secret at {place} cannot be read: no answer within {SECONDS:.0f} seconds",
            "check the network, the vault's firewall and HTTPS_PROXY where the student is graded",
        ) from None


def _ask(vault: str, name: str, place: str) -> str:
    transport = Transport(patience=PATIENCE)
    try:
        credentials = Credentials(SignInTransport(transport.wait), None, SECONDS / 2)
    except (ValueError, OSError) as error:
        raise NoAnswer(
            f"the secret at {place} cannot be read: the variables AZURE_... of the process that "
            f"grades cannot be used: {masked(str(error))}",
            "correct them, or unset them to sign in otherwise",
        ) from None
    try:
        with _client(vault, credentials.chain, transport) as client:
            return client.get_secret(name).value or ""
    except Exception as error:  # noqa: BLE001 - each is explained, and none may show what it holds
        raise _explained(error, credentials, place) from None
    finally:
        credentials.chain.close()
        transport.close()


def _client(vault: str, credential: Any, transport: Transport) -> SecretClient:
    """A client that repeats nothing by itself, follows nowhere, and logs nothing."""
    from azure.core.pipeline import policies
    from azure.core.pipeline.transport import RequestsTransport

    return SecretClient(
        f"https://{vault.lower()}.vault.azure.net",
        credential,
        transport=RequestsTransport(session=transport.session(), session_owner=False),
        retry_policy=policies.RetryPolicy.no_retries(),
        redirect_policy=policies.RedirectPolicy.no_redirects(),
    )


def _explained(error: Exception, credentials: Credentials, place: str) -> NoAnswer:
    what = f"the secret at {place} cannot be read"
    if isinstance(error, ClientAuthenticationError) and not error.response:
        silence = failure(credentials.attempts) or NoAnswer(
            "the process that grades is signed in to nothing (" + _on_one_line(credentials) + ")",
            "sign in there: az login, a managed identity, or the variables AZURE_...",
        )
        return NoAnswer(f"{what}: {silence.reason}", silence.cure)
    if isinstance(error, HttpResponseError) and error.status_code in _STATUSES:
        why, cure = _STATUSES[error.status_code]
        if error.status_code == 403 and (known := _WORDS.get(_inner_code(error))):
            why, cure = known
        return NoAnswer(f"{what}: {why}", cure)
    means = meaning(error, f"the secret at {place}")
    if isinstance(means, NoAnswer):
        return NoAnswer(f"{what}: {means.reason}", f"{means.cure}; is the vault's name right?")
    return NoAnswer(f"{what}: {type(error).__name__}", "see whether the vault can be reached there")


_STATUSES: Final = {
    401: (
        "Key Vault does not take this sign-in",
        "sign in to the directory that the vault belongs to",
    ),
    403: (
        "whoever the process that grades is signed in as may not read it",
        f'give that identity the role "{ROLE}" on the vault, and let the vault\'s firewall in the '
        "machines that grade",
    ),
    404: (
        "the vault holds no secret of that name, or only a deleted one",
        "correct the name in the roster, or put the secret there",
    ),
}
_WORDS: Final = {
    "ForbiddenByRbac": (
        "whoever the process that grades is signed in as may not read it",
        f'give that identity the role "{ROLE}" on the vault; it takes some minutes to hold',
    ),
    "ForbiddenByPolicy": (
        "no access policy of the vault lets in whoever the process that grades is signed in as",
        'give that identity an access policy with the permission "Get" for secrets',
    ),
    "ForbiddenByFirewall": (
        "the vault's firewall does not let in the machine that grades",
        "portal > the vault > Networking: let in its address",
    ),
    "ForbiddenByConnection": (
        "the vault is open to private networks alone",
        "portal > the vault > Networking: let in the machine that grades",
    ),
    "SecretDisabled": ("it is disabled", "portal > the vault > Secrets: enable it, or a new one"),
}
"""What Key Vault's inner codes mean, and what cures it.

Source: https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
"""


def _inner_code(error: HttpResponseError) -> str:
    try:
        body = json.loads(error.response.text()) if error.response else {}
        return str(body["error"]["innererror"]["code"])
    except (ValueError, KeyError, TypeError):
        return ""


def _on_one_line(credentials: Credentials) -> str:
    return "; ".join(" ".join(line.split()) for line in table(credentials.attempts)[1:])
