"""Secrets and people become pseudonyms, everywhere and always the same ones."""

from __future__ import annotations

import base64
import json
import random
import re
import string
import time
import uuid
from typing import Any
from urllib.parse import quote

import pytest

from acceptance.cassettes import scrubbing
from acceptance.cassettes.pseudonyms import DASHED, PUBLIC_IDS, Pseudonyms
from acceptance.cassettes.scrubbing import scrub_body, scrub_data, scrub_text

PSEUDONYM = re.compile(r"00000000-?0000-?4000-?8000-?\d{12}")


@pytest.fixture
def dice() -> random.Random:
    """A source of made-up secrets, the same in every run."""
    return random.Random(20)  # noqa: S311 - nothing here is worth guessing


def an_id(dice: random.Random) -> str:
    """A dashed GUID."""
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def a_key(dice: random.Random, length: int = 84) -> str:
    """A key of the newer kind."""
    return "".join(dice.choices(string.ascii_letters + string.digits, k=length))


def a_token(dice: random.Random) -> str:
    """What a JSON web token looks like."""
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    return f"{header}.{a_key(dice, 40)}.{a_key(dice, 40)}"


def canaries(dice: random.Random) -> dict[str, str]:
    """One secret of each kind that is recognised by its shape, by kind."""
    return {
        "dashed id": an_id(dice),
        "upper-case id": an_id(dice).upper(),
        "plain id": an_id(dice).replace("-", ""),
        "new key": a_key(dice),
        "storage key": base64.b64encode(dice.randbytes(64)).decode(),
        "token": a_token(dice),
        "e-mail": f"jane.{a_key(dice, 6)}@school.example.edu",
    }


def test_every_shape_is_replaced_in_every_place(dice: random.Random) -> None:
    """No secret survives in a body, wherever it stands: value, key, list, text, code, base64."""
    for secret in canaries(dice).values():
        texts = [
            secret,
            f"before {secret} after",
            f"https://host/a/{secret}/b?c={quote(secret, safe='')}%2F{quote(secret, safe='')}",
            base64.b64encode(f"the secret is {secret}, keep it".encode()).decode(),
        ]
        for text in texts:
            data = {"a": text, "b": [{"c": text}], text: 1}
            scrubbed = scrub_body(json.dumps(data), Pseudonyms())
            assert scrubbing.remaining(scrubbed, {secret: "it"}) is None, (secret, text)
            decoded = scrubbed + "".join(
                base64.b64decode(coded + "==").decode("utf-8", "replace")
                for coded in re.findall(r"[\w+/]{24,}", scrubbed)
            )
            assert secret not in decoded


@pytest.mark.parametrize("name", ["key1", "key2", "Training-Key", "connectionString", "password"])
def test_a_secret_field_needs_no_shape(name: str) -> None:
    """The value of a field for secrets is replaced, whatever it looks like."""
    assert scrub_data({name: "tom"}, Pseudonyms()) == {name: "scrubbed-key-1"}


@pytest.mark.parametrize("name", ["createdBy", "lastModifiedBy", "userName", "givenName", "mail"])
def test_a_field_for_people_holds_nobody(name: str) -> None:
    """Names in Azure's fields for people are replaced, at any depth."""
    assert scrub_data({"x": [{name: "Jane Doe"}]}, Pseudonyms()) == {"x": [{name: "person-1"}]}


def test_only_subscriptions_and_tenants_lose_their_display_name() -> None:
    """The display name of a subscription is replaced, that of an application stays."""
    subscription = {"subscriptionId": "s", "displayName": "Jane's Azure"}
    assert scrub_data(subscription, Pseudonyms())["displayName"] == "name-1"
    jupyter = {"displayName": "Jupyter", "endpointUri": "https://vm.example"}
    assert scrub_data(jupyter, Pseudonyms()) == jupyter


def test_null_numbers_and_empty_texts_stay() -> None:
    """Only texts are replaced; empty ones hold nothing."""
    data = {"key1": "", "createdBy": None, "count": 10, "ok": True, "probability": 8.79e-13}
    assert scrub_data(data, Pseudonyms()) == data


