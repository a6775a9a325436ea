"""The versions that each type of resources has in Azure, as data.

Sources: the lists in Azure's own refusals, as issues show them (azure-cli 31331 of 2025 for
Resource Manager's own, azure-sdk-for-go 16699 for role assignments); the index of bicep-types-az
(2026) for what came later, and for the others.
"""

from azure_emulator.resource_manager.resource_types import COMMON, TYPES


def _words(text: str) -> list[str]:
    return text.split()


OWN = _words("""
    2025-04-01 2025-03-01 2024-10-01-preview 2024-11-01 2024-08-01 2024-07-01 2024-06-01-preview
    2024-03-01 2023-07-01 2023-07-01-preview 2023-03-01-preview 2022-12-01 2022-11-01-preview
    2022-09-01 2022-06-01 2022-05-01 2022-03-01-preview 2022-01-01 2021-04-01 2021-01-01
    2020-10-01 2020-09-01 2020-08-01 2020-07-01 2020-06-01 2020-05-01 2020-01-01 2019-11-01
    2019-10-01 2019-09-01 2019-08-01 2019-07-01 2019-06-01 2019-05-10 2019-05-01 2019-03-01
    2018-11-01 2018-09-01 2018-08-01 2018-07-01 2018-06-01 2018-05-01 2018-02-01 2018-01-01
    2017-12-01 2017-08-01 2017-06-01 2017-05-10 2017-05-01 2017-03-01 2016-09-01 2016-07-01
    2016-06-01 2016-02-01 2015-11-01 2015-01-01 2014-04-01-preview 2014-04-01 2014-01-01
    2013-03-01 2014-02-26 2014-04
""")
"""Of subscriptions, groups, resources, deployments, tags, providers: in the order that was seen."""

_RESOURCES = _words("""
    2019-06-01-preview 2019-10-01-preview 2021-03-01-preview 2021-05-01 2022-02-01
    2022-08-01-preview 2023-08-01 2025-07-01
""")
_COGNITIVE_SERVICES = _words("""
    2016-02-01-preview 2017-04-18 2021-04-30 2021-10-01 2022-03-01 2022-10-01 2022-12-01
    2023-05-01 2023-10-01-preview 2024-04-01-preview 2024-06-01-preview 2024-10-01
    2025-04-01-preview 2025-06-01 2025-07-01-preview 2025-09-01 2025-10-01-preview 2025-12-01
    2026-01-15-preview 2026-03-01 2026-03-15-preview 2026-05-01 2026-05-15-preview 2026-07-01
""")
_MACHINE_LEARNING = _words("""
    2018-03-01-preview 2018-11-19 2019-05-01 2019-06-01 2019-11-01 2020-01-01 2020-02-18-preview
    2020-03-01 2020-04-01 2020-05-01-preview 2020-05-15-preview 2020-06-01 2020-08-01
    2020-09-01-preview 2021-01-01 2021-03-01-preview 2021-04-01 2021-07-01 2022-01-01-preview
    2022-02-01-preview 2022-05-01 2022-06-01-preview 2022-10-01 2022-10-01-preview
    2022-12-01-preview 2023-02-01-preview 2023-04-01 2023-04-01-preview 2023-06-01-preview
    2023-08-01-preview 2023-10-01 2024-01-01-preview 2024-04-01 2024-04-01-preview
    2024-07-01-preview 2024-10-01 2024-10-01-preview 2025-01-01-preview 2025-04-01
    2025-04-01-preview 2025-06-01 2025-07-01-preview 2025-09-01 2025-10-01-preview 2025-12-01
    2026-01-15-preview 2026-03-01 2026-03-15-preview 2026-05-01 2026-05-15-preview
""")
_AUTHORIZATION = _words("""
    2015-01-01 2015-05-01-preview 2015-07-01 2015-10-01-preview 2015-11-01 2016-04-01 2016-09-01
    2016-12-01 2017-04-01 2017-06-01-preview 2017-10-01-preview 2018-01-01-preview 2018-03-01
    2018-05-01 2018-05-01-preview 2018-07-01-preview 2018-09-01-preview 2018-11-01-preview
    2019-01-01 2019-03-01-preview 2019-06-01 2019-08-01-preview 2019-09-01 2020-03-01
    2020-03-01-preview 2020-04-01-preview 2020-05-01 2020-07-01-preview 2020-08-01-preview
    2020-09-01 2020-10-01 2020-10-01-preview 2021-01-01-preview 2021-03-01-preview 2021-06-01
    2021-07-01-preview 2021-11-16-preview 2021-12-01-preview 2022-04-01 2022-04-01-preview
    2022-05-01-preview 2022-06-01 2022-07-01-preview 2022-08-01-preview 2023-04-01
    2024-02-01-preview 2024-04-01 2024-05-01 2024-07-01-preview 2024-09-01-preview
    2024-12-01-preview 2025-01-01 2025-03-01 2025-11-01 2025-12-01-preview 2026-01-01-preview
    2026-06-01 2026-07-01
""")
_ROLE_ASSIGNMENTS = _words("""
    2014-04-01-preview 2014-07-01-preview 2014-10-01-preview 2015-05-01-preview 2015-06-01
    2015-07-01 2016-07-01 2017-05-01 2017-09-01 2017-10-01-preview 2018-01-01-preview 2018-07-01
    2018-09-01-preview 2018-12-01-preview 2019-04-01-preview 2020-03-01-preview
    2020-04-01-preview 2020-08-01-preview 2020-10-01-preview 2021-04-01-preview 2022-04-01
""")
_MANAGEMENT = _words("""
    2017-11-01-preview 2018-01-01-preview 2018-03-01-preview 2019-11-01 2020-02-01 2020-05-01
    2020-10-01 2021-04-01 2023-04-01 2024-02-01-preview
""")

NAMESPACES = {
    "microsoft.authorization": sorted({*_AUTHORIZATION, *_ROLE_ASSIGNMENTS}),
    "microsoft.cognitiveservices": _COGNITIVE_SERVICES,
    "microsoft.machinelearningservices": _MACHINE_LEARNING,
    "microsoft.management": _MANAGEMENT,
    "microsoft.resources": [*OWN, *_RESOURCES],
}
"""Of all types of a namespace; of others, every date is taken."""

SINGLE = {"microsoft.authorization/roleassignments": _ROLE_ASSIGNMENTS}
"""Of types that have their own list."""

PLACEHOLDER = "0000-00-00"
"""What recorded tests of Azure's SDKs hold in place of a version; whoever replays them sends it."""


def supported(namespace: str, kind: str) -> list[str] | None:
    """The versions of a type; `None` where every date is taken."""
    name = namespace.casefold()
    return SINGLE.get(f"{name}/{kind.casefold()}") or NAMESPACES.get(name)


def canonical_type(namespace: str, kind: str) -> str | None:
    """The first word of a type in Azure's letter case; `None` if the namespace has no such."""
    key = namespace.casefold()
    words = next((types for name, types in TYPES.items() if name.casefold() == key), "")
    found = f"{words} {COMMON}".split()
    return next((word for word in found if word.casefold() == kind.casefold()), None)


def listed(namespace: str, kind: str) -> list[str]:
    """The versions that `GET /providers` names, newest first; a few where every date is taken."""
    found = supported(namespace, kind)
    return sorted(found, reverse=True) if found else ["2025-01-01", "2023-01-01", "2021-01-01"]
