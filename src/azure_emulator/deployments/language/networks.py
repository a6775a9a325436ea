"""The functions of ranges of addresses. Source: Microsoft's page "CIDR functions" for templates."""

from __future__ import annotations

import ipaddress
from typing import Any

from azure_emulator.deployments.language.values import (
    Function,
    WrongArgumentsError,
    exactly,
    text,
    whole,
)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(value: Any) -> Network:
    said = text(value)
    try:
        if "/" in said:
            return ipaddress.ip_network(said, strict=False)
    except ValueError:
        pass
    raise WrongArgumentsError(f"'{said[:100]}' is no range of addresses in the CIDR notation")


def _parsed(value: Any) -> dict[str, Any]:
    network = _network(value)
    first, last = _usable(network)
    facts: dict[str, Any] = {"network": str(network[0]), "netmask": str(network.netmask)}
    if network.version == 4:
        facts["broadcast"] = str(network[-1])
    return {
        **facts,
        "firstUsable": str(network[first]),
        "lastUsable": str(network[last]),
        "cidr": network.prefixlen,
    }


def _usable(network: Network) -> tuple[int, int]:
    """The places of the first and the last address that a host can have."""
    if network.version == 6 or network.prefixlen >= 31:
        return 0, -1
    return 1, -2


def _subnet(value: Any, prefix: Any, index: Any) -> str:
    network = _network(value)
    if not network.prefixlen <= whole(prefix) <= network.max_prefixlen:
        raise WrongArgumentsError(f"the length '{prefix}' is not inside of '{network}'")
    if not 0 <= whole(index) < 2 ** (prefix - network.prefixlen):
        raise WrongArgumentsError(f"the index '{index}' is out of '{network}'")
    start = network[index * 2 ** (network.max_prefixlen - prefix)]
    return f"{start}/{prefix}"


def _host(value: Any, index: Any) -> str:
    network = _network(value)
    first, last = _usable(network)
    if not 0 <= whole(index) < network.num_addresses - (first - last - 1):
        raise WrongArgumentsError(f"the index '{index}' is out of '{network}'")
    return str(network[first + index])


FUNCTIONS = {
    "cidrhost": exactly(2, _host),
    "cidrsubnet": Function(_subnet, 3, 3),
    "parsecidr": exactly(1, _parsed),
}
"""By their names in small letters."""
