"""Projects, tags and images: what Azure allows, and what it refuses."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image as Pillow

from azure_emulator.cloud import Cloud
from azure_emulator.cognitive_services.account import Account
from azure_emulator.errors import CustomVisionError
from azure_emulator.training.domains import DOMAINS, GENERAL
from azure_emulator.training.iterations import Plan
from azure_emulator.training.lifecycle import publish, train
from azure_emulator.training.projects import Project
from azure_emulator.training.settings import Settings
from azure_emulator.training.state import Training
from azure_emulator.training.uploads import Batch, Entry
from tests.harness.custom_vision import TRAINING, Clock, add_account, cats, dogs, filled_project

DETECTION = next(one for one in DOMAINS if one.type == "ObjectDetection")
COMPACT = next(one for one in DOMAINS if one.platforms)


def refusal(code: str) -> pytest.RaisesExc[CustomVisionError]:
    """Azure refuses with that code."""
    return pytest.RaisesExc(CustomVisionError, check=lambda error: error.code == code)


@pytest.fixture
def project(still: Cloud, account: Account) -> Project:
    """An empty project."""
    return still.state(Training).create_project(account, "Pets", None, Settings())


def statuses(
    cloud: Cloud, account: Account, project: Project, entries: Sequence[Entry], *tags: str
) -> list[str]:
    """What becomes of uploads."""
    return [one.status for one in cloud.state(Training).upload(account, project, entries, tags)]


def test_general_and_multilabel_unless_chosen() -> None:
    """A project without choices is Multilabel in the domain General."""
    assert Settings.chosen(None, None, []) == Settings(GENERAL, "Multilabel")


def test_object_detection_has_no_classification_type() -> None:
    """The domain decides."""
    assert Settings.chosen(DETECTION.id.upper(), "Multiclass", []).classification_type is None


@pytest.mark.parametrize(
    ("domain", "kind", "platforms", "code"),
    [
        ("general", None, [], "BadRequestProjectUnknownDomain"),
        (None, "Both", [], "BadRequestProjectUnknownClassification"),
        (None, None, ["ONNX"], "BadRequestProjectUnsupportedExportPlatform"),
    ],
)
def test_unknown_settings_are_refused(
    domain: str | None, kind: str | None, platforms: list[str], code: str
) -> None:
    """Domain, classification type and platforms must be known and fit."""
    with refusal(code):
        Settings.chosen(domain, kind, platforms)


def test_settings_change_by_what_is_named(still: Cloud, account: Account, project: Project) -> None:
    """An update changes what it names, and nothing else."""
    changes = {"settings": {"classificationType": "Multiclass", "domainId": COMPACT.id}}
    found = still.state(Training).update_project(account, project.id, changes)
    assert (found.name, found.settings.classification_type) == ("Pets", "Multiclass")
    assert found.settings.domain is COMPACT
    with refusal("BadRequestProjectUnsupportedDomainTypeChange"):
        still.state(Training).update_project(
            account, project.id, {"settings": {"domainId": DETECTION.id}}
        )


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("name", "code"), [(" ", "BadRequestProjectName"), ("Pets", "BadRequestProjectNameNotUnique")]
)
def test_a_project_needs_a_name_of_its_own(
    still: Cloud, account: Account, name: str, code: str
) -> None:
    """Neither blank nor another project's."""
    with refusal(code):
        still.state(Training).create_project(account, name, None, Settings())


def test_a_free_account_has_two_projects(still: Cloud) -> None:
    """The third is refused on F0; S0 takes it."""
    free = add_account(still, "free", TRAINING, sku="F0")
    standard = add_account(still, "standard", TRAINING, sku="S0")
    for name in ("one", "two"):
        still.state(Training).create_project(free, name, None, Settings())
        still.state(Training).create_project(standard, name, None, Settings())
    with refusal("BadRequestExceedProjectLimit"):
        still.state(Training).create_project(free, "three", None, Settings())
    assert still.state(Training).create_project(standard, "three", None, Settings()).name == "three"


