"""What each kind of credential came to, in a few words: a table instead of a wall of text.

azure-identity's own message quotes whatever a command printed; of that only what is recognised is
shown, or its last line, masked.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acceptance.azure import sign_in_errors
from acceptance.azure.errors import causes, meaning, refused_sign_in
from acceptance.causes import NoAnswer
from acceptance.plain_text import masked

NAMES = {
    "EnvironmentCredential": "variables AZURE_...",
    "WorkloadIdentityCredential": "workload identity",
    "ManagedIdentityCredential": "managed identity",
    "SharedTokenCacheCredential": "shared cache of tokens",
    "VisualStudioCodeCredential": "Visual Studio Code",
    "AzureCliCredential": "Azure CLI (az)",
    "AzurePowerShellCredential": "Azure PowerShell",
    "AzureDeveloperCliCredential": "Developer CLI (azd)",
    "InteractiveBrowserCredential": "browser",
    "BrokerCredential": "account of Windows",
}
"""What azure-identity calls a kind of credential -> how a person knows it."""

SECRET_VARIABLES = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET")
"""What an application signs in with, as azure-identity reads it."""

MORE_TIME = "give it more time: --az-timeout=SECONDS"
LONGEST = 120
"""How many characters are quoted of what a command printed."""


@dataclass(frozen=True)
class Attempt:
    """One kind of credential that gave no token.

    Args:
        name: as a person knows it.
        why: what happened.
        failure: what it means that it failed; `None` if it is not set up here.
    """

    name: str
    why: str
    failure: NoAnswer | None = None

    @property
    def line(self) -> str:
        """A line of the table."""
        return f"  {self.name:<22}  {self.why}"


def attempt(name: str, error: Exception, seconds: float) -> Attempt:
    """What came of one kind of credential.

    Args:
        name: its class's name in azure-identity.
        error: what it raised.
        seconds: how long a command was given.
    """
    shown = NAMES.get(name, name)
    if type(error).__name__ != "CredentialUnavailableError":
        means = meaning(error, "a token")
        if not isinstance(means, NoAnswer):
            means = NoAnswer(f"signing in failed: {type(error).__name__}", "sign in: az login")
        return Attempt(shown, means.reason, means)
    if name == "EnvironmentCredential":
        return Attempt(shown, _variables())
    if name in ("AzureCliCredential", "AzureDeveloperCliCredential", "AzurePowerShellCredential"):
        return _of_command(shown, error, seconds)
    return Attempt(shown, _ABSENT.get(name, "not set up here"))


_ABSENT = {
    "ManagedIdentityCredential": "this is no machine of Azure with an identity",
    "VisualStudioCodeCredential": "not signed in there",
    "BrokerCredential": "not available here",
}


def _variables() -> str:
    missing = [name for name in SECRET_VARIABLES if not os.environ.get(name)]
    if len(missing) == len(SECRET_VARIABLES) or not missing:
        return "not set"
    return f"not set: {', '.join(missing)}"


def _of_command(name: str, error: Exception, seconds: float) -> Attempt:
    short = name.partition("(")[2].rstrip(")") or name
    said = str(error)
    for cause in causes(error):
        if isinstance(cause, subprocess.TimeoutExpired):
            why = f"{short} gave no answer within {seconds:.0f} s"
            return _failed(name, why, f"run it by hand, or {MORE_TIME}")
        if isinstance(cause, subprocess.CalledProcessError):
            said = f"{said}\n{cause.stderr or ''}"
            return _of_output(name, short, said, cause.returncode)
    if "not found on path" in said.casefold() or "not installed" in said.casefold():
        return Attempt(name, "not installed, or not on PATH")
    if "claims" in said:
        means, cure = sign_in_errors.CODES[50076]
        return _failed(name, f"a stronger sign-in is asked for: {means}", cure)
    if "Failed to execute" in said:
        return _failed(name, f"{short} cannot be executed", f"run it by hand: {short} version")
    if "Unexpected output" in said:
        return _failed(name, f"{short} printed no token", f"run it by hand: {short} account show")
    return Attempt(name, "not signed in there")


def _of_output(name: str, short: str, said: str, status: int) -> Attempt:
    """What a command means by what it wrote before it ended with a status other than 0."""
    if code := sign_in_errors.code_in(said):
        failure = refused_sign_in(code)
        return Attempt(name, failure.reason, NoAnswer(f"{short}: {failure.reason}", failure.cure))
    for pattern, why, cure in _OUTPUTS:
        if re.search(pattern, said, re.IGNORECASE):
            if not cure:
                return Attempt(name, why)
            return _failed(name, f"{short}: {why}", cure)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = masked(lines[-1])[:LONGEST] if lines else "without a word"
    return _failed(
        name, f"{short} ended with status {status}: {last}", f"run it by hand: {short} account show"
    )


_OUTPUTS: tuple[tuple[str, str, str], ...] = (
    (
        "CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification|self.signed certificate",
        "the connection is not trusted (TLS)",
        "name your proxy's certificate in REQUESTS_CA_BUNDLE, then run again",
    ),
    (
        "NameResolutionError|getaddrinfo|Name or service not known",
        "the host's name is not known to DNS",
        "check the network, then run again",
    ),
    (
        "ProxyError|Unable to connect to proxy",
        "the proxy does not let it through",
        "check HTTPS_PROXY, then run again",
    ),
    (
        "ConnectionError|Max retries exceeded|Connection aborted|timed out",
        "the connection failed",
        "check the network, then run again",
    ),
    ("az account set", "no subscription is selected: az account set --subscription ID", ""),
    (
        "interaction.?required|interactive authentication is needed",
        "the sign-in has expired, or a stronger one is needed",
        "sign in anew and answer the prompt: az logout, then az login",
    ),
    ("az login|auth login|Connect-AzAccount", "not signed in: az login", ""),
)
"""What a command's words match, what they mean, and what cures it; "" if it is not signed in."""


def _failed(name: str, why: str, cure: str) -> Attempt:
    return Attempt(name, why, NoAnswer(f"signing in failed: {why}", cure))


def table(attempts: Iterable[Attempt]) -> Sequence[str]:
    """What was tried, a line each."""
    return ["Tried to sign in by:", *(attempt.line for attempt in attempts)]


def failure(attempts: Sequence[Attempt]) -> NoAnswer | None:
    """What the first kind of credential means that is set up here and failed; none may be."""
    return next((attempt.failure for attempt in attempts if attempt.failure), None)
