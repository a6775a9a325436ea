"""Domains, projects and tags."""

from __future__ import annotations

from azure_emulator.training import domains, projects, serializers
from azure_emulator.training.images import REGULAR
from azure_emulator.training.parameters import account, document, project, required, text
from azure_emulator.wire import Call, Response


def get_domains(call: Call) -> Response:
    """All domains."""
    return Response(200, [serializers.domain(one) for one in domains.DOMAINS])


def get_domain(call: Call, *, domain: str) -> Response:
    """One domain."""
    return Response(200, serializers.domain(domains.domain(domain)))


def get_projects(call: Call) -> Response:
    """The account's projects, newest first."""
    found = call.cloud.training.projects(account(call))
    return Response(200, [serializers.project(call, one) for one in found])


def create_project(call: Call) -> Response:
    """A new project."""
    platforms = [name for name in text(call, "targetExportPlatforms").split(",") if name]
    settings = projects.Settings.chosen(
        text(call, "domainId"), text(call, "classificationType"), platforms
    )
    made = call.cloud.training.create_project(
        account(call), required(call, "name"), call.request.parameter("description"), settings
    )
    return Response(200, serializers.project(call, made))


def get_project(call: Call, *, project_id: str) -> Response:
    """One project."""
    return Response(200, serializers.project(call, project(call, project_id)))


def update_project(call: Call, *, project_id: str) -> Response:
    """Change a project."""
    found = call.cloud.training.update_project(account(call), project_id, document(call))
    return Response(200, serializers.project(call, found))


def delete_project(call: Call, *, project_id: str) -> Response:
    """Delete a project."""
    call.cloud.training.delete_project(account(call), project_id)
    return Response(204)


def get_tags(call: Call, *, project_id: str) -> Response:
    """All tags, now or as at an iteration's training."""
    of = project(call, project_id).seen(call.request.parameter("iterationId"))
    return Response(200, [serializers.tag(of, one) for one in of.tags.values()])


def create_tag(call: Call, *, project_id: str) -> Response:
    """A new tag."""
    of = project(call, project_id)
    made = call.cloud.training.create_tag(
        account(call),
        of,
        required(call, "name"),
        call.request.parameter("description"),
        text(call, "type") or REGULAR,
    )
    return Response(200, serializers.tag(of.current, made))


def get_tag(call: Call, *, project_id: str, tag_id: str) -> Response:
    """One tag, now or as at an iteration's training."""
    of = project(call, project_id).seen(call.request.parameter("iterationId"))
    return Response(200, serializers.tag(of, of.tag(tag_id)))


def update_tag(call: Call, *, project_id: str, tag_id: str) -> Response:
    """Change a tag."""
    of = project(call, project_id)
    found = call.cloud.training.update_tag(of, tag_id, document(call))
    return Response(200, serializers.tag(of.current, found))


def delete_tag(call: Call, *, project_id: str, tag_id: str) -> Response:
    """Delete a tag."""
    call.cloud.training.delete_tag(project(call, project_id), tag_id)
    return Response(204)
