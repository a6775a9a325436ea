"""Lists of Azure Resource Manager that are read by URL: where no SDK has the operation."""

from collections.abc import Iterator, Mapping
from typing import Any

from acceptance.azure.response_schemas import Unreadable

PAGES = 100
"""How many pages of one list are read at most; Azure's own lists of one submission have a few."""


def items(client: Any, path: str, api_version: str) -> Iterator[Mapping[str, Any]]:
    """The items of a list, page by page.

    Args:
        client: a client of azure-mgmt-resource, whose transport checks each page's schema.
        path: the list's, from `/subscriptions` on.
        api_version: of the resource provider.

    Raises:
        azure.core.exceptions.HttpResponseError: Azure refused.
        azure.core.exceptions.DecodeError: a response is no page of a list.
        Unreadable: there are more pages than are read.
    """
    from azure.core.exceptions import DecodeError
    from azure.core.rest import HttpRequest

    url, params = f"https://management.azure.com{path}", {"api-version": api_version}
    for _ in range(PAGES):
        response = client.send_request(HttpRequest("GET", url, params=params))
        response.raise_for_status()
        page = response.json()
        if "value" not in page:
            raise DecodeError("this is no page of a list", response=response)
        yield from page["value"]
        if not (url := page.get("nextLink") or ""):
            return
        params = {}  # The link has them.
    raise Unreadable(f"a list of more than {PAGES} pages")
