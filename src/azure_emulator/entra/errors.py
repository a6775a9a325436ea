"""What Microsoft Entra refuses: OAuth's words, Entra's numbers and sentences; and Graph."""

from collections.abc import Callable

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ArmError, EntraError, template


def _aadsts(number: int, status: int, code: str, sentence: str) -> Callable[..., EntraError]:
    """A function that makes errors with one of Entra's numbers, new ids and the cloud's time."""

    def error(cloud: Cloud, *values: object) -> EntraError:
        return EntraError(
            status,
            code,
            number,
            sentence.format(*values),
            when=cloud.now(),
            trace=cloud.new_id(),
            correlation=cloud.new_id(),
        )

    return error


_TENANT_NOT_FOUND = (
    "Tenant '{}' not found. Check to make sure you have the correct tenant ID and are signing into "
    "the correct cloud. Check with your subscription administrator, this may happen if there are "
    "no active subscriptions for the tenant."
)
unknown_tenant_at_discovery = _aadsts(90002, 400, "invalid_tenant", _TENANT_NOT_FOUND)
unknown_tenant = _aadsts(90002, 400, "invalid_request", _TENANT_NOT_FOUND)
no_tenant = _aadsts(
    50059,
    400,
    "invalid_request",
    "No tenant-identifying information found in either the request or implied by any provided "
    "credentials.",
)
unknown_application = _aadsts(
    700016,
    400,
    "unauthorized_client",
    "Application with identifier '{}' was not found in the directory '{}'. This can happen if the "
    "application has not been installed by the administrator of the tenant or consented to by any "
    "user in the tenant. You may have sent your authentication request to the wrong tenant.",
)
unknown_resource = _aadsts(
    500011,
    400,
    "invalid_resource",
    "The resource principal named {} was not found in the tenant named {}. This can happen if the "
    "application has not been installed by the administrator of the tenant or consented to by any "
    "user in the tenant. You might have sent your authentication request to the wrong tenant.",
)
wrong_secret = _aadsts(
    7000215,
    401,
    "invalid_client",
    "Invalid client secret provided. Ensure the secret being sent in the request is the client "
    "secret value, not the client secret ID, for a secret added to app '{}'.",
)
expired_secret = _aadsts(
    7000222,
    401,
    "invalid_client",
    "The provided client secret keys for app '{}' are expired. Visit the Azure portal to create "
    "new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate "
    "credentials for added security: https://aka.ms/certCreds.",
)
no_credential = _aadsts(
    7000216,
    401,
    "invalid_client",
    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' "
    "grant type.",
)
"""The status is a guess: only the text has been seen."""
unsupported_grant = _aadsts(
    70003, 400, "unsupported_grant_type", "The app requested an unsupported grant type '{}'."
)
invalid_scope = _aadsts(
    1002012,
    400,
    "invalid_scope",
    "The provided value for scope {} is not valid. Client credential flows must have a scope value "
    "with /.default suffixed to the resource identifier (application ID URI).",
)
missing_parameter = _aadsts(
    900144, 400, "invalid_request", "The request body must contain the following parameter: '{}'."
)

graph_token_invalid = template(
    ArmError, 401, "InvalidAuthenticationToken", "Access token validation failure."
)

graph_body_unreadable = template(
    ArmError, 400, "BadRequest", "Unable to read JSON request payload."
)
