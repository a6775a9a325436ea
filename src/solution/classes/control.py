"""The emulator's control interface, as another process asks for it: through the proxy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from solution.errors import BadInput, Refused

if TYPE_CHECKING:
    import requests

HOST = "https://control.azure-emulator.test"
TIMEOUT = 300


@dataclass(frozen=True)
class Identity:
    """Who signs in for a student, and the secret for it."""

    tenant: str
    client_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Copied:
    """A copy of a subscription.

    Args:
        subscription: its id.
        renamed: what became of each id, key and host that the original holds.
        identity: its owner, if it is in a tenant of its own.
    """

    subscription: str
    renamed: Mapping[str, str] = field(repr=False)
    identity: Identity | None


class Control:
    """Makes subscriptions, and copies of them."""

    def __init__(self) -> None:
        import requests

        self._session: requests.Session = requests.Session()

    def check(self) -> None:
        """See that the emulator is there, before anything is made.

        Raises:
            BadInput: it is not.
        """
        import requests

        try:
            self._ask("GET", "/")
        except requests.RequestException as error:
            raise BadInput(
                "a class is made on the emulator, which does not answer here; start the command "
                "there: python -m azure_emulator --exec CMD ..., or set the variables that "
                "python -m azure_emulator prints"
            ) from error

    @contextmanager
    def at_ease(self) -> Iterator[None]:
        """Let nothing be slow or limited in the block, as if nobody else were there."""
        before = self._ask("GET", "/")
        self._ask("PATCH", "/", {"latency": 0, "limits": False})
        try:
            yield
        finally:
            self._ask("PATCH", "/", {name: before[name] for name in ("latency", "limits")})

    def subscribe(self, name: str) -> str:
        """The id of a new subscription of the first tenant, alone in the world as to names."""
        made = self._ask("POST", "/subscriptions", {"name": name, "apart": True})
        return str(made["subscriptionId"])

    def copies(
        self, subscription: str, names: Sequence[str], *, alone: bool, group: str = ""
    ) -> list[Copied]:
        """Copies of a subscription, one for each display name.

        Args:
            subscription: the original's id.
            names: the display names.
            alone: each in a tenant of its own, with an identity of its own.
            group: the management group that they are put into, if one is named.
        """
        body = {"names": list(names), "alone": alone, "managementGroup": group}
        answer = self._ask("POST", f"/subscriptions/{subscription}/copies", body)
        return [_copied(each) for each in answer["value"]]

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        response = self._session.request(method, HOST + path, json=body, timeout=TIMEOUT)
        if not response.ok:
            raise Refused(f"the emulator refused ({response.status_code}): {response.text[:500]}")
        return response.json()


def _copied(data: Mapping[str, Any]) -> Copied:
    principal = data["principal"]
    identity = principal and Identity(
        principal["tenantId"], principal["clientId"], principal["clientSecret"]
    )
    return Copied(data["subscriptionId"], data["renamed"], identity)
