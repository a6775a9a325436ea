"""The virtual machine sizes that computes can have, by family, with their cores and regions."""

from dataclasses import dataclass

from azure_emulator.resource_manager.regions import REGIONS as EVERYWHERE

_WITHOUT = (
    "francesouth", "indonesiacentral", "koreasouth", "malaysiawest", "mexicocentral",
    "newzealandnorth",
)  # fmt: skip
REGIONS = tuple(region for region in EVERYWHERE if region not in _WITHOUT)
"""Where workspaces can be. Guess: which of Azure's regions do not have them."""

_GPU_REGIONS = (
    "eastus", "eastus2", "southcentralus", "westus2", "westus3", "northeurope", "westeurope",
    "uksouth", "francecentral", "swedencentral", "centralindia", "southeastasia", "japaneast",
    "koreacentral", "australiaeast",
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Sizes that share one quota of cores.

    Args:
        name: as error texts have it: `Standard DSv2`.
        quota: the cores that a subscription may use in each region.
        sizes: cores by size, as Microsoft writes its name (`Standard_DS3_v2`).
        regions: where the family is.
    """

    name: str
    quota: int
    sizes: dict[str, int]
    regions: tuple[str, ...] = REGIONS


def _sizes(pattern: str, *cores: int) -> dict[str, int]:
    return {pattern.format(count): count for count in cores}


def _numbered(pattern: str, **cores: int) -> dict[str, int]:
    return {pattern.format(number.removeprefix("n")): count for number, count in cores.items()}


_D = {"n1": 1, "n2": 2, "n3": 4, "n4": 8, "n5": 16, "n11": 2, "n12": 4, "n13": 8, "n14": 16}

FAMILIES = (
    Family("Standard DSv2", 24, _numbered("Standard_DS{}_v2", **_D, n15=20)),
    Family("Standard Dv2", 24, _numbered("Standard_D{}_v2", **_D, n15=20)),
    Family("Standard DSv3", 24, _sizes("Standard_D{}s_v3", 2, 4, 8, 16, 32, 48, 64)),
    Family("Standard Dv3", 24, _sizes("Standard_D{}_v3", 2, 4, 8, 16, 32, 48, 64)),
    Family("Standard DDSv4", 24, _sizes("Standard_D{}ds_v4", 2, 4, 8, 16, 32, 48, 64)),
    Family("Standard ESv3", 24, _sizes("Standard_E{}s_v3", 2, 4, 8, 16, 20, 32, 48)),
    Family("Standard EDSv4", 24, _sizes("Standard_E{}ds_v4", 2, 4, 8, 16, 20, 32, 48)),
    Family("Standard FSv2", 24, _sizes("Standard_F{}s_v2", 2, 4, 8, 16, 32, 48, 64)),
    Family("Standard NCASv3_T4", 0, _sizes("Standard_NC{}as_T4_v3", 4, 8, 16, 64), _GPU_REGIONS),
    Family("Standard NCADSA100v4", 0, _sizes("Standard_NC{}ads_A100_v4", 24, 48, 96), _GPU_REGIONS),
)
"""What there is. Guess: which region has which size, and the quotas.

Microsoft documents a default of 24 to 300 cores a region for the common families, by kind of
subscription, and that GPU families start at none.
"""


@dataclass(frozen=True)
class Size:
    """A size, found by its name: Microsoft's spelling, its family and its cores."""

    name: str
    family: Family
    cores: int


def find(name: str, region: str) -> Size | None:
    """The size of this name, in any letter case, if the region has it."""
    for family in FAMILIES:
        for size, cores in family.sizes.items():
            if size.casefold() == name.casefold() and region in family.regions:
                return Size(size, family, cores)
    return None


def names(region: str) -> list[str]:
    """The sizes that a region has."""
    return [size for family in FAMILIES if region in family.regions for size in family.sizes]
