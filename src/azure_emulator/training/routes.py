"""All operations of the training API that the emulator has, in all its versions.

Each route names the data action that a token's role needs; a key needs none. Source of the actions'
names: the built-in Custom Vision roles; the finer parts are guesses.
"""

from functools import partial

from azure_emulator.cognitive_services.guard import Key, cognitive_service
from azure_emulator.routing import Handler, Route
from azure_emulator.training import image_routes as image
from azure_emulator.training import iteration_routes as iteration
from azure_emulator.training import prediction_routes as prediction
from azure_emulator.training import project_routes as project
from azure_emulator.training import suggestion_routes as suggestion
from azure_emulator.training import transfer_routes as transfer
from azure_emulator.training.api import TRAINING
from azure_emulator.training.parameters import image_at, image_in
from azure_emulator.training.state import Training

ACTIONS = "Microsoft.CognitiveServices/accounts/CustomVision/"
_ITERATION = "/iterations/{iteration_id}"

_IN_PROJECT: list[tuple[str, str, Handler, str]] = [
    ("GET", "", project.get_project, "read"),
    ("PATCH", "", project.update_project, "write"),
    ("DELETE", "", project.delete_project, "delete"),
    ("GET", "/tags", project.get_tags, "tags/read"),
    ("POST", "/tags", project.create_tag, "tags/write"),
    ("GET", "/tags/{tag_id}", project.get_tag, "tags/read"),
    ("PATCH", "/tags/{tag_id}", project.update_tag, "tags/write"),
    ("DELETE", "/tags/{tag_id}", project.delete_tag, "tags/delete"),
    ("GET", "/images", image.get_images, "images/read"),
    ("POST", "/images", image.create_images_from_data, "images/write"),
    ("DELETE", "/images", image.delete_images, "images/delete"),
    ("POST", "/images/files", image.create_images_from_files, "images/write"),
    ("POST", "/images/urls", image.create_images_from_urls, "images/write"),
    ("POST", "/images/predictions", image.create_images_from_predictions, "images/write"),
    ("GET", "/images/id", image.get_images_by_ids, "images/read"),
    ("GET", "/images/count", image.get_image_count, "images/read"),
    ("GET", "/images/tagged", partial(image.get_images, status="Tagged"), "images/read"),
    ("GET", "/images/tagged/count", partial(image.get_image_count, status="Tagged"), "images/read"),
    ("GET", "/images/untagged", partial(image.get_images, status="Untagged"), "images/read"),
    (
        "GET",
        "/images/untagged/count",
        partial(image.get_image_count, status="Untagged"),
        "images/read",
    ),
    ("POST", "/images/metadata", image.update_image_metadata, "images/write"),
    ("POST", "/images/suggested", suggestion.query_suggested_images, "images/suggested/action"),
    (
        "POST",
        "/images/suggested/count",
        suggestion.query_suggested_image_count,
        "images/suggested/count/action",
    ),
    (
        "POST",
        "/images/{image_id}/regionproposals",
        suggestion.get_image_region_proposals,
        "images/regionproposals/action",
    ),
    (
        "POST",
        "/tagsandregions/suggestions",
        suggestion.suggest_tags_and_regions,
        "tagsandregions/suggestions/action",
    ),
    ("POST", "/images/tags", image.create_image_tags, "images/write"),
    ("DELETE", "/images/tags", image.delete_image_tags, "images/delete"),
    ("POST", "/images/regions", image.create_image_regions, "images/write"),
    ("DELETE", "/images/regions", image.delete_image_regions, "images/delete"),
    ("POST", "/train", iteration.train_project, "train/action"),
    ("GET", "/iterations", iteration.get_iterations, "iterations/read"),
    ("GET", _ITERATION, iteration.get_iteration, "iterations/read"),
    ("PATCH", _ITERATION, iteration.update_iteration, "iterations/write"),
    ("DELETE", _ITERATION, iteration.delete_iteration, "iterations/delete"),
    ("GET", f"{_ITERATION}/performance", iteration.get_performance, "iterations/read"),
    (
        "GET",
        f"{_ITERATION}/performance/images",
        suggestion.get_image_performances,
        "iterations/read",
    ),
    (
        "GET",
        f"{_ITERATION}/performance/images/count",
        suggestion.get_image_performance_count,
        "iterations/read",
    ),
    ("GET", f"{_ITERATION}/export", iteration.get_exports, "iterations/export/read"),
    ("POST", f"{_ITERATION}/export", iteration.export_iteration, "iterations/export/write"),
    ("GET", "/export", transfer.export_project, "export/read"),
    ("GET", "/artifacts", transfer.get_artifact, "artifacts/read"),
    ("POST", f"{_ITERATION}/publish", iteration.publish_iteration, "iterations/publish/write"),
    ("DELETE", f"{_ITERATION}/publish", iteration.unpublish_iteration, "iterations/publish/delete"),
    (
        "POST",
        "/quicktest/url",
        partial(prediction.quick_test, read=image_at),
        "quicktest/url/action",
    ),
    (
        "POST",
        "/quicktest/image",
        partial(prediction.quick_test, read=image_in),
        "quicktest/image/action",
    ),
    ("POST", "/predictions/query", prediction.query_predictions, "predictions/query/action"),
    ("DELETE", "/predictions", prediction.delete_predictions, "predictions/delete"),
]

OPERATIONS: list[tuple[str, str, Handler, str]] = [
    ("GET", "/domains", project.get_domains, "domains/read"),
    ("GET", "/domains/{domain}", project.get_domain, "domains/read"),
    ("GET", "/projects", project.get_projects, "projects/read"),
    ("POST", "/projects", project.create_project, "projects/write"),
    ("POST", "/projects/import", transfer.import_project, "projects/import/action"),
    *(
        (method, f"/projects/{{project_id}}{path}", handler, f"projects/{action}")
        for method, path, handler, action in _IN_PROJECT
    ),
]

ROUTES: list[Route] = [
    route
    for version in TRAINING.versions
    for method, path, handler, action in OPERATIONS
    for route in TRAINING.route(version, method, path, handler, f"{ACTIONS}{action}")
]

SERVICE = cognitive_service(
    "training",
    ROUTES,
    Training,
    Key("CustomVision.Training", "training-key"),
    TRAINING.documents,
)
