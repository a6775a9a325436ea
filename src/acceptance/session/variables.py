"""The environment's variables that a live run obeys, refused where they make no sense.

What azure-identity and requests make of a bad value is a traceback, or words that do not name it.
"""

import importlib.util
import os
import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest

PUBLIC_CLOUD = (
    *("login.microsoftonline.com", "login.windows.net", "login.microsoft.com"),
    "sts.windows.net",
)
"""The sign-in hosts of Azure's public cloud."""

CLOUDS = {
    "login.microsoftonline.us": "Azure US Government",
    "login.usgovcloudapi.net": "Azure US Government",
    "login.partner.microsoftonline.cn": "Azure operated by 21Vianet (China)",
    "login.chinacloudapi.cn": "Azure operated by 21Vianet (China)",
    "login.microsoftonline.de": "Azure Germany, which was closed in 2021",
}
"""The sign-in hosts of other clouds."""

KINDS = (
    *("dev", "prod", "environmentcredential", "workloadidentitycredential"),
    *("managedidentitycredential", "visualstudiocodecredential", "azureclicredential"),
    *("azurepowershellcredential", "azuredeveloperclicredential", "interactivebrowsercredential"),
)
"""What AZURE_TOKEN_CREDENTIALS may say, in any letter case."""

CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


def refuse_bad_variables(environment: Mapping[str, str] = os.environ) -> None:
    """Refuse a value with which no live run can work; no value is shown that may be secret.

    Raises:
        pytest.UsageError: naming the variable, and what it may be.
    """
    for name in ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"):
        if name in environment and not environment[name].strip():
            raise pytest.UsageError(
                f"{name} is set, but empty: give it a value, or unset it to sign in otherwise"
            )
    if "AZURE_TENANT_ID" in environment:
        refuse_tenant("AZURE_TENANT_ID", environment["AZURE_TENANT_ID"])
    _refuse_credentials(environment)
    _refuse_cloud(environment.get("AZURE_AUTHORITY_HOST", ""))
    for name in CERTIFICATES:
        _refuse_certificates(name, environment.get(name, ""))
    for name in PROXIES:
        _refuse_proxy(name, environment.get(name, ""))


def refuse_tenant(name: str, tenant: str) -> None:
    """Refuse what can be no directory's id and no domain.

    Raises:
        pytest.UsageError: it is neither.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", tenant):
        raise pytest.UsageError(
            f"{name} is neither a directory's id nor a domain: it may hold letters, digits, dots "
            "and hyphens; the portal shows it under Microsoft Entra ID > Overview"
        )


def _refuse_credentials(environment: Mapping[str, str]) -> None:
    kind = environment.get("AZURE_TOKEN_CREDENTIALS", "").strip().casefold()
    if kind and kind not in KINDS:
        raise pytest.UsageError(
            "AZURE_TOKEN_CREDENTIALS names no kind of credentials; unset it, or let it be one of: "
            + ", ".join(KINDS)
        )
    certificate = environment.get("AZURE_CLIENT_CERTIFICATE_PATH", "")
    if certificate and not Path(certificate).is_file():
        raise pytest.UsageError(
            "AZURE_CLIENT_CERTIFICATE_PATH names no file that is there; correct or unset it"
        )


def _refuse_cloud(authority: str) -> None:
    if not authority.strip():
        return
    address = _address(authority)
    host = (address.hostname or "") if address else ""
    if address and address.scheme == "https" and host in PUBLIC_CLOUD:
        return
    named = f" ({CLOUDS[host]})" if host in CLOUDS else ""
    raise pytest.UsageError(
        f"AZURE_AUTHORITY_HOST names another cloud{named}: only Azure's public cloud is graded. "
        f"Unset it, or let it be https://{PUBLIC_CLOUD[0]}"
    )


def _refuse_certificates(name: str, path: str) -> None:
    if not path or Path(path).is_dir():
        return
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        why = "holds no certificate" if isinstance(error, ssl.SSLError) else "cannot be read"
        raise pytest.UsageError(
            f"{name}: the file {path} {why}; let it name the certificates to trust (PEM), or unset "
            "it"
        ) from None


def _refuse_proxy(name: str, value: str) -> None:
    if not value.strip():
        return
    address = _address(value)
    if address is None or not address.hostname or not _SCHEME.fullmatch(address.scheme):
        raise pytest.UsageError(
            f"{name} is no address of a proxy; let it be http://HOST:PORT, or unset it"
        )
    if address.scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
        raise pytest.UsageError(
            f"{name} names a SOCKS proxy, for which PySocks has to be installed; let it be "
            "http://HOST:PORT, or unset it"
        )


_SCHEME = re.compile("https?|socks[45][ah]?")


def _address(value: str) -> SplitResult | None:
    """A URL in parts, `None` if it is none; without a scheme it is taken as one of https."""
    try:
        parts = urlsplit(value if "://" in value else f"https://{value}")
        _ = parts.port
    except ValueError:
        return None
    return parts
