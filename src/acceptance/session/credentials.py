"""Who asks, and which subscription is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from acceptance.azure import roles
from acceptance.azure.errors import fact, word
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import scrub_text
from acceptance.causes import NoAnswer
from acceptance.plain_text import without_addresses
from acceptance.session.announcer import announcer
from acceptance.session.options import OPTIONS, Options

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken, TokenCredential
    from requests import PreparedRequest

    from acceptance.azure.sign_in import SignInTransport
    from acceptance.azure.transport import Transport


Client = TypeVar("Client")
Missed = Callable[["PreparedRequest", Exception], None]


@dataclass(frozen=True, eq=False)
class AzureSession:
    """Who asks Azure, about which subscription (its id, and its name), by which transport."""

    credential: TokenCredential = field(repr=False)
    subscription: str = field(repr=False)
    transport: Transport = field(repr=False)
    name: str = field(default="", repr=False)

    def client(self, make: Callable[..., Client]) -> Client:
        """A client of azure-mgmt-* that asks about the subscription, over the transport."""
        options = self.transport.to_resource_manager(self.credential)
        return make(self.credential, self.subscription, **options)


@dataclass(frozen=True)
class Subscription:
    """A subscription that the identity may see; `state` is Azure's, `Enabled` if it can be used."""

    id: str
    name: str
    state: str

    def __str__(self) -> str:
        """As an error of usage lists it."""
        name = "".join(letter if letter.isprintable() else "?" for letter in self.name)
        return f"{self.id}  {name} ({self.state})"


AZURE_SESSION = pytest.StashKey[AzureSession | NoAnswer]()


def sign_in(config: pytest.Config, options: Options, missed: Missed) -> None:
    """Sign in and find the subscription, before anything is graded; live runs only.

    That Azure refuses or is silent is no error of usage: it is kept, and stops each scenario.

    Args:
        missed: is called with each request that got no answer, and why.

    Raises:
        pytest.UsageError: there are no credentials, or it is not clear which subscription is meant.
    """
    from azure.identity import DefaultAzureCredential

    from acceptance.azure.sign_in import SignInTransport
    from acceptance.azure.transport import Transport

    transport = Transport(tell=announcer(config), missed=missed)
    way_in = SignInTransport(transport.wait)
    credential = DefaultAzureCredential(transport=way_in)
    config.add_cleanup(credential.close)
    config.add_cleanup(transport.close)
    try:
        visible = SignIn(credential, transport, way_in).subscriptions()
    except NoAnswer as silence:
        config.stash[AZURE_SESSION] = silence
    else:
        chosen = choose(visible, options.subscription)
        config.stash[AZURE_SESSION] = AzureSession(credential, chosen.id, transport, chosen.name)


