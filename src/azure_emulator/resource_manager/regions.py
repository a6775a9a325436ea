"""Azure's public regions, as data: the short name that Azure stores, and the one it displays.

Source: the answers of `GET /subscriptions/{id}/locations`; physical regions only, 2025.
"""

REGIONS: dict[str, str] = {
    "eastus": "East US", "southcentralus": "South Central US", "westus2": "West US 2",
    "westus3": "West US 3", "australiaeast": "Australia East", "southeastasia": "Southeast Asia",
    "northeurope": "North Europe", "swedencentral": "Sweden Central", "uksouth": "UK South",
    "westeurope": "West Europe", "centralus": "Central US",
    "southafricanorth": "South Africa North", "centralindia": "Central India",
    "eastasia": "East Asia", "indonesiacentral": "Indonesia Central", "japaneast": "Japan East",
    "japanwest": "Japan West", "koreacentral": "Korea Central", "malaysiawest": "Malaysia West",
    "newzealandnorth": "New Zealand North", "canadacentral": "Canada Central",
    "francecentral": "France Central", "germanywestcentral": "Germany West Central",
    "italynorth": "Italy North", "norwayeast": "Norway East", "polandcentral": "Poland Central",
    "spaincentral": "Spain Central", "switzerlandnorth": "Switzerland North",
    "mexicocentral": "Mexico Central", "uaenorth": "UAE North", "brazilsouth": "Brazil South",
    "israelcentral": "Israel Central", "qatarcentral": "Qatar Central", "eastus2": "East US 2",
    "northcentralus": "North Central US", "westus": "West US", "westcentralus": "West Central US",
    "australiasoutheast": "Australia Southeast", "southindia": "South India",
    "canadaeast": "Canada East", "francesouth": "France South", "koreasouth": "Korea South",
    "ukwest": "UK West",
}  # fmt: skip

CUSTOM_VISION_REGIONS = (
    "australiaeast", "canadacentral", "centralindia", "eastus", "eastus2", "francecentral",
    "japaneast", "koreacentral", "northcentralus", "northeurope", "southcentralus", "southeastasia",
    "switzerlandnorth", "uaenorth", "uksouth", "westeurope", "westus2", "westus3",
)  # fmt: skip
"""Where both Custom Vision kinds are offered, from Microsoft's table of regions."""


def short(location: str) -> str:
    """The short name of a location as typed: `West US` is `westus`."""
    return location.replace(" ", "").casefold()