@pytest.mark.parametrize("body", ["10", "true", '"text"', "[]", "null"])
def test_a_bare_value_is_json_as_well(body: str) -> None:
    """Custom Vision answers `10` and `true`; they stay what they are."""
    assert json.loads(scrub_body(body, Pseudonyms())) == json.loads(body)


def test_an_id_has_the_same_pseudonym_in_all_its_spellings(dice: random.Random) -> None:
    """Dashed, upper-case and undashed forms of one id have one number."""
    secret = an_id(dice)
    text = f"{secret} {secret.upper()} i-{secret.replace('-', '')}/t"
    dashed = "00000000-0000-4000-8000-000000000001"
    assert scrub_text(text, Pseudonyms()) == f"{dashed} {dashed} i-{dashed.replace('-', '')}/t"


def test_public_ids_stay() -> None:
    """An id that is the same for every customer means something, and stays."""
    text = " ".join(sorted(PUBLIC_IDS))
    assert scrub_text(text, Pseudonyms()) == text


def test_ids_join_as_before_and_scrubbing_twice_changes_nothing(dice: random.Random) -> None:
    """Over many exchanges, equal ids stay equal and different ones different; it is idempotent."""
    pool = [an_id(dice) for _ in range(30)] + sorted(PUBLIC_IDS)
    keys = [a_key(dice) for _ in range(3)]

    def document() -> Any:
        ids = dice.choices(pool, k=6)
        return {
            "id": f"/subscriptions/{ids[0]}/resourceGroups/g/{ids[1].replace('-', '')}",
            "tags": [{"tagId": one} for one in ids[2:]],
            "createdBy": dice.choice(["Jane", "Joe", ids[3]]),
            "key1": dice.choice(keys),
            "text": f"sent {dice.choice(keys)} by {dice.choice(['a', 'b'])}@example.edu",
        }

    bodies = [json.dumps(document()) for _ in range(50)]
    first = Pseudonyms()
    scrubbed = [scrub_body(body, first) for body in bodies]
    ids = re.compile(DASHED)
    pairs = {
        pair
        for body, other in zip(bodies, scrubbed, strict=True)
        for pair in zip(ids.findall(body), ids.findall(other), strict=True)
    }
    assert len({old for old, _ in pairs}) == len({new for _, new in pairs}) == len(pairs)
    assert all(old == new if old in PUBLIC_IDS else PSEUDONYM.fullmatch(new) for old, new in pairs)
    second = Pseudonyms()
    assert [scrub_body(body, second) for body in scrubbed] == scrubbed


def test_a_known_secret_of_any_shape_is_replaced() -> None:
    """What is known by value is found without a shape, and inside other words."""
    pseudonyms = Pseudonyms(known=("swordfish", "swordfish-2"))
    text = scrub_text("a swordfish, xswordfish-2x", pseudonyms)
    assert "swordfish" not in repr(pseudonyms)
    assert text == "a scrubbed-key-1, xscrubbed-key-2x"


def test_the_query_of_a_signed_address_goes() -> None:
    """Of an address with a signature only host and path stay, readable without a key no more."""
    signed = "https://blob.example/i-1/t-2?sv=2017&sr=b&" + "sig=" + "ab%2Bc%3D&se=2026&sp=r"
    text = json.dumps({"uri": signed, "next": "https://x.example/?a=1"})
    data = json.loads(scrub_body(text, Pseudonyms()))
    assert data == {
        "uri": "https://blob.example/i-1/t-2?scrubbed-signature",
        "next": "https://x.example/?a=1",
    }


@pytest.mark.parametrize("name", ["Account" + "Key", "SharedAccess" + "Key", "client_secret"])
def test_a_secret_in_a_connection_string_goes(name: str) -> None:
    """`name=value` of a secret name loses its value."""
    text = scrub_text(f"Endpoint=x;{name}=abc+/=;Other=1", Pseudonyms())
    assert text == f"Endpoint=x;{name}=scrubbed-key-1;Other=1"


