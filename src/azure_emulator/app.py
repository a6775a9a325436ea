"""The edge of the cloud: which service answers which host, behind which guard."""

import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from email.utils import format_datetime
from functools import partial

from azure_emulator import redaction
from azure_emulator.cloud import Cloud
from azure_emulator.errors import ServiceError
from azure_emulator.fault_injection import delay, injected
from azure_emulator.fault_rules import FaultRule
from azure_emulator.proxy import ConnectionFault
from azure_emulator.routing import Call, Service, plain_outage, request_id
from azure_emulator.services import SERVICES
from azure_emulator.wire import Request, Response
from azure_emulator.work import UnfinishedError, postponing

MARK = {"x-emulated-by": "azure-emulator"}
"""On every response: so that nobody takes the emulator for Azure."""

METHODS = ("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE")
READING = ("GET", "HEAD", "OPTIONS")

SECURE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


MOST_PAUSES = 200
"""How often a request may find something more to compute; then it computes with the lock."""


class App:
    """Answers every request to the cloud, one at a time.

    Args:
        cloud: what the services keep their states in.
        services: in the order in which they are asked for a route.
    """

    def __init__(self, cloud: Cloud, services: Sequence[Service] = SERVICES) -> None:
        self.cloud = cloud
        self._services = services
        cloud.ask = self._ask
        for service in services:
            cloud.state(service.state)

    def serves(self, host: str) -> bool:
        """Whether the name of a host resolves in the emulated cloud."""
        with self.cloud.lock:
            return any(service.resolves(self.cloud, host) for service in self._at(host))

    def on_connect(self, host: str) -> ConnectionFault | None:
        """The fault that a new connection to a host meets, if the hook names one."""
        fault = self.cloud.on_connect(host) if self.cloud.on_connect else None
        with self.cloud.lock:
            return fault or self.cloud.fault_rules.on_connect(host)

    def __call__(self, request: Request) -> Response:
        """The response to one request, made under the cloud's lock, on its way for a while."""
        if "json" in request.headers.get("content-type", ""):
            request.read()
        with self.cloud.lock:
            if self.cloud.on_write is not None and request.method not in READING:
                self.cloud.on_write()
            self._go_on()
            value = self.cloud.new_id()
            services = self._at(request.host)
            headers = (services[0].headers if services else request_id)(value, request)
            date = {"Date": format_datetime(self.cloud.now().astimezone(UTC), usegmt=True)}
            rules = self.cloud.fault_rules.meeting(request)
            pause = self.cloud.latency + delay(rules)
            answer = self._answer(request, rules)
            response = answer.with_headers({**SECURE, **headers, **MARK, **date})
        if pause:  # Nobody else has to wait for this answer.
            time.sleep(pause.total_seconds())
        return response

    def _go_on(self) -> None:
        """Let happen what was due before this request, whatever becomes of it."""
        for go_on in self.cloud.background:
            try:
                go_on()
            except Exception:  # noqa: BLE001 - the request that comes next is not to blame.
                trace = traceback.format_exc()
                self.cloud.faults.append(f"in the background\n{trace}")
                sys.stderr.write(trace)

    def _at(self, host: str) -> list[Service]:
        return [service for service in self._services if re.fullmatch(service.hosts, host)]

    def _ask(self, request: Request) -> Response:
        """The answer to a request that one service sends to another."""
        return self._answer(request, self.cloud.fault_rules.meeting(request))

    def _answer(self, request: Request, rules: Sequence[FaultRule]) -> Response:
        try:
            if self.cloud.on_request is not None and (response := self.cloud.on_request(request)):
                return response
            return injected(rules, partial(self._serve, request), partial(self._outage, request))
        except ServiceError as error:
            if error.status == 501 and not any(rule.status for rule in rules):
                # Azure would serve it.
                self.cloud.unserved.append(_named(request))
            return Response(error.status, error.body(), error.headers)
        except (ConnectionError, TimeoutError):
            raise  # The hook breaks off, or stays silent.
        except Exception:  # noqa: BLE001 - a fault of ours must not look like an error of Azure's.
            return self._fault(request)

    def _serve(self, request: Request) -> Response:
        for service in self._at(request.host):
            for route in service.routes:
                arguments = route.match(request.method, request.path)
                if arguments is not None:
                    call = Call(cloud=self.cloud, request=request)
                    call = service.guard(call, route.with_arguments(arguments))
                    return self._handled(partial(route.handler, call, **arguments))
        self._refuse_unknown(request)
        return self._unserved(request)

    def _handled(self, handle: Callable[[], Response]) -> Response:
        """What the handler answers, once all is computed that it asks for, without the lock."""
        for _ in range(MOST_PAUSES):
            try:
                with postponing():
                    return handle()
            except UnfinishedError as unfinished:
                with self._unlocked():
                    unfinished.do()
        return handle()

    @contextmanager
    def _unlocked(self) -> Iterator[None]:
        """Let others be answered in the block."""
        self.cloud.lock.release()
        try:
            yield
        finally:
            self.cloud.lock.acquire()

    def _refuse_unknown(self, request: Request) -> None:
        """Say what Azure says to what it does not have; silent on what only the emulator lacks."""
        services = self._at(request.host)
        if services and not any(service.documented(request) for service in services):
            allowed = [method for method in METHODS if self._routed(request, method)]
            services[0].unknown(Call(cloud=self.cloud, request=request), allowed)

    def _routed(self, request: Request, method: str) -> bool:
        """Whether a route serves the path of a request with that method."""
        routes = (route for service in self._at(request.host) for route in service.routes)
        return any(route.match(method, request.path) is not None for route in routes)

    def _outage(self, request: Request, status: int, wait: int | None) -> ServiceError:
        services, call = self._at(request.host), Call(cloud=self.cloud, request=request)
        for service in services:
            for route in service.routes:
                arguments = route.match(request.method, request.path)
                if arguments is not None:
                    return service.outage(call, route.with_arguments(arguments), status, wait)
        outage = services[0].outage if services else plain_outage
        return outage(call, None, status, wait)

    def _unserved(self, request: Request) -> Response:
        self.cloud.unserved.append(_named(request))
        message = f"The emulator does not implement {_named(request)}."
        return Response(501, {"error": {"code": "NotImplementedByEmulator", "message": message}})

    def _fault(self, request: Request) -> Response:
        trace = traceback.format_exc()
        self.cloud.faults.append(f"{_named(request)}\n{trace}")
        sys.stderr.write(trace)
        message = f"The emulator failed at {_named(request)}; its standard error says where."
        return Response(500, {"error": {"code": "EmulatorFault", "message": message}})


def _named(request: Request) -> str:
    """A request as it can be shown: without a key that stands in its path."""
    return f"{request.method} https://{request.host}{redaction.path(request.path)}"
