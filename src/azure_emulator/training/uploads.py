"""Images coming into a project, each with its own outcome."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import Image, TrainingSet, region
from azure_emulator.training.validators import (
    BATCH_IMAGES,
    BATCH_TAGS,
    REGIONS_AN_IMAGE,
    TAGS_AN_IMAGE,
    TRAINING_BYTES,
    has_mixed_tags,
)
from azure_emulator.vision.features import (
    BadDimensionsError,
    NotAnImageError,
    TooManyBytesError,
    digest,
)
from azure_emulator.vision.learning import FeatureCache

OK, DUPLICATE = "OK", "OKDuplicate"
FAULTS: dict[type[Exception], str] = {
    TooManyBytesError: "ErrorImageSize",
    NotAnImageError: "ErrorImageFormat",
    BadDimensionsError: "ErrorImageDimensions",
}


@dataclass(frozen=True)
class Entry:
    """One image to add.

    Args:
        source: its URL or file name, repeated in the answer.
        content: `None` where the source could not be read.
        tag_ids: its own tags, besides the batch's.
        regions: as in the request's JSON.
        metadata: goes to the image, besides what a known one has.
    """

    source: str
    content: bytes | None
    tag_ids: tuple[str, ...] = ()
    regions: tuple[dict[str, Any], ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The outcome of one entry: a status of Azure's enumeration, and the image if there is one."""

    source: str
    status: str
    image: Image | None = None


@dataclass
class Batch:
    """Uploads into one project.

    Args:
        into: the project's tags and images; images are added to it.
        most: how many images the project may hold.
        features: what is known of images.
    """

    cloud: Cloud
    into: TrainingSet
    most: int
    features: FeatureCache = field(default_factory=FeatureCache)
    _known: dict[str, Image] = field(default_factory=dict)

    def add(self, entries: Sequence[Entry], tag_ids: Sequence[str]) -> list[Outcome]:
        """Add the entries, all with the batch's tags.

        Content that the project has already makes no new image; the old image gets the tags.

        Raises:
            CustomVisionError: 400 BadRequestExceededBatchSize, BadRequestImageBatch,
                BadRequestImageRegions.
        """
        if len(entries) > BATCH_IMAGES or len(tag_ids) > BATCH_TAGS:
            raise bad_request(
                "BadRequestExceededBatchSize",
                f"At most {BATCH_IMAGES} images and {BATCH_TAGS} tags a batch",
            )
        if not entries:
            raise bad_request("BadRequestImageBatch", "The batch has no images")
        self._check_regions(entries)
        self._known = {image.digest: image for image in self.into.images.values()}
        contents = (entry.content for entry in entries if entry.content is not None)
        new = [content for content in contents if digest(content) not in self._known]
        self.features.check(new, TRAINING_BYTES)
        return [self._add(replace(entry, tag_ids=(*tag_ids, *entry.tag_ids))) for entry in entries]

    def _check_regions(self, entries: Sequence[Entry]) -> None:
        """Refuse the batch as a whole, before anything is added."""
        for entry in entries:
            for data in entry.regions:
                region("", self.cloud.now(), data)

    def _add(self, entry: Entry) -> Outcome:
        if entry.content is None:
            return Outcome(entry.source, "ErrorSource")
        known = self._known.get(digest(entry.content))
        try:
            size = (
                (known.width, known.height)
                if known
                else self.features.size(entry.content, TRAINING_BYTES)
            )
        except tuple(FAULTS) as fault:
            return Outcome(entry.source, FAULTS[type(fault)])
        if known is None and len(self.into.images) >= self.most:
            return Outcome(entry.source, "ErrorLimitExceed")
        image = known or Image(self.cloud.new_id(), self.cloud.now(), entry.content, *size)
        tagged = self._tagged(image, entry)
        status = next((status for status, applies in self._tag_faults() if applies(tagged)), None)
        if status:
            return Outcome(entry.source, status)
        self.into.images[image.id] = self._known[image.digest] = tagged
        return Outcome(entry.source, DUPLICATE if known else OK, tagged)

    def _tagged(self, image: Image, entry: Entry) -> Image:
        now = self.cloud.now()
        regions = tuple(region(self.cloud.new_id(), now, data) for data in entry.regions)
        tag_ids = [*entry.tag_ids, *(area.tag_id for area in regions)]
        tagged = image.tagged(tag_ids, now)
        texts = image.metadata | entry.metadata
        return replace(tagged, regions=image.regions + regions, metadata=texts)

    def _tag_faults(self) -> Iterator[tuple[str, Callable[[Image], bool]]]:
        """What can be wrong with an image's tags and regions, and whether it is.

        `ErrorInvalidRegion` is in no document; regions beyond the edge were answered with it in
        2022 (azure-docs, issue 96584). Guess: also regions without an area.
        """
        tags = self.into.tags
        yield "ErrorInvalidTag", lambda image: not image.tag_ids <= tags.keys()
        yield "ErrorInvalidRegion", lambda image: not all(each.is_inside for each in image.regions)
        yield "ErrorRegionLimitExceed", lambda image: len(image.regions) > REGIONS_AN_IMAGE
        yield "ErrorTagLimitExceed", lambda image: len(image.tags) > TAGS_AN_IMAGE
        yield (
            "ErrorNegativeAndRegularTagOnSameImage",
            lambda image: has_mixed_tags(self.into, image),
        )
