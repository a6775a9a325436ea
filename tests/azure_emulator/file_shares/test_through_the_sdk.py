"""A file share by Microsoft's own client, `azure-storage-file-share`, through the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.core.pipeline.transport import RequestsTransport
from azure.storage.fileshare import (
    AccountSasPermissions,
    ResourceTypes,
    ShareSasPermissions,
    ShareServiceClient,
    generate_account_sas,
    generate_share_sas,
)

from azure_emulator.authorization.state import Authorization
from azure_emulator.cloud import Cloud
from azure_emulator.entra.roles import NO_ROLE
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from azure_emulator.storage.account import StorageAccount
from azure_emulator.storage.state import Storage
from tests.azure_emulator.conftest import Arm, SignedIn

URL = "https://pets.file.core.windows.net"
READER = "b8eda974-7b85-4f76-af95-65846b26df6d"
CONTRIBUTOR = "69566ab7-960f-475b-8e7c-b3118f30c6bd"
SMB_READER = "aba4ae5f-2193-4029-9191-0cb91df5e314"
TEXT = b'{"cells": []}'
Shares = Callable[..., ShareServiceClient]


@pytest.fixture
def account(cloud: Cloud, arm: Arm, sdk: Any) -> StorageAccount:
    """The storage account `pets`, with the share `work`."""
    home = f"/subscriptions/{sdk.subscription}/resourceGroups/g"
    arm("PUT", home, json={"location": "eastus"})
    body = {"location": "eastus", "sku": {"name": "Standard_LRS"}}
    arm("PUT", f"{home}/providers/Microsoft.Storage/storageAccounts/pets", json=body)
    (account,) = cloud.state(Storage).accounts(sdk.subscription)
    cloud.state(Storage).ensure_share(account, "notes")
    return account


@pytest.fixture
def shares(
    account: StorageAccount, emulator: Emulator, client: requests.Session
) -> Iterator[Shares]:
    """The client for a credential, the account's first key unless told; it retries nothing."""
    with ExitStack() as stack:

        def shares(credential: Any = account.key1, **more: Any) -> ShareServiceClient:
            transport = RequestsTransport(
                session=client,
                session_owner=False,
                use_env_settings=False,
                connection_verify=str(emulator.ca_file),
            )
            return stack.enter_context(
                ShareServiceClient(
                    more.pop("account_url", URL),
                    credential=credential,
                    transport=transport,
                    retry_total=0,
                    **more,
                )
            )

        yield shares


@pytest.fixture
def signed_in(cloud: Cloud, shares: Shares) -> Callable[..., ShareServiceClient]:
    """The client of somebody with a role at the account, by token and with the intent."""

    def signed_in(role: str, account: StorageAccount, **more: Any) -> ShareServiceClient:
        entra = cloud.state(Entra)
        principal = entra.register("reader", NO_ROLE)
        properties = {"roleDefinitionId": f"/x/{role}", "principalId": principal.object_id}
        cloud.state(Authorization).assign(account.id, cloud.new_id(), properties, entra.principal)
        return shares(SignedIn(cloud, principal), **{"token_intent": "backup", **more})

    return signed_in


def code(refused: pytest.ExceptionInfo[HttpResponseError]) -> tuple[int, str]:
    """The status and the code of a refusal."""
    error: Any = refused.value
    return error.status_code, getattr(error.error_code, "value", error.error_code)


def test_a_notebook_is_put_and_read(shares: Shares) -> None:
    """A key makes directories and files, lists them with their times, and reads them back."""
    work = shares().get_share_client("notes")
    work.create_directory("Users")
    home = work.create_directory("Users/Jané Doe")
    home.create_subdirectory("later")
    file = home.upload_file("Pet & classes.ipynb", TEXT, content_settings=None)
    listed: list[Any] = list(
        home.list_directories_and_files(include=["timestamps", "Etag", "Attributes"])
    )
    assert [(item.name, item.is_directory) for item in listed] == [
        ("later", True),
        ("Pet & classes.ipynb", False),
    ]
    assert (listed[1].size, listed[1].last_write_time is not None) == (len(TEXT), True)
    assert file.download_file().readall() == TEXT
    assert file.download_file(offset=2, length=5).readall() == TEXT[2:7]
    properties = file.get_file_properties()
    assert (properties.size, properties.last_modified.tzinfo is not None) == (len(TEXT), True)
    upper = work.get_file_client("users/JANÉ DOE/pet & CLASSES.ipynb")
    assert upper.download_file().readall() == TEXT
    assert home.exists()
    assert home.get_directory_properties().is_directory


