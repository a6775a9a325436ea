"""The settings of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from azure_emulator.errors import CustomVisionError
from azure_emulator.training.domains import CLASSIFICATION, GENERAL, Domain, find_domain
from azure_emulator.training.errors import bad_request
from azure_emulator.training.words import in_own_case, one_of

_URI = re.compile(r"https://[^/\s]+/\S{1,2000}")
MULTILABEL, MULTICLASS = "Multilabel", "Multiclass"
AUGMENTATIONS = (
    *("rotation", "scaling", "translation", "horizontal flip"),
    *("equalize", "solarize", "padtosquare"),
)


@dataclass(frozen=True)
class Settings:
    """A project's settings; `classification_type` is `None` for object detection.

    Args:
        container: the storage container that exported models are to go to, as an address.
        queue: the storage queue that is to be told of the project, as an address.
    """

    domain: Domain = GENERAL
    classification_type: str | None = MULTILABEL
    platforms: tuple[str, ...] = ()
    use_negative_set: bool = True
    detection_parameters: str | None = None
    augmentations: dict[str, bool] = field(
        default_factory=lambda: dict.fromkeys(AUGMENTATIONS, True)
    )
    container: str | None = None
    queue: str | None = None

    @classmethod
    def chosen(
        cls, domain_id: str | None, classification_type: str | None, platforms: list[str]
    ) -> Settings:
        """The settings of a new project: General and Multilabel unless chosen otherwise.

        Raises:
            CustomVisionError: 400 BadRequestProjectUnknownDomain, -UnknownClassification,
                -UnsupportedExportPlatform.
        """
        domain = _domain(domain_id) if domain_id else GENERAL
        # Guess: a known type is taken, and of no meaning, where objects are detected.
        kind = _known_type(classification_type or MULTILABEL)
        return cls(
            domain, kind if domain.type == CLASSIFICATION else None, tuple(platforms)
        ).validated()

    def changed(self, data: dict[str, Any]) -> Settings:
        """The settings with what the JSON of an update names.

        Raises:
            CustomVisionError: 400 as for a new project, or -UnsupportedDomainTypeChange.
        """
        domain = _domain(data["domainId"]) if data.get("domainId") else self.domain
        if domain.type != self.domain.type:
            raise bad_request(
                "BadRequestProjectUnsupportedDomainTypeChange", "The domain type cannot be changed"
            )
        kind = _known_type(data.get("classificationType") or self.classification_type or MULTILABEL)
        platforms = data.get("targetExportPlatforms")
        processing = data.get("imageProcessingSettings") or {}
        negative = data.get("useNegativeSet")
        return (
            replace(
                self,
                domain=domain,
                classification_type=kind if domain.type == CLASSIFICATION else None,
                platforms=self.platforms if platforms is None else tuple(platforms),
                use_negative_set=self.use_negative_set if negative is None else negative,
                detection_parameters=data.get("detectionParameters", self.detection_parameters),
                augmentations=self.augmentations | (processing.get("augmentationMethods") or {}),
            )
            .with_storage(data)
            .validated()
        )

    def with_storage(self, data: dict[str, Any]) -> Settings:
        """The settings with the addresses of storage that some JSON names.

        Raises:
            CustomVisionError: 400 BadRequestInvalidUri.
        """
        container = data.get("exportModelContainerUri", self.container)
        queue = data.get("notificationQueueUri", self.queue)
        for uri in (container, queue):
            if uri and not (isinstance(uri, str) and _URI.fullmatch(uri)):
                raise bad_request("BadRequestInvalidUri", "Invalid storage uri")
        return replace(self, container=container or None, queue=queue or None)

    def validated(self) -> Settings:
        """These settings with the platforms in their own letter case, if Azure takes them.

        Raises:
            CustomVisionError: 400 BadRequestProjectUnsupportedExportPlatform.
        """
        platforms = tuple(in_own_case(each, self.domain.platforms) for each in self.platforms)
        if not set(platforms) <= set(self.domain.platforms):
            raise bad_request(
                "BadRequestProjectUnsupportedExportPlatform",
                f"The domain {self.domain.name} does not export to {', '.join(platforms)}",
            )
        return replace(self, platforms=platforms)


def _known_type(kind: str) -> str:
    code = "BadRequestProjectUnknownClassification"
    return one_of(kind, (MULTILABEL, MULTICLASS), "classificationType", code)


def _domain(domain_id: str) -> Domain:
    try:
        return find_domain(domain_id)
    except CustomVisionError as error:
        raise bad_request("BadRequestProjectUnknownDomain", "Unknown domain") from error
