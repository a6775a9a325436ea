"""What an identity sees, for who grades many submissions and so names no subscription."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from acceptance.azure import roles
from acceptance.plain_text import masked
from acceptance.session.credentials import SignIn, explain
from acceptance.session.options import AZ_TIMEOUT
from acceptance.session.subscriptions import ACTIVE, Subscription
from acceptance.session.variables import refuse_bad_variables, refuse_tenant

__all__ = ["ACTIVE", "HOW_TO_SEE", "Subscription", "seen"]

HOW_TO_SEE = roles.HOW_TO_SEE


def seen(
    tenant: str | None, group: str | None, tell: Callable[[str], None]
) -> tuple[tuple[Subscription, ...], frozenset[str] | None]:
    """The subscriptions that the signed-in identity sees, whatever their state.

    Args:
        tenant: the directory to sign in to; None leaves that to the credentials.
        group: a management group, by its id.
        tell: is told what is waited for, and what was tried.

    Returns:
        the subscriptions, and the ids of those in the management group, if one is named.

    Raises:
        ValueError: no credentials are set up here, or not rightly; the message says what to do.
        NoAnswer: signing in failed, or Azure did not answer.
    """
    try:
        with _silent():
            return _seen(tenant, group, tell)
    except pytest.UsageError as error:
        raise ValueError(str(error)) from None


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the log of Azure's SDKs from the terminal: what matters of it is said in our words."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _seen(
    tenant: str | None, group: str | None, tell: Callable[[str], None]
) -> tuple[tuple[Subscription, ...], frozenset[str] | None]:
    from acceptance.azure.sign_in import Credentials, SignInTransport
    from acceptance.azure.transport import Transport

    refuse_bad_variables()
    if tenant:
        refuse_tenant("--tenant", tenant)
    transport = Transport(tell=tell)
    try:
        credentials = Credentials(SignInTransport(transport.wait), tenant, AZ_TIMEOUT)
    except (ValueError, OSError) as error:
        raise ValueError(f"the variables AZURE_... cannot be used: {masked(str(error))}") from None
    try:
        identity = SignIn(
            credentials.chain, transport, lambda _: explain(credentials.attempts, tell, "")
        )
        visible = identity.subscriptions()
        return visible, identity.in_management_group(group) if group else None
    finally:
        credentials.chain.close()
        transport.close()
