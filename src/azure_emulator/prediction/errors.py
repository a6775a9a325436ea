"""What the prediction API refuses; its codes and texts are the training API's."""

from azure_emulator.errors import CustomVisionError
from azure_emulator.training.domains import OBJECT_DETECTION
from azure_emulator.training.errors import not_found, wrong_project_type
from azure_emulator.training.projects import Project


def iteration_not_found() -> CustomVisionError:
    """404: nothing is published to the account under that name."""
    return not_found("Iteration")


def refuse_type(project: Project, *, detection: bool) -> None:
    """Refuse a project of object detection, or one of classification.

    Raises:
        CustomVisionError: 400.
    """
    if (project.settings.domain.type == OBJECT_DETECTION) == detection:
        raise wrong_project_type()
