"""What a request for a token must hold."""

import base64
import binascii
from urllib.parse import parse_qsl, unquote

from azure_emulator.entra import errors
from azure_emulator.routing import Call


def form_of(call: Call) -> dict[str, str]:
    """The form in the body of a request by client credentials.

    Raises:
        EntraError: it asks for another grant.
    """
    form = dict(parse_qsl(call.request.body.decode("utf-8", "replace"), keep_blank_values=True))
    grant = required(call, form, "grant_type")
    if grant != "client_credentials":
        raise errors.unsupported_grant(call.cloud, grant)
    return form


def credentials(call: Call, form: dict[str, str]) -> tuple[str, str]:
    """The client id and the secret, from the `Authorization` header or the form.

    Raises:
        EntraError: there is no secret, or no client id.
    """
    scheme, _, coded = call.request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "basic":
        try:
            client_id, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
            return unquote(client_id), unquote(secret)
        except (binascii.Error, UnicodeDecodeError):
            pass  # As if there were none; the error says so.
    if "client_secret" not in form:
        raise errors.no_credential(call.cloud)
    return required(call, form, "client_id"), form["client_secret"]


def resource_of(call: Call, form: dict[str, str]) -> str:
    """The resource that the scope names (`https://management.azure.com/.default`).

    Raises:
        EntraError: no scope, several, or one without its `/.default`.
    """
    scope = required(call, form, "scope")
    resource = scope.removesuffix("/.default")
    if resource == scope or " " in scope:
        raise errors.invalid_scope(call.cloud, scope)
    return resource


def required(call: Call, form: dict[str, str], name: str) -> str:
    """A field of the form that must be there.

    Raises:
        EntraError: it is not, or is empty.
    """
    if not form.get(name):
        raise errors.missing_parameter(call.cloud, name)
    return form[name]
