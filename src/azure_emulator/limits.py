"""Rate limits as Azure has them: buckets of tokens, which requests take and time refills."""

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from azure_emulator.cloud import Cloud

MOST_BUCKETS = 20_000
"""A bucket that was not asked for a while is full again, and can be forgotten."""


@dataclass(frozen=True)
class Rate:
    """How many requests are let in at once, and how many more each second."""

    burst: int
    a_second: float


@dataclass
class Bucket:
    """The tokens that are left of a rate, at a moment."""

    rate: Rate
    tokens: float
    at: datetime

    def take(self, now: datetime) -> float:
        """Take a token; how many seconds it takes until there is one, 0 if one was there."""
        gone = max(0.0, (now - self.at).total_seconds())
        self.tokens = min(self.rate.burst, self.tokens + gone * self.rate.a_second)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate.a_second
        self.tokens -= 1
        return 0


class Limits:
    """All buckets, by whom they are for; nothing is limited unless the cloud says so."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def wait(self, whose: Hashable, rate: Rate) -> int:
        """Take a token; how many whole seconds to wait instead, or 0.

        Args:
            whose: whom the bucket is for.
            rate: of the bucket.
        """
        if not self._cloud.limits:
            return 0
        now = self._cloud.now()
        bucket = self._buckets.pop(whose, None) or Bucket(rate, rate.burst, now)
        self._buckets[whose] = bucket
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return math.ceil(bucket.take(now))

    def left(self, whose: Hashable, rate: Rate) -> int | None:
        """How many whole tokens a bucket has; `None` if nothing is limited."""
        if not self._cloud.limits:
            return None
        bucket = self._buckets.get(whose)
        return math.floor(bucket.tokens) if bucket else rate.burst
