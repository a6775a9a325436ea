"""Times, and who did what when, as Azure Resource Manager writes them."""

from datetime import datetime

from azure_emulator.entra.state import Principal


def timestamp(time: datetime) -> str:
    """`2023-07-25T04:50:15.058106Z`: UTC, a fraction without trailing zeros, `Z`."""
    return f"{time:%Y-%m-%dT%H:%M:%S.%f}".rstrip("0").rstrip(".") + "Z"


def created(caller: Principal, time: datetime) -> dict[str, str]:
    """The `systemData` of something new; Azure names applications by their client id."""
    return {
        "createdBy": caller.client_id,
        "createdByType": "Application",
        "createdAt": timestamp(time),
        **changed(caller, time),
    }


def changed(caller: Principal, time: datetime) -> dict[str, str]:
    """The part of `systemData` that each change replaces."""
    return {
        "lastModifiedBy": caller.client_id,
        "lastModifiedByType": "Application",
        "lastModifiedAt": timestamp(time),
    }
