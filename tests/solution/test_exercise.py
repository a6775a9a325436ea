"""The exercise by the book, on the emulator."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from azure_emulator.cloud import Cloud
from azure_emulator.resource_manager.state import ResourceManager
from azure_emulator.vision.drawings import drawing
from solution.destruction import Destruction
from solution.errors import Refused
from solution.exercise import TASKS, Exercise
from solution.progress import Silent
from solution.resources import MADE_BY
from solution.settings import Settings


@dataclass
class Told(Silent):
    """Keeps what was said."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Keep the line."""
        self.lines.append(line)


def inventory(cloud: Cloud, settings: Settings) -> dict[str, str]:
    """The ids of all resources and the type of each."""
    found = cloud.state(ResourceManager).in_subscription(settings.subscription)
    return {resource.id: resource.type for resource in found}


def draw(folder: Path) -> Path:
    """A folder with 15 drawn images in each of `cats/` and `dogs/`."""
    for animal in ("cat", "dog"):
        (folder / f"{animal}s").mkdir(parents=True)
        for number in range(1, 16):
            name = f"{animal}-{number:03}.png"
            (folder / f"{animal}s" / name).write_bytes(drawing(name) or b"")
    return folder


def test_the_group_carries_the_tag(done: Exercise, cloud_done: Cloud) -> None:
    """A group that the exercise made says so."""
    group = cloud_done.state(ResourceManager).group(done.settings.subscription, "udacity-exercises")
    assert group.tags == MADE_BY


def test_both_accounts_are_free_and_have_their_own_hosts(done: Exercise) -> None:
    """The accounts are as the portal's Both makes them."""
    made = [(one.kind, one.sku.name) for one in (done.training, done.prediction)]
    name = done.settings.training_account
    assert made == [("CustomVision.Training", "F0"), ("CustomVision.Prediction", "F0")]
    assert done.prediction.name == f"{name}-Prediction"
    assert done.prediction.properties.endpoint == (
        f"https://{name}-prediction.cognitiveservices.azure.com/"
    )


def test_the_project_is_the_exercises(done: Exercise) -> None:
    """Name, description, type, domain, tags and numbers of images are those of the exercise."""
    trainer = done.portal.trainer
    project = trainer.get_project(done.project.id)
    tags = {tag.name: tag.image_count for tag in trainer.get_tags(project.id)}
    assert project.name == "Pet Classification"
    assert project.description == "Image classifier for dogs and cats"
    assert project.settings.classification_type == "Multiclass"
    assert trainer.get_domain(project.settings.domain_id).name == "General"
    assert tags == {"cat": 15, "dog": 15}


def test_the_model_is_trained_and_published(done: Exercise) -> None:
    """The one iteration is trained quickly and published to the prediction resource."""
    (iteration,) = done.portal.trainer.get_iterations(done.project.id)
    assert (iteration.status, iteration.training_type) == ("Completed", "Regular")
    assert iteration.publish_name == "pet-classifier"
    assert iteration.original_publish_resource_id == done.prediction.id


def test_the_quick_tests_are_told(settings: Settings) -> None:
    """The answers of both quick tests are said, and both are right."""
    told = Told()
    Exercise(settings, told).do()
    tests = [line.split()[3:5] for line in told.lines if line.startswith("Quick Test")]
    assert tests == [["cat-test-001.jpg:", "cat"], ["dog-test-001.jpg:", "dog"]]


def test_the_workspace_has_what_it_needs(done: Exercise, cloud_done: Cloud) -> None:
    """Workspace, compute instance, storage, vault, insights and logs are made, no registry."""
    kinds = sorted(kind.split(".")[1] for kind in inventory(cloud_done, done.settings).values())
    assert kinds == [
        "CognitiveServices/accounts",
        "CognitiveServices/accounts",
        "Insights/components",
        "KeyVault/vaults",
        "MachineLearningServices/workspaces",
        "MachineLearningServices/workspaces/computes",
        "OperationalInsights/workspaces",
        "Storage/storageAccounts",
    ]


def test_a_second_run_takes_up_what_is_there(done: Exercise, cloud_done: Cloud) -> None:
    """Doing it again makes nothing new, and ends with the same project and iteration."""
    told, before = Told(), inventory(cloud_done, done.settings)
    again = Exercise(replace(done.settings, notebook=None), told).do()
    assert inventory(cloud_done, done.settings) == before
    assert (again.project.id, again.iteration.id) == (done.project.id, done.iteration.id)
    assert not [line for line in told.lines if "made" in line or "uploaded" in line]