class SignIn:
    """What can be asked before a subscription is chosen.

    Args:
        sign_in: the credential's own transport, which knows why signing in failed.
    """

    def __init__(
        self, credential: Any, transport: Transport, sign_in: SignInTransport | None = None
    ) -> None:
        self._credential = credential
        self._transport = transport
        self._sign_in = sign_in

    @fact("the subscriptions")
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions that this identity sees: `GET /subscriptions`.

        Raises:
            pytest.UsageError: no kind of credentials is set up here.
            NoAnswer: signing in failed, or Azure did not answer.
        """
        from azure.core.exceptions import ClientAuthenticationError
        from azure.mgmt.resource.subscriptions import SubscriptionClient

        client = SubscriptionClient(
            self._credential, **self._transport.to_resource_manager(self._credential)
        )
        try:
            return tuple(
                Subscription(item.subscription_id or "", item.display_name or "", word(item.state))
                for item in client.subscriptions.list()
            )
        except ClientAuthenticationError as error:
            if error.response is None and has_no_credentials(str(error), self._credential):
                raise pytest.UsageError(NO_CREDENTIALS) from None
            raise error from (
                self._sign_in.trouble if self._sign_in and not error.response else None
            )


NO_CREDENTIALS = (
    "there are no credentials for Azure here.\n"
    "Sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.\n"
    "Without --live the recorded submission is graded."
)


def has_no_credentials(message: str, credential: Any) -> bool:
    """Whether azure-identity tried every kind of credential and found none set up.

    The chain stops at the first credential that is there and fails; only if none is there are all
    listed in its message, each on a line that starts with a tab. The last may have failed, too.
    """
    failed = "Authentication failed" in message or "AADSTS" in message
    return message.count("\n\t") == len(credential.credentials) and not failed


def choose(visible: Sequence[Subscription], wanted: str | None) -> Subscription:
    """The subscription that is meant.

    Precedence: 1. the one named by --subscription; 2. the only one that is enabled.

    Raises:
        pytest.UsageError: the named one is not visible or not enabled, or none is named and not
            exactly one is enabled; the message lists the visible ones.
    """
    listed = (
        "".join(f"\n  {subscription}" for subscription in visible) or f" none\n{roles.HOW_TO_SEE}"
    )
    if wanted:
        named = [
            subscription
            for subscription in visible
            if subscription.id.casefold() == wanted.casefold()
        ]
        if not named:
            raise pytest.UsageError(
                f"--subscription: this identity does not see {wanted}. It sees:{listed}"
                + (f"\n{roles.HOW_TO_SEE}" if visible else "")
            )
        if named[0].state != "Enabled":
            raise pytest.UsageError(f"--subscription: it is not enabled: {named[0]}")
        return named[0]
    enabled = [subscription for subscription in visible if subscription.state == "Enabled"]
    if len(enabled) != 1:
        several = "several subscriptions are" if enabled else "no subscription is"
        raise pytest.UsageError(
            f"{several} enabled for this identity; name one: --subscription=ID. It sees:{listed}"
        )
    return enabled[0]


class StandIn:
    """The identity of a replayed run: it never goes out, so any token will do."""

    def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        """A token that opens nothing."""
        from azure.core.credentials import AccessToken

        return AccessToken("stand-in", 2**31)


@pytest.hookimpl(optionalhook=True)
def pytest_describe_submission(config: pytest.Config) -> str | None:
    """The subscription that a live run graded; many bear the e-mail address of their owner."""
    azure_session = config.stash.get(AZURE_SESSION, None)
    if not isinstance(azure_session, AzureSession):
        return None
    name = scrub_text(without_addresses(azure_session.name, "[an e-mail address]"), Pseudonyms())
    return f'Graded live: the subscription "{name}".'


@pytest.hookimpl(optionalhook=True)
def pytest_source_of_facts(config: pytest.Config) -> dict[str, Any] | None:
    """Where a live run's facts come from, for the reports: Azure, the emulator, or nobody."""
    if not config.getoption("--live"):
        return None
    azure_session = config.stash.get(AZURE_SESSION, None)
    emulated = azure_session.transport.emulated if isinstance(azure_session, AzureSession) else None
    against = {None: None, True: "emulator", False: "azure"}[emulated]
    unrecorded = dict.fromkeys(("recording", "sha256", "recorded_at", "recorded_by", "complete"))
    return {"kind": "live", "against": against, **unrecorded}


@pytest.fixture(scope="session")
def azure_session(pytestconfig: pytest.Config) -> AzureSession:
    """Who asks: in a live run whoever signed in before it, in a replayed run nobody.

    Raises:
        NoAnswer: signing in failed.
    """
    from acceptance.azure.transport import Transport

    options = pytestconfig.stash[OPTIONS]
    signed_in = pytestconfig.stash.get(AZURE_SESSION, None)
    if isinstance(signed_in, NoAnswer):
        raise signed_in
    if signed_in is None:
        # What is recorded comes at once, or never: there is nothing to wait for.
        return AzureSession(StandIn(), options.subscription or "", Transport(patience=0))
    return signed_in