def test_accounts_do_not_see_each_other_s_projects(still: Cloud, project: Project) -> None:
    """A project belongs to one account."""
    other = add_account(still, "other", TRAINING)
    assert still.state(Training).projects(other) == []
    with refusal("NotFoundProject"):
        still.state(Training).project(other, project.id)


def test_a_published_project_is_not_deleted(
    still: Cloud, account: Account, target: Account, clock: Clock
) -> None:
    """It has to be unpublished first."""
    project = filled_project(still, account)
    iteration = train(still, project, Plan(), force=False)
    clock.pass_by(still.durations.training)
    publish(still, project, iteration.id, name="pets", target=target.id, overwrite=False)
    with refusal("BadRequestIterationIsPublished"):
        still.state(Training).delete_project(account, project.id)


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("", "Regular", "BadRequestTagName"),
        ("cat", "Regular", "BadRequestTagNameNotUnique"),
        ("dog", "Usual", "BadRequestTagType"),
        ("dog", "Negative", "BadRequestMultipleNegativeTag"),
    ],
)
def test_some_tags_are_refused(
    still: Cloud, account: Account, project: Project, name: str, kind: str, code: str
) -> None:
    """A tag has a name of its own and a known type; one tag at most is negative."""
    still.state(Training).create_tag(account, project, "cat", None, "Regular")
    still.state(Training).create_tag(account, project, "none", None, "Negative")
    with refusal(code):
        still.state(Training).create_tag(account, project, name, None, kind)


def test_a_free_project_has_fifty_tags(still: Cloud) -> None:
    """The 51st is refused on F0."""
    free = add_account(still, "free", TRAINING, sku="F0")
    project = still.state(Training).create_project(free, "Pets", None, Settings())
    for number in range(50):
        still.state(Training).create_tag(free, project, f"tag {number}", None, "Regular")
    with refusal("BadRequestExceedTagPerProjectLimit"):
        still.state(Training).create_tag(free, project, "one more", None, "Regular")


def test_a_deleted_tag_leaves_its_images(still: Cloud, account: Account) -> None:
    """The images stay, untagged."""
    project = filled_project(still, account)
    cat = next(tag for tag in project.current.tags.values() if tag.name == "cat")
    still.state(Training).delete_tag(project, cat.id)
    assert len(project.current.listed("Untagged")) == 5
    with refusal("NotFoundTag"):
        still.state(Training).delete_tag(project, cat.id)


def test_the_same_bytes_make_one_image(still: Cloud, account: Account, project: Project) -> None:
    """A duplicate makes no new image; the old one gains the tag."""
    cat = still.state(Training).create_tag(account, project, "cat", None, "Regular")
    dog = still.state(Training).create_tag(account, project, "dog", None, "Regular")
    picture = Entry("a.jpg", cats(1)[0])
    assert statuses(still, account, project, [picture], cat.id) == ["OK"]
    assert statuses(still, account, project, [picture, picture], dog.id) == ["OKDuplicate"] * 2
    (image,) = project.current.images.values()
    assert image.tag_ids == {cat.id, dog.id}


def thin() -> bytes:
    """A picture too thin to take."""
    out = io.BytesIO()
    Pillow.new("L", (300, 10)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (None, "ErrorSource"),
        (b"text", "ErrorImageFormat"),
        (thin(), "ErrorImageDimensions"),
        (bytes(6 * 2**20 + 1), "ErrorImageSize"),
    ],
    ids=["none", "text", "thin", "long"],
)
def test_each_bad_image_has_its_status(
    still: Cloud, account: Account, project: Project, content: bytes | None, status: str
) -> None:
    """The others of the batch are taken."""
    entries = [Entry("bad", content), Entry("good", cats(1)[0])]
    assert statuses(still, account, project, entries) == [status, "OK"]


def test_an_unknown_tag_is_the_image_s_error(
    still: Cloud, account: Account, project: Project
) -> None:
    """No image is made."""
    assert statuses(still, account, project, [Entry("", cats(1)[0])], "x") == ["ErrorInvalidTag"]
    assert not project.current.images


