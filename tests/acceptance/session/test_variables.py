"""Variables of the environment with which no live run can work are named, and not shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from azure.identity import DefaultAzureCredential

from acceptance.session.variables import KINDS, refuse_bad_variables

NONSENSE = "https://me:pa55word@:x"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("AZURE_TENANT_ID", "", "is set, but empty"),
        ("AZURE_TENANT_ID", "  ", "is set, but empty"),
        ("AZURE_TENANT_ID", "my/tenant", "neither a directory's id nor a domain"),
        ("AZURE_TENANT_ID", "two words", "neither a directory's id nor a domain"),
        ("AZURE_CLIENT_ID", "", "is set, but empty"),
        ("AZURE_CLIENT_SECRET", "", "is set, but empty"),
        ("AZURE_CLIENT_CERTIFICATE_PATH", "/nope.pem", "names no file"),
        ("AZURE_TOKEN_CREDENTIALS", "nonsense", "let it be one of: dev, prod, "),
        ("AZURE_AUTHORITY_HOST", "login.microsoftonline.us", "(Azure US Government)"),
        ("AZURE_AUTHORITY_HOST", "https://login.chinacloudapi.cn", "21Vianet"),
        ("AZURE_AUTHORITY_HOST", "http://login.microsoftonline.com", "another cloud"),
        ("AZURE_AUTHORITY_HOST", "https://nowhere.example.test", "another cloud"),
        ("AZURE_AUTHORITY_HOST", "https://[", "another cloud"),
        ("REQUESTS_CA_BUNDLE", "/nope", "/nope cannot be read"),
        ("CURL_CA_BUNDLE", "/nope", "/nope cannot be read"),
        ("SSL_CERT_FILE", "/nope", "/nope cannot be read"),
        ("REQUESTS_CA_BUNDLE", __file__, "holds no certificate"),
        ("HTTPS_PROXY", NONSENSE, "let it be http://HOST:PORT"),
        ("https_proxy", "http://host:port", "let it be http://HOST:PORT"),
        ("HTTPS_PROXY", "http://:8080", "let it be http://HOST:PORT"),
        ("ALL_PROXY", "gopher://host:1", "let it be http://HOST:PORT"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str, words: str) -> None:
    """Which variable, and what it may be; never its value, unless it is a file's name."""
    with pytest.raises(pytest.UsageError) as raised:
        refuse_bad_variables({name: value})
    assert str(raised.value).startswith(name)
    assert words in str(raised.value)
    assert "pa55word" not in str(raised.value)


def test_good_values_pass(tmp_path: Path) -> None:
    """So does what is not set at all, or empty where that means the same."""
    refuse_bad_variables({})
    refuse_bad_variables(
        {
            "AZURE_TENANT_ID": "contoso.onmicrosoft.com",
            "AZURE_TOKEN_CREDENTIALS": " AzureCliCredential",
            "AZURE_AUTHORITY_HOST": "login.microsoftonline.com/",
            "REQUESTS_CA_BUNDLE": str(tmp_path),
            "SSL_CERT_FILE": "",
            "HTTPS_PROXY": "me:secret@proxy.example.test:8080",
            "https_proxy": "http://proxy.example.test",
        }
    )


def test_the_kinds_of_credentials_are_azure_identitys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer one may know more; then the list here is completed."""
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "nonsense")
    with pytest.raises(ValueError, match="Valid values") as raised:
        DefaultAzureCredential()
    listed = str(raised.value).partition("Valid values are: ")[2].rstrip(".").split(", ")
    assert sorted(listed) == sorted(KINDS)
