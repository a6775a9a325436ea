"""What a link opens."""

from collections.abc import Mapping

from azure_emulator.cloud import Cloud
from azure_emulator.custom_vision_storage import errors
from azure_emulator.training.artifacts import ArtifactNotFoundError, artifact
from azure_emulator.training.links import Permit
from azure_emulator.training.state import Training


class CustomVisionStorage:
    """Reads what projects keep; it holds nothing of its own."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def read(self, path: str, parameters: Mapping[str, str]) -> bytes:
        """What a link opens.

        Args:
            path: with the container, without a first slash.
            parameters: the link's query.

        Raises:
            StorageError: 403 AuthenticationFailed; 404 ResourceNotFound, BlobNotFound.
        """
        permit = Permit.of(parameters)
        if not permit.signature:
            raise errors.not_public()
        key = self._cloud.state(Training).signing_key
        if not permit.opens(key, path) or permit.expired(self._cloud.now()):
            raise errors.not_authenticated()
        try:
            return artifact(self._cloud, path)[1]
        except ArtifactNotFoundError as error:
            raise errors.blob_not_found() from error
