"""The tenants, their service principals, and the tokens that they get."""

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
VAULT = "https://vault.azure.net"
STORAGE = "https://storage.azure.com"
RESOURCES = (*MANAGEMENT, COGNITIVE_SERVICES, GRAPH, VAULT, STORAGE)
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
        role: what it may do everywhere in its tenant, besides the roles that are assigned to it.
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
    """Tenants by id, and service principals by client id.

    Attributes:
        tenant: the first tenant.
        principal: its first principal, an Owner.
        tenants: the names of all tenants, by id.
    """

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.tenants: dict[str, str] = {}
        self.principals: dict[str, Principal] = {}
        self._object_ids: set[str] = set()
        self.tenant = self.add_tenant("Emulated Directory")
        self.principal = self.register("grader", OWNER)

    def domain(self, tenant: str) -> str:
        """The domain with which a tenant was made: another one for each."""
        mark = "" if tenant == self.tenant else tenant[:8]
        return f"emulated{mark}.onmicrosoft.com"

    def tenant_at(self, name: str) -> str | None:
        """The id of the tenant with this id or domain, in any letter case; `None` if none has."""
        asked = name.casefold()
        if asked in self.tenants:
            return asked
        return next((each for each in self.tenants if self.domain(each) == asked), None)

    def add_tenant(self, name: str) -> str:
        """The id of a new tenant, in which nobody is registered."""
        tenant = self.cloud.new_id()
        self.tenants[tenant] = name
        return tenant

    def register(self, name: str, role: Role, tenant: str = "") -> Principal:
        """A new service principal with a secret of its own, in the first tenant unless told."""
        principal = Principal(
            tenant=tenant or self.tenant,
            client_id=self.cloud.new_id(),
            object_id=self.cloud.new_id(),
            name=name,
            role=role,
        )
        self.principals[principal.client_id] = principal
        self._object_ids.add(principal.object_id)
        return principal

    def knows(self, guid: str) -> bool:
        """Whether a GUID is a tenant's or a principal's, either of its two."""
        return guid in self.tenants or guid in self.principals or guid in self._object_ids

    def of_tenant(self, tenant: str) -> list[Principal]:
        """The principals of a tenant, oldest first."""
        return [each for each in self.principals.values() if each.tenant == tenant]

    def sign_in(self, tenant: str, client_id: str, secret: str, resource: str) -> Token:
        """A token for a service principal, for `resource` as the caller wrote it.

        Raises:
            EntraError: unknown tenant, application, resource, or a secret that is wrong or expired.
        """
        if tenant.casefold() in ANY_TENANT:
            raise errors.no_tenant(self.cloud)
        home = self.tenant_at(tenant)
        if home is None:
            raise errors.unknown_tenant(self.cloud, tenant)
        principal = self._authenticated(home, client_id, secret)
        if resource.rstrip("/") not in RESOURCES:
            raise errors.unknown_resource(self.cloud, resource, principal.tenant)
        return self._issue(principal, resource)

    def token_of(self, principal: Principal, resource: str) -> Token:
        """A token for a principal whom a service acts for, without signing in."""
        return self._issue(principal, resource)

    def claims(self, text: str) -> dict[str, Any]:
        """The claims of a token that was issued here, expired or not.

        Raises:
            InvalidTokenError: it was not.
        """
        return tokens.read(text)

    def _authenticated(self, tenant: str, client_id: str, secret: str) -> Principal:
        principal = self.principals.get(client_id.casefold())
        if principal is None or principal.tenant != tenant:
            raise errors.unknown_application(self.cloud, client_id, tenant)
        if not secrets.compare_digest(secret.encode(), principal.secret.encode()):
            raise errors.wrong_secret(self.cloud, principal.client_id)
        if principal.secret_expires is not None and self.cloud.now() >= principal.secret_expires:
            raise errors.expired_secret(self.cloud, principal.client_id)
        return principal

    def _issue(self, principal: Principal, resource: str) -> Token:
        since = self.cloud.now().astimezone(UTC).replace(microsecond=0)
        until = since + LIFETIME
        issuer = f"https://sts.windows.net/{principal.tenant}/"
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
            "tid": principal.tenant,
            "uti": self.cloud.new_id(),
            "ver": "1.0",
        }
        return Token(tokens.sign(claims), resource, since, until)
