"""Links to what a project keeps in Azure's storage, each good for a day (shared access signatures).

Hosts, containers, names and parameters are as recorded (2019 to 2020).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from azure_emulator.resource_manager.regions import short
from azure_emulator.routing import Call
from azure_emulator.training.projects import Project
from azure_emulator.training.state import Training

LINK_LIFE = timedelta(hours=24)
_LINK = re.compile(r"https://[^/]+/(?P<container>[^/?]+)/(?P<blob>[^?]+)\?(?P<query>.+)")


def compact(guid: str) -> str:
    """A GUID without its hyphens."""
    return guid.replace("-", "")


def image_path(project: Project, image_id: str, *, kind: str = "i") -> str:
    """The path of an image; `kind` is `t` for its thumbnail."""
    return f"i-{compact(project.id)}/{kind}-{compact(image_id)}"


def prediction_path(project: Project, prediction_id: str, *, kind: str = "o") -> str:
    """The path of a stored prediction's image; `kind` is `t` for its thumbnail."""
    return f"predictionimages/{project.id}/{kind}-{compact(prediction_id)}"


def model_path(project: Project, iteration_id: str, ending: str) -> str:
    """The path of an exported model; `ending` names the platform and the flavor."""
    return f"m-{compact(project.id)}/{compact(iteration_id)}.{ending}.zip"


def export_path(project: Project) -> str:
    """The path of what an exported project is imported from."""
    return f"prjexp-{compact(project.id)}/project-export-info"


def link(call: Call, project: Project, path: str) -> str:
    """An address that anybody can read until tomorrow."""
    store = "predictions" if path.startswith("predictionimages/") else "training"
    end = f"{call.cloud.now() + LINK_LIFE:%Y-%m-%dT%H:%M:%SZ}"
    signature = quote(_signature(call.cloud.state(Training).signing_key, path, end), safe="")
    host = f"irisprod{short(project.region)}{store}.blob.core.windows.net"
    rest = f"sv=2017-04-17&sr=b&sig={signature}&se={quote(end, safe='')}&sp=r"
    return f"https://{host}/{path}?{rest}"


@dataclass(frozen=True)
class Permit:
    """What the parameters of a link say."""

    signature: str
    end: str

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Permit":
        """From the query of a request."""
        return cls(parameters.get("sig", ""), parameters.get("se", ""))

    def opens(self, key: bytes, path: str) -> bool:
        """Whether it was signed for that path."""
        signature = _signature(key, path, self.end)
        return hmac.compare_digest(signature.encode(), self.signature.encode(errors="replace"))

    def expired(self, now: datetime) -> bool:
        """Whether its day is over; one without a readable end has none."""
        try:
            end = datetime.strptime(self.end, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            return True
        return now > end


def _signature(key: bytes, path: str, end: str) -> str:
    # Half a surrogate pair, as JSON can hold, is nothing that was ever signed.
    signed = hmac.new(key, f"{path}\n{end}".encode(errors="replace"), hashlib.sha256).digest()
    return base64.b64encode(signed).decode()
