"""Projects exported and imported, and what they keep in storage."""

from azure_emulator.cognitive_services.guard import AccountCall
from azure_emulator.training import artifacts, serializers, transfer
from azure_emulator.training.errors import bad_request
from azure_emulator.training.links import export_path, link
from azure_emulator.training.parameters import project, required, text
from azure_emulator.training.state import Training
from azure_emulator.wire import Response


def export_project(call: AccountCall, *, project_id: str) -> Response:
    """What the project holds, and a token that lets anybody import it.

    As recorded, tags are counted once more for each iteration. The estimated time is this
    emulator's own.
    """
    home = project(call, project_id)
    transfer.require_exportable(home, call.cloud.now())
    tags = [len(each.training_set.tags) for each in home.iterations.values()]
    body = {
        "iterationCount": len(home.iterations),
        "imageCount": len(home.current.images),
        "tagCount": len(home.current.tags) + sum(tags),
        "regionCount": sum(len(image.regions) for image in home.current.images.values()),
        "estimatedImportTimeInMS": int(call.cloud.durations.project_import.total_seconds() * 1000),
        "token": link(call, home, export_path(home)),
    }
    return Response(200, body)


def import_project(call: AccountCall) -> Response:
    """A new project from a token; its name is the old one and a number, unless one is given."""
    training = call.cloud.state(Training)
    source = transfer.exported_project(training, required(call, "token"))
    taken = (each.name for each in training.projects(call.account))
    name = text(call, "name") or transfer.free_name(source.name, taken)
    created = training.create_project(call.account, name, source.description, source.settings)
    created.ready = created.created + call.cloud.durations.project_import
    created.modified = created.ready
    transfer.Transfer(call.cloud, created).fill(source)
    return Response(200, serializers.project(call, created, begun=True))


def get_artifact(call: AccountCall, *, project_id: str) -> Response:
    """A file of the project by its path: one without host and signature.

    Raises:
        CustomVisionError: 400 BadRequestInvalidArtifactUri: it is no path, or another project's.
    """
    home, path = project(call, project_id), required(call, "path")
    try:
        owner, content = artifacts.artifact(call.cloud, path)
    except artifacts.ArtifactNotFoundError:
        owner, content = None, b""
    if owner is not home:
        raise bad_request("BadRequestInvalidArtifactUri", "Invalid artifact path")
    return Response(200, content, {"Content-Type": "application/octet-stream"})
