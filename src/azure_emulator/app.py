"""The edge of the cloud: which service answers which host, behind which guard."""

from __future__ import annotations

import importlib
import re
import sys
import traceback
from dataclasses import dataclass

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ServiceError
from azure_emulator.guards import Guard, Key, everyone, token
from azure_emulator.proxy import ConnectionFault
from azure_emulator.wire import Call, Request, Response

MARK = {"x-emulated-by": "azure-emulator"}
"""On every response: so that nobody takes the emulator for Azure."""

SECURE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Site:
    """A service on its hosts.

    Args:
        hosts: a regular expression, matched in full.
        service: the folder of the service, whose `routes.ROUTES` it serves.
        guard: asked once the route is known.
    """

    hosts: str
    service: str
    guard: Guard = everyone


SIGN_IN = r"login\.(microsoftonline\.com|windows\.net|microsoft\.com)|graph\.microsoft\.com"
MANAGEMENT = r"management\.azure\.com"
SUBDOMAIN = r"[a-z0-9-]+\.cognitiveservices\.azure\.com"
REGIONAL = r"[a-z0-9]+\.api\.cognitive\.microsoft\.com"
VISION = f"{SUBDOMAIN}|{REGIONAL}"
WEB_IMAGES = r"github\.com|raw\.githubusercontent\.com"

SITES = (
    Site(SIGN_IN, "entra"),
    Site(MANAGEMENT, "authorization", token),
    Site(MANAGEMENT, "resource_manager", token),
    Site(MANAGEMENT, "cognitive_services", token),
    Site(MANAGEMENT, "machine_learning", token),
    Site(VISION, "training", Key("CustomVision.Training", "training-key")),
    Site(VISION, "prediction", Key("CustomVision.Prediction", "prediction-key")),
    Site(WEB_IMAGES, "web_images"),
)


class App:
    """Answers every request to the cloud, one at a time."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self._services = [
            (site, importlib.import_module(f"azure_emulator.{site.service}.routes").ROUTES)
            for site in SITES
        ]

    def serves(self, host: str) -> bool:
        """Whether the name would resolve: a custom subdomain exists only with its account."""
        if re.fullmatch(SUBDOMAIN, host):
            with self.cloud.lock:
                return self.cloud.cognitive_services.by_host(host) is not None
        return any(re.fullmatch(site.hosts, host) for site in SITES)

    def on_connect(self, host: str) -> ConnectionFault | None:
        """The fault that a new connection to a host meets, if the hook names one."""
        return self.cloud.on_connect(host) if self.cloud.on_connect else None

    def __call__(self, request: Request) -> Response:
        """The response to one request, under the cloud's lock."""
        with self.cloud.lock:
            request_id = self.cloud.new_id()
            return self._answer(request).with_headers({**_ids(request.host, request_id), **MARK})

    def _answer(self, request: Request) -> Response:
        try:
            if self.cloud.on_request is not None and (response := self.cloud.on_request(request)):
                return response
            return self._serve(request)
        except ServiceError as error:
            return Response(error.status, error.body(), error.headers)
        except (ConnectionError, TimeoutError):
            raise  # The hook breaks off, or stays silent.
        except Exception:  # noqa: BLE001 - a fault of ours must not look like a refusal of Azure's.
            return self._fault(request)

    def _serve(self, request: Request) -> Response:
        for site, routes in self._services:
            if re.fullmatch(site.hosts, request.host) is None:
                continue
            for route in routes:
                arguments = route.match(request.method, request.path)
                if arguments is not None:
                    call = site.guard(Call(cloud=self.cloud, request=request), route)
                    response: Response = route.handler(call, **arguments)
                    return response
        return self._unserved(request)

    def _unserved(self, request: Request) -> Response:
        what = f"{request.method} https://{request.host}{request.path}"
        self.cloud.unserved.append(what)
        message = f"The emulator does not implement {what}."
        return Response(501, {"error": {"code": "NotImplementedByEmulator", "message": message}})

    def _fault(self, request: Request) -> Response:
        what = f"{request.method} https://{request.host}{request.path}"
        trace = traceback.format_exc()
        self.cloud.faults.append(f"{what}\n{trace}")
        sys.stderr.write(trace)
        message = f"The emulator failed at {what}; its standard error says where."
        return Response(500, {"error": {"code": "EmulatorFault", "message": message}})


def _ids(host: str, request_id: str) -> dict[str, str]:
    """The headers by which Azure's support finds a request again, as each front door names them."""
    if re.fullmatch(VISION, host):
        return {**SECURE, "apim-request-id": request_id, "Request-Id": request_id}
    if re.fullmatch(MANAGEMENT, host):
        return {
            **SECURE,
            "Cache-Control": "no-cache",
            "x-ms-request-id": request_id,
            "x-ms-correlation-request-id": request_id,
            "x-ms-routing-request-id": f"EMULATOR:{request_id}",
        }
    return {**SECURE, "x-ms-request-id": request_id}
