"""Tags and images, as values: an iteration keeps those that it was trained with."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from azure_emulator.training.errors import bad_request, not_found
from azure_emulator.training.metadata import Fits, everything
from azure_emulator.training.words import one_of
from azure_emulator.vision.features import digest

REGULAR, NEGATIVE, GENERAL_PRODUCT = "Regular", "Negative", "GeneralProduct"
TAG_TYPES = (REGULAR, NEGATIVE, GENERAL_PRODUCT)
ROUNDING = 0.001
"""By how much of a side a region may be wrong."""
ORDERS = ("Newest", "Oldest")
TAGGING = {"All": (True, False), "Tagged": (True,), "Untagged": (False,)}
"""By a tagging status: whether its images may have tags."""


@dataclass(frozen=True)
class Tag:
    """A tag of a project."""

    id: str
    name: str
    description: str | None = None
    type: str = REGULAR


@dataclass(frozen=True)
class ImageTag:
    """A tag on an image, and since when."""

    tag_id: str
    created: datetime


@dataclass(frozen=True, kw_only=True)
class Region:
    """A tagged rectangle of an image; its measures are parts (0..1) of the image's sides."""

    id: str
    tag_id: str
    created: datetime
    left: float
    top: float
    width: float
    height: float

    @property
    def is_inside(self) -> bool:
        """Whether it has an area, none of which is beyond the image, but by rounding."""
        ends = (self.left + self.width, self.top + self.height)
        return min(self.width, self.height) > 0 and max(ends) <= 1 + ROUNDING

    def like(self, other: Region) -> bool:
        """Whether both are the same rectangle with the same tag."""
        return replace(self, id=other.id, created=other.created) == other


@dataclass(frozen=True)
class Image:
    """An image of a project; `width` and `height` in px."""

    id: str
    created: datetime
    content: bytes = field(repr=False)
    width: int
    height: int
    tags: tuple[ImageTag, ...] = ()
    regions: tuple[Region, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Names the content: equal for duplicates."""
        return digest(self.content)

    @property
    def tag_ids(self) -> frozenset[str]:
        """The ids of its tags."""
        return frozenset(tag.tag_id for tag in self.tags)

    def tagged(self, tag_ids: Iterable[str], when: datetime) -> Image:
        """The image with those tags too."""
        new = [ImageTag(tag_id, when) for tag_id in dict.fromkeys(tag_ids)]
        added = tuple(tag for tag in new if tag.tag_id not in self.tag_ids)
        return replace(self, tags=self.tags + added)

    def untagged(self, tag_ids: Collection[str]) -> Image:
        """The image without those tags, and without their regions."""
        return replace(
            self,
            tags=tuple(tag for tag in self.tags if tag.tag_id not in tag_ids),
            regions=tuple(region for region in self.regions if region.tag_id not in tag_ids),
        )


@dataclass(frozen=True)
class TrainingSet:
    """Tags and images by id, oldest first: a project's current ones, or an iteration's."""

    tags: dict[str, Tag] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)

    def copy(self) -> TrainingSet:
        """A copy that later changes to this one do not reach."""
        return TrainingSet(dict(self.tags), dict(self.images))

    def tag(self, tag_id: str) -> Tag:
        """The tag of that id.

        Raises:
            CustomVisionError: 404 NotFoundTag.
        """
        if tag_id.casefold() not in self.tags:
            raise not_found("Tag")
        return self.tags[tag_id.casefold()]

    def count(self, tag_id: str) -> int:
        """How many images have the tag."""
        return sum(tag_id in image.tag_ids for image in self.images.values())

    def listed(
        self,
        status: str = "All",
        tag_ids: Collection[str] = (),
        order: str = "Newest",
        fits: Fits = everything,
    ) -> list[Image]:
        """Images by tagging status (`All`, `Tagged`, `Untagged`), with at least one of the tags.

        Args:
            status: in any letter case.
            tag_ids: none stands for all.
            order: `Newest` or `Oldest` first, in any letter case.
            fits: looks at their metadata.

        Raises:
            CustomVisionError: 400 for a word that is none of these.
        """
        wanted = TAGGING[one_of(status, TAGGING, "taggingStatus")]
        order = one_of(order, ORDERS, "orderBy")
        images = [
            image
            for image in self.images.values()
            if bool(image.tags) in wanted
            and (not tag_ids or image.tag_ids & set(tag_ids))
            and fits(image.metadata)
        ]
        return images if order == "Oldest" else images[::-1]

    def by_ids(self, image_ids: Collection[str]) -> list[Image]:
        """The images of those ids, or all without ids; unknown ids are passed over."""
        images = self.images.values()
        return [image for image in images if not image_ids or image.id in image_ids]


def region(region_id: str, when: datetime, data: dict[str, Any]) -> Region:
    """A region from its JSON.

    Raises:
        CustomVisionError: 400 BadRequestImageRegions for a measure that is missing or not in 0..1.
    """
    measures = {name: data.get(name) for name in ("left", "top", "width", "height")}
    if not all(map(_is_part, measures.values())):
        raise bad_request("BadRequestImageRegions", "Invalid region")
    tag_id = (data.get("tagId") or "").casefold()
    return Region(id=region_id, tag_id=tag_id, created=when, **measures)  # type: ignore[arg-type]


def _is_part(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value <= 1  # type: ignore[operator]  # mypy forgets the number.
