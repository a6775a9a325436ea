"""What Microsoft Entra refuses: OAuth's words, Entra's numbers and sentences; and Graph."""

from __future__ import annotations

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ArmError, EntraError


def _error(cloud: Cloud, status: int, code: str, number: int, sentence: str) -> EntraError:
    """An error with new ids and the time of the cloud's clock."""
    return EntraError(
        status,
        code,
        number,
        sentence,
        when=cloud.now(),
        trace=cloud.new_id(),
        correlation=cloud.new_id(),
    )


def unknown_tenant(cloud: Cloud, tenant: str, code: str) -> EntraError:
    """400 AADSTS90002; `code` is `invalid_tenant` at discovery, `invalid_request` at sign-in."""
    sentence = (
        f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud. Check with your subscription administrator, this may "
        "happen if there are no active subscriptions for the tenant."
    )
    return _error(cloud, 400, code, 90002, sentence)


def no_tenant(cloud: Cloud) -> EntraError:
    """400 AADSTS50059: a sign-in at `common` or the like."""
    sentence = (
        "No tenant-identifying information found in either the request or implied by any provided "
        "credentials."
    )
    return _error(cloud, 400, "invalid_request", 50059, sentence)


def unknown_application(cloud: Cloud, client_id: str, tenant: str) -> EntraError:
    """400 AADSTS700016."""
    sentence = (
        f"Application with identifier '{client_id}' was not found in the directory '{tenant}'. "
        "This can happen if the application has not been installed by the administrator of the "
        "tenant or consented to by any user in the tenant. You may have sent your authentication "
        "request to the wrong tenant."
    )
    return _error(cloud, 400, "unauthorized_client", 700016, sentence)


def unknown_resource(cloud: Cloud, resource: str, tenant: str) -> EntraError:
    """400 AADSTS500011: a token is asked for something that is not emulated."""
    sentence = (
        f"The resource principal named {resource} was not found in the tenant named {tenant}. This "
        "can happen if the application has not been installed by the administrator of the tenant "
        "or consented to by any user in the tenant. You might have sent your authentication "
        "request to the wrong tenant."
    )
    return _error(cloud, 400, "invalid_resource", 500011, sentence)


def wrong_secret(cloud: Cloud, client_id: str) -> EntraError:
    """401 AADSTS7000215."""
    sentence = (
        "Invalid client secret provided. Ensure the secret being sent in the request is the client "
        f"secret value, not the client secret ID, for a secret added to app '{client_id}'."
    )
    return _error(cloud, 401, "invalid_client", 7000215, sentence)


def expired_secret(cloud: Cloud, client_id: str) -> EntraError:
    """401 AADSTS7000222."""
    sentence = (
        f"The provided client secret keys for app '{client_id}' are expired. Visit the Azure "
        "portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using "
        "certificate credentials for added security: https://aka.ms/certCreds."
    )
    return _error(cloud, 401, "invalid_client", 7000222, sentence)


def no_credential(cloud: Cloud) -> EntraError:
    """401 AADSTS7000216. The status is a guess: only the text has been seen."""
    sentence = (
        "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' "
        "grant type."
    )
    return _error(cloud, 401, "invalid_client", 7000216, sentence)


def unsupported_grant(cloud: Cloud, grant: str) -> EntraError:
    """400 AADSTS70003."""
    sentence = f"The app requested an unsupported grant type '{grant}'."
    return _error(cloud, 400, "unsupported_grant_type", 70003, sentence)


def invalid_scope(cloud: Cloud, scope: str) -> EntraError:
    """400 AADSTS1002012."""
    sentence = (
        f"The provided value for scope {scope} is not valid. Client credential flows must have a "
        "scope value with /.default suffixed to the resource identifier (application ID URI)."
    )
    return _error(cloud, 400, "invalid_scope", 1002012, sentence)


def missing_parameter(cloud: Cloud, name: str) -> EntraError:
    """400 AADSTS900144."""
    sentence = f"The request body must contain the following parameter: '{name}'."
    return _error(cloud, 400, "invalid_request", 900144, sentence)


def graph_token_invalid() -> ArmError:
    """401 of Graph."""
    return ArmError(401, "InvalidAuthenticationToken", "Access token validation failure.")
