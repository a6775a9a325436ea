"""The error of the emulated web."""

from azure_emulator.errors import ServiceError


class ImageNotFoundError(ServiceError):
    """404: nobody can fetch an image from that URL."""

    def __init__(self, name: str) -> None:
        super().__init__(404, "NotFound", f"There is no picture {name!r} here.")
