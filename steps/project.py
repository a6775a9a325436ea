"""The Custom Vision project and its tags."""

from pytest_bdd import given, then

from acceptance.session.timestamps import Moments
from fixtures.resource_manager import ResourceGroup
from fixtures.training import Project, Tag, Training, tag_named
from steps.arguments import sentence

# given


@given(sentence("the project {name:quoted}"), target_fixture="project")
def given_the_project(
    name: str, resource_group: ResourceGroup, training: Training, moments: Moments
) -> Project:
    return moments.of(training.project(name, resource_group))


@given(sentence("the tags {one:quoted} and {other:quoted}"), target_fixture="tags")
def given_the_tags(one: str, other: str, project: Project, training: Training) -> tuple[Tag, Tag]:
    tags = training.tags(project)
    return tag_named(one, tags), tag_named(other, tags)


# then


@then(sentence("the training resource has the project {name:quoted}"))
def then_the_training_resource_has_the_project(
    name: str, resource_group: ResourceGroup, training: Training, moments: Moments
) -> None:
    assert moments.of(training.project(name, resource_group)).name


@then("the project has a description")
def then_the_project_has_a_description(project: Project) -> None:
    assert project.description.strip(), "the description is empty"


@then(sentence("the classification type of the project is {wanted:quoted}"))
def then_the_classification_type_is(wanted: str, project: Project) -> None:
    found = project.classification
    kind = f"the classification type is {found}" if found else "the project is for object detection"
    assert found == wanted, kind


@then(sentence("the domain of the project is {wanted:quoted}"))
def then_the_domain_is(wanted: str, project: Project, training: Training) -> None:
    domain = training.domain(project)
    assert domain == wanted, f'the domain is "{domain}"'


@then(sentence("the tags of the project are exactly {one:quoted} and {other:quoted}"))
def then_the_tags_are_exactly(one: str, other: str, project: Project, training: Training) -> None:
    tags = training.tags(project)
    listed = ", ".join(map(str, tags)) or "none"
    exact = sorted(map(str, tags)) == sorted(f'"{name}"' for name in (one, other))
    assert exact, f"the tags of the project: {listed}"