def test_a_skip_token_is_opaque_and_joins() -> None:
    """The token of a page is the same in the link to it and in the request for it."""
    pseudonyms = Pseudonyms()
    link = scrub_text("https://x/?$skiptoken=ab%3D%3D&api-version=1", pseudonyms)
    request = scrub_text("https://x/?api-version=1&%24skipToken=ab==", pseudonyms)
    assert link == "https://x/?$skiptoken=page-1&api-version=1"
    assert request.endswith("skipToken=page-1")


def test_a_refused_client_is_nobody() -> None:
    """The name in Azure's 403 goes, the rest of the sentence stays."""
    text = scrub_text("The client 'Jane Doe' has no right to action 'a/b/read'", Pseudonyms())
    assert text == "The client 'person-1' has no right to action 'a/b/read'"


@pytest.mark.parametrize("path", ["/home/jane/x", "C:\\Users\\jane\\x", "/mnt/code/Users/jane/x"])
def test_a_home_folder_is_nobodys(path: str) -> None:
    """A traceback's paths name people no more."""
    assert scrub_text(path, Pseudonyms()) == path.replace("jane", "person-1")


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\Jane Mary Doe\notebooks\x.ipynb",
        r"C:\\Users\\Jane Mary Doe\\x",
        "C:/Users/Jane Mary Doe/x",
        "file:///C:/Users/Jane Mary Doe/x",
        r"\\server\Users\Jane Mary Doe\x",
    ],
)
def test_a_name_with_spaces_is_a_name(path: str) -> None:
    """On Windows a home folder is often named by first and last name."""
    assert scrub_text(path, Pseudonyms()) == path.replace("Jane Mary Doe", "person-1")


def test_an_address_of_the_new_kind_is_nobodys() -> None:
    """IPv6 goes; a time, a slice and this machine itself stay."""
    text = scrub_text(
        "fe80::1ff:fe23:4567:890a 2a00:1450:4001:81c::200e 12:30:45 a[1::2] ::1 a[::-1] b[1:2:3]",
        Pseudonyms(),
    )
    assert text == "2001:db8::1 2001:db8::2 12:30:45 a[1::2] ::1 a[::-1] b[1:2:3]"


def test_an_address_of_any_alphabet_is_nobodys() -> None:
    """Mail domains may have letters of any alphabet."""
    text = scrub_text("jürgen@müller.example, π@παράδειγμα.example", Pseudonyms())
    assert text == "person-1@example.org, person-2@example.org"


ISSUED = {
    "GitHub": "ghp" + "_" + "a1B2" * 9,
    "GitHub, fine": "github" + "_pat_" + "a1B2" * 9,
    "OpenAI": "sk" + "-proj-" + "a1B2" * 9,
    "Amazon": "AKIA" + "A1B2" * 4,
    "Google": "AIza" + "a1B2-" * 7,
    "Hugging Face": "hf" + "_" + "a1B2" * 9,
    "Entra": "a1b" + "8Q~" + "a1B2" * 8 + "ab",
    "base64": base64.b64encode(bytes(range(200, 232))).decode(),
}
"""Made up, and in pieces, so that nobody's scanner takes them for real ones."""


@pytest.mark.parametrize("issuer", ISSUED)
def test_what_was_issued_is_known_by_its_shape(issuer: str) -> None:
    """In code, in an address, and in a sentence."""
    token = ISSUED[issuer]
    for text in (f"x = '{token}'", f"https://h/?t={token}&a=1", f"It is {token}, keep it"):
        assert token not in scrub_text(text, Pseudonyms()), text


def test_a_private_key_goes_whole() -> None:
    """With all its lines."""
    key = "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----"
    assert "MIIE" not in scrub_text(f"a\n{key}\nb", Pseudonyms())


