"""What reached the cloud, and answers that no request to it brings about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from azure_emulator.wire import Request, Response


@dataclass
class RequestLog:
    """What reached the cloud, sign-in left out; `answers` replaces what it would have answered.

    Args:
        answers: gets a request, gives the response, or `None` to let the cloud answer.
    """

    answers: Callable[[Request], Response | None] = lambda _: None
    sent: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Response | None:
        """Note the request, and answer it."""
        if request.host.startswith("login."):
            return None
        self.sent.append(f"{request.method} {request.path}")
        return self.answers(request)


class AnswersInTurn:
    """Answers in turn, the last one for ever."""

    def __init__(self, *answers: Response) -> None:
        """At least one answer."""
        self.answers = list(answers)

    def __call__(self, _: Request) -> Response:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
