"""What a key vault answers to what is right, when it cannot serve it."""

from azure_emulator.errors import ServiceError
from azure_emulator.key_vault.errors import KeyVaultError
from azure_emulator.routing import Call, Route, plain_outage, retry_after


def outage(call: Call, route: Route | None, status: int, wait: int | None) -> ServiceError:
    """Throttled in the words of Microsoft's page "Azure Key Vault throttling guidance"."""
    if status != 429:
        return plain_outage(call, route, status, wait)
    return KeyVaultError(
        status,
        "Throttled",
        "Request was not processed because too many requests were received. "
        "Reason: VaultRequestTypeLimitReached",
        retry_after(status, wait),
    )
