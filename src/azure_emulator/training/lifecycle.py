"""The life of an iteration: trained, renamed, published, deleted."""

from azure_emulator.cloud import Cloud
from azure_emulator.training import validators
from azure_emulator.training.errors import bad_request
from azure_emulator.training.images import TrainingSet
from azure_emulator.training.iterations import Iteration, Plan
from azure_emulator.training.projects import Project


def train(cloud: Cloud, project: Project, plan: Plan, *, force: bool) -> Iteration:
    """Begin a training; it is completed after `cloud.durations.training`.

    Args:
        cloud: its clock, its ids, its durations.
        project: what it learns from.
        plan: how.
        force: train even if nothing changed.

    Raises:
        CustomVisionError: 400 as Azure refuses.
    """
    validators.plan(project, plan)
    now = cloud.now()
    iterations = list(project.iterations.values())
    if iterations and iterations[-1].status(now) == "Training":
        # What the service said in 2026; its specification says BadRequestTrainingAlreadyInProgress.
        raise bad_request("BadRequestTrainInProgress", "Training is already in progress")
    if len(iterations) >= validators.ITERATIONS_A_PROJECT:
        raise bad_request(
            "BadRequestExceedIterationPerProjectLimit",
            f"A project has at most {validators.ITERATIONS_A_PROJECT} iterations",
        )
    validators.training_images(project, plan)
    if iterations and not force and _would_learn_the_same(iterations[-1], project, plan):
        raise bad_request("BadRequestTrainingNotNeeded")
    project.trainings += 1
    iteration = Iteration(
        id=cloud.new_id(),
        name=f"Iteration {project.trainings}",
        project_id=project.id,
        created=iterations[-1].started if iterations else project.created,
        started=now,
        ready=now + cloud.durations.training,
        training_set=project.current.copy(),
        settings=project.settings,
        plan=plan,
    )
    project.iterations[iteration.id] = iteration
    project.modified = now
    return iteration


def _would_learn_the_same(last: Iteration, project: Project, plan: Plan) -> bool:
    """Names of tags do not matter, their images do."""

    def content(of: TrainingSet) -> object:
        return of.tags.keys(), {(image.id, image.tag_ids) for image in of.images.values()}

    return (
        content(last.training_set) == content(project.current)
        and last.settings == project.settings
        and last.plan == plan
    )


def rename(cloud: Cloud, project: Project, iteration_id: str, name: str) -> Iteration:
    """Give an iteration another name.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationName, -NameNotUnique.
    """
    iteration = project.iteration(iteration_id)
    validators.iteration_name(project, iteration, name)
    iteration.name, iteration.modified = name, cloud.now()
    return iteration


def delete(project: Project, iteration_id: str) -> None:
    """Delete an iteration that is not published.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationIsPublished.
    """
    iteration = project.iteration(iteration_id)
    validators.unpublished(iteration)
    del project.iterations[iteration.id]


def publish(
    cloud: Cloud, project: Project, iteration_id: str, *, name: str, target: str, overwrite: bool
) -> None:
    """Publish a trained iteration.

    Args:
        cloud: its clock, and the accounts.
        project: whose iteration it is.
        iteration_id: the iteration.
        name: under which it is published.
        target: the full id of a prediction account in the project's region.
        overwrite: take the name from the iteration that has it, or rename a published one.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationIsNotTrained,
            -IterationIsPublished, -InvalidPublishName, -InvalidPublishTarget.
    """
    iteration = project.trained_iteration(iteration_id, cloud.now())
    if not overwrite:
        validators.unpublished(iteration)
    holder = project.published_as(name)
    other = None if holder is iteration or overwrite else holder
    validators.publish_name(name, other)
    validators.publish_target(cloud, target, project.region)
    if holder is not None:
        holder.publish_name = holder.publish_target = None
    iteration.publish_name, iteration.publish_target = name, target
    iteration.modified = cloud.now()


def unpublish(cloud: Cloud, project: Project, iteration_id: str) -> None:
    """Unpublish an iteration.

    Raises:
        CustomVisionError: 404 NotFoundIteration; 400 BadRequestIterationNotPublished.
    """
    iteration = project.iteration(iteration_id)
    if iteration.publish_name is None:
        raise bad_request("BadRequestIterationNotPublished", "The iteration is not published")
    iteration.publish_name = iteration.publish_target = None
    iteration.modified = cloud.now()
