"""Settings of the project and of the training, changed after the exercise."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from solution.settings import Settings
from solution.submission import afterwards

if TYPE_CHECKING:
    from solution.exercise import Exercise


@afterwards("domain-changed-after-training")
def change_domain(exercise: Exercise) -> None:
    """Chose another domain in the settings, after the training."""
    _choose_domain(exercise, "Food")


@afterwards("trained-in-another-domain", breaks=("2.2.4",), changes={"domain": "Food"})
def put_domain_right(exercise: Exercise) -> None:
    """Trained in another domain, put the settings right afterwards and did not train again."""
    _choose_domain(exercise, Settings.domain)


def _choose_domain(exercise: Exercise, name: str) -> None:
    trainer, project = exercise.portal.trainer, exercise.project
    chosen = next(domain for domain in trainer.get_domains() if domain.name == name)
    found = trainer.get_project(project.id)
    found.settings.domain_id = chosen.id
    trainer.update_project(project.id, found)


@afterwards(
    "trained-as-multilabel", breaks=("2.2.3",), changes={"classification_type": "Multilabel"}
)
def put_classification_type_right(exercise: Exercise) -> None:
    """Trained as Multilabel, put the settings right afterwards and did not train again."""
    trainer, project = exercise.portal.trainer, exercise.project
    found = trainer.get_project(project.id)
    found.settings.classification_type = Settings.classification_type
    trainer.update_project(project.id, found)


@afterwards("trained-again-otherwise")
def train_again_otherwise(exercise: Exercise) -> None:
    """Trained once more, by advanced training and in another domain, and published none of it."""
    change_domain(exercise)
    exercise.portal.trainer.train_project(
        exercise.project.id, training_type="Advanced", reserved_budget_in_hours=1
    )
    while any(each.status == "Training" for each in exercise.portal.iterations(exercise.project)):
        time.sleep(exercise.settings.poll)


@afterwards(
    "trained-by-the-book-and-not-published",
    breaks=("2.2.10",),
    changes={"training_type": "Advanced", "training_hours": 1},
)
def train_quickly(exercise: Exercise) -> None:
    """Published what was trained by advanced training, and trained quickly afterwards."""
    exercise.portal.trainer.train_project(exercise.project.id, training_type="Regular")
    while any(each.status == "Training" for each in exercise.portal.iterations(exercise.project)):
        time.sleep(exercise.settings.poll)
