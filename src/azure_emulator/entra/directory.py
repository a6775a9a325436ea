"""The people of a tenant, as Graph keeps them. None of them signs in."""

from dataclasses import dataclass, field
from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.entra.graph_errors import bad_request, not_found

REQUIRED = ("accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile")
KEPT = (
    "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone",
    "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "accountEnabled",
    "mailNickname",
)  # fmt: skip
"""Properties that are kept as given; the password is not."""


@dataclass(kw_only=True)
class User:
    """Somebody in a tenant; `properties` are those of `KEPT` that were given."""

    tenant: str
    id: str
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass
class Directory:
    """The users of all tenants, by id."""

    cloud: Cloud
    users: dict[str, User] = field(default_factory=dict)

    def of_tenant(self, tenant: str) -> list[User]:
        """The users of a tenant, oldest first."""
        return [user for user in self.users.values() if user.tenant == tenant]

    def find(self, tenant: str, name: str) -> User:
        """The user with this id or `userPrincipalName`.

        Raises:
            GraphError: 404.
        """
        for user in self.of_tenant(tenant):
            names = (user.id, str(user.properties["userPrincipalName"]))
            if name.casefold() in [each.casefold() for each in names]:
                return user
        raise not_found(self.cloud, name)

    def add(self, tenant: str, body: dict[str, Any]) -> User:
        """A new user.

        Raises:
            GraphError: 400: something is missing, or the name is taken.
        """
        missing = [name for name in REQUIRED if body.get(name) is None]
        if not isinstance(body.get("userPrincipalName"), str):
            missing.append("userPrincipalName")
        if missing:
            raise bad_request(
                self.cloud,
                f"A value is required for property '{missing[0]}' of resource 'User'.",
            )
        name = str(body["userPrincipalName"]).casefold()
        taken = [each.properties["userPrincipalName"].casefold() for each in self.of_tenant(tenant)]
        if name in taken:
            text = (
                "Another object with the same value for property userPrincipalName already exists."
            )
            raise bad_request(self.cloud, text)
        user = User(tenant=tenant, id=self.cloud.new_id(), properties=_kept(body))
        self.users[user.id] = user
        return user

    def change(self, user: User, body: dict[str, Any]) -> None:
        """Change what is given."""
        user.properties |= _kept(body)

    def remove(self, user: User) -> None:
        """Take a user out of its tenant."""
        del self.users[user.id]


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    kept = {name: body[name] for name in KEPT if name in body}
    if not isinstance(kept.get("userPrincipalName", ""), str):
        del kept["userPrincipalName"]
    return kept
