"""The domains: what a project's model starts from.

Ids, names, order, platforms and descriptions are recorded (2020, version 3.4-preview); [A1], [A2]
and the classification's [S1] are of Microsoft's documents ("Select a domain").
"""

from dataclasses import dataclass
from typing import Any

from azure_emulator.training.errors import not_found

CLASSIFICATION = "Classification"
OBJECT_DETECTION = "ObjectDetection"
ONNX = "ONNX"

_SMALL = ("VAIDK", "CoreML", "DockerFile", ONNX, "OpenVino", "TensorFlow")
_LARGE = ("CoreML", "DockerFile", ONNX, "TensorFlow")


@dataclass(frozen=True)
class Domain:
    """A domain; one with `platforms` makes models that can be exported.

    Args:
        megabytes: how large an exported model is, as Azure estimates it.
        description: of the model, if it can be exported.
    """

    id: str
    name: str
    type: str = CLASSIFICATION
    platforms: tuple[str, ...] = ()
    megabytes: int = 0
    description: str = ""

    @property
    def model(self) -> dict[str, Any] | None:
        """What is told of the model; nothing of one that cannot be exported."""
        if not self.platforms:
            return None
        return {
            "estimatedModelSizeInMegabytes": self.megabytes,
            "description": self.description,
        }

    @property
    def is_detection(self) -> bool:
        """Whether it finds objects in images, and where."""
        return self.type == OBJECT_DETECTION


def _compact(domain_id: str, name: str, megabytes: int, problem: str) -> Domain:
    description = f"A ShuffleNet-like {problem} classification problem."
    return Domain(domain_id, name, CLASSIFICATION, _SMALL, megabytes, description)


def _detection(
    domain_id: str,
    name: str,
    platforms: tuple[str, ...] = (),
    megabytes: int = 0,
    description: str = "",
) -> Domain:
    return Domain(domain_id, name, OBJECT_DETECTION, platforms, megabytes, description)


GENERAL = Domain("ee85a74c-405e-4adc-bb47-ffa8ca0c9f31", "General")
GENERAL_COMPACT = _compact(
    "0732100f-1a38-4e49-a514-c9b44c697ab5", "General (compact)", 5, "model for general"
)
GENERAL_DETECTION = _detection("da2e3a8a-40a5-4171-82f4-58522f70fbc1", "General")
GENERAL_COMPACT_DETECTION = _detection(
    "a27d5ca5-bb19-49d8-a70a-fec086c47f5b",
    "General (compact)",
    _LARGE,
    42,
    "A YOLO-like model for general detection problem.",
)
DOMAINS = (
    GENERAL,
    Domain("a8e3c40f-fb4a-466f-832a-5e457ae4a344", "General [A1]"),
    Domain("2e37d7fb-3a54-486a-b4d6-cfc369af0018", "General [A2]"),
    Domain("c151d5b5-dd07-472a-acc8-15d29dea8518", "Food"),
    Domain("ca455789-012d-4b50-9fec-5bb63841c793", "Landmarks"),
    Domain("b30a91ae-e3c1-4f73-a81e-c270bff27c39", "Retail"),
    Domain("45badf75-3591-4f26-a705-45678d3e9f5f", "Adult"),
    GENERAL_COMPACT,
    _compact("a1db07ca-a19a-4830-bae8-e004a42dc863", "General (compact) [S1]", 43, "general"),
    _compact("8882951b-82cd-4c32-970b-d5f8cb8bf6d7", "Food (compact)", 5, "model for food"),
    _compact(
        "b5cfd229-2ac7-4b2b-8d0a-2b0661344894", "Landmarks (compact)", 5, "model for landmarks"
    ),
    # Azure says "food" of retail, too.
    _compact("6b4faeda-8396-481b-9f8b-177b9fa3097f", "Retail (compact)", 5, "based model for food"),
    GENERAL_DETECTION,
    _detection("9c616dff-2e7d-ea11-af59-1866da359ce6", "General [A1]"),
    _detection("1d8ffafe-ec40-4fb2-8f90-72b3b6cecea4", "Logo"),
    _detection("3780a898-81c3-4516-81ae-3a139614e1f3", "Products on Shelves"),
    GENERAL_COMPACT_DETECTION,
    _detection(
        "7ec2ac80-887b-48a6-8df9-8b1357765430",
        "General (compact) [S1]",
        (*_SMALL, "IVS"),
        13,
        "A SSD-like model for general detection problem.",
    ),
)


def find_domain(domain_id: str) -> Domain:
    """The domain of that id, in any letter case.

    Raises:
        CustomVisionError: 404 NotFoundDomain.
    """
    for domain in DOMAINS:
        if domain.id == domain_id.casefold():
            return domain
    raise not_found("Domain")
