"""Whether an answer fits its question: the very thing that was asked for, whole, and once.

An answer of the right shape may still be that to another question: a gateway's, a cache's, a
neighbour's. Letter case aside, which Azure keeps as it was typed.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_SUBSCRIPTION = r"/subscriptions/[^/]+"
_GROUP = rf"{_SUBSCRIPTION}/resourcegroups/[^/]+"
_LISTS = re.compile(
    rf"(?P<home>{_SUBSCRIPTION}(/resourcegroups/[^/]+)?)/providers/(?P<type>[^/]+/[^/]+)"
    r"(?P<parent>/[^/]+)?(?P<child>/[^/]+)?"
)
_RESOURCES = re.compile(rf"(?P<home>{_GROUP})/resources")
_PROJECT = re.compile(r"/customvision/[^/]+/(training/projects|prediction)/(?P<project>[^/]+)/.+")
_DOMAIN = re.compile(r"/customvision/[^/]+/training/domains/(?P<id>[^/]+)")


def misfits(url: str, body: Any) -> str:
    """What is wrong with an answer of the right shape, "" if nothing is.

    Args:
        url: what was asked for.
        body: the answer, parsed.
    """
    address = urlsplit(url)
    path = re.sub("/{2,}", "/", unquote(address.path)).rstrip("/").casefold()
    if isinstance(body, Mapping) and body.get("error"):
        return "an error beside an answer"
    items = body.get("value") if isinstance(body, Mapping) else body
    listed = items if isinstance(items, list) else []
    if _has_duplicates(listed):
        return "an item twice in one list"
    if "/customvision/" in path:
        query = {name.casefold(): values[-1] for name, values in parse_qs(address.query).items()}
        return "" if _is_of_project(path, query, body) else "another project's answer"
    if not all(_is_of_list(path, item) for item in listed):
        return "items of another list"
    if re.fullmatch(_GROUP, path) and not _ends_with(body, path.rpartition("/")[2]):
        return "another group's answer"
    return ""


def is_onward(url: str, link: str) -> bool:
    """Whether a page's link leads to the next page of the same list, at the same host."""
    here, there = urlsplit(url), urlsplit(link)
    return (
        there.scheme == "https"
        and _host(here.netloc) == _host(there.netloc)
        and _last(here.path) == _last(there.path)
    )


def _host(netloc: str) -> str:
    return netloc.casefold().removesuffix(":443")


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].casefold()


def _has_duplicates(items: list[Any]) -> bool:
    ids = [_folded(item.get("id")) for item in items if isinstance(item, Mapping)]
    known = [id_ for id_ in ids if id_]
    return len(set(known)) < len(known)


def _folded(value: object) -> str:
    return value.casefold() if isinstance(value, str) else ""


def _ends_with(body: Mapping[str, Any], name: str) -> bool:
    """Whether an object names itself so, by its id and by its name."""
    ids = [_folded(body.get("id")).rpartition("/")[2], _folded(body.get("name"))]
    return all(found in ("", name) for found in ids)


def _is_of_list(path: str, item: Any) -> bool:
    """Whether an item of a list of Resource Manager belongs into the list at that path."""
    resource_id = _folded(item.get("id"))
    if path == "/subscriptions":
        return resource_id in ("", f"/subscriptions/{_folded(item.get('subscriptionId'))}")
    if resources := _RESOURCES.fullmatch(path):
        return resource_id.startswith(f"{resources['home']}/providers/")
    asked = _LISTS.fullmatch(path)
    if not asked:
        return True
    type_ = asked["type"] + (asked["child"] or "")
    prefix = f"{path}/" if "/resourcegroups/" in asked["home"] else f"{asked['home']}/"
    return (
        resource_id.startswith(prefix)
        and re.search(rf"/providers/{re.escape(asked['type'])}/[^/]+", resource_id) is not None
        and _folded(item.get("type")) in ("", type_)
        and resource_id.rpartition("/")[2] == _folded(item.get("name")).rpartition("/")[2]
    )


def _is_of_project(path: str, query: Mapping[str, str], body: Any) -> bool:
    """Whether an answer of Custom Vision is of the project, and the iteration, asked for."""
    if domain := _DOMAIN.fullmatch(path):
        return _names(body, "id", domain["id"])
    asked = _PROJECT.fullmatch(path)
    if not asked:
        return True
    project, iteration = asked["project"], query.get("iterationid", "").casefold()
    objects: Iterable[Any] = body if isinstance(body, list) else [body]
    return all(
        _names(item, "projectId", project)
        and _names(item, "project", project)
        and (not iteration or _names(item, "iteration", iteration))
        for item in objects
    )


def _names(item: Any, field: str, value: str) -> bool:
    """Whether an object, if it has this field at all, has this value in it."""
    found = item.get(field) if isinstance(item, Mapping) else None
    return found is None or _folded(found) == value
