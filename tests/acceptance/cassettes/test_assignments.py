"""What is assigned to the name of a secret goes, whatever it looks like; the rest stays."""

from __future__ import annotations

import time

import pytest

from acceptance.cassettes.assignments import assigned_secrets, is_secret_name, without_assigned
from acceptance.cassettes.pseudonyms import Pseudonyms

VALUE = "Zx9~q.W7v_tr"


@pytest.mark.parametrize(
    "code",
    [
        "client_secret = '{}'",
        'PASSWORD="{}"',
        "self.api_key: str | None = '{}'",
        "predictionKey = ('{}')",
        "key = '''{}'''",
        "key = rb'{}'",
        "key = f'{}'",
        "endpoint, key = 'https://e.example/', '{}'",
        "if (token := '{}'):",
        "assert key == '{}'",
        "def f(client, key='{}'):",
        "connect(host='h', pwd='{}')",
        "x = {{'Prediction-Key': '{}'}}",
        "x['Training-Key'] = '{}'",
        "os.environ['AZURE_CLIENT_SECRET'] = '{}'",
        "os.environ.setdefault('MY_TOKEN', '{}')",
        "key = str('{}').strip()",
        "credentials = ApiKeyCredentials('{}')",
        'c = CognitiveServicesCredentials("{}")',
        "headers = {{'Authorization': 'Bearer {}'}}",
        "%env MY_KEY={}",
        "%env MY_KEY {}",
        "%set_env  MY_KEY {}",
        "!export API_TOKEN={}",
        "!set API_TOKEN={}",
        "%%writefile .env\nAZURE_KEY={}\n",
        "!curl -H 'Prediction-Key: {}' https://h.example/",
        "!az login --service-principal --password {} -u x",
        "!git clone https://joe:{}@git.example/x",
        '{{"key1": "{}", "keyName": "one"}}',
        "key1 = '{}",
    ],
)
def test_the_value_of_a_secret_goes(code: str) -> None:
    """In every way in which a notebook may assign it; and what it was is known by its value."""
    text = code.format(VALUE)
    scrubbed = without_assigned(text, Pseudonyms())
    assert VALUE not in scrubbed
    assert "scrubbed-key-1" in scrubbed
    assert without_assigned(scrubbed, Pseudonyms()) == scrubbed
    assert any(VALUE in secret for secret in assigned_secrets(text)) or "Bearer" in code


@pytest.mark.parametrize(
    "code",
    [
        "modelName = 'pet-classifier'",
        "projectId = '00000000-0000-4000-8000-000000000001'",
        "key = 'YOUR_KEY'",
        "key = os.environ['PREDICTION_KEY']",
        "key = os.getenv('PREDICTION_KEY')",
        "key = keys.key1",
        "key = ''",
        "prediction_key = 'https://x.cognitiveservices.azure.com/'",
        "key_name = 'one'",
        "tokenizer = 'bert'",
        "headers = {'Authorization': f'Bearer {token}'}",
        "prediction_credentials = ApiKeyCredentials(in_headers={'Prediction-key': cv_key})",
        "print('The key is', key)",
        "title = 'Key: cat'",
    ],
)
def test_what_is_no_secret_stays(code: str) -> None:
    """What is graded, what is to be filled in, and where a key comes from."""
    assert without_assigned(code, Pseudonyms()) == code


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("X_KEY", True),
        ("apiKey", True),
        ("predictionkey", True),
        ("Ocp-Apim-Subscription-Key", True),
        ("db.password", True),
        ("connectionString", True),
        ("key2", True),
        ("projectId", False),
        ("endpoint", False),
        ("token_url", False),
        ("keyword", False),
        ("passed", False),
        ("", False),
    ],
)
def test_a_name_tells(name: str, secret: bool) -> None:
    """By its words, however they are joined."""
    assert is_secret_name(name) is secret


@pytest.mark.parametrize(
    "unit",
    ["'", '"', "a", "key=", "'''", "key='\\", "a.", "key, ", "a:", "--a", "key('", "\n", "{"],
)
def test_no_text_takes_long(unit: str) -> None:
    """A hundred thousand characters are searched in less than a second or two."""
    began = time.process_time()
    without_assigned(unit * (100_000 // len(unit)), Pseudonyms())
    assert time.process_time() - began < 3
