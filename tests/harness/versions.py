"""A version of Resource Manager that the type of a path has."""

VERSIONS = {
    "/providers/microsoft.authorization/locks": "2020-05-01",
    "/providers/microsoft.authorization/": "2022-04-01",
    "/providers/microsoft.cognitiveservices/": "2023-05-01",
    "/providers/microsoft.machinelearningservices/": "2024-04-01",
    "/providers/microsoft.management/": "2021-04-01",
}
"""By what is in a path: a version that its type has."""


def version_of(path: str) -> str:
    """A version that the type of a path has."""
    key = path.casefold()
    return next((version for part, version in VERSIONS.items() if part in key), "2021-04-01")
