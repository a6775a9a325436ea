"""The tenant, its service principals, and the tokens that they get."""

import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.entra import errors, tokens
from azure_emulator.entra.roles import OWNER, Role

HOST = "https://login.microsoftonline.com"
ANY_TENANT = ("common", "organizations", "consumers")
"""Words that stand in a URL where a tenant's id could: enough to discover, not to sign in."""

MANAGEMENT = ("https://management.azure.com", "https://management.core.windows.net")
COGNITIVE_SERVICES = "https://cognitiveservices.azure.com"
GRAPH = "https://graph.microsoft.com"
RESOURCES = (*MANAGEMENT, COGNITIVE_SERVICES, GRAPH)
"""What tokens are issued for, without their optional last `/`."""

LIFETIME = timedelta(seconds=3599)

_LETTERS = string.ascii_letters + string.digits


def _new_secret() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(40))


@dataclass(kw_only=True)
class Principal:
    """A service principal.

    Args:
        tenant: the tenant's id.
        client_id: the application's id, by which it signs in.
        object_id: its id in the tenant, by which roles know it.
        role: what it may do everywhere, besides the roles that are assigned to it.
        secret_expires: from when on Entra refuses the secret.
    """

    tenant: str
    client_id: str
    object_id: str
    name: str = "grader"
    role: Role = OWNER
    secret: str = field(default_factory=_new_secret, repr=False)
    secret_expires: datetime | None = None


@dataclass(frozen=True)
class Token:
    """An access token, the resource that it is for, and from when until when it is valid."""

    text: str = field(repr=False)
    resource: str
    since: datetime
    until: datetime


class Entra:
    """One tenant with one service principal; `register` adds others."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.tenant = cloud.new_id()
        self.principals: dict[str, Principal] = {}
        self.principal = self.register("grader", OWNER)

    def register(self, name: str, role: Role) -> Principal:
        """A new service principal with a secret of its own."""
        principal = Principal(
            tenant=self.tenant,
            client_id=self.cloud.new_id(),
            object_id=self.cloud.new_id(),
            name=name,
            role=role,
        )
        self.principals[principal.client_id] = principal
        return principal

    def sign_in(self, tenant: str, client_id: str, secret: str, resource: str) -> Token:
        """A token for a service principal, for `resource` as the caller wrote it.

        Raises:
            EntraError: unknown tenant, application, resource, or a secret that is wrong or expired.
        """
        if tenant.casefold() in ANY_TENANT:
            raise errors.no_tenant(self.cloud)
        if tenant.casefold() != self.tenant:
            raise errors.unknown_tenant(self.cloud, tenant)
        principal = self._authenticated(client_id, secret)
        if resource.rstrip("/") not in RESOURCES:
            raise errors.unknown_resource(self.cloud, resource, self.tenant)
        return self._issue(principal, resource)

    def claims(self, text: str) -> dict[str, Any]:
        """The claims of a token that was issued here, expired or not.

        Raises:
            InvalidTokenError: it was not.
        """
        return tokens.read(text)

    def _authenticated(self, client_id: str, secret: str) -> Principal:
        principal = self.principals.get(client_id.casefold())
        if principal is None:
            raise errors.unknown_application(self.cloud, client_id, self.tenant)
        if not secrets.compare_digest(secret.encode(), principal.secret.encode()):
            raise errors.wrong_secret(self.cloud, principal.client_id)
        if principal.secret_expires is not None and self.cloud.now() >= principal.secret_expires:
            raise errors.expired_secret(self.cloud, principal.client_id)
        return principal

    def _issue(self, principal: Principal, resource: str) -> Token:
        since = self.cloud.now().astimezone(UTC).replace(microsecond=0)
        until = since + LIFETIME
        issuer = f"https://sts.windows.net/{self.tenant}/"
        claims = {
            "aud": resource,
            "iss": issuer,
            "iat": int(since.timestamp()),
            "nbf": int(since.timestamp()),
            "exp": int(until.timestamp()),
            "appid": principal.client_id,
            "appidacr": "1",
            "idp": issuer,
            "idtyp": "app",
            "oid": principal.object_id,
            "sub": principal.object_id,
            "tid": self.tenant,
            "uti": self.cloud.new_id(),
            "ver": "1.0",
        }
        return Token(tokens.sign(claims), resource, since, until)
