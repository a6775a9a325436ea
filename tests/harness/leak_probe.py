"""Secrets and people put where they could leak, and the runs that meet them."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from tests.harness.tampering import Plan

if TYPE_CHECKING:
    from azure_emulator.wire import Request, Response

EMAIL = "jane.doe@school.example"
PERSON = "Jane Doe"
# The same in every process, as what is random would not be.
OBJECT_ID, USER_ID, TENANT_ID = (str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{n}.example")) for n in "abc")
KEY_LEFT = uuid.uuid5(uuid.NAMESPACE_DNS, EMAIL).hex
PEOPLE = {
    EMAIL: "an e-mail address",
    PERSON: "a person's name",
    OBJECT_ID: "an object id",
    USER_ID: "a user id",
    TENANT_ID: "a tenant's id",
}


def with_people(request: Request, answer: Any) -> Any:
    """The answer as if Jane had made everything, in a subscription that bears her address."""
    if isinstance(answer, list):
        return [with_people(request, item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    changed = {name: with_people(request, value) for name, value in answer.items()}
    for name, value in answer.items():
        if name in ("createdBy", "lastModifiedBy"):
            by_name = {"userObjectId": OBJECT_ID, "userTenantId": TENANT_ID, "userName": PERSON}
            changed[name] = by_name if isinstance(value, dict) else _who(name)
    if "subscriptionId" in answer and "displayName" in answer:
        changed["displayName"] = f"Subscription of {EMAIL}"
    if "id" in answer:
        changed |= {"userId": USER_ID, "userOrgId": TENANT_ID}
    return changed


def _who(name: str) -> str:
    return EMAIL if name == "createdBy" else OBJECT_ID


def careless(notebook: Any) -> None:
    """A student who left a key and an address in the notebook, in code and in its output."""
    key, address = f"key = '{KEY_LEFT}'", f"# {EMAIL}, {PERSON.replace(' ', '')}"
    notebook["cells"].append(
        {
            "cell_type": "code",
            "id": "careless",
            "metadata": {"user": EMAIL},
            "execution_count": 90,
            "source": [f"{key}  {address}\n", "print(key)\n"],
            "outputs": [{"output_type": "stream", "name": "stdout", "text": [f"{KEY_LEFT}\n"]}],
        }
    )
    notebook["cells"].append(
        {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": [f"By {EMAIL}"]}
    )


def forbidden(request: Request) -> Response | None:
    """Azure's 403, which names everybody."""
    from azure_emulator.wire import Response

    if not request.path.startswith("/subscriptions/"):
        return None
    message = (
        f"The client '{EMAIL}' with object id '{OBJECT_ID}' does not have authorization to perform "
        f"action 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope "
        f"'{request.path}' or the scope is invalid."
    )
    return Response(403, {"error": {"code": "AuthorizationFailed", "message": message}})


def unauthorized(request: Request) -> Response | None:
    """Azure's 401, which names the tenant and repeats the token."""
    from azure_emulator.wire import Response

    if not request.path.startswith("/subscriptions/"):
        return None
    token = request.headers.get("authorization", "")
    message = f"The access token {token} is from the wrong issuer 'https://sts/{TENANT_ID}/'."
    challenge = f'Bearer authorization_uri="https://login.windows.net/{TENANT_ID}", error="x"'
    error = {"error": {"code": "InvalidAuthenticationTokenTenant", "message": message}}
    return Response(401, error, {"WWW-Authenticate": challenge})


def torn_keys(request: Request, answer: Any) -> Any:
    """The keys, in a JSON that breaks off after them."""
    answer = with_people(request, answer)
    if request.path.casefold().endswith("/listkeys"):
        return json.dumps(answer).rstrip("}").encode()
    return answer


def hang_up(request: Request) -> None:
    """Custom Vision hangs up on everybody, after its key was sent."""
    if "/customvision/" in request.path:
        raise ConnectionResetError


FAULT = f"""
def pytest_configure():
    from fixtures.training import Training

    def tags(self, project):
        key = self._cognitive_services.key(project.account).value
        everything = vars(self._cognitive_services)
        raise ValueError(f"{{key}} of {{project.id}} by {EMAIL}: {{everything}}")

    Training.tags = tags
"""
CRASH = f"""
import os

def pytest_runtest_logfinish(nodeid):
    secret = os.environ["AZURE_CLIENT_SECRET"]
    raise RuntimeError(f"{{secret}} by {EMAIL} in /subscriptions/{{os.environ['AZURE_TENANT_ID']}}")
"""
INTERRUPTION = """
def pytest_configure():
    from acceptance.azure.transport import Transport

    ask = Transport._exchange

    def interrupted(self, request, **options):
        answer = ask(self, request, **options)
        if "/customvision/" in request.url:
            raise KeyboardInterrupt
        return answer

    Transport._exchange = interrupted
"""
LEAVING = """
def pytest_configure():
    import acceptance.session.recording

    def fail(texts, secrets):
        raise ValueError(f"{list(secrets)} {texts}")

    acceptance.session.recording._require_clean = fail
"""

LOUD = ("-vv", "-s", "-rA", "--log-level=DEBUG", "-o", "log_cli=true", "--log-file={folder}/log")
LONG = ("-vv", "--tb=long", "--showlocals", "-rA", "--log-level=DEBUG", "--setup-show")
PLANS = {
    "complete": Plan(rewrite=with_people, edit=careless, options=LOUD),
    "traced": Plan(rewrite=with_people, edit=careless, options=(*LONG, "--full-trace")),
    "another tag": Plan("tag-in-the-plural", rewrite=with_people, edit=careless, options=LOUD),
    "forbidden": Plan(trouble=forbidden, rewrite=with_people, options=LOUD),
    "unauthorized": Plan(trouble=unauthorized, rewrite=with_people, options=LOUD),
    "torn": Plan(rewrite=torn_keys, options=(*LONG, *LOUD)),
    "silent": Plan(trouble=hang_up, rewrite=with_people, options=(*LONG, *LOUD)),
    "no sign-in": Plan(environment=(("AZURE_CLIENT_SECRET", "x" + KEY_LEFT),), options=LOUD),
    "fault": Plan(rewrite=with_people, plugin=FAULT, options=(*LONG, "--full-trace")),
    "crash": Plan(rewrite=with_people, plugin=CRASH, options=(*LONG, "--full-trace")),
    "interrupted": Plan(
        rewrite=with_people, plugin=INTERRUPTION, options=(*LONG, *LOUD, "--full-trace")
    ),
    "unkept": Plan(rewrite=with_people, plugin=LEAVING, options=(*LONG, "--full-trace")),
}
GROUPS = (
    ("complete", "traced", "forbidden", "fault"),
    ("unauthorized", "torn", "silent", "no sign-in", "crash"),
    ("another tag", "unkept"),
    ("interrupted",),
)
"""Which of them share a cloud; the last of each may change the suite itself."""

STATUS = {"complete": 0, "traced": 0, "another tag": 1, "crash": 3, "unkept": 4, "interrupted": 2}
"""What the others do not end with: 6, not verified."""
