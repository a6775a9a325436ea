"""How a cloud is set up: what makes two of them answer alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import requests

from azure_emulator import settings
from azure_emulator.cli import main
from azure_emulator.server import running


def test_the_same_seed_draws_the_same_ids() -> None:
    """In the same order; another seed others, and none others each time."""
    one, same, other = (settings.new_cloud(seed=seed) for seed in ("a", "a", "b"))
    drawn = [one.new_id() for _ in range(3)]
    assert drawn == [same.new_id() for _ in range(3)]
    assert len({*drawn, *(other.new_id() for _ in range(3)), settings.new_cloud().new_id()}) == 7


def test_only_what_writes_moves_the_clock() -> None:
    """Answers say the cloud's time in `Date`, as Azure's do, whatever the machine's is."""
    cloud = settings.new_cloud(pace=0, clock=datetime(2026, 12, 24, 6, tzinfo=UTC))
    with running(cloud) as emulator, requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": emulator.proxy_url}, str(emulator.ca_file)
        url = "https://management.azure.com/subscriptions?api-version=2022-12-01"
        dates = [session.request(verb, url).headers["Date"] for verb in ("GET", "PUT", "GET")]
    times = [f"Thu, 24 Dec 2026 06:00:0{second} GMT" for second in (0, 1, 1)]
    assert dates == times


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-27", datetime(2026, 11, 27, tzinfo=UTC)),
        ("2026-11-27T02:00:00+02:00", datetime(2026, 11, 27, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_iso_8601_has_it(text: str, time: datetime) -> None:
    """UTC, if it names no zone."""
    assert settings.instant(text) == time


def test_a_clock_that_would_hold_everything_up_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Operations end by the clock: without --pace 0, none would; and lunch is no time."""
    for words, said in (
        (["--clock", "2026-11-27"], "--clock needs --pace 0"),
        (["--pace", "0", "--clock", "lunch"], "is not a time, such as 2026-11-27T12:00:00Z"),
        (["--pace", "0", "--clock", "9999-12-31T23:59:00"], "is not in the years 2000 to 2199"),
        (["--pace", "0", "--clock", "0001-01-01T00:00:00+14:00"], "is not in the years"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
        assert said in capsys.readouterr().err
