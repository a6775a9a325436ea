"""Domains, projects and tags."""

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.routing import Call
from azure_emulator.training import domains, serializers
from azure_emulator.training.images import REGULAR
from azure_emulator.training.parameters import document, project, required, text
from azure_emulator.training.settings import Settings
from azure_emulator.training.state import Training
from azure_emulator.wire import Response


def get_domains(_call: Call) -> Response:
    """All domains."""
    return Response(200, [serializers.domain(domain) for domain in domains.DOMAINS])


def get_domain(_call: Call, *, domain: str) -> Response:
    """One domain."""
    return Response(200, serializers.domain(domains.find_domain(domain)))


def get_projects(call: AccountCall) -> Response:
    """The account's projects, newest first."""
    projects = _training(call).projects(call.account)
    return Response(200, [serializers.project(call, each) for each in projects])


def create_project(call: AccountCall) -> Response:
    """A new project."""
    platforms = [name for name in text(call, "targetExportPlatforms").split(",") if name]
    settings = Settings.chosen(
        text(call, "domainId"), text(call, "classificationType"), platforms
    ).with_storage(document(call))
    description = text(call, "description")
    created = _training(call).create_project(
        call.account, required(call, "name"), description, settings
    )
    return Response(200, serializers.project(call, created))


def get_project(call: AccountCall, *, project_id: str) -> Response:
    """One project."""
    return Response(200, serializers.project(call, project(call, project_id)))


def update_project(call: AccountCall, *, project_id: str) -> Response:
    """Change a project."""
    updated = _training(call).update_project(call.account, project_id, document(call))
    return Response(200, serializers.project(call, updated))


def delete_project(call: AccountCall, *, project_id: str) -> Response:
    """Delete a project."""
    _training(call).delete_project(call.account, project_id)
    return Response(204)


def get_tags(call: AccountCall, *, project_id: str) -> Response:
    """All tags, now or as at an iteration's training."""
    seen = project(call, project_id).training_set(call.request.parameter("iterationId"))
    return Response(200, [serializers.tag(seen, tag) for tag in seen.tags.values()])


def create_tag(call: AccountCall, *, project_id: str) -> Response:
    """A new tag."""
    home = project(call, project_id)
    tag = _training(call).create_tag(
        call.account,
        home,
        required(call, "name"),
        text(call, "description") or None,  # As recorded; a project's is an empty text.
        text(call, "type") or REGULAR,
    )
    return Response(200, serializers.tag(home.current, tag))


def get_tag(call: AccountCall, *, project_id: str, tag_id: str) -> Response:
    """One tag, now or as at an iteration's training."""
    seen = project(call, project_id).training_set(call.request.parameter("iterationId"))
    return Response(200, serializers.tag(seen, seen.tag(tag_id)))


def update_tag(call: AccountCall, *, project_id: str, tag_id: str) -> Response:
    """Change a tag."""
    home = project(call, project_id)
    tag = _training(call).update_tag(home, tag_id, document(call))
    return Response(200, serializers.tag(home.current, tag))


def delete_tag(call: AccountCall, *, project_id: str, tag_id: str) -> Response:
    """Delete a tag."""
    _training(call).delete_tag(project(call, project_id), tag_id)
    return Response(204)


def _training(call: Call) -> Training:
    return call.cloud.state(Training)
