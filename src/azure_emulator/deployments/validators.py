"""What a request to deploy a template must hold."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.deployments import errors, lenient_json
from azure_emulator.deployments.language.evaluation import lacking
from azure_emulator.deployments.language.hashes import murmur
from azure_emulator.deployments.language.parameters import reference_of
from azure_emulator.deployments.language.values import as_text
from azure_emulator.deployments.requests import data_of, sent
from azure_emulator.errors import ArmError
from azure_emulator.resource_manager.errors import invalid_content
from azure_emulator.resource_manager.validators import body_of
from azure_emulator.routing import Call
from azure_emulator.wire import Request
from azure_emulator.work import Results

NAME = re.compile(r"[-\w.()]{1,64}")
TEMPLATE = "Azure.Deployments.Core.Definitions.Schema.Template"
PARAMETERS = (
    "System.Collections.Generic.Dictionary`2[System.String,"
    "Azure.Deployments.Core.Definitions.DeploymentParameterDefinition]"
)
LARGE = 200_000
"""Characters of a template whose hash is not computed while others wait."""

_hashes: Results[str] = Results(most=32)
MODES = {"incremental": "Incremental", "complete": "Complete"}


def name(name: str) -> None:
    """Refuse a name that no deployment can have.

    Raises:
        ArmError: 400 InvalidDeploymentName.
    """
    if not NAME.fullmatch(name):
        raise errors.deployment_name_invalid(name)


def body(call: Call) -> dict[str, Any]:
    """The body of a request, as Azure takes it.

    Raises:
        ArmError: 400 InvalidRequestContent.
    """
    request = call.request
    try:
        request.json()
    except ValueError:
        request = replace(request, body=lenient_json.strict(request.body), _data=[])
    return body_of(replace(call, request=request))


def properties(body: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of a deployment in a request.

    Guess: the texts.

    Raises:
        ArmError: 400 InvalidDeployment.
    """
    held = body.get("properties")
    if not isinstance(held, dict):
        raise errors.invalid_deployment("The 'properties' of the deployment are required.")
    return held


def mode(held: Mapping[str, Any], *, at_group: bool) -> str:
    """How a deployment treats what its template does not name.

    Guess: the texts.

    Raises:
        ArmError: 400 InvalidDeployment.
    """
    said = as_text(held.get("mode") or "Incremental")
    known = MODES.get(said.casefold())
    if known is None:
        raise errors.invalid_deployment(
            f"The value '{said}' of the property 'mode' is not valid. The supported values are "
            "'Incremental,Complete'."
        )
    if known == "Complete" and not at_group:
        raise errors.invalid_deployment(
            "The deployment mode 'Complete' is not supported for deployments at subscription scope."
        )
    return known


def template(cloud: Cloud, held: Mapping[str, Any]) -> dict[str, Any]:
    """The template of a request, in it or at its link.

    Raises:
        ArmError: 400 InvalidDeployment, InvalidContentLink, InvalidTemplate.
    """
    given, link = held.get("template"), held.get("templateLink")
    if isinstance(given, str):
        raise _no_object(given, "template", TEMPLATE)
    if (given is None) == (link is None):
        raise errors.invalid_deployment(
            "Exactly one of the properties 'template' and 'templateLink' is required."
        )
    data = _linked(cloud, link) if given is None else given
    if not isinstance(data, dict):
        raise errors.invalid_template("The template is not a JSON object.", kind="parse")
    return data


def functions(template: Mapping[str, Any]) -> None:
    """Refuse a template with functions that the emulator has not.

    Raises:
        ArmError: 501, the function's name in the text.
    """
    name = lacking(template)
    if name is not None:
        raise errors.not_implemented(f"the template function '{name}'")


def parameters(cloud: Cloud, held: Mapping[str, Any]) -> Any:
    """The parameters of a request, in it or at their link.

    Raises:
        ArmError: 400 InvalidContentLink; 501 for the secret of a key vault.
    """
    given = held.get("parameters")
    if isinstance(given, str):
        raise _no_object(given, "parameters", PARAMETERS)
    if given is None and held.get("parametersLink") is not None:
        linked = _linked(cloud, held["parametersLink"])
        given = linked.get("parameters") if isinstance(linked, dict) else None
    if isinstance(given, dict) and any(reference_of(item) for item in given.values()):
        raise errors.not_implemented("parameters that refer to a secret of a key vault")
    return given


def _no_object(said: str, name: str, kind: str) -> ArmError:
    """A text that holds JSON is no object, as public issues have it. Guess: the position."""
    quoted = json.dumps(said, ensure_ascii=False)
    return invalid_content(
        f"Error converting value {quoted} to type '{kind}'. Path 'properties.{name}', line 1, "
        "position 1."
    )


def _linked(cloud: Cloud, link: Any) -> Any:
    """What is behind a link: whatever this cloud serves."""
    url = link.get("uri") if isinstance(link, dict) else None
    if isinstance(link, dict) and link.get("id"):
        raise errors.not_implemented("template specs")
    match = re.fullmatch(r"https://([\w.-]{1,253})(/[^#]{0,8000})?(#.*)?", str(url or ""))
    if match:
        request = Request.parse("GET", match[1], match[2] or "/", {}, b"")
        response = sent(cloud, request)
        data = data_of(response)
        if response.status == 200 and isinstance(data, dict):
            return data
    raise errors.content_link(url or "", cloud.new_id())


def hash_of(data: Mapping[str, Any]) -> str:
    """The number that stands for a template.

    Source: the notes of maskati's PowerShell on `ComputeTemplateHash`; the recorded tests of the
    Azure CLI have numbers and templates.

    Raises:
        UnfinishedError: a large one takes a while, and this thread must not wait.
    """
    written = minified(data).encode("utf-8", "surrogatepass")
    if len(written) < LARGE:
        return str(murmur(written))
    return _hashes.get(hashlib.sha256(written).digest(), lambda: str(murmur(written)))


def minified(data: Mapping[str, Any]) -> str:
    """A template as its hash is made of it: in capitals, without a space."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).upper()
