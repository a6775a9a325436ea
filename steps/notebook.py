"""The notebook that is handed in."""

from pytest_bdd import given, then

from fixtures.cognitive_services import CognitiveServices
from fixtures.notebook import require_the_exercises_notebook
from fixtures.notebook.decision import require_usual
from fixtures.notebook.evidence import Notebook
from fixtures.notebook.figures import unpictured
from fixtures.notebook.naming import misnamed
from fixtures.notebook.running import incomplete_or_badly_run
from fixtures.project import Project
from fixtures.resource_group import ResourceGroup
from steps.arguments import sentence

# given


@given("the exercise's notebook", target_fixture="submitted")
def given_the_exercises_notebook(notebook: Notebook) -> Notebook:
    return notebook


# then


@then("the notebook is the exercise's")
def then_the_notebook_is_the_exercises(handed_in: Notebook) -> None:
    require_the_exercises_notebook(handed_in)


@then(
    sentence("the notebook names the project, the model {name:quoted} and the prediction endpoint")
)
def then_the_notebook_names_what_is_published(
    name: str,
    notebook: Notebook,
    project: Project,
    resource_group: ResourceGroup,
    cognitive_services: CognitiveServices,
) -> None:
    accounts = cognitive_services.require_prediction_accounts(resource_group)
    endpoints = [endpoint for account in accounts for endpoint in account.endpoints]
    wrong = misnamed(notebook, project.id, name, endpoints, project.account.endpoint)
    require_usual(wrong)
    assert not wrong, "; ".join(wrong)


@then("its code is completed and ran in order without an error")
def then_its_code_is_completed_and_ran(submitted: Notebook) -> None:
    trouble = incomplete_or_badly_run(submitted)
    require_usual(trouble)
    assert not trouble, "; ".join(trouble)


@then("a picture with a title came out for each test image")
def then_a_picture_with_a_title_came_out(submitted: Notebook) -> None:
    trouble = unpictured(submitted)
    require_usual(trouble)
    assert not trouble, "; ".join(trouble)
