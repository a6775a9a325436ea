"""How the emulator is composed: services that register themselves, and no circle of imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.routing import Call, Route, Service
from azure_emulator.services import SERVICES
from azure_emulator.wire import Request, Response

EMULATOR = Path(__file__).resolve().parents[2] / "src" / "azure_emulator"
LIBRARY = "vision"
"""The one package that is no service: what two services compute with."""
FILES = {"routes.py", "state.py", "serializers.py", "errors.py"}


@cache
def modules() -> dict[str, Path]:
    """Every module of the emulator, by dotted name from the emulator down."""
    return {
        ".".join(path.relative_to(EMULATOR).with_suffix("").parts): path
        for path in EMULATOR.rglob("*.py")
    }


def imports(path: Path) -> Iterator[str]:
    """The modules of the emulator that a module imports, also inside functions or for types only.

    `from azure_emulator.entra import errors` names a module, not what is in one.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("azure_emulator"):
            module = str(node.module).removeprefix("azure_emulator").lstrip(".")
            for alias in node.names:
                name = f"{module}.{alias.name}".lstrip(".")
                yield name if name in modules() else module


def test_no_module_is_in_a_circle() -> None:
    """Each module imports only what can be understood before it."""
    graph = {name: set(imports(path)) for name, path in modules().items()}
    assert graph["wire"] == set()
    assert graph["cloud"] == {"fault_rules", "proxy", "wire"}
    TopologicalSorter(graph).prepare()


def test_no_package_is_in_a_circle() -> None:
    """Nor do the packages as wholes: a service asks only those below it."""
    graph: dict[str, set[str]] = {}
    for name, path in modules().items():
        package = name.partition(".")[0]
        others = {other.partition(".")[0] for other in imports(path)} - {package}
        graph.setdefault(package, set()).update(others)
    TopologicalSorter(graph).prepare()


def test_every_package_is_a_service_but_one() -> None:
    """A service registers itself under the name of its package."""
    packages = {path.parent.name for path in EMULATOR.glob("*/__init__.py")}
    assert {service.name for service in SERVICES} == packages - {LIBRARY}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_has_the_same_files_as_every_other(service: Service) -> None:
    """Who knows one service finds the same in the next."""
    assert {path.name for path in (EMULATOR / service.name).glob("*.py")} >= FILES


class Greetings:
    """The state of a service that a test adds."""

    def __init__(self, cloud: Cloud) -> None:
        """It greets with the cloud's clock."""
        self.cloud, self.greeted = cloud, 0


def greet(call: Call, *, name: str) -> Response:
    """Count, and greet."""
    greetings = call.cloud.state(Greetings)
    greetings.greeted += 1
    return Response(200, f"Hello {name}, number {greetings.greeted}")


def test_an_application_composes_any_services(cloud: Cloud) -> None:
    """A list of services is all that the edge needs; those that are not in it do not answer."""
    service = Service(
        name="greetings",
        hosts=r"hello\.example",
        routes=[Route("GET", "/{name}", greet)],
        state=Greetings,
    )
    app = App(cloud, [service])
    assert app.serves("hello.example")
    assert not app.serves("management.azure.com")
    answers = [app(Request(method="GET", host="hello.example", path="/you")) for _ in range(2)]
    assert [answer.body for answer in answers] == ["Hello you, number 1", "Hello you, number 2"]
    assert answers[0].headers["x-emulated-by"] == "azure-emulator"
    assert cloud.state(Greetings).greeted == 2
