"""What the control interface answers, as JSON."""

from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.entra.state import Principal
from azure_emulator.resource_manager.resource import Subscription


def cloud(cloud: Cloud, subscriptions: int) -> dict[str, Any]:
    """How large the cloud is, and what it could not serve."""
    return {
        "subscriptions": subscriptions,
        "latency": cloud.latency.total_seconds(),
        "limits": cloud.limits,
        "faultRules": cloud.fault_rules.texts,
        "unserved": cloud.unserved[:100],
        "faults": cloud.faults[:100],
    }


def principal(principal: Principal) -> dict[str, str]:
    """A principal, and the secret it signs in with."""
    return {
        "tenantId": principal.tenant,
        "clientId": principal.client_id,
        "objectId": principal.object_id,
        "clientSecret": principal.secret,
    }


def subscription(subscription: Subscription) -> dict[str, str]:
    """A subscription."""
    return {
        "subscriptionId": subscription.id,
        "displayName": subscription.name,
        "tenantId": subscription.tenant,
        "state": subscription.state,
    }
