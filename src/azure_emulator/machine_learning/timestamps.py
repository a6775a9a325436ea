"""Times, as Azure Machine Learning writes them."""

from datetime import datetime

from azure_emulator.resource_manager.timestamps import timestamp


def zoned(time: datetime) -> str:
    """Resource Manager's form with a numeric zone: `2023-07-25T04:50:15.058106+00:00`."""
    return timestamp(time).removesuffix("Z") + "+00:00"


def milliseconds(time: datetime) -> str:
    """The form of the machines' own service: exactly three decimals, and a numeric zone."""
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}+00:00"
