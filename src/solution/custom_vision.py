"""The project in Custom Vision: its tags, images and iterations, as the portal would make them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solution.errors import Refused, code_of
from solution.images import Picture, batches

if TYPE_CHECKING:
    from solution.clients import Clients
    from solution.progress import Progress
    from solution.settings import Settings

UPLOADED = ("OK", "OKDuplicate")


@dataclass
class CustomVision:
    """One training account's projects.

    Args:
        settings: what to enter.
        clients: for the patience that a new account needs.
        progress: told of each thing made or taken up.
        trainer: the `CustomVisionTrainingClient` of the account.
    """

    settings: Settings
    clients: Clients
    progress: Progress
    trainer: Any

    def projects(self) -> list[Any]:
        """The projects of the exercise's name."""
        found = self.clients.retry_until_ready(self.trainer.get_projects)
        return [project for project in found if project.name == self.settings.project]

    def project(self) -> Any:
        """The project, made if it is not there."""
        settings = self.settings
        for project in self.projects():
            self.progress.say(f"{project.name} is there")
            return project
        made = self.trainer.create_project(
            settings.project,
            description=settings.description,
            domain_id=self._domain(),
            classification_type=settings.classification_type,
        )
        self.progress.say(f"{made.name} made")
        return made

    def _domain(self) -> str:
        offered = [
            domain for domain in self.trainer.get_domains() if domain.type == "Classification"
        ]
        for domain in offered:
            if domain.name == self.settings.domain:
                return str(domain.id)
        names = ", ".join(sorted(domain.name for domain in offered))
        raise Refused(f"Custom Vision has no domain {self.settings.domain}; it offers {names}")

    def tag(self, project: Any, name: str) -> Any:
        """The tag of this name, made if it is not there."""
        for tag in self.trainer.get_tags(project.id):
            if tag.name == name:
                return tag
        return self.trainer.create_tag(project.id, name)

    def upload(self, project: Any, tag: Any, images: Sequence[Picture]) -> None:
        """Upload the images with their tag, unless as many carry it; duplicates Azure drops."""
        if (tag.image_count or 0) >= len(images):
            self.progress.say(f"{tag.image_count} images are tagged {tag.name}")
            return
        self.send(project, [tag.id], images)
        self.progress.say(f"{len(images)} images uploaded and tagged {tag.name}")

    def send(self, project: Any, tags: Sequence[str], images: Sequence[Picture]) -> None:
        """Upload the images with these tags' ids.

        Raises:
            Refused: Azure did not take all of them.
        """
        for batch in batches(list(images)):
            self._require_uploaded(self._upload(project, list(tags), batch))

    def add(self, project: Any, urls: Sequence[str], tags: Sequence[str]) -> str:
        """Upload the image at the first URL that Azure can fetch, with the tags; its id."""
        summary = None
        for url in urls:
            summary = self._upload(project, list(tags), [Picture(url, url=url)])
            if summary.images[0].status in UPLOADED:
                return str(summary.images[0].image.id)
        self._require_uploaded(summary)
        raise Refused("no image to upload")

    def _upload(self, project: Any, tags: list[str], batch: list[Picture]) -> Any:
        from azure.cognitiveservices.vision.customvision.training import models

        files = [
            models.ImageFileCreateEntry(
                name=picture.name, contents=bytearray(picture.file.read_bytes())
            )
            for picture in batch
            if picture.file
        ]
        body: Any
        if files:
            send, body = (
                self.trainer.create_images_from_files,
                models.ImageFileCreateBatch(images=files, tag_ids=tags),
            )
        else:
            send, body = (
                self.trainer.create_images_from_urls,
                models.ImageUrlCreateBatch(
                    images=[models.ImageUrlCreateEntry(url=picture.url) for picture in batch],
                    tag_ids=tags,
                ),
            )
        return self.clients.retry_until_ready(lambda: send(project.id, body))

    def _require_uploaded(self, summary: Any) -> None:
        bad = [entry for entry in summary.images if entry.status not in UPLOADED]
        if bad:
            named = ", ".join(f"{entry.source_url} ({entry.status})" for entry in bad)
            raise Refused(f"Custom Vision did not take {len(bad)} images: {named}")

    def train(self, project: Any, *, force: bool = False) -> Any:
        """The iteration trained with the images of now; Azure says if there is one already.

        Args:
            force: train although there is one already.

        Raises:
            Refused: the training ended otherwise than completed.
        """
        from azure.cognitiveservices.vision.customvision.training.models import (
            CustomVisionErrorException,
        )

        settings = self.settings
        try:
            iteration = self.trainer.train_project(
                project.id,
                training_type=settings.training_type,
                reserved_budget_in_hours=settings.training_hours,
                force_train=force,
            )
        except CustomVisionErrorException as error:
            iteration = self._taken_up(project, error)
        return self._trained(project, iteration)

    def _taken_up(self, project: Any, error: Exception) -> Any:
        wanted = _INSTEAD_OF_TRAINING.get(code_of(error))
        found = [iteration for iteration in self.iterations(project) if iteration.status == wanted]
        if not found:
            raise error
        return found[0]

    def iterations(self, project: Any) -> list[Any]:
        """The iterations, the one trained last first; what is in training comes before all."""
        found = self.trainer.get_iterations(project.id)
        done = [iteration for iteration in found if iteration.trained_at]
        return [iteration for iteration in found if not iteration.trained_at] + sorted(
            done, key=lambda iteration: iteration.trained_at, reverse=True
        )

    def _trained(self, project: Any, iteration: Any) -> Any:
        begun = time.monotonic()
        while iteration.status in ("Training", "New"):
            self.progress.waiting(f"{iteration.name}: {time.monotonic() - begun:.0f} s of training")
            time.sleep(self.settings.poll)
            iteration = self.trainer.get_iteration(project.id, iteration.id)
        if iteration.status != "Completed":
            raise Refused(f"{iteration.name} is {iteration.status}, not Completed")
        self.progress.say(f"{iteration.name} is trained")
        return iteration

    def quick_test(self, project: Any, iteration: Any, urls: Sequence[str]) -> None:
        """Tell what the iteration makes of the image; nothing is stored.

        A URL that Azure cannot fetch does not stop the exercise: the repository has moved before.
        """
        from azure.cognitiveservices.vision.customvision.training.models import (
            CustomVisionErrorException,
        )

        for url in urls:
            name = url.rpartition("/")[2].partition("?")[0]
            try:
                answer = self.trainer.quick_test_image_url(
                    project.id, url, iteration_id=iteration.id, store=False
                )
            except CustomVisionErrorException as error:
                if code_of(error) != "BadRequestImageUrl":
                    raise
                self.progress.say(f"Quick Test: Azure could not fetch {url}")
                continue
            best = answer.predictions[0]
            self.progress.say(f"Quick Test of {name}: {best.tag_name} {best.probability:.1%}")
            return

    def publish(self, project: Any, iteration: Any, name: str, prediction_id: str) -> None:
        """Publish the iteration under this name; another iteration of that name gives way."""
        now = self.trainer.get_iteration(project.id, iteration.id)
        target = str(now.original_publish_resource_id or "").casefold()
        if now.publish_name == name and target == prediction_id.casefold():
            self.progress.say(f"{iteration.name} is published as {name}")
            return
        if now.publish_name:
            self.trainer.unpublish_iteration(project.id, iteration.id)
        self.trainer.publish_iteration(
            project.id, iteration.id, name, prediction_id, overwrite=True
        )
        self.progress.say(f"{iteration.name} published as {name}")


_INSTEAD_OF_TRAINING = {
    "BadRequestTrainingNotNeeded": "Completed",
    "BadRequestTrainInProgress": "Training",
    "BadRequestTrainingAlreadyInProgress": "Training",
}
"""What to take up when Azure refuses to train. The second code it sends, the third it documents."""
