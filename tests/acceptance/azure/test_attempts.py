"""What each kind of credential came to, as azure-identity and a real command say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from azure.core.exceptions import ClientAuthenticationError

from acceptance.azure.attempts import table
from acceptance.azure.sign_in import Credentials, SignInTransport
from acceptance.azure.transport import Transport
from acceptance.causes import NoAnswer
from acceptance.session.credentials import SignIn, explain
from azure_emulator.server import Emulator
from azure_emulator.wire import Request, Response

SCOPE = "https://management.azure.com/.default"
Tried = Callable[..., tuple[Exception, list[str]]]

PRINTS_TOKEN = (
    """echo '{"accessToken": "'"$*"'", "expires_on": 4102444800, "tokenType": "Bearer"}'"""
)


@pytest.fixture
def az(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a command `az` of these lines on PATH, on which there is nothing else but a shell."""
    for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "USERNAME", "TOKEN_CREDENTIALS"):
        monkeypatch.delenv(f"AZURE_{name}", raising=False)
    for name in ("IDENTITY_ENDPOINT", "MSI_ENDPOINT", "HTTPS_PROXY", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(lines: str) -> None:
        command = tmp_path / "az"
        command.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        command.chmod(0o755)

    return put


@pytest.fixture
def tried() -> Iterator[Tried]:
    """What signing in with all kinds of credentials comes to, and the table of them."""
    opened: list[Credentials] = []

    def tried(tenant: str | None = None, seconds: float = 20) -> tuple[Exception, list[str]]:
        credentials = Credentials(SignInTransport(lambda _: False), tenant, seconds)
        opened.append(credentials)
        lines: list[str] = []
        with pytest.raises(ClientAuthenticationError):
            credentials.chain.get_token_info(SCOPE)
        outcome = explain(credentials.attempts, lines.append)
        return outcome, lines or list(table(credentials.attempts))

    yield tried
    for credentials in opened:
        credentials.chain.close()


@pytest.mark.usefixtures("az")
def test_no_credentials_at_all_are_told_by_a_table(tried: Tried) -> None:
    """Each kind has its line; nothing is quoted of what azure-identity says at length."""
    outcome, lines = tried()
    assert isinstance(outcome, pytest.UsageError)
    assert "there are no credentials for Azure here" in str(outcome)
    assert "  variables AZURE_...     not set" in lines
    assert "  Azure CLI (az)          not installed, or not on PATH" in lines
    assert len(lines) >= 7
    assert all(len(line) < 100 for line in lines)


def test_what_is_missing_of_the_variables_is_named(
    tried: Tried, az: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of three are no credentials."""
    az("echo 'Please run az login to setup account.' >&2; exit 1")
    monkeypatch.setenv("AZURE_CLIENT_ID", "0e0e0e0e-0000-4000-8000-00000000000e")
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "secret")
    _, lines = tried()
    assert "  variables AZURE_...     not set: AZURE_TENANT_ID" in lines


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("echo \"Please run 'az login' to setup account.\" >&2; exit 1", "not signed in: az login"),
        (
            "echo \"No subscription found. Run 'az account set' to select one.\" >&2; exit 1",
            "no subscription is selected: az account set",
        ),
    ],
)
def test_an_az_that_is_not_set_up_is_no_credential(
    lines: str, words: str, tried: Tried, az: Callable[[str], None]
) -> None:
    """Whoever runs it has to do it: nothing is graded, and the table says what to do."""
    az(lines)
    outcome, _ = tried()
    assert isinstance(outcome, pytest.UsageError)
    assert words in str(outcome)


@pytest.mark.parametrize(
    ("lines", "reason", "cure"),
    [
        ("exec /bin/sleep 20", "az gave no answer within 1 s", "--az-timeout=SECONDS"),
        (
            "echo 'requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED]' >&2; exit 1",
            "az: the connection is not trusted (TLS)",
            "REQUESTS_CA_BUNDLE",
        ),
        (
            "echo 'HTTPSConnectionPool: Max retries exceeded, NameResolutionError' >&2; exit 1",
            "az: the host's name is not known to DNS",
            "check the network",
        ),
        (
            "echo \"ModuleNotFoundError: No module named 'azure.cli'\" >&2; exit 1",
            "az ended with status 1: ModuleNotFoundError: No module named 'azure.cli'",
            "run it by hand: az account show",
        ),
        ("kill -9 $$", "az ended with status -9", "run it by hand"),
        ("echo '{}'", "az printed no token", "run it by hand"),
        (
            "echo 'AADSTS50076: Due to a change you must use multi-factor authentication to access "
            "x. To re-authenticate, please run: az login' >&2; exit 1",
            "signing in was refused (AADSTS50076): a second factor is needed",
            "az logout",
        ),
        (
            "echo 'AADSTS700082: The refresh token has expired due to inactivity.' >&2; exit 1",
            "signing in was refused (AADSTS700082): the sign-in has expired",
            "sign in again: az login",
        ),
        (
            "echo 'Interactive authentication is needed. Please run: az login' >&2; exit 1",
            "az: the sign-in has expired, or a stronger one is needed",
            "az logout",
        ),
    ],
)
def test_an_az_that_fails_leaves_nothing_verified(
    lines: str, reason: str, cure: str, tried: Tried, az: Callable[[str], None]
) -> None:
    """What happened to it, and what cures just that; it is nobody's omission."""
    az(lines)
    outcome, shown = tried(seconds=1 if "sleep" in lines else 20)
    assert isinstance(outcome, NoAnswer)
    assert reason in outcome.reason
    assert cure in outcome.cure
    assert any(reason in line for line in shown)


def test_what_az_prints_is_masked(tried: Tried, az: Callable[[str], None]) -> None:
    """Its last words may hold a token, or name a person."""
    az(f"echo 'failed for someone@example.test: {'a1' * 30}' >&2; exit 3")
    outcome, lines = tried()
    assert "example.test" not in f"{outcome}{lines}"
    assert "a1a1a1" not in f"{outcome}{lines}"


def test_the_tenant_reaches_az(az: Callable[[str], None]) -> None:
    """So that a guest's token is one of the subscription's own directory."""
    az(PRINTS_TOKEN)
    credentials = Credentials(SignInTransport(lambda _: False), "contoso.example.test", 20)
    with credentials.chain:
        assert "--tenant contoso.example.test" in credentials.chain.get_token_info(SCOPE).token


def test_the_tenant_named_wins_over_the_variable(
    az: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves the variable as it is."""
    del az
    monkeypatch.setenv("AZURE_TENANT_ID", "other.example.test")
    monkeypatch.setenv("AZURE_CLIENT_ID", "0e0e0e0e-0000-4000-8000-00000000000e")
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "secret")
    asked: list[str] = []

    class Silent(SignInTransport):
        def send(self, request: object, **_options: object) -> object:
            asked.append(request.url)  # type: ignore[attr-defined]  # azure-core's request
            raise OSError("nobody is there")

    credentials = Credentials(Silent(lambda _: False), "mine.example.test", 20)
    with credentials.chain, pytest.raises(ClientAuthenticationError):
        credentials.chain.get_token_info(SCOPE)
    assert "mine.example.test" in asked[0]


def test_a_claims_challenge_is_told_to_whoever_uses_az(
    emulator: Emulator, az: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """az cannot answer it by itself: a person has to sign in anew."""
    challenge = 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'

    def on_request(_: Request) -> Response:
        error = {"error": {"code": "InvalidAuthenticationToken", "message": "x"}}
        return Response(401, error, {"WWW-Authenticate": challenge})

    az(PRINTS_TOKEN)
    for name in ("HTTPS_PROXY", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, emulator.environment[name])
    credentials = Credentials(SignInTransport(lambda _: False), None, 20)
    emulator.cloud.on_request = on_request
    transport = Transport(patience=0)
    with credentials.chain, pytest.raises(NoAnswer) as raised:
        SignIn(
            credentials.chain, transport, lambda _: explain(credentials.attempts, print)
        ).subscriptions()
    transport.close()
    assert "a stronger" in raised.value.reason
    assert "az logout" in raised.value.cure
    assert "eyJ" not in raised.value.reason + raised.value.cure
