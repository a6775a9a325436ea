"""The variables, in each form that a shell, a program or a pipeline reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from azure_emulator import client_environment
from azure_emulator.server import Emulator

HARD = {"PLAIN": "http://127.0.0.1:1", "SPACES": "-Da=b -Dc=d", "QUOTE": "it's", "EMPTY": ""}


def test_a_shell_reads_what_is_printed() -> None:
    """Every value as it is, whatever is in it."""
    script = client_environment.shown(HARD, "sh") + "\nenv -0"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    found = dict(line.partition("=")[::2] for line in done.stdout.split("\0") if line)
    assert {name: found[name] for name in HARD} == HARD


def test_the_other_forms() -> None:
    """A quote is doubled in PowerShell; a file `.env` quotes what is not plain; JSON is JSON."""
    assert client_environment.shown(HARD, "powershell").splitlines() == [
        "$env:PLAIN = 'http://127.0.0.1:1'",
        "$env:SPACES = '-Da=b -Dc=d'",
        "$env:QUOTE = 'it''s'",
        "$env:EMPTY = ''",
    ]
    assert client_environment.shown({"A": "b c", "D": "e"}, "dotenv") == "A='b c'\nD=e"
    assert client_environment.shown({"A": "b c"}, "github") == "A=b c"
    assert json.loads(client_environment.shown(HARD, "json")) == HARD


def test_the_environment_names_the_authority_to_all(emulator: Emulator) -> None:
    """Python, curl, Node, .NET and Go by a file; Java by a trust store beside it."""
    environment = emulator.environment
    files = {environment[name] for name in client_environment.CERTIFICATE_VARIABLES}
    assert files == {str(emulator.ca_file)}
    assert environment["https_proxy"] == environment["HTTPS_PROXY"] == emulator.proxy_url
    assert environment["no_proxy"] == environment["NO_PROXY"] == ""
    port = emulator.proxy_url.rpartition(":")[2]
    assert f"-Dhttps.proxyPort={port}" in environment["JAVA_TOOL_OPTIONS"].split()
    assert emulator.environment == environment


@pytest.mark.skipif(shutil.which("keytool") is None, reason="the JDK is not here")
def test_java_reads_the_trust_store(emulator: Emulator, pytestconfig: pytest.Config) -> None:
    """With the password that all know."""
    if not pytestconfig.getoption("--whole"):
        pytest.skip("with --whole: starting a JVM takes long")
    store = client_environment.trust_store(emulator.ca_file)
    words = ("-list", "-keystore", store, "-storepass", client_environment.TRUST_STORE_PASSWORD)
    done = subprocess.run(["keytool", *words], capture_output=True, text=True, check=False)
    assert "azure-emulator" in done.stdout
    assert "trustedCertEntry" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="a folder whose name has a space")
def test_a_trust_store_in_a_folder_with_a_space(emulator: Emulator, tmp_path: Path) -> None:
    """JAVA_TOOL_OPTIONS has it in quotes."""
    folder = tmp_path / "my files"
    folder.mkdir()
    (folder / "ca.pem").write_bytes(emulator.ca_file.read_bytes())
    variables = client_environment.variables(emulator.proxy_url, folder / "ca.pem")
    assert f'"-Djavax.net.ssl.trustStore={folder}/ca.p12"' in variables["JAVA_TOOL_OPTIONS"]