def test_a_network_address_is_nobodys() -> None:
    """The address of a machine or a home goes; a version and this machine itself stay."""
    text = scrub_text(
        "203.0.113.4 10.0.0.4 203.0.113.4 127.0.0.1 23.01.19 3.0.02209.0006", Pseudonyms()
    )
    assert text == "192.0.2.1 192.0.2.2 192.0.2.1 127.0.0.1 23.01.19 3.0.02209.0006"


def test_names_that_are_graded_stay() -> None:
    """Groups, accounts, projects, tags and hosts made of them join the exchanges: they stay."""
    text = (
        "/resourceGroups/udacity-exercises/providers/Microsoft.CognitiveServices/accounts/pets-JD "
        "https://pets-jd.cognitiveservices.azure.com/ Pet Classification, cat, pet-classifier"
    )
    assert scrub_text(text, Pseudonyms()) == text


def test_headers_are_a_short_list() -> None:
    """Of a request only the key headers stay, with pseudonyms; of a response the harmless ones."""
    sent = {"Authorization": b"Bearer x", "Training-Key": b"abc", "Cookie": "a", "User-Agent": "u"}
    assert scrubbing.scrub_request_headers(sent, Pseudonyms()) == {
        "training-key": ["scrubbed-key-1"]
    }
    got = {"Content-Type": ["text/html"], "Set-Cookie": ["a"], "x-ms-request-id": ["b"]}
    assert scrubbing.scrub_response_headers(got, Pseudonyms()) == {"content-type": ["text/html"]}


@pytest.mark.parametrize(
    "body", [base64.b64encode(b'{"a": "text that is long enough"}'), b'{"a": "text"}']
)
def test_coded_bodies_are_read(body: bytes) -> None:
    """A body is read whether it is coded or not."""
    assert "text" in scrubbing.readable(body)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe not utf-8", b"\x1f\x8b torn", b"AAAA" * 20])
def test_a_broken_body_is_still_a_body(body: bytes) -> None:
    """What cannot be decoded is text with gaps, no error."""
    assert isinstance(scrubbing.readable(body), str)


def test_the_guard_finds_every_spelling(dice: random.Random) -> None:
    """A secret that is left is found as it is, as an address and base64 write it, and undashed."""
    secret = an_id(dice)
    spellings = [secret.upper(), secret.replace("-", "")]
    password = "a b&c'd/e=f"
    coded = base64.b64encode(password.encode()).decode()
    for text in spellings:
        assert scrubbing.remaining(f"x{text}y", {secret: "the id"}) == "the id"
    for text in (quote(password, safe=""), coded, json.dumps(password)):
        assert scrubbing.remaining(f"x{text}y", {password: "the password"}) == "the password"
    assert scrubbing.remaining("nothing here", {secret: "a", password: "b"}) is None


def test_a_pseudonym_is_no_secret() -> None:
    """The guard lets pseudonyms pass: a run on the emulator may have such ids from the start."""
    standing = "00000000-0000-4000-8000-000000000001"
    assert scrubbing.remaining(standing, {standing: "the id"}) is None


@pytest.mark.parametrize("unit", ["a", "a-", "?", "eyJ", "client '", "%2F", "0", "skiptoken=", "@"])
def test_hostile_text_takes_no_time(unit: str) -> None:
    """A long text without a secret is scrubbed in time that grows with its length only."""
    text = unit * (200_000 // len(unit))
    scrub_text(text, Pseudonyms())


def test_half_a_pair_of_surrogates_can_be_kept() -> None:
    """A name that no file can hold as it is stands there as JSON's escape, and reads back."""
    text = scrub_body('{"name": "\\ud83d"}', Pseudonyms())
    assert text.isascii()
    assert json.loads(text) == {"name": "\ud83d"}


@pytest.mark.parametrize(
    "text", ["eyJaaaaaaaaaa-" * 7_000, "a.b+c@d-" * 12_000, "?sig%3D%41" * 9_000]
)
def test_no_text_makes_scrubbing_slow(text: str) -> None:
    """100 kB that look like the beginning of many secrets take a moment, not minutes."""
    began = time.process_time()
    scrub_text(text, Pseudonyms())
    assert time.process_time() - began < 3