def test_negative_and_regular_do_not_go_together(
    still: Cloud, account: Account, project: Project
) -> None:
    """Neither at the upload nor later."""
    cat = still.state(Training).create_tag(account, project, "cat", None, "Regular")
    none = still.state(Training).create_tag(account, project, "none", None, "Negative")
    entry = Entry("", cats(1)[0])
    both = statuses(still, account, project, [entry], cat.id, none.id)
    assert both == ["ErrorNegativeAndRegularTagOnSameImage"]
    assert statuses(still, account, project, [entry], cat.id) == ["OK"]
    (image,) = project.current.images
    with refusal("BadRequestNegativeAndRegularTagOnSameImage"):
        still.state(Training).tag_images(project, [(image, none.id)])
    assert project.current.images[image].tag_ids == {cat.id}


def test_a_batch_has_at_most_64_images(still: Cloud, account: Account, project: Project) -> None:
    """More images, more than 20 tags, or nothing at all are refused as a whole."""
    entries = [Entry("", cats(1)[0])] * 65
    with refusal("BadRequestExceededBatchSize"):
        still.state(Training).upload(account, project, entries, [])
    with refusal("BadRequestExceededBatchSize"):
        still.state(Training).upload(account, project, entries[:1], ["x"] * 21)
    with refusal("BadRequestImageBatch"):
        still.state(Training).upload(account, project, [], [])


def test_unknown_images_are_refused_as_a_whole(
    still: Cloud, account: Account, project: Project
) -> None:
    """Deleting or tagging an unknown image changes nothing."""
    statuses(still, account, project, [Entry("", cats(1)[0])])
    (image,) = project.current.images
    with refusal("NotFoundImage"):
        still.state(Training).delete_images(project, [image, "x"])
    assert list(project.current.images) == [image]


def test_a_project_may_be_full(still: Cloud, project: Project) -> None:
    """An image beyond the tier's limit is an outcome; a duplicate needs no room."""
    batch = Batch(still, project.current, most=1)
    one, two = (Entry("", content) for content in cats(1, 2))
    found = [outcome.status for outcome in batch.add([one, two, one], [])]
    assert found == ["OK", "ErrorLimitExceed", "OKDuplicate"]


def test_an_image_has_at_most_a_hundred_tags(
    still: Cloud, account: Account, project: Project
) -> None:
    """One more is told to be too many."""
    statuses(still, account, project, [Entry("", cats(1)[0])])
    (image,) = project.current.images
    pairs = [
        (image, still.state(Training).create_tag(account, project, str(number), None, "Regular").id)
        for number in range(101)
    ]
    created, duplicated, exceeded = still.state(Training).tag_images(project, pairs)
    assert (len(created), duplicated, exceeded) == (100, [], pairs[100:])


def test_lists_by_tags_hold_any_of_them(still: Cloud, account: Account) -> None:
    """An image with at least one of the tags is in the list, newest first."""
    project = filled_project(still, account)
    cat, dog = project.current.tags
    assert len(project.current.listed("Tagged", [cat])) == 5
    assert len(project.current.listed("All", [cat, dog])) == 10
    assert project.current.listed("All", [dog], "Oldest")[0].content == dogs(1)[0]
    assert project.current.listed()[0].content == dogs(5)[0]
    with refusal("BadRequest"):
        project.current.listed("Some")


def test_a_region_needs_its_measures(still: Cloud, account: Account) -> None:
    """Parts of the image's sides, each in 0..1."""
    settings = Settings.chosen(DETECTION.id, None, [])
    project = still.state(Training).create_project(account, "Where", None, settings)
    tag = still.state(Training).create_tag(account, project, "cat", None, "Regular")
    area = {"tagId": tag.id, "left": 0.1, "top": 0.1, "width": 1.5, "height": 0.5}
    with refusal("BadRequestImageRegions"):
        still.state(Training).upload(account, project, [Entry("", cats(1)[0], (), (area,))], [])