def test_a_file_is_written_in_pieces(shares: Shares) -> None:
    """What was not written reads as zeros; a cleared range, too; a resize cuts or fills."""
    file = shares().get_share_client("notes").get_file_client("numbers")
    file.create_file(10)
    file.upload_range(b"567", offset=5, length=3)
    assert file.download_file().readall() == bytes(5) + b"567" + bytes(2)
    file.resize_file(6)
    assert file.download_file().readall() == bytes(5) + b"5"
    assert [(part.start, part.end) for part in file.list_ranges()] == [(0, 5)]
    file.resize_file(512)
    file.clear_range(offset=0, length=512)
    assert file.download_file().readall() == bytes(512)
    file.upload_file(b"")
    assert file.download_file().readall() == b""


def test_shares_are_made_listed_and_deleted(shares: Shares) -> None:
    """By name, in pages, with their quota."""
    service = shares()
    service.create_share("pictures")
    service.create_share("archive")
    assert [share.name for share in service.list_shares()] == ["archive", "notes", "pictures"]
    assert [share.name for share in service.list_shares(name_starts_with="p")] == ["pictures"]
    paged = service.list_shares(results_per_page=1).by_page()
    assert [len(list(page)) for page in paged] == [1, 1, 1]
    assert service.get_share_client("notes").get_share_properties().quota == 5120
    service.delete_share("archive")
    with pytest.raises(ResourceNotFoundError) as refused:
        service.get_share_client("archive").get_share_properties()
    assert code(refused) == (404, "ShareNotFound")


def test_what_cannot_be_is_refused(shares: Shares, cloud: Cloud) -> None:
    """In the service's own codes, which its client knows."""
    service = shares()
    work = service.get_share_client("notes")
    work.create_directory("Users")
    work.get_file_client("plain").upload_file(TEXT)
    attempts: list[tuple[Callable[[], Any], type[HttpResponseError], int, str]] = [
        (lambda: work.create_directory("Users"), ResourceExistsError, 409, "ResourceAlreadyExists"),
        (lambda: work.create_directory("a/b"), ResourceNotFoundError, 404, "ParentNotFound"),
        (lambda: work.create_directory("plain"), ResourceExistsError, 409, "ResourceTypeMismatch"),
        (lambda: work.create_directory("a|b"), HttpResponseError, 400, "InvalidResourceName"),
        (lambda: work.create_directory("a" * 256), HttpResponseError, 400, "OutOfRangeInput"),
        (lambda: service.create_share("NOT"), HttpResponseError, 400, "InvalidResourceName"),
        (lambda: service.create_share("no"), HttpResponseError, 400, "OutOfRangeInput"),
        (lambda: service.create_share("a" * 64), HttpResponseError, 400, "OutOfRangeInput"),
        (lambda: service.create_share("notes"), ResourceExistsError, 409, "ShareAlreadyExists"),
        (
            lambda: work.get_file_client("none").download_file(),
            ResourceNotFoundError,
            404,
            "ResourceNotFound",
        ),
        (
            lambda: work.get_file_client("plain").upload_range(b"x", offset=99, length=1),
            HttpResponseError,
            416,
            "InvalidRange",
        ),
        (
            lambda: work.get_file_client("large").create_file(2**40),
            HttpResponseError,
            501,
            "NotImplementedByEmulator",
        ),
    ]
    for attempt, kind, status, word in attempts:
        with pytest.raises(kind) as refused:
            attempt()
        assert code(refused) == (status, word)
    assert cloud.unserved.pop() == f"PUT {URL}/notes/large"
    work.create_directory("Users/jane")
    with pytest.raises(HttpResponseError) as refused:
        work.delete_directory("Users")
    assert code(refused) == (409, "DirectoryNotEmpty")
    work.delete_directory("Users/jane")
    work.delete_directory("Users")
    work.get_file_client("plain").delete_file()
    assert list(work.list_directories_and_files()) == []


@pytest.mark.parametrize("key", ["bWFkZSB1cA==", "second"])
def test_either_key_opens_the_account_and_no_other(
    shares: Shares, account: StorageAccount, key: str
) -> None:
    """The signature is computed anew of what was sent."""
    if key == "second":
        assert [share.name for share in shares(account.key2).list_shares()] == ["notes"]
        return
    with pytest.raises(ClientAuthenticationError) as refused:
        list(shares(key).list_shares())
    assert code(refused) == (403, "AuthenticationFailed")


def test_an_account_can_refuse_keys(shares: Shares, account: StorageAccount) -> None:
    """Then neither a key nor what is signed with it opens it."""
    account.properties["allowSharedKeyAccess"] = False
    with pytest.raises(HttpResponseError) as refused:
        list(shares().list_shares())
    assert code(refused) == (403, "KeyBasedAuthenticationNotPermitted")


