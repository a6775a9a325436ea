"""Where Azure's public regions lie, as data: geography, place, the region beside which it is.

Sources: answers of `GET /subscriptions/{id}/locations` (2021 to 2025) and Microsoft's list of Azure
regions (2026).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a region is.

    Args:
        group: of geographies; in brackets before the region's name.
        geography: the country, mostly.
        longitude: in degrees, as Azure writes it.
        latitude: the same.
        name: the city or state.
        pair: the short name of the paired region, or empty.
        zones: how many availability zones it has.
    """

    group: str
    geography: str
    longitude: str
    latitude: str
    name: str
    pair: str
    zones: int


_ROWS = """
eastus: US; United States; -79.8164; 37.3719; Virginia; westus; 3
southcentralus: US; United States; -98.5; 29.4167; Texas; northcentralus; 3
westus2: US; United States; -119.852; 47.233; Washington; westcentralus; 3
westus3: US; United States; -112.074036; 33.448376; Phoenix; eastus; 3
australiaeast: Asia Pacific; Australia; 151.2094; -33.86; New South Wales; australiasoutheast; 3
southeastasia: Asia Pacific; Asia Pacific; 103.833; 1.283; Singapore; eastasia; 3
northeurope: Europe; Europe; -6.2597; 53.3478; Ireland; westeurope; 3
swedencentral: Europe; Sweden; 17.14127; 60.67488; Gävle; swedensouth; 3
uksouth: UK; United Kingdom; -0.799; 50.941; London; ukwest; 3
westeurope: Europe; Europe; 4.9; 52.3667; Netherlands; northeurope; 3
centralus: US; United States; -93.6208; 41.5908; Iowa; eastus2; 3
southafricanorth: Africa; South Africa; 28.21837; -25.73134; Johannesburg; southafricawest; 3
centralindia: Asia Pacific; India; 73.9197; 18.5822; Pune; southindia; 3
eastasia: Asia Pacific; Asia Pacific; 114.188; 22.267; Hong Kong; southeastasia; 3
indonesiacentral: Asia Pacific; Indonesia; 106.816666; -6.2; Jakarta; ; 3
japaneast: Asia Pacific; Japan; 139.77; 35.68; Tokyo, Saitama; japanwest; 3
japanwest: Asia Pacific; Japan; 135.5022; 34.6939; Osaka; japaneast; 3
koreacentral: Asia Pacific; Korea; 126.978; 37.5665; Seoul; koreasouth; 3
malaysiawest: Asia Pacific; Malaysia; 101.693207; 3.140853; Kuala Lumpur; ; 3
newzealandnorth: Asia Pacific; New Zealand; 174.76349; -36.84853; Auckland; ; 3
canadacentral: Canada; Canada; -79.383; 43.653; Toronto; canadaeast; 3
francecentral: Europe; France; 2.373; 46.3772; Paris; francesouth; 3
germanywestcentral: Europe; Germany; 8.682127; 50.110924; Frankfurt; germanynorth; 3
italynorth: Europe; Italy; 9.18109; 45.46888; Milan; ; 3
norwayeast: Europe; Norway; 10.752245; 59.913868; Norway; norwaywest; 3
polandcentral: Europe; Poland; 21.01666; 52.23334; Warsaw; ; 3
spaincentral: Europe; Spain; 3.4209; 40.4259; Madrid; ; 3
switzerlandnorth: Europe; Switzerland; 8.564572; 47.451542; Zurich; switzerlandwest; 3
mexicocentral: Mexico; Mexico; -100.389888; 20.588818; Querétaro State; ; 3
uaenorth: Middle East; UAE; 55.316666; 25.266666; Dubai; uaecentral; 3
brazilsouth: South America; Brazil; -46.633; -23.55; Sao Paulo State; southcentralus; 3
israelcentral: Middle East; Israel; 33.4506633; 31.2655698; Israel; ; 3
qatarcentral: Middle East; Qatar; 51.439327; 25.551462; Doha; ; 3
eastus2: US; United States; -78.3889; 36.6681; Virginia; centralus; 3
northcentralus: US; United States; -87.6278; 41.8819; Illinois; southcentralus; 0
westus: US; United States; -122.417; 37.783; California; eastus; 0
westcentralus: US; United States; -110.234; 40.89; Wyoming; westus2; 0
australiasoutheast: Asia Pacific; Australia; 144.9631; -37.8136; Victoria; australiaeast; 0
southindia: Asia Pacific; India; 80.1636; 12.9822; Chennai; centralindia; 0
canadaeast: Canada; Canada; -71.217; 46.817; Quebec; canadacentral; 0
francesouth: Europe; France; 2.1972; 43.8345; Marseille; francecentral; 0
koreasouth: Asia Pacific; Korea; 129.0756; 35.1796; Busan; koreacentral; 0
ukwest: UK; United Kingdom; -3.084; 53.427; Cardiff; uksouth; 0
"""


def _place(row: str) -> tuple[str, Place]:
    region, _, rest = row.partition(": ")
    group, geography, longitude, latitude, name, pair, zones = rest.split("; ")
    return region, Place(group, geography, longitude, latitude, name, pair, int(zones))


PLACES = dict(_place(row) for row in _ROWS.strip().splitlines())
"""By the short name of the region."""

FULL = ("eastus2",)
"""Regions with zones that no subscription is recommended, in all lists recorded in 2025."""
