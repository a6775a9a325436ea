"""The variables that lead a process to the emulator, whatever it is written in.

| client | proxy | authority |
|---|---|---|
| Python (requests, httpx, aiohttp, azure-core) | `HTTPS_PROXY` | `REQUESTS_CA_BUNDLE`, `SSL_CERT_FILE` |
| curl | `HTTPS_PROXY` | `CURL_CA_BUNDLE` |
| Node | `HTTPS_PROXY`; its own fetch from 22.21 and 24 on with `NODE_USE_ENV_PROXY` | `NODE_EXTRA_CA_CERTS` |
| Java | `JAVA_TOOL_OPTIONS` | a trust store, named there |
| .NET, Go | `HTTPS_PROXY` | `SSL_CERT_FILE` |
"""  # noqa: E501

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

TRUST_STORE_PASSWORD = "changeit"  # noqa: S105 - Java's usual one; it protects nothing here.
CERTIFICATE_VARIABLES = (
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_FILE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
)


def variables(proxy_url: str, ca_file: Path) -> dict[str, str]:
    """The variables, none of them secret.

    The proxy's have both letter cases: requests and curl prefer the lower one, and a machine may
    have it set. `NO_PROXY` is emptied, for it could name Azure.

    Args:
        proxy_url: the emulator's proxy.
        ca_file: whom to trust, PEM; Java's trust store is beside it.
    """
    proxy = {"HTTPS_PROXY": proxy_url, "NO_PROXY": ""}
    return {
        **proxy,
        **{name.lower(): value for name, value in proxy.items()},
        **dict.fromkeys(CERTIFICATE_VARIABLES, str(ca_file)),
        "NODE_USE_ENV_PROXY": "1",
        "JAVA_TOOL_OPTIONS": " ".join(_java_options(proxy_url, trust_store(ca_file))),
    }


def trust_store(ca_file: Path) -> Path:
    """Java's trust store beside the authority's certificate, PKCS #12; written if it is not there.

    Its password is Java's usual one, `changeit`.
    """
    file = ca_file.with_suffix(".p12")
    if not file.exists():
        certificate = x509.load_pem_x509_certificate(ca_file.read_bytes())
        entry = pkcs12.PKCS12Certificate(certificate, b"azure-emulator")
        encryption = BestAvailableEncryption(TRUST_STORE_PASSWORD.encode())
        file.write_bytes(pkcs12.serialize_java_truststore([entry], encryption))
    return file


def _java_options(proxy_url: str, store: Path) -> list[str]:
    proxy = urlsplit(proxy_url)
    options = {
        "https.proxyHost": proxy.hostname,
        "https.proxyPort": proxy.port,
        "http.nonProxyHosts": "",
        "javax.net.ssl.trustStore": store,
        "javax.net.ssl.trustStoreType": "PKCS12",
        "javax.net.ssl.trustStorePassword": TRUST_STORE_PASSWORD,
    }
    return [_java_word(f"-D{name}={value}") for name, value in options.items()]


def _java_word(word: str) -> str:
    """A word of `JAVA_TOOL_OPTIONS`, which knows quotes, but no escapes."""
    return f'"{word}"' if any(letter.isspace() for letter in word) else word


def _shell(name: str, value: str) -> str:
    quoted = "'" + value.replace("'", "'\"'\"'") + "'"
    return f"export {name}={quoted}"


def _powershell(name: str, value: str) -> str:
    quoted = value.replace("'", "''")
    return f"$env:{name} = '{quoted}'"


def _dotenv(name: str, value: str) -> str:
    plain = shlex.quote(value) == value
    return f"{name}={value}" if plain else f"{name}='{value}'"


def _github(name: str, value: str) -> str:
    return f"{name}={value}"


_LINES: dict[str, Callable[[str, str], str]] = {
    "sh": _shell,
    "powershell": _powershell,
    "dotenv": _dotenv,
    "github": _github,
}
FORMS = (*_LINES, "json")
"""`sh` and `powershell` to evaluate, `dotenv` for a file `.env`, `github` for `$GITHUB_ENV`."""


def shown(environment: Mapping[str, str], form: str) -> str:
    """The variables in a form of `FORMS`, a line each, without a last line break."""
    if form == "json":
        return json.dumps(dict(environment), indent=2)
    return "\n".join(_LINES[form](name, value) for name, value in environment.items())
