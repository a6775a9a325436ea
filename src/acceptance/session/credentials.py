"""Who asks, and which subscription is asked about."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from acceptance.azure.attempts import Attempt, failure, table
from acceptance.azure.errors import fact, word
from acceptance.azure.lists import items
from acceptance.cassettes.pseudonyms import Pseudonyms
from acceptance.cassettes.scrubbing import scrub_text
from acceptance.causes import NoAnswer
from acceptance.pauses import Pauses, folder_of
from acceptance.plain_text import masked, without_addresses
from acceptance.session.announcer import announcer
from acceptance.session.options import OPTIONS, Options
from acceptance.session.subscriptions import Subscription, choose, named_id, notice
from acceptance.session.variables import refuse_bad_variables

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken, TokenCredential

    from acceptance.azure.transport import Record, Transport


Answer = TypeVar("Answer")
Client = TypeVar("Client")


@dataclass(frozen=True, eq=False)
class AzureSession:
    """Who asks Azure, about which subscription (its id, name and state), by which transport."""

    credential: TokenCredential = field(repr=False)
    subscription: str = field(repr=False)
    transport: Transport = field(repr=False)
    name: str = field(default="", repr=False)
    state: str = field(default="Enabled", repr=False)

    def client(self, make: Callable[..., Client]) -> Client:
        """A client of azure-mgmt-* that asks about the subscription, over the transport."""
        options = self.transport.to_resource_manager(self.credential)
        return make(self.credential, self.subscription, **options)


AZURE_SESSION = pytest.StashKey[AzureSession | NoAnswer]()


TRANSPORT = pytest.StashKey["Transport"]()
"""By which a live run asks Azure, whether or not it could sign in."""


def sign_in(config: pytest.Config, options: Options, record: Record) -> None:
    """Sign in and find the subscription, before anything is graded; live runs only.

    That Azure refuses or is silent is no error of usage: it is kept, and stops each scenario.

    Args:
        record: is called with each request and what became of it.

    Raises:
        pytest.UsageError: there are no credentials, or it is not clear which subscription is meant.
    """
    from acceptance.azure.sign_in import Credentials, SignInTransport
    from acceptance.azure.transport import Transport

    refuse_bad_variables()
    tell = announcer(config)
    pauses = Pauses(folder_of(os.environ), tell=tell)
    config.stash[TRANSPORT] = transport = Transport(tell=tell, record=record, pauses=pauses)
    config.add_cleanup(transport.close)
    try:
        credentials = Credentials(
            SignInTransport(transport.wait, pauses), options.tenant, options.az_timeout
        )
    except (ValueError, OSError) as error:
        raise pytest.UsageError(
            f"the variables AZURE_... cannot be used: {masked(str(error))}"
        ) from None
    config.add_cleanup(credentials.chain.close)
    try:
        visible = SignIn(
            credentials.chain, transport, lambda _: explain(credentials.attempts, tell)
        ).visible(named_id(options.subscription))
    except NoAnswer as silence:
        config.stash[AZURE_SESSION] = silence
    else:
        chosen = choose(visible, options.subscription)
        config.stash[AZURE_SESSION] = AzureSession(
            credentials.chain, chosen.id, transport, chosen.name, chosen.state
        )


@pytest.hookimpl(optionalhook=True)
def pytest_requests_sent(config: pytest.Config) -> int | None:
    """Those of the run's transport; signing in has its own."""
    transport = config.stash.get(TRANSPORT, None)
    return transport.sent if transport else None


class SignIn:
    """What can be asked before a subscription is chosen.

    Args:
        explained: what it means that no kind of credentials gave a token.
    """

    def __init__(
        self,
        credential: Any,
        transport: Transport,
        explained: Callable[[Exception], Exception] = lambda error: error,
    ) -> None:
        self._credential = credential
        self._transport = transport
        self._explained = explained

    def visible(self, wanted: str | None) -> tuple[Subscription, ...]:
        """The subscription of that id, if this identity sees it, or else all that it sees.

        Who grades a class sees those of all students: each grading asks for its own alone.

        Raises:
            pytest.UsageError: no kind of credentials is set up here.
            NoAnswer: signing in failed, or Azure did not answer.
        """
        return (wanted and self.subscription(wanted)) or self.subscriptions()

    @fact("the subscriptions")
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions that this identity sees: `GET /subscriptions`.

        Raises: as `visible`.
        """
        return self._asked(lambda client: tuple(map(_subscription, client.subscriptions.list())))

    @fact("the subscription")
    def subscription(self, wanted: str) -> tuple[Subscription, ...]:
        """The subscription of that id, or none: `GET /subscriptions/ID`.

        Raises: as `visible`.
        """
        from azure.core.exceptions import HttpResponseError

        try:
            return self._asked(lambda client: (_subscription(client.subscriptions.get(wanted)),))
        except HttpResponseError as error:
            if error.status_code not in (400, 403, 404):
                raise
            return ()

    def _asked(self, ask: Callable[[Any], Answer]) -> Answer:
        from azure.core.exceptions import ClientAuthenticationError
        from azure.mgmt.resource.subscriptions import SubscriptionClient

        client = SubscriptionClient(
            self._credential, **self._transport.to_resource_manager(self._credential)
        )
        try:
            return ask(client)
        except ClientAuthenticationError as error:
            raise (error if error.response else self._explained(error)) from None

    @fact("the subscriptions of the management group")
    def in_management_group(self, group: str) -> frozenset[str]:
        """The ids of the subscriptions in a management group and those below it, in lower case.

        Args:
            group: its id, which is no display name.

        Raises:
            NoAnswer: signing in failed, Azure did not answer, or the group is not seen.
        """
        from azure.core.exceptions import HttpResponseError
        from azure.mgmt.resource.subscriptions import SubscriptionClient

        client = SubscriptionClient(
            self._credential, **self._transport.to_resource_manager(self._credential)
        )
        path = f"/providers/Microsoft.Management/managementGroups/{group}/descendants"
        try:
            return frozenset(
                item["name"].casefold()
                for item in items(client, path, "2020-05-01")
                if item["type"].rpartition("/")[2].casefold() == "subscriptions"
            )
        except HttpResponseError as error:
            if error.status_code not in (403, 404):
                raise
            raise NoAnswer(
                f"Azure answered {error.status_code} when asked for the management group: it is "
                "not there, or this identity may not read it",
                "name it by its id, which is no display name (portal > Management groups), or ask "
                'for the role "Management Group Reader" in it',
            ) from None


def _subscription(item: Any) -> Subscription:
    return Subscription(
        item.subscription_id or "",
        item.display_name or "",
        word(item.state),
        item.tenant_id or "",
    )


NO_CREDENTIALS = (
    "there are no credentials for Azure here.\n{}\n"
    "Sign in with `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET."
)
OFFLINE = "Without --live the recorded submission is graded."


def explain(
    attempts: Sequence[Attempt], tell: Callable[[str], None], otherwise: str = "\n" + OFFLINE
) -> Exception:
    """What it means that none of these kinds of credentials gave a token.

    Args:
        tell: is told what was tried, a line at a time, if one is set up and failed.
        otherwise: what works without any.
    """
    silence = failure(attempts)
    if silence is None:
        tried = "\n".join(table(attempts))
        return pytest.UsageError(NO_CREDENTIALS.format(tried) + otherwise)
    if len(attempts) > 1:
        for line in table(attempts):
            tell(line)
    return silence


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
    where = ", on the emulator, not on Azure" if azure_session.transport.emulated else ""
    graded = f'Graded live: the subscription "{name}"{where}.'
    return f"{graded} {notice(azure_session.state)}".rstrip()


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
