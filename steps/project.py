"""The Custom Vision project and its tags."""

from pytest_bdd import given, then

from fixtures.project import Project, Tag, require_tag
from fixtures.resource_group import ResourceGroup
from fixtures.training import Training
from steps.arguments import sentence

# given


@given(sentence("the project {name:quoted}"), target_fixture="project")
def given_the_project(name: str, resource_group: ResourceGroup, training: Training) -> Project:
    return training.require_project(name, resource_group)


@given(sentence("the tags {one:quoted} and {other:quoted}"), target_fixture="tags")
def given_the_tags(one: str, other: str, project: Project, training: Training) -> tuple[Tag, Tag]:
    tags = training.tags(project)
    return require_tag(one, tags), require_tag(other, tags)


# then


@then(sentence("the training resource has the project {name:quoted}"), target_fixture="project")
def then_the_training_resource_has_the_project(
    name: str, resource_group: ResourceGroup, training: Training
) -> Project:
    return training.require_project(name, resource_group)


@then("the project has a description")
def then_the_project_has_a_description(project: Project) -> None:
    assert project.description.strip(), "the description is empty"


@then(sentence("the classification type of the project is {expected:quoted}"))
def then_the_classification_type_is(expected: str, project: Project) -> None:
    found = project.classification
    kind = f"the classification type is {found}" if found else "the project is for object detection"
    assert found == expected, kind


@then(sentence("the domain of the project is {expected:quoted}"))
def then_the_domain_is(expected: str, project: Project, training: Training) -> None:
    domain = training.domain(project)
    assert domain == expected, f'the domain is "{domain}"'


@then(sentence("the tags of the project are exactly {one:quoted} and {other:quoted}"))
def then_the_tags_are_exactly(one: str, other: str, project: Project, training: Training) -> None:
    tags = training.tags(project)
    listed = ", ".join(map(str, tags)) or "none"
    exact = sorted(map(str, tags)) == sorted(f'"{name}"' for name in (one, other))
    assert exact, f"the tags of the project: {listed}"
