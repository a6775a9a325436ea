"""The Custom Vision project and its tags."""

from pytest_bdd import given, then

from acceptance.causes import Otherwise
from acceptance.plain_text import named
from fixtures.elsewhere import Elsewhere, looking
from fixtures.project import Project, Settings, Tag
from fixtures.resource_group import ResourceGroup
from fixtures.tagging import require_tags
from fixtures.training import Training
from steps.arguments import sentence

# given


@given(sentence("the project {name:quoted}"), target_fixture="project")
def given_the_project(name: str, resource_group: ResourceGroup, training: Training) -> Project:
    return training.require_project(name, resource_group)


@given(sentence("the tags {one:quoted} and {other:quoted}"), target_fixture="tags")
def given_the_tags(one: str, other: str, project: Project, training: Training) -> tuple[Tag, Tag]:
    return training.require_tag(one, project), training.require_tag(other, project)


@given(
    sentence("the settings with which the model {model:quoted} was trained, or else the project's"),
    target_fixture="settings",
)
def given_the_settings(
    model: str, project: Project, resource_group: ResourceGroup, training: Training
) -> Settings:
    return training.settings(model, project, resource_group)


# then


@then(sentence("the training resource has the project {name:quoted}"), target_fixture="project")
def then_the_training_resource_has_the_project(
    name: str, resource_group: ResourceGroup, training: Training, elsewhere: Elsewhere
) -> Project:
    with looking("project", lambda: elsewhere.project(name, resource_group)):
        return training.require_project(name, resource_group)


@then("the project has a description")
def then_the_project_has_a_description(project: Project) -> None:
    assert project.description.strip(), "the description is empty"


@then(sentence("the classification type of the model is {expected:quoted}"))
def then_the_classification_type_is(expected: str, settings: Settings) -> None:
    found, today = settings.classification, settings.project.classification
    if not found:
        raise Otherwise("the project is for object detection", variant="it is for object detection")
    kind = f"the classification type is {found}{settings.differing(today, found)}"
    assert found == expected, kind


@then(sentence("the domain of the model is {expected:quoted}"))
def then_the_domain_is(expected: str, settings: Settings, training: Training) -> None:
    domain = training.domain(settings.project.account, settings.domain)
    assert domain == expected, f"the domain is {named(domain)}{training.other_domain(settings)}"


@then(sentence("the tags of the project are exactly {one:quoted} and {other:quoted}"))
def then_the_tags_are_exactly(one: str, other: str, project: Project, training: Training) -> None:
    require_tags((one, other), project, training)
