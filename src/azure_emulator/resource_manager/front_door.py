"""What Resource Manager asks of a request before a provider sees it: a type, a version, a body."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from azure_emulator.resource_manager import errors
from azure_emulator.resource_manager.api_versions import PLACEHOLDER, canonical_type, supported
from azure_emulator.resource_manager.regions import REGIONS
from azure_emulator.resource_manager.resource_types import OTHERS, TYPES
from azure_emulator.resource_manager.validators import group_name
from azure_emulator.wire import Request

OWN_NAMESPACE = "Microsoft.Resources"
OF_PROVIDERS = ("register", "resourcetypes", "unregister")
DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?(-[a-z]+[0-9]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """Which provider and type a path is about: those after its last `/providers/`.

    Args:
        namespace: as written; `Microsoft.Resources` if the path names none.
        kind: the first word of the type, as written; empty if the path names none.
    """

    namespace: str
    kind: str = ""

    @classmethod
    def of(cls, path: str) -> "Asked":
        """What a path is about."""
        _, found, rest = path.casefold().rpartition("/providers/")
        namespace, _, below = path[len(path) - len(rest) :].partition("/")
        if not found or below.casefold() in ("", *OF_PROVIDERS):
            return cls(OWN_NAMESPACE)
        return cls(namespace, below.partition("/")[0])

    @property
    def own(self) -> bool:
        """Whether Resource Manager answers itself."""
        return self.namespace.casefold() == OWN_NAMESPACE.casefold()


GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def require_subscription(path: str) -> None:
    """Refuse what can be no subscription's id, wherever a path has one.

    Raises:
        ArmError: 400 InvalidSubscriptionId.
    """
    first, _, rest = path.strip("/").partition("/")
    name = rest.partition("/")[0]
    if first.casefold() == "subscriptions" and name and not GUID.fullmatch(name):
        raise errors.invalid_subscription(name)


GROUP_SENT = re.compile(r"/+subscriptions/[^/]+/resourcegroups/([^/]*%2f[^/]*)", re.IGNORECASE)


def require_group(sent_path: str) -> None:
    """Refuse a group's name with a slash, which must not be taken for two names.

    Raises:
        ArmError: 400 InvalidResourceGroup.
    """
    if match := GROUP_SENT.match(sent_path):
        group_name(unquote(match[1]))


def require_place(path: str) -> None:
    """Refuse a path that is neither of a subscription nor of a tenant.

    Raises:
        ArmError: 404 MissingSubscription.
    """
    if path.strip("/").partition("/")[0].casefold() not in (
        "subscriptions",
        "providers",
        "tenants",
    ):
        raise errors.missing_subscription()


def require_type(asked: Asked, version: str) -> None:
    """Refuse a namespace or a type that Azure does not have.

    Raises:
        ArmError: 404 InvalidResourceNamespace or InvalidResourceType; 501 for a namespace that
            only the emulator lacks.
    """
    if not asked.kind:
        return
    known = {name.casefold(): name for name in TYPES}
    namespace = known.get(asked.namespace.casefold())
    if namespace is None:
        if asked.namespace.casefold().removeprefix("microsoft.") in OTHERS:
            raise errors.namespace_not_implemented(asked.namespace)
        raise errors.invalid_namespace(asked.namespace)
    if canonical_type(namespace, asked.kind) is None:
        raise errors.invalid_type(namespace, version)


def require_version(asked: Asked, version: str | None, location: Callable[[], str]) -> None:
    """Refuse a request without a version, or with one that the type does not have.

    Guess: a type is refused by its location where that is known, as its resource is there already
    or the request says it; and what a version is that no date is.

    Args:
        asked: the type.
        version: as sent.
        location: the short name of the resource's location, or empty; asked only if needed.

    Raises:
        ArmError: 400 MissingApiVersionParameter, InvalidApiVersionParameter or
            NoRegisteredProviderFound; 404 InvalidResourceType.
    """
    if not version:
        raise errors.missing_api_version()
    versions = supported(asked.namespace, asked.kind)
    if version == PLACEHOLDER:
        return
    if versions is None and DATE.fullmatch(version):
        return
    if versions and version.casefold() in versions:
        return
    if asked.own or not versions:
        raise errors.invalid_api_version(version, ",".join(supported(OWN_NAMESPACE, "") or ()))
    kind = canonical_type(asked.namespace, asked.kind) or asked.kind
    namespace = next(name for name in TYPES if name.casefold() == asked.namespace.casefold())
    if where := location():
        places = ", ".join(REGIONS)
        raise errors.no_provider(where, version, kind, ", ".join(versions), places)
    raise errors.no_such_version(kind, namespace, version, ",".join(versions))


def require_json(request: Request) -> None:
    """Refuse a body of another type than JSON, as recorded in issues of the Azure CLI.

    Raises:
        ArmError: 415 UnsupportedMediaType.
    """
    kind = request.media_type
    if request.body and request.method in ("PUT", "PATCH", "POST") and kind not in JSON_TYPES:
        raise errors.unsupported_media_type(kind or "<null>")


UNSERVED = (("PATCH", ".*/workspaces/[^/]+/computes/[^/]+"),)
"""Methods of paths with others, which Azure has and the emulator has not."""


def is_azures(method: str, path: str) -> bool:
    """Whether Azure has a method of a path that the emulator serves with others alone."""
    return any(
        re.fullmatch(methods, method) and re.fullmatch(pattern, path.rstrip("/"), re.IGNORECASE)
        for methods, pattern in UNSERVED
    )


JSON_TYPES = ("application/json", "text/json")
