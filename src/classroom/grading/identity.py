"""Who asks Azure for a student: the environment of one grading, with one student's secret."""

import logging
import re
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Final

from acceptance import pauses
from classroom.grading.task import GradingTask
from classroom.secret_places import resolve
from classroom.students import Place, PlaceKind

PASSED: Final = re.compile(r"(ALL|HTTPS?|NO)_PROXY", re.IGNORECASE)
"""What every grading needs of its worker's environment although `inherited` withholds it."""

OWN: Final = re.compile(r"AZURE_.*|IDENTITY_.*|MSI_.*|IMDS_.*")
"""What makes the worker's own identity: `az`, a managed identity, variables."""

KIND: Final = "EnvironmentCredential"
"""The one kind of credentials that is tried where the roster names a secret."""

ANOTHERS: Final = re.compile(r"AZURE_(CLIENT_.*|FEDERATED_.*|SUBSCRIPTION_ID|TENANT_ID|USERNAME)")
"""What of it belongs to that identity alone."""


_LOG: Final = logging.getLogger("distributed.worker.secrets")
"""In the worker's own output: the machine that reads a file may not be the one of the roster."""


class Identities:
    """The environments of gradings, in one process of a worker.

    The variables that hold students' secrets are taken out of this process's environment, so that
    nothing that it starts inherits them.

    Args:
        environment: this process's.
        withheld: the variables that hold secrets.
    """

    _taken: Final[dict[str, str]] = {}
    """Shared by all runs of this process: what one has taken, the next one may need."""

    def __init__(self, environment: MutableMapping[str, str], withheld: Iterable[str]) -> None:
        self._environment = environment
        for name in withheld:
            if (secret := environment.pop(name, None)) is not None:
                self._taken[name] = secret

    def variables(self, task: GradingTask, shared_pauses: Path | None) -> dict[str, str]:
        """The credentials, proxies and shared pauses of a student's grading.

        Raises:
            NoAnswer: the student's secret is not where the roster says.
        """
        mine = dict(self._environment)
        variables = {name: mine[name] for name in mine if PASSED.fullmatch(name)}
        variables |= {name: mine[name] for name in mine if OWN.fullmatch(name)}
        variables.pop("AZURE_SUBSCRIPTION_ID", None)  # An option names the student's.
        if task.client_id:
            variables = {
                name: value for name, value in variables.items() if not ANOTHERS.fullmatch(name)
            }
            variables["AZURE_CLIENT_ID"] = task.client_id
        if task.tenant:
            variables["AZURE_TENANT_ID"] = task.tenant
        if task.secret:
            variables["AZURE_CLIENT_SECRET"] = self._secret(task.secret)
            variables["AZURE_TOKEN_CREDENTIALS"] = KIND
        if shared_pauses:
            variables[pauses.VARIABLE] = str(shared_pauses)
        return variables

    def _secret(self, place: Place) -> str:
        taken = place.kind is PlaceKind.ENVIRONMENT and self._taken.get(place.name)
        return taken or resolve(place, _LOG.warning)
