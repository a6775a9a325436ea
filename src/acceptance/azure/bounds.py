"""How much of an answer is taken: so many bytes, in so many seconds, however it comes."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

import requests
from requests.adapters import HTTPAdapter

Result = TypeVar("Result")

ANSWER_SECONDS: Final = 90.0
"""From the first byte of a request to the last one of its answer."""

ANSWER_BYTES: Final = 8_000_000
"""Of one answer, unpacked: a page of 1,000 projects has a fourth of it."""

ANSWER_VALUES: Final = 300_000
"""Values of the JSON of one answer, counted by brackets and commas: each takes some 100 bytes."""

_SIGNS: Final = (b"[", b"{", b",")


LED_TO = "x-led-to"
"""The header that holds where a `HEAD` is led to: only public pages are asked so."""


class TooLarge(Exception):
    """An answer of more bytes or values than any of Azure's."""


class TooSlow(Exception):
    """An answer that comes, but never to its end."""


class BoundedAdapter(HTTPAdapter):
    """Carries requests, and reads each answer whole, or not at all."""

    def send(
        self, request: requests.PreparedRequest, *arguments: Any, **options: Any
    ) -> requests.Response:
        """The answer with its body, whatever `stream` says.

        Raises:
            TooLarge: it is larger than any of Azure's.
            TooSlow: it does not come to its end in time.
            requests.exceptions.RequestException: no answer, or a torn one.
        """
        options["stream"] = True
        send = super().send
        return within(ANSWER_SECONDS, lambda: self._read(send(request, *arguments, **options)))

    @staticmethod
    def _read(response: requests.Response) -> requests.Response:
        content, values = bytearray(), 0
        for piece in response.iter_content(1 << 16):
            content += piece
            values += sum(map(piece.count, _SIGNS))
            if len(content) > ANSWER_BYTES or values > ANSWER_VALUES:
                response.close()
                raise TooLarge(f"more than {ANSWER_BYTES} bytes or {ANSWER_VALUES} values")
        response._content = bytes(content)
        # Nobody here follows a redirect, with a key or a token in hand; `requests` would read it.
        location = response.headers.pop("Location", None)
        if location and response.request.method == "HEAD":
            response.headers[LED_TO] = location
        return response


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What the work gives; it goes on in a thread that nobody waits for if that takes too long.

    Only so are all waits bounded together: of a name to be found, a proxy, TLS, headers, a body.

    Raises:
        TooSlow: it takes longer.
    """
    done: Future[Result] = Future()

    def do() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            done.set_exception(error)

    threading.Thread(target=do, name="asking", daemon=True).start()
    try:
        return done.result(timeout=seconds)
    except TimeoutError as error:
        if done.done():
            raise
        raise TooSlow(f"no whole answer within {seconds:g} seconds") from error
