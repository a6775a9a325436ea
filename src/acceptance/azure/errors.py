"""What Azure's refusals mean: here, and nowhere else, an exception of an SDK becomes `NoAnswer`.

Messages are made of Azure's error code and of the missing action only. Never of Azure's own text or
URL: these name people, tenants and subscriptions, and may hold a key.
"""

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from acceptance.azure import sign_in_errors
from acceptance.azure.denials import LATER, Refusal, explanation, words
from acceptance.causes import NoAnswer, NotThere

Service = TypeVar("Service")
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Asking = Callable[Concatenate[Service, Arguments], Answer]


def fact(
    what: str,
) -> Callable[[Asking[Service, Arguments, Answer]], Asking[Service, Arguments, Answer]]:
    """Make a method the asking for one fact: once for each set of arguments, refusals translated.

    A failure is remembered like an answer: what Azure refused once in a run is not asked again.

    Args:
        what: what is asked for, as it completes "Azure did not answer when asked for ...".
    """

    def decorate(ask: Asking[Service, Arguments, Answer]) -> Asking[Service, Arguments, Answer]:
        @functools.wraps(ask)
        def asked(service: Service, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            known = service.__dict__.setdefault("_known", {})
            question = (ask.__name__, args, *sorted(kwargs.items()))
            if question not in known:
                known[question] = _attempt(what, lambda: ask(service, *args, **kwargs))
            if isinstance(known[question], _Failure):
                # Without the traceback of the last time, which would grow at each asking.
                raise known[question].error.with_traceback(None)
            answer: Answer = known[question]
            return answer

        return cast("Asking[Service, Arguments, Answer]", asked)

    return decorate


@dataclass(frozen=True)
class _Failure:
    error: Exception


def _attempt(what: str, ask: Callable[[], object]) -> object:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - raised again at each asking, by `fact`
        return _Failure(meaning(error, what))


def word(value: object) -> str:
    """One of Azure's words, as it stands on the wire; the SDKs know some as members of an enum."""
    return str(getattr(value, "value", value) or "")


def meaning(error: Exception, what: str) -> Exception:
    """The cause that an exception stands for; an exception that is no refusal of Azure, itself.

    Args:
        what: what was asked for, as in `fact`.
    """
    if isinstance(error, NotThere | NoAnswer):
        return error
    for recognise in (_missing_exchange, _sign_in, _refused, _bounds, _broken_body, _silence):
        answer = recognise(error, what)
        if answer:
            return answer
    return error


def _missing_exchange(error: Exception, what: str) -> NoAnswer | None:
    if not _names(error) & {"CannotOverwriteExistingRequestException", "MissingExchange"}:
        return None
    return NoAnswer(
        f"the cassette holds no answer to the question for {what}",
        "record the submission again: pytest --live --record=FILE",
    )


def refusal(error: Exception) -> Refusal | None:
    """The refusal that an SDK's exception carries, if it carries one."""
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    if not isinstance(status, int) or status < 400:
        return None
    body = response.text() if callable(getattr(response, "text", None)) else response.text  # type: ignore[union-attr]
    challenge = (getattr(response, "headers", None) or {}).get("WWW-Authenticate") or ""
    return Refusal(status, _error_code(body), words(body), challenge)


def listed(items: Iterable[Answer]) -> tuple[Answer, ...]:
    """All items of a list of Azure Resource Manager.

    None at all where the subscription is not registered for this sort of resource, says Azure:
    it would have to be before the first one, and Azure does not let it go before the last.
    """
    try:
        return tuple(items)
    except Exception as error:
        refused = refusal(error)
        if refused and refused.code == "MissingSubscriptionRegistration":
            return ()
        raise


def _error_code(text: str) -> str:
    """Azure's error code in a body of any of its envelopes; "" if there is no word for it."""
    try:
        body = json.loads(text)
    except ValueError:
        return ""
    inner = body.get("error", body) if isinstance(body, dict) else {}
    code = inner.get("code") if isinstance(inner, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z]\w{2,79}", code) else ""


def _refused(error: Exception, what: str) -> NoAnswer | None:
    refused = refusal(error)
    if refused is None:
        return None
    code = f" ({refused.code})" if refused.code else ""
    reason = f"Azure answered {refused.status}{code} when asked for {what}"
    if refused.code.startswith("BadRequestImage"):
        return NoAnswer(
            f"Custom Vision could not use the test image ({refused.code}) when asked for {what}",
            "name another image of the same animal: --cat-url=URL, --dog-url=URL",
        )
    means, cure = explanation(refused)
    return NoAnswer(f"{reason}: {means}" if means else reason, cure)


class Unanswered(Exception):
    """A replayed request that got no answer when it was recorded.

    Args:
        kind: what happened, as `silence_kind` named it then.
    """

    def __init__(self, kind: str) -> None:
        """Keep the kind; it is the message, too."""
        super().__init__(kind)
        self.kind = kind


TORN = "torn"
"""The kind of a silence that began in the middle of an answer."""

_TORN = {
    *("ChunkedEncodingError", "ContentDecodingError", "IncompleteRead", "IncompleteReadError"),
    # What is no HTTP; by their very names, as a lost connection is an `HTTPException`, too.
    *("InvalidHeader", "HeaderParsingError", "BadStatusLine", "LineTooLong", "HTTPException"),
}
_UNREADABLE = {"DecodeError", "DeserializationError", "JSONDecodeError", "Unreadable"}


def silence_kind(error: Exception) -> str:
    """One word for why a request got no answer, by which a replay says the same again."""
    names = _names(error)
    if names & _TORN:
        return TORN
    return next((kind for kind, some, *_ in (*BOUNDS, *SILENCES) if names & some), OTHERWISE)


def _names(error: Exception) -> set[str]:
    kinds = {type(cause) for cause in causes(error)}
    # A kind that is new belongs to the family of all that `requests` or urllib3 raises.
    families = {base.__name__ for kind in kinds for base in kind.__mro__}
    return {kind.__name__ for kind in kinds} | families & {"RequestException", "HTTPError"}


def _recorded_kind(error: Exception) -> str:
    kinds = (cause.kind for cause in causes(error) if isinstance(cause, Unanswered))
    return next(kinds, "")


def _broken_body(error: Exception, what: str) -> NoAnswer | None:
    if not _names(error) & (_TORN | _UNREADABLE) and _recorded_kind(error) != TORN:
        return None
    told = [f": {cause}" for cause in causes(error) if type(cause).__name__ == "Unreadable"]
    return NoAnswer(
        f"the answer could not be read when asked for {what}{''.join(told[:1])}",
        "look for a proxy or a sign-in page between this machine and Azure, then run again",
    )


BOUNDS: tuple[tuple[str, frozenset[str], str, str], ...] = (
    (
        "large",
        frozenset({"TooLarge"}),
        "the answer was larger than any of Azure's",
        "look for a proxy between this machine and Azure, then run again",
    ),
    (
        "slow",
        frozenset({"TooSlow"}),
        "the answer came too slowly to wait for its end",
        "check the network and its proxy, then run again",
    ),
    (
        "endless",
        frozenset({"Endless"}),
        "the run had sent more requests, or waited longer, than any grading needs",
        "look for a proxy between this machine and Azure, and run again; "
        "if Azure itself is slow, in an hour",
    ),
)
"""Answers beyond all bounds, in the layout of `SILENCES`."""


def _bounds(error: Exception, what: str) -> NoAnswer | None:
    names, recorded = _names(error), _recorded_kind(error)
    for kind, some, reason, cure in BOUNDS:
        if names & some or kind == recorded:
            return NoAnswer(f"{reason} when asked for {what}", cure)
    return None


SILENCES: tuple[tuple[str, frozenset[str], str, str], ...] = (
    (
        "dns",
        frozenset({"NameResolutionError", "gaierror"}),
        "the host's name is not known to DNS",
        "check the network, or wait a minute if the resource is new; then run again",
    ),
    (
        "tls",
        frozenset({"SSLError", "SSLCertVerificationError"}),
        "the connection is not trusted (TLS)",
        "name your proxy's certificate in REQUESTS_CA_BUNDLE, then run again",
    ),
    (
        # urllib3 calls this a failure of the proxy, too, if there is one on the way.
        "connection",
        frozenset({"RemoteDisconnected", "ConnectionResetError", "ConnectionAbortedError"}),
        "the connection failed",
        "check the network, then run again",
    ),
    (
        "proxy",
        frozenset({"ProxyError"}),
        "the proxy does not let it through",
        "check HTTPS_PROXY, then run again",
    ),
    (
        "timeout",
        frozenset({"ConnectTimeout", "ReadTimeout", "ReadTimeoutError", "ConnectTimeoutError"}),
        "Azure did not answer in time",
        "run again in a few minutes",
    ),
    (
        "connection",
        frozenset(
            {
                *("ConnectionError", "ServiceRequestError", "ServiceResponseError"),
                *("RequestException", "HTTPError"),  # Whatever else the HTTP libraries raise.
            }
        ),
        "the connection failed",
        "check the network, then run again",
    ),
)
"""A kind for cassettes, exceptions by name, what happened, what to do: the first that fits."""

OTHERWISE = "connection"
"""The kind of a silence that nothing else describes."""


def _silence(error: Exception, what: str) -> NoAnswer | None:
    names, recorded = _names(error), _recorded_kind(error)
    for kind, some, reason, cure in SILENCES:
        if names & some or kind == recorded:
            return NoAnswer(f"{reason}: nobody answered when asked for {what}", cure)
    return None


def refused_sign_in(code: int) -> NoAnswer:
    """What one of Microsoft Entra's numbers means for a grading."""
    means, cure = sign_in_errors.explanation(code)
    reason = f"signing in was refused (AADSTS{code})"
    return NoAnswer(f"{reason}: {means}" if means else reason, cure)


def _sign_in(error: Exception, _what: str) -> NoAnswer | None:
    if type(error).__name__ not in ("ClientAuthenticationError", "CredentialUnavailableError"):
        return None
    if refusal(error):
        return None  # By whom a token was shown to, not by Microsoft Entra.
    trouble = error.__cause__ if isinstance(error.__cause__, Exception) else error
    refused = refusal(trouble)
    if refused and (refused.status == 429 or refused.status >= 500):
        return NoAnswer(f"{_NO_ENTRY}: Microsoft Entra answered {refused.status}", LATER)
    if code := sign_in_errors.code_in(f"{error}{refused and refused.text}"):
        return refused_sign_in(code)
    if refused:
        return NoAnswer(f"{_NO_ENTRY}: Microsoft Entra answered {refused.status}", _NETWORK)
    if silence := _silence(trouble, "a token"):
        return NoAnswer(f"{_NO_ENTRY}: {silence.reason}", silence.cure)
    return NoAnswer(f"{_NO_ENTRY}; the response gave no reason", _NETWORK)


_NO_ENTRY = "signing in failed"
_NETWORK = "check the network and HTTPS_PROXY, then run again; or sign in: az login"


def causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that it was made from, however the libraries chain them."""
    seen: list[Any] = [error]
    for cause in seen:
        yield cause
        links = (cause.__cause__, cause.__context__, getattr(cause, "inner_exception", None))
        parts = (*links, getattr(cause, "reason", None), *cause.args)
        seen += [part for part in parts if isinstance(part, BaseException) and part not in seen]
