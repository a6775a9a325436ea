"""The version of the suite, as it was installed."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "image-classification-acceptance"


@cache
def suite_version() -> str:
    """The installed distribution's version; "unknown" where the packages were only copied."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
