"""The limits of Azure Resource Manager, for each principal: in a subscription, and in all.

Source of the numbers: Microsoft's page "Understand how Azure Resource Manager throttles requests".
"""

from azure_emulator.entra.state import Principal
from azure_emulator.errors import ArmError
from azure_emulator.limits import Limits, Rate
from azure_emulator.routing import Call

READS, WRITES, DELETES = Rate(250, 25), Rate(200, 10), Rate(200, 10)
ALL_TIMES = 15
"""How many times that a principal may ask in all subscriptions together."""

KINDS = {"GET": ("read", READS), "HEAD": ("read", READS), "DELETE": ("delete", DELETES)}


def throttle(call: Call, caller: Principal) -> None:
    """Take a token of the caller's buckets.

    Guess: that a listing of keys, as every `POST`, is a write; the text.

    Raises:
        ArmError: 429 with `Retry-After`: one of them is empty.
    """
    limits = call.cloud.state(Limits)
    kind, rate = KINDS.get(call.request.method, ("write", WRITES))
    subscription = subscription_in(call.request.path)
    for where, allowed in ((subscription, rate), ("all", _everywhere(rate))):
        seconds = limits.wait((caller.object_id, where, kind), allowed)
        if seconds:
            raise requests_exceeded(kind, subscription, caller.object_id, seconds)


STARTS = {"reads": 16_499, "writes": 799, "deletes": 799}
GLOBAL_STARTS = {"reads": 16_499, "writes": 11_999, "deletes": 11_999}
"""What is left after a first request, as recorded in 2025; told for as long as nothing is counted.

Guess: those of deletions.
"""


def remaining(call: Call, caller: Principal) -> dict[str, str]:
    """The headers that say how many requests are left: of reads, those in all subscriptions alone.

    Guess: the numbers where no subscription is asked about.
    """
    kind, rate = KINDS.get(call.request.method, ("write", WRITES))
    limits, subscription, kinds = (
        call.cloud.state(Limits),
        subscription_in(call.request.path),
        f"{kind}s",
    )
    left = limits.left((caller.object_id, subscription, kind), rate)
    everywhere = limits.left((caller.object_id, "all", kind), _everywhere(rate))
    own = str(STARTS[kinds] if left is None else left)
    whole = str(GLOBAL_STARTS[kinds] if everywhere is None else everywhere)
    prefix = "x-ms-ratelimit-remaining"
    if not subscription:
        return {f"{prefix}-tenant-{kinds}": own}
    both = {f"{prefix}-subscription-global-{kinds}": whole}
    return both if kinds == "reads" else {f"{prefix}-subscription-{kinds}": own, **both}


def _everywhere(rate: Rate) -> Rate:
    return Rate(rate.burst * ALL_TIMES, rate.a_second * ALL_TIMES)


def subscription_in(path: str) -> str:
    """The id of the subscription that a path is in; empty if it is in none."""
    parts = path.casefold().split("/", 3)
    return parts[2] if parts[1:2] == ["subscriptions"] and len(parts) > 2 else ""


def requests_exceeded(kind: str, subscription: str, actor: str, seconds: int) -> ArmError:
    """429 for a kind of requests; of which subscription, "" for none, and of whom."""
    return ArmError(
        429,
        "SubscriptionRequestsThrottled",
        f"Number of '{kind}' requests for subscription '{subscription}' actor "
        f"'{actor}' exceeded. Please try again after '{seconds}' seconds after "
        "additional tokens are available. Refer to https://aka.ms/arm-throttling for "
        "additional information.",
        {"Retry-After": str(seconds), "x-ms-failure-cause": "gateway"},
    )
