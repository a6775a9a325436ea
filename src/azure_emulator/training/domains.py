"""The domains: what a project's model starts from. Here all of them share one kind of model.

Ids, names and platforms are recorded (2020); [A1] and [A2] are from Microsoft's documents.
"""

from dataclasses import dataclass
from typing import Any

from azure_emulator.training.errors import not_found

CLASSIFICATION = "Classification"
OBJECT_DETECTION = "ObjectDetection"


@dataclass(frozen=True)
class Domain:
    """A domain; one with `platforms` makes models that can be exported."""

    id: str
    name: str
    type: str = CLASSIFICATION
    platforms: tuple[str, ...] = ()
    model: dict[str, Any] | None = None


GENERAL = Domain("ee85a74c-405e-4adc-bb47-ffa8ca0c9f31", "General")
DOMAINS = (
    GENERAL,
    Domain("a8e3c40f-fb4a-466f-832a-5e457ae4a344", "General [A1]"),
    Domain("2e37d7fb-3a54-486a-b4d6-cfc369af0018", "General [A2]"),
    Domain("c151d5b5-dd07-472a-acc8-15d29dea8518", "Food"),
    Domain("ca455789-012d-4b50-9fec-5bb63841c793", "Landmarks"),
    Domain("b30a91ae-e3c1-4f73-a81e-c270bff27c39", "Retail"),
    Domain("45badf75-3591-4f26-a705-45678d3e9f5f", "Adult"),
    Domain(
        "0732100f-1a38-4e49-a514-c9b44c697ab5",
        "General (compact)",
        platforms=("VAIDK", "CoreML", "DockerFile", "ONNX", "OpenVino", "TensorFlow"),
        model={
            "estimatedModelSizeInMegabytes": 5,
            "description": "A ShuffleNet-like model for general classification problem.",
        },
    ),
    Domain("da2e3a8a-40a5-4171-82f4-58522f70fbc1", "General", OBJECT_DETECTION),
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
