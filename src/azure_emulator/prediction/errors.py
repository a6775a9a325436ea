"""What the prediction API refuses; its codes and texts are the training API's."""

from azure_emulator.training.errors import wrong_project_type
from azure_emulator.training.projects import Project


def require_type(project: Project, *, detection: bool) -> None:
    """Refuse a project of classification to who detects, and the reverse.

    Raises:
        CustomVisionError: 400.
    """
    if project.settings.domain.is_detection != detection:
        raise wrong_project_type()
