"""Rate limits and latency, which are there on demand alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import requests

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.entra.state import Entra, Principal
from azure_emulator.limits import MOST_BUCKETS, Limits, Rate
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.server import Emulator
from azure_emulator.wire import Request, Response
from tests.harness.custom_vision import PREDICTION, TRAINING, add_account

MANAGEMENT = "https://management.azure.com"
SECOND = timedelta(seconds=1)


@pytest.fixture
def limited(slow_cloud: Cloud) -> Cloud:
    """A cloud that holds its limits, on a clock that a test sets."""
    slow_cloud.limits = True
    return slow_cloud


def arm(cloud: Cloud, principal: Principal, path: str, method: str = "GET") -> Response:
    """One request to Resource Manager."""
    token = cloud.state(Entra).sign_in(
        principal.tenant, principal.client_id, principal.secret, MANAGEMENT
    )
    return App(cloud)(
        Request(
            method=method,
            host="management.azure.com",
            path=path,
            query={"api-version": "2022-12-01"},
            headers={"authorization": f"Bearer {token.text}"},
        )
    )


def statuses(responses: Iterator[Response]) -> list[int]:
    """The statuses of responses, each once, in their order."""
    return list(dict.fromkeys(response.status for response in responses))


def test_reads_of_a_subscription_are_limited(limited: Cloud, clock: Any) -> None:
    """250 at once, then 25 a second; another principal and another subscription have their own."""
    manager, entra = limited.state(ResourceManager), limited.state(Entra)
    first = f"/subscriptions/{next(iter(manager.subscriptions))}"
    other = f"/subscriptions/{manager.add_subscription('other', entra.tenant).id}"
    someone = entra.register("someone", entra.principal.role)
    assert statuses(arm(limited, entra.principal, first) for _ in range(250)) == [200]
    refused = arm(limited, entra.principal, first)
    assert refused.status == 429
    assert refused.headers["Retry-After"] == "1"
    assert refused.body["error"]["code"] == "SubscriptionRequestsThrottled"
    assert arm(limited, entra.principal, other).status == 200
    assert arm(limited, someone, first).status == 200
    clock.go(SECOND)
    assert statuses(arm(limited, entra.principal, first) for _ in range(26)) == [200, 429]


def test_one_principals_reads_are_limited_in_all_subscriptions(limited: Cloud) -> None:
    """3,750 at once: so many students of one instructor wait together."""
    entra, limits = limited.state(Entra), limited.state(Limits)
    for _ in range(3750):
        limits.wait((entra.principal.object_id, "all", "read"), Rate(3750, 375))
    assert arm(limited, entra.principal, "/subscriptions").status == 429


def predict(cloud: Cloud, account: Account, source: str) -> Response:
    """One prediction, of no image."""
    path = "/customvision/v3.0/prediction/none/classify/iterations/none/" + source
    return App(cloud)(
        Request(
            method="POST",
            host=account.host,
            path=path,
            headers={"prediction-key": account.key1},
        )
    )


@pytest.mark.parametrize(
    ("sku", "source", "a_second"),
    [("F0", "url", 2), ("F0", "url/nostore", 2), ("S0", "url", 10), ("S0", "url/nostore", 20)],
)
def test_predictions_are_limited_by_tier(
    limited: Cloud, clock: Any, sku: str, source: str, a_second: int
) -> None:
    """So many a second; then 429 in the gateway's envelope, which names the tier."""
    account = add_account(limited, "pets", PREDICTION, sku=sku)
    assert statuses(predict(limited, account, source) for _ in range(a_second)) == [400]
    refused = predict(limited, account, source)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
    message = refused.body["error"]["message"]
    assert "Classify Operation under Custom_Vision_Prediction_3.0" in message
    assert f"{sku} pricing tier. Please retry after 1 second." in message
    clock.go(SECOND)
    assert predict(limited, account, source).status == 400


def test_other_calls_of_an_account_are_limited(limited: Cloud) -> None:
    """Ten a second; a wrong key takes none of them."""
    account, other = (add_account(limited, name, TRAINING) for name in ("pets", "others"))

    def projects(key: str) -> Response:
        path = "/customvision/v3.3/training/projects"
        headers = {"training-key": key}
        return App(limited)(Request(method="GET", host=account.host, path=path, headers=headers))

    assert statuses(projects(other.key1) for _ in range(11)) == [401]
    assert statuses(projects(account.key1) for _ in range(11)) == [200, 429]


def test_nothing_is_limited_unless_told(cloud: Cloud) -> None:
    """Nor does anything fill the memory."""
    account = add_account(cloud, "pets", PREDICTION)
    assert statuses(predict(cloud, account, "url") for _ in range(50)) == [400]
    limits = cloud.state(Limits)
    cloud.limits = True
    for number in range(MOST_BUCKETS + 5):
        limits.wait(number, Rate(1, 1))
    assert len(limits._buckets) == MOST_BUCKETS


def test_an_answer_on_its_way_keeps_nobody_waiting(cloud: Cloud) -> None:
    """Twenty answers of a fifth of a second each do not take four seconds together."""
    cloud.latency = timedelta(seconds=0.2)
    app = App(cloud)
    request = Request(method="GET", host="control.azure-emulator.test", path="/")
    threads = [threading.Thread(target=app, args=[request]) for _ in range(20)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.2 <= time.monotonic() - started < 3


def test_many_clients_come_at_once(emulator: Emulator) -> None:
    """Sixty, each with connections of its own, to hosts that are slow to answer: none fails."""
    accounts = [add_account(emulator.cloud, f"pets-{number}", TRAINING) for number in range(20)]
    emulator.cloud.latency = timedelta(seconds=0.1)

    def ask(number: int) -> int:
        account = accounts[number % len(accounts)]
        with requests.Session() as session:
            session.trust_env = False
            response = session.get(
                f"{account.endpoint}customvision/v3.3/training/projects",
                headers={"Training-key": account.key1},
                proxies={"https": emulator.proxy_url},
                verify=str(emulator.ca_file),
                timeout=60,
            )
        return response.status_code

    with ThreadPoolExecutor(60) as pool:
        assert set(pool.map(ask, range(120))) == {200}


def test_answers_say_how_much_is_left(limited: Cloud) -> None:
    """Of reads in all subscriptions, of the rest here, too; counted only if limits are held."""
    manager, principal = limited.state(ResourceManager), limited.state(Entra).principal
    here, prefix = f"/subscriptions/{next(iter(manager.subscriptions))}", "x-ms-ratelimit-remaining"
    everywhere = f"{prefix}-subscription-global-reads"
    left = [arm(limited, principal, here).headers[everywhere] for _ in range(2)]
    assert left == ["3749", "3748"]
    refused = arm(limited, principal, f"{here}/resourceGroups/none", "DELETE").headers
    assert (
        refused[f"{prefix}-subscription-deletes"],
        refused[f"{prefix}-subscription-global-deletes"],
    ) == (
        "199",
        "2999",
    )
    assert arm(limited, principal, "/subscriptions").headers[f"{prefix}-tenant-reads"] == "249"
    limited.limits = False
    assert arm(limited, principal, here).headers[everywhere] == "16499"
    missing = arm(limited, principal, f"{here}/resourceGroups/none")
    assert not [name for name in missing.headers if name.startswith(prefix)]
