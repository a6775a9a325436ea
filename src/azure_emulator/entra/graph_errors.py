"""What Graph refuses, with its inner error; texts are from issues of its clients."""

from typing import Any

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ServiceError


class GraphError(ServiceError):
    """An error of Microsoft Graph."""

    def __init__(self, cloud: Cloud, status: int, code: str, message: str) -> None:
        super().__init__(status, code, message)
        self.time, self.request = cloud.now(), cloud.new_id()

    def body(self) -> Any:
        """Nested, with date and ids in the inner error."""
        inner = {
            "date": f"{self.time:%Y-%m-%dT%H:%M:%S}",
            "request-id": self.request,
            "client-request-id": self.request,
        }
        return {"error": {"code": self.code, "message": self.message, "innerError": inner}}


def not_found(cloud: Cloud, name: str) -> GraphError:
    """404: no object of this id."""
    return GraphError(
        cloud,
        404,
        "Request_ResourceNotFound",
        f"Resource '{name}' does not exist or one of its queried reference-property objects are "
        "not present.",
    )


def bad_request(cloud: Cloud, message: str) -> GraphError:
    """400."""
    return GraphError(cloud, 400, "Request_BadRequest", message)


def bad_filter(cloud: Cloud, why: str) -> GraphError:
    """400: a `$filter` that cannot be read. Guess: the text for what."""
    return GraphError(cloud, 400, "BadRequest", f"Invalid filter clause: {why}")


def no_property(cloud: Cloud, name: str, kind: str) -> GraphError:
    """400: a property that the type does not have."""
    return GraphError(
        cloud,
        400,
        "BadRequest",
        f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'.",
    )


def not_delegated(cloud: Cloud) -> GraphError:
    """400: `/me`, asked by an application."""
    text = "/me request is only valid with delegated authentication flow."
    return GraphError(cloud, 400, "BadRequest", text)