@pytest.mark.parametrize("task", list(TASKS)[:-1])
def test_an_interrupted_run_is_resumed(
    task: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted before any task, the next run does the rest."""

    def interrupt(exercise: Exercise) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(Exercise, task, interrupt)
        with pytest.raises(KeyboardInterrupt):
            Exercise(settings).do()
    done = Exercise(settings).do()
    now = done.portal.trainer.get_iteration(done.project.id, done.iteration.id)
    assert now.publish_name == "pet-classifier"


def test_a_training_under_way_is_waited_for(settings: Settings, cloud: Cloud) -> None:
    """Interrupted while the model is trained, the next run takes up that very iteration."""
    cloud.durations = replace(cloud.durations, training=timedelta(seconds=0.5))

    @dataclass
    class Impatient(Silent):
        def waiting(self, line: str) -> None:
            if "training" in line:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Exercise(settings, Impatient()).do()
    done = Exercise(settings).do()
    assert [one.name for one in done.portal.iterations(done.project)] == ["Iteration 1"]


def test_without_a_free_slot_the_standard_tier_is_taken(settings: Settings) -> None:
    """Where the subscription has its free accounts already, S0 is chosen, as the exercise says."""
    Exercise(replace(settings, resource_group="earlier"), skip=frozenset(list(TASKS)[2:])).do()
    second = Exercise(settings, skip=frozenset(list(TASKS)[2:])).do()
    assert second.training.sku.name == second.prediction.sku.name == "S0"


def test_a_soft_deleted_account_is_restored(settings: Settings) -> None:
    """An account that was deleted and not purged comes back."""
    exercise = Exercise(settings, skip=frozenset(list(TASKS)[2:])).do()
    delete = exercise.clients.cognitive_services.accounts.begin_delete
    delete(settings.resource_group, settings.training_account).result()
    again = Exercise(settings, skip=frozenset(list(TASKS)[2:])).do()
    assert again.training.properties.provisioning_state == "Succeeded"


def test_an_existing_group_gives_its_region_to_all(settings: Settings) -> None:
    """A group that is there stays, and everything is made in its region."""
    exercise = Exercise(settings)
    groups = exercise.clients.resources.resource_groups
    groups.create_or_update(settings.resource_group, {"location": "westeurope"})
    exercise.do()
    assert exercise.training.location == exercise.prediction.location == "westeurope"
    Destruction(settings).do()
    assert [group.name for group in groups.list()] == [settings.resource_group]


def test_a_compute_name_that_is_taken_gets_the_suffix(settings: Settings, cloud: Cloud) -> None:
    """Another student of the region has the exercise's name: the suffix is appended to ours."""
    tasks = frozenset({"custom_vision_service", "training_images", "train", "publish", "classify"})
    Exercise(replace(settings, resource_group="neighbour"), skip=tasks).do()
    told = Told()
    Exercise(settings, told, skip=tasks).do()
    Exercise(settings, told, skip=tasks).do()
    assert f"{settings.own_compute} made, Standard_DS3_v2" in told.lines
    assert f"{settings.own_compute} is there" in told.lines


def test_the_images_of_a_folder_are_uploaded(settings: Settings, tmp_path: Path) -> None:
    """With a folder, its files are uploaded instead of the public images."""
    done = Exercise(replace(settings, images=draw(tmp_path))).do()
    tags = done.portal.trainer.get_tags(done.project.id)
    assert {tag.name: tag.image_count for tag in tags} == {"cat": 15, "dog": 15}


def test_a_dead_test_image_is_looked_for_elsewhere(settings: Settings, tmp_path: Path) -> None:
    """Where the exercise's URL is dead, quick test and notebook take the next one."""
    dead = "https://github.com/udacity/AI_fundamentals/blob/main/bird-test-001.jpg?raw=true"
    told, notebook = Told(), tmp_path / "Image-Classification.ipynb"
    urls = (dead, settings.cat_test[0])
    Exercise(replace(settings, cat_test=urls, notebook=notebook), told).do()
    assert f"Quick Test: Azure could not fetch {dead}" in told.lines
    assert "Quick Test of cat-test-001.jpg: cat" in "\n".join(told.lines)
    assert f"2 images classified; the notebook is {notebook}" in told.lines


def test_test_images_that_are_nowhere_stop_the_notebook(settings: Settings, tmp_path: Path) -> None:
    """Where no URL answers, the message says how to go on without them."""
    nowhere = ("https://github.com/udacity/nothing/bird.jpg",)
    with pytest.raises(Refused) as refused:
        Exercise(replace(settings, cat_test=nowhere, notebook=tmp_path / "x.ipynb")).do()
    expected = f"no test image at {nowhere[0]}; give a folder with --test-images"
    assert str(refused.value) == expected


def test_a_file_that_is_no_image_is_named(settings: Settings, tmp_path: Path) -> None:
    """What Custom Vision does not take stops the exercise, with the file's name and the reason."""
    folder = draw(tmp_path)
    (folder / "cats" / "cat-007.png").write_text("a cat")
    with pytest.raises(Refused) as refused:
        Exercise(replace(settings, images=folder)).do()
    message = "Custom Vision did not take 1 images: cat-007.png (ErrorImageFormat)"
    assert str(refused.value) == message


def test_an_unknown_domain_names_those_there_are(settings: Settings) -> None:
    """A domain that Custom Vision does not have is refused with those that it has."""
    with pytest.raises(Refused, match=r"no domain Pets; it offers .*General") as refused:
        Exercise(replace(settings, domain="Pets")).do()
    assert "General (compact)" in str(refused.value)


def test_the_suffix_is_the_same_at_each_run() -> None:
    """The suffix is derived from the subscription and the group, unless it is given."""
    one, other = Settings(subscription="one"), Settings(subscription="other")
    assert one.unique == Settings(subscription="one").unique != other.unique
    assert replace(one, resource_group="mine").unique != one.unique
    assert replace(one, suffix="ab").training_account == "udacitycustomvisionab"
    assert replace(one, suffix="A-b_ç").supply == "udacitymlab"
