"""Images coming into a project, each with its own outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import NEGATIVE, Image, TrainingSet, region
from azure_emulator.training.validators import (
    BATCH_IMAGES,
    BATCH_TAGS,
    TAGS_AN_IMAGE,
    TRAINING_BYTES,
)
from azure_emulator.vision.features import BadDimensions, NotAPicture, TooManyBytes, check, digest

if TYPE_CHECKING:
    from azure_emulator.cloud import Cloud

OK, DUPLICATE = "OK", "OKDuplicate"
FAULTS: dict[type[Exception], str] = {
    TooManyBytes: "ErrorImageSize",
    NotAPicture: "ErrorImageFormat",
    BadDimensions: "ErrorImageDimensions",
}


@dataclass(frozen=True)
class Entry:
    """One image to add.

    Args:
        source: its URL or file name, repeated in the answer.
        content: `None` where the source could not be read.
        tag_ids: its own tags, besides the batch's.
        regions: as in the request's JSON.
    """

    source: str
    content: bytes | None
    tag_ids: tuple[str, ...] = ()
    regions: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of an entry: a status of Azure's enumeration, and the image if there is one."""

    source: str
    status: str
    image: Image | None = None


@dataclass
class Batch:
    """Uploads into one project.

    Args:
        into: the project's tags and images; images are added to it.
        most: how many images the project may hold.
    """

    cloud: Cloud
    into: TrainingSet
    most: int
    _known: dict[str, Image] = field(default_factory=dict)

    def add(self, entries: Sequence[Entry], tag_ids: Sequence[str]) -> list[Outcome]:
        """Add the entries, all with the batch's tags.

        A content that the project has already makes no new image; the image gains the tags.

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
        return [self._add(replace(e, tag_ids=(*tag_ids, *e.tag_ids))) for e in entries]

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
            size = (known.width, known.height) if known else check(entry.content, TRAINING_BYTES)
        except tuple(FAULTS) as fault:
            return Outcome(entry.source, FAULTS[type(fault)])
        if known is None and len(self.into.images) >= self.most:
            return Outcome(entry.source, "ErrorLimitExceed")
        image = known or Image(self.cloud.new_id(), self.cloud.now(), entry.content, *size)
        marked = self._marked(image, entry)
        wrong = next((name for name, applies in self._tag_faults() if applies(marked)), None)
        if wrong:
            return Outcome(entry.source, wrong)
        self.into.images[image.id] = self._known[image.digest] = marked
        return Outcome(entry.source, DUPLICATE if known else OK, marked)

    def _marked(self, image: Image, entry: Entry) -> Image:
        when = self.cloud.now()
        regions = tuple(region(self.cloud.new_id(), when, data) for data in entry.regions)
        tag_ids = [*entry.tag_ids, *(found.tag_id for found in regions)]
        return replace(image.tagged(tag_ids, when), regions=image.regions + regions)

    def _tag_faults(self) -> Iterator[tuple[str, Callable[[Image], bool]]]:
        tags = self.into.tags
        yield "ErrorInvalidTag", lambda image: not image.tag_ids <= tags.keys()
        yield "ErrorTagLimitExceed", lambda image: len(image.tags) > TAGS_AN_IMAGE
        yield (
            "ErrorNegativeAndRegularTagOnSameImage",
            lambda image: mixed(self.into, image),
        )


def mixed(of: TrainingSet, image: Image) -> bool:
    """Whether the image has the negative tag beside others."""
    kinds = [of.tags[tag_id].type for tag_id in image.tag_ids]
    return NEGATIVE in kinds and len(kinds) > 1
