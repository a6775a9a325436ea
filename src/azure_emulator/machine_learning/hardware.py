"""What the sizes of virtual machines have besides cores. Source: Microsoft's pages on sizes."""

from collections.abc import Iterator
from typing import Any

from azure_emulator.machine_learning.sizes import FAMILIES, Family

OS_DISK = 1_047_552
"""Megabytes of the largest disk of an operating system."""

_BY_CORE: dict[str, tuple[float, float]] = {
    "Standard DSv2": (3.5, 7),
    "Standard Dv2": (3.5, 50),
    "Standard DSv3": (4, 8),
    "Standard Dv3": (4, 25),
    "Standard DDSv4": (4, 37.5),
    "Standard ESv3": (8, 16),
    "Standard EDSv4": (8, 37.5),
    "Standard FSv2": (2, 8),
}
"""Gigabytes of memory and of the temporary disk for each core."""

_BY_SIZE: dict[str, tuple[float, float, int]] = {
    "Standard_NC4as_T4_v3": (28, 180, 1),
    "Standard_NC8as_T4_v3": (56, 360, 1),
    "Standard_NC16as_T4_v3": (110, 360, 1),
    "Standard_NC64as_T4_v3": (440, 2880, 4),
    "Standard_NC24ads_A100_v4": (220, 64, 1),
    "Standard_NC48ads_A100_v4": (440, 128, 2),
    "Standard_NC96ads_A100_v4": (880, 256, 4),
}
"""The same of a whole size, and its graphics processors."""

_MUCH_MEMORY = ("11", "12", "13", "14", "15")
"""The numbers of the sizes of Dv2 and DSv2 with twice the memory for each core."""

_DISK_OF_D15 = 1000


def vm_sizes(region: str) -> Iterator[dict[str, Any]]:
    """The sizes that a region has, as `vmSizes` answers them, without prices."""
    for family in FAMILIES:
        if region in family.regions:
            for name, cores in family.sizes.items():
                yield _size(family, name, cores)


def family_name(family: Family) -> str:
    """The family as `vmSizes` names it: `standardDSv2Family`."""
    if "_" in family.name:
        return f"{family.name} Family"
    return f"s{family.name[1:].replace(' ', '')}Family"


def _size(family: Family, name: str, cores: int) -> dict[str, Any]:
    memory, disk, gpus = _capacity(family, name, cores)
    return {
        "name": name,
        "family": family_name(family),
        "vCPUs": cores,
        "gpus": gpus,
        "osVhdSizeMB": OS_DISK,
        "maxResourceVolumeMB": int(disk * 1024),
        "memoryGB": memory,
        "lowPriorityCapable": True,
        "premiumIO": "s" in name.casefold().partition("_")[2].rpartition("_")[0],
        "supportedComputeTypes": ["AmlCompute", "ComputeInstance"],
    }


def _capacity(family: Family, name: str, cores: int) -> tuple[float, float, int]:
    if name in _BY_SIZE:
        return _BY_SIZE[name]
    memory, disk = _BY_CORE[family.name]
    number = name.partition("_D")[2].lstrip("S").partition("_")[0]
    if family.name in ("Standard DSv2", "Standard Dv2") and number in _MUCH_MEMORY:
        memory, disk = memory * 2, disk * (2 if family.name == "Standard DSv2" else 1)
    if name == "Standard_D15_v2":
        disk = _DISK_OF_D15 / cores
    return memory * cores, disk * cores, 0