def test_a_shared_signature_allows_what_it_says(
    shares: Shares, account: StorageAccount, cloud: Cloud
) -> None:
    """Of the account or of a share: to read and list, until it expires."""
    shares().get_share_client("notes").get_file_client("plain").upload_file(TEXT)
    later = datetime.now(UTC) + timedelta(hours=1)
    whole = generate_account_sas(
        "pets",
        account.key1,
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions(read=True, list=True),
        later,
    )
    one = generate_share_sas(
        "pets", "notes", account.key1, ShareSasPermissions(read=True, list=True), later
    )
    assert [share.name for share in shares(whole).list_shares()] == ["notes"]
    for signature in (whole, one):
        work = shares(signature).get_share_client("notes")
        assert [item.name for item in work.list_directories_and_files()] == ["plain"]
        assert work.get_file_client("plain").download_file().readall() == TEXT
        with pytest.raises(HttpResponseError) as refused:
            work.create_directory("Users")
        assert code(refused) == (403, "AuthorizationPermissionMismatch")
    with pytest.raises(ClientAuthenticationError) as refused:
        list(shares(one).list_shares())
    assert code(refused) == (403, "AuthenticationFailed")
    with pytest.raises(ClientAuthenticationError) as forged:
        list(shares(whole.replace("sp=rl", "sp=rwdl")).list_shares())
    assert code(forged) == (403, "AuthenticationFailed")
    cloud.now = lambda then=cloud.now: then() + timedelta(hours=2)  # type: ignore[misc]
    with pytest.raises(ClientAuthenticationError):
        list(shares(whole).list_shares())


def test_a_privileged_reader_reads_and_changes_nothing(
    shares: Shares, account: StorageAccount, signed_in: Callable[..., ShareServiceClient]
) -> None:
    """Its two data actions are enough to list and to read, by token and with the intent."""
    shares().get_share_client("notes").get_file_client("plain").upload_file(TEXT)
    work = signed_in(READER, account).get_share_client("notes")
    assert [item.name for item in work.list_directories_and_files()] == ["plain"]
    assert work.get_file_client("plain").download_file().readall() == TEXT
    with pytest.raises(HttpResponseError) as refused:
        work.create_directory("Users")
    assert code(refused) == (403, "AuthorizationPermissionMismatch")
    writer = signed_in(CONTRIBUTOR, account).get_share_client("notes")
    writer.create_directory("Users")


def test_reading_as_a_backup_has_an_action_of_its_own(
    account: StorageAccount, signed_in: Callable[..., ShareServiceClient], cloud: Cloud
) -> None:
    """Who may read by SMB alone may not; without the intent, nobody may."""
    work = signed_in(SMB_READER, account).get_share_client("notes")
    with pytest.raises(HttpResponseError) as refused:
        list(work.list_directories_and_files())
    assert code(refused) == (403, "AuthorizationPermissionMismatch")
    work = signed_in(READER, account, token_intent="other").get_share_client("notes")
    with pytest.raises(HttpResponseError) as unintended:
        list(work.list_directories_and_files())
    assert code(unintended) == (400, "InvalidHeaderValue")


def test_a_token_is_looked_at(
    shares: Shares, account: StorageAccount, cloud: Cloud, client: requests.Session
) -> None:
    """No credential, one for something else, of another tenant, or too old: 401, with a way."""
    entra = cloud.state(Entra)
    stranger = entra.register("stranger", NO_ROLE, entra.add_tenant("elsewhere"))

    def ask(principal: Principal, resource: str) -> requests.Response:
        token = SignedIn(cloud, principal).get_token(resource).token
        headers = {
            "Authorization": f"Bearer {token}",
            "x-ms-version": "2025-01-05",
            "x-ms-file-request-intent": "backup",
        }
        return client.get(f"{URL}/notes?restype=directory&comp=list", headers=headers)

    bare = client.get(f"{URL}/notes?restype=directory&comp=list")
    assert bare.headers["x-ms-error-code"] == "NoAuthenticationInformation"
    assert entra.tenant in bare.headers["WWW-Authenticate"]
    wrong = ask(entra.principal, "https://management.azure.com")
    other = ask(stranger, "https://storage.azure.com")
    for refused in (wrong, other):
        assert refused.status_code == 401
        assert refused.headers["x-ms-error-code"] == "InvalidAuthenticationInfo"
    headers = {"Authorization": "Bearer none", "x-ms-version": "2025-01-05"}
    assert client.get(f"{URL}/notes", headers=headers).status_code == 401
    old = client.get(
        f"{URL}/notes?restype=directory&comp=list",
        headers={
            "Authorization": "Bearer "
            + SignedIn(cloud, entra.principal).get_token("https://storage.azure.com").token,
            "x-ms-version": "2020-02-10",
        },
    )
    assert (old.status_code, old.headers["x-ms-error-code"]) == (400, "InvalidHeaderValue")


