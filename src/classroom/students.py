"""Whom a roster names, and where their secrets are. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class PlaceKind(StrEnum):
    """Where a secret can be."""

    ENVIRONMENT = "env"
    FILE = "file"
    KEY_VAULT = "keyvault"


@dataclass(frozen=True)
class Place:
    """Where a secret is: `env:NAME`, `file:PATH`, `keyvault:VAULT/SECRET`. Never the secret."""

    kind: PlaceKind
    name: str

    def __str__(self) -> str:
        """As a roster has it."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class Student:
    """One line of a roster; what is empty is not given.

    Attributes:
        id: the school's, unique in the class; the gradebook's key. Hostile text, as all others.
        name: as it is shown.
        email: as it is shown.
        subscription: the id of the Azure subscription, lower case.
        tenant: the directory to sign in to.
        resource_group: to grade, if not the one that the suite finds.
        notebook: the notebook handed in.
        no_notebook: why there is none, as the student may read it.
        section: of the class.
        client_id: of the identity that grades this student; empty for the one that is signed in.
        secret: where that identity's secret is.
    """

    id: str
    name: str
    email: str
    subscription: str = field(repr=False)
    tenant: str = field(default="", repr=False)
    resource_group: str = ""
    notebook: Path | None = None
    section: str = ""
    client_id: str = field(default="", repr=False)
    secret: Place | None = None
    no_notebook: str = ""

    @property
    def identity(self) -> str:
        """Who asks Azure for this student: students of one identity are throttled together."""
        return f"{self.tenant}/{self.client_id}"
