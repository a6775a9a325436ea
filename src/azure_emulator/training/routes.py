"""All operations of the training API that the emulator has, in all its versions.

Each route names the data action that a token's role needs; a key needs none. Source of the actions'
names: the built-in Custom Vision roles; the finer parts are guesses.
"""

from __future__ import annotations

from azure_emulator.cognitive_services.guard import Key, cognitive_service
from azure_emulator.routing import Handler, Route
from azure_emulator.training import image_routes as image
from azure_emulator.training import iteration_routes as iteration
from azure_emulator.training import project_routes as project
from azure_emulator.training.state import Training

VERSIONS = ("v3.0", "v3.1", "v3.2", "v3.3", "v3.4", "v3.4-preview")
ACTIONS = "Microsoft.CognitiveServices/accounts/CustomVision/"
_PROJECT = "/projects/{project_id}"
_ITERATION = f"{_PROJECT}/iterations/{{iteration_id}}"
_TAG = f"{_PROJECT}/tags/{{tag_id}}"

OPERATIONS: list[tuple[str, str, Handler, str]] = [
    ("GET", "/domains", project.get_domains, "domains/read"),
    ("GET", "/domains/{domain}", project.get_domain, "domains/read"),
    ("GET", "/projects", project.get_projects, "projects/read"),
    ("POST", "/projects", project.create_project, "projects/write"),
    ("GET", _PROJECT, project.get_project, "projects/read"),
    ("PATCH", _PROJECT, project.update_project, "projects/write"),
    ("DELETE", _PROJECT, project.delete_project, "projects/delete"),
    ("GET", f"{_PROJECT}/tags", project.get_tags, "projects/tags/read"),
    ("POST", f"{_PROJECT}/tags", project.create_tag, "projects/tags/write"),
    ("GET", _TAG, project.get_tag, "projects/tags/read"),
    ("PATCH", _TAG, project.update_tag, "projects/tags/write"),
    ("DELETE", _TAG, project.delete_tag, "projects/tags/delete"),
    ("GET", f"{_PROJECT}/images", image.get_images, "projects/images/read"),
    ("POST", f"{_PROJECT}/images", image.create_images_from_data, "projects/images/write"),
    ("DELETE", f"{_PROJECT}/images", image.delete_images, "projects/images/delete"),
    ("POST", f"{_PROJECT}/images/files", image.create_images_from_files, "projects/images/write"),
    ("POST", f"{_PROJECT}/images/urls", image.create_images_from_urls, "projects/images/write"),
    (
        "POST",
        f"{_PROJECT}/images/predictions",
        image.create_images_from_predictions,
        "projects/images/write",
    ),
    ("GET", f"{_PROJECT}/images/id", image.get_images_by_ids, "projects/images/read"),
    ("GET", f"{_PROJECT}/images/count", image.get_image_count, "projects/images/read"),
    ("GET", f"{_PROJECT}/images/tagged", image.get_tagged_images, "projects/images/read"),
    (
        "GET",
        f"{_PROJECT}/images/tagged/count",
        image.get_tagged_image_count,
        "projects/images/read",
    ),
    ("GET", f"{_PROJECT}/images/untagged", image.get_untagged_images, "projects/images/read"),
    (
        "GET",
        f"{_PROJECT}/images/untagged/count",
        image.get_untagged_image_count,
        "projects/images/read",
    ),
    ("POST", f"{_PROJECT}/images/tags", image.create_image_tags, "projects/images/write"),
    ("DELETE", f"{_PROJECT}/images/tags", image.delete_image_tags, "projects/images/delete"),
    ("POST", f"{_PROJECT}/images/regions", image.create_image_regions, "projects/images/write"),
    ("DELETE", f"{_PROJECT}/images/regions", image.delete_image_regions, "projects/images/delete"),
    ("POST", f"{_PROJECT}/train", iteration.train_project, "projects/train/action"),
    ("GET", f"{_PROJECT}/iterations", iteration.get_iterations, "projects/iterations/read"),
    ("GET", _ITERATION, iteration.get_iteration, "projects/iterations/read"),
    ("PATCH", _ITERATION, iteration.update_iteration, "projects/iterations/write"),
    ("DELETE", _ITERATION, iteration.delete_iteration, "projects/iterations/delete"),
    (
        "GET",
        f"{_ITERATION}/performance",
        iteration.get_iteration_performance,
        "projects/iterations/read",
    ),
    (
        "POST",
        f"{_ITERATION}/publish",
        iteration.publish_iteration,
        "projects/iterations/publish/write",
    ),
    (
        "DELETE",
        f"{_ITERATION}/publish",
        iteration.unpublish_iteration,
        "projects/iterations/publish/delete",
    ),
    (
        "POST",
        f"{_PROJECT}/quicktest/url",
        iteration.quick_test_url,
        "projects/quicktest/url/action",
    ),
    (
        "POST",
        f"{_PROJECT}/quicktest/image",
        iteration.quick_test_image,
        "projects/quicktest/image/action",
    ),
    (
        "POST",
        f"{_PROJECT}/predictions/query",
        iteration.query_predictions,
        "projects/predictions/query/action",
    ),
    (
        "DELETE",
        f"{_PROJECT}/predictions",
        iteration.delete_predictions,
        "projects/predictions/delete",
    ),
]

ROUTES: list[Route] = [
    Route(method, f"/customvision/{version}/training{path}", handler, f"{ACTIONS}{action}")
    for version in VERSIONS
    for method, path, handler, action in OPERATIONS
]

SERVICE = cognitive_service(
    "training", ROUTES, Training, Key("CustomVision.Training", "training-key")
)