@pytest.mark.parametrize(
    ("method", "target", "headers", "status"),
    [
        ("GET", "/notes?restype=directory&comp=list&maxresults=0", {}, 400),
        ("GET", "/notes?restype=directory&comp=list&marker=x", {}, 400),
        ("GET", "/notes/plain", {"Range": "bytes=x"}, 400),
        ("GET", "/notes/plain", {"Range": "bytes=99999-"}, 416),
        ("GET", "/notes/plain?comp=lease", {}, 501),
        ("PUT", "/notes/file", {}, 400),
        ("PUT", "/notes/file", {"x-ms-type": "dir", "x-ms-content-length": "1"}, 400),
        ("PUT", "/notes/file", {"x-ms-type": "file", "x-ms-content-length": "-1"}, 400),
        ("PUT", "/notes/plain?comp=range", {"x-ms-range": "bytes=0-0"}, 400),
        ("PUT", "/notes/plain?comp=range", {"x-ms-range": "bytes=5-1", "x-ms-write": "clear"}, 416),
        ("PUT", "/notes/%2e%2e?restype=directory", {}, 400),
        ("DELETE", "/notes/plain?comp=other", {}, 400),
        ("GET", "/notes/plain", {"x-ms-version": "abc"}, 400),
        ("GET", "/notes/plain", {"x-ms-version": "2025-13-40"}, 400),
        ("GET", "/notes/plain?restype=none", {}, 400),
        ("PUT", "/notes/copied", {"x-ms-copy-source": URL}, 501),
        ("PUT", "/?restype=service&comp=properties", {}, 501),
        ("OPTIONS", "/notes/plain", {}, 501),
        ("POST", "/notes/plain", {}, 405),
        ("PATCH", "/", {}, 405),
    ],
)
def test_odd_requests_are_refused(
    shares: Shares,
    account: StorageAccount,
    client: requests.Session,
    cloud: Cloud,
    method: str,
    target: str,
    headers: dict[str, str],
    status: int,
) -> None:
    """With an error of the service's, whatever the headers and parameters hold."""
    shares().get_share_client("notes").get_file_client("plain").upload_file(TEXT)
    later = datetime.now(UTC) + timedelta(hours=1)
    signature = generate_share_sas(
        "pets",
        "notes",
        account.key1,
        ShareSasPermissions(read=True, list=True, write=True, create=True, delete=True),
        later,
    )
    mark = "&" if "?" in target else "?"
    answer = client.request(method, f"{URL}{target}{mark}{signature}", headers=headers)
    assert answer.status_code == status
    assert bool(cloud.unserved) == (status == 501)
    cloud.unserved.clear()
    assert answer.headers["Content-Type"] == "application/xml"
    assert "<Error>" in answer.text
    assert "None" not in answer.text


def test_a_copy_of_a_subscription_has_shares_of_its_own(
    shares: Shares, account: StorageAccount, cloud: Cloud
) -> None:
    """At a host of its own, with the original's files in them, which it changes for itself."""
    shares().get_share_client("notes").get_file_client("plain").upload_file(TEXT)
    copy = cloud.state(ResourceManager).copy_subscription(account.path.subscription, "copy")
    (copied,) = cloud.state(Storage).accounts(copy.target)
    key = {"account_name": "pets", "account_key": copied.key1}
    there = shares(key, account_url=f"https://{copied.host('file')}").get_share_client("notes")
    file = there.get_file_client("plain")
    assert file.download_file().readall() == TEXT
    file.upload_file(b"other")
    here = shares().get_share_client("notes").get_file_client("plain")
    assert here.download_file().readall() == TEXT
    with pytest.raises(ClientAuthenticationError):
        list(shares(copied.key1).list_shares())


def test_a_disabled_subscription_serves_no_share(
    shares: Shares, account: StorageAccount, cloud: Cloud
) -> None:
    """Whoever asks; one that is past due still does."""
    home = cloud.state(ResourceManager).subscription(account.path.subscription)
    home.state = "PastDue"
    assert [share.name for share in shares().list_shares()] == ["notes"]
    home.state = "Disabled"
    with pytest.raises(HttpResponseError) as refused:
        list(shares().list_shares())
    assert code(refused) == (403, "AccountIsDisabled")
