"""How often an account may be asked, by its tier.

Source of the numbers: Microsoft's page "Limits and quotas" of Custom Vision.
"""

import re

from azure_emulator.cognitive_services.account import Account
from azure_emulator.errors import GatewayError
from azure_emulator.limits import Limits, Rate
from azure_emulator.routing import Call, Route

RATES = {
    "F0": {"train": 2, "predict": 2, "predict without storing": 2, "other": 10},
    "S0": {"train": 10, "predict": 10, "predict without storing": 20, "other": 10},
}
"""Calls a second; of a multi-service account, as of a paid one (a guess)."""


def throttle(call: Call, route: Route, account: Account) -> None:
    """Take a token of the account's bucket for what is asked.

    Guess: that a bucket holds the calls of one second, and the names of API and operation.

    Raises:
        GatewayError: 429 with `Retry-After`: it is empty.
    """
    tier = str((account.sku or {}).get("name"))
    rates = RATES.get(tier, RATES["S0"])
    kind = _kind(route.action or "")
    rate = Rate(rates[kind], rates[kind])
    seconds = call.cloud.state(Limits).wait((account.path.key, kind), rate)
    if seconds:
        raise rate_exceeded(call, route, tier, seconds)


def rate_exceeded(call: Call, route: Route, tier: str, seconds: int) -> GatewayError:
    """429 for what a route serves, at an account of a tier."""
    version, api = call.request.path.split("/")[2:4]
    plural = "" if seconds == 1 else "s"
    return GatewayError(
        429,
        "429",
        f"Requests to the {_operation(route)} Operation under Custom_Vision_{api.title()}_"
        f"{version.lstrip('v')} have exceeded rate limit of your current Custom_Vision."
        f"{api.title()} {tier} pricing tier. Please retry after {seconds} second{plural}. To "
        "increase your rate limit switch to a paid tier.",
        {"Retry-After": str(seconds)},
    )


def _kind(action: str) -> str:
    if re.search(r"/(classify|detect)/", action):
        return "predict without storing" if "nostore" in action else "predict"
    return "train" if action.endswith("/train/action") else "other"


def _operation(route: Route) -> str:
    handler = getattr(route.handler, "func", route.handler)
    return "".join(word.title() for word in handler.__name__.split("_"))
