"""Projects: their settings, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from azure_emulator.errors import CustomVisionError
from azure_emulator.training.domains import CLASSIFICATION, GENERAL, Domain, domain
from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.images import TrainingSet

if TYPE_CHECKING:
    from azure_emulator.training.iterations import Iteration
    from azure_emulator.training.predictions import StoredPrediction

MULTILABEL, MULTICLASS = "Multilabel", "Multiclass"
AUGMENTATIONS = (
    *("rotation", "scaling", "translation", "horizontal flip"),
    *("equalize", "solarize", "padtosquare"),
)


@dataclass(frozen=True)
class Settings:
    """A project's settings; `classification_type` is `None` for object detection."""

    domain: Domain = GENERAL
    classification_type: str | None = MULTILABEL
    platforms: tuple[str, ...] = ()
    use_negative_set: bool = True
    detection_parameters: str | None = None
    augmentations: dict[str, bool] = field(
        default_factory=lambda: dict.fromkeys(AUGMENTATIONS, True)
    )

    @classmethod
    def chosen(
        cls, domain_id: str | None, classification_type: str | None, platforms: list[str]
    ) -> Settings:
        """The settings of a new project: General and Multilabel unless chosen otherwise.

        Raises:
            CustomVisionError: 400 BadRequestProjectUnknownDomain, -UnknownClassification,
                -UnsupportedExportPlatform.
        """
        found = _domain(domain_id) if domain_id else GENERAL
        kind = classification_type or MULTILABEL
        return cls(
            found, kind if found.type == CLASSIFICATION else None, tuple(platforms)
        ).checked()

    def changed(self, data: dict[str, Any]) -> Settings:
        """The settings with what the JSON of an update names.

        Raises:
            CustomVisionError: 400 as for a new project, or -UnsupportedDomainTypeChange.
        """
        found = _domain(str(data["domainId"])) if data.get("domainId") else self.domain
        if found.type != self.domain.type:
            raise bad_request(
                "BadRequestProjectUnsupportedDomainTypeChange", "The domain type cannot be changed"
            )
        kind = data.get("classificationType") or self.classification_type
        platforms = data.get("targetExportPlatforms")
        processing = _object(data.get("imageProcessingSettings"))
        return replace(
            self,
            domain=found,
            classification_type=kind if found.type == CLASSIFICATION else None,
            platforms=tuple(platforms) if isinstance(platforms, list) else self.platforms,
            use_negative_set=bool(data.get("useNegativeSet", self.use_negative_set)),
            detection_parameters=data.get("detectionParameters", self.detection_parameters),
            augmentations=self.augmentations | _object(processing.get("augmentationMethods")),
        ).checked()

    def checked(self) -> Settings:
        """Itself, if Azure would take it."""
        if self.classification_type not in (MULTILABEL, MULTICLASS, None):
            raise bad_request(
                "BadRequestProjectUnknownClassification",
                f"Unknown classification type {self.classification_type}",
            )
        if not set(self.platforms) <= set(self.domain.platforms):
            raise bad_request(
                "BadRequestProjectUnsupportedExportPlatform",
                f"The domain {self.domain.name} does not export to {', '.join(self.platforms)}",
            )
        return self


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _domain(domain_id: str) -> Domain:
    try:
        return domain(domain_id)
    except CustomVisionError as error:
        raise bad_request("BadRequestProjectUnknownDomain", "Unknown domain") from error


@dataclass
class Project:
    """A project of one training account.

    Args:
        current: its tags and images of this moment.
        iterations: by id, oldest first.
        predictions: the stored ones, by id, oldest first.
        trainings: how many iterations it ever had: the next one's number, less one.
    """

    id: str
    name: str
    description: str | None
    settings: Settings
    created: datetime
    modified: datetime
    region: str
    current: TrainingSet = field(default_factory=TrainingSet)
    iterations: dict[str, Iteration] = field(default_factory=dict)
    predictions: dict[str, StoredPrediction] = field(default_factory=dict)
    trainings: int = 0

    def iteration(self, iteration_id: str) -> Iteration:
        """The iteration of that id.

        Raises:
            CustomVisionError: 404 NotFoundIteration.
        """
        if iteration_id.casefold() not in self.iterations:
            raise not_found("Iteration")
        return self.iterations[iteration_id.casefold()]

    def seen(self, iteration_id: str | None) -> TrainingSet:
        """Tags and images as at an iteration's training, or now.

        Raises:
            CustomVisionError: 404 NotFoundIteration.
        """
        return self.iteration(iteration_id).training_set if iteration_id else self.current
