"""What can go wrong with a request, and what a grader says then: data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from azure_emulator.fault_injection import page
from azure_emulator.proxy import ConnectionFault
from azure_emulator.web_images.state import HOSTS
from azure_emulator.wire import Request, Response
from tests.harness.fault_actions import (
    ARM,
    SIGN_IN,
    Act,
    a_name_twice,
    answers,
    breaks,
    failure,
    forbidden,
    half,
    in_circles,
    json_of,
    leaves,
    led_to,
    of_another_group,
    paged,
    quota,
    removed,
    spoilt,
    swapped,
    too_many,
    unauthorized,
    unknown_path,
    whole,
    with_each_item,
    with_items,
    without_the_last,
)

UNREAD = "could not be read"
LISTS = ("/subscriptions", "/accounts", "/resources", "/workspaces", "/computes")


def is_public(request: Request) -> bool:
    """Whether a public page is asked for, which no check rests on."""
    return request.host in HOSTS


def everywhere(request: Request) -> bool:
    """Any request can meet with it."""
    return True


def only_azure(request: Request) -> bool:
    """Any request but those of signing in, of whose answers azure-identity makes its own sense."""
    return request.host != SIGN_IN


def lists_of_arm(request: Request) -> bool:
    """The lists of Azure Resource Manager, which come in pages."""
    return request.host == ARM and request.path.endswith(LISTS)


def whose_removal_is_news(request: Request) -> bool:
    """All that is asked for after the group, for which the same words are the plain truth."""
    return request.host != SIGN_IN and not request.path.casefold().rpartition("/")[0].endswith(
        "/resourcegroups"
    )


def of_path(*ends: str) -> Callable[[Request], bool]:
    """The requests to Azure whose path ends so."""
    return lambda request: only_azure(request) and request.path.endswith(ends)


def counted_elsewhere(request: Request) -> bool:
    """The lists whose items another answer names or counts; of an iteration, none does."""
    listed = of_path("/tags", "/images", "/workspaces")(request)
    return listed and "iterationId" not in request.query


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong, at one request of a run.

    Args:
        name: unique.
        act: what the cloud does.
        says: a regular expression that the reason fits, of every check that is not verified.
        says_at_sign_in: the same if it went wrong while signing in.
        meets: which requests it can happen to.
        times: at how many attempts, `None` for all; if these are few, the run takes no notice.
        connection_fault: what happens to each later connection to the host.
        offline: what happens to the machine that grades: `no name` or `refused`.
        hurry: whether nobody waits long for the answer.
    """

    name: str
    act: Act
    says: str
    says_at_sign_in: str = "sign|Entra"
    meets: Callable[[Request], bool] = everywhere
    times: int | None = None
    connection_fault: ConnectionFault | None = None
    offline: str = ""
    hurry: bool = False

    @property
    def passes(self) -> bool:
        """Whether trying again helps, so that nobody notices."""
        return self.times is not None


TORN = Response(200, b"no number\r\n", {"Transfer-Encoding": "chunked"})
PORTAL = page(302, "Sign in", Location="https://portal.example.test/sign-in")

REFUSALS = (
    Fault(
        name="401",
        act=unauthorized,
        says=r"Azure answered 401 ",
        says_at_sign_in=r"signing in was refused \(AADSTS7000215\)",
    ),
    Fault(
        name="403",
        act=forbidden,
        says=r"Azure answered 403 .*(lacks the action Microsoft\.\w+/|when asked)",
        says_at_sign_in=r"signing in was refused \(AADSTS53003\)",
    ),
    Fault(name="403, the quota", act=quota, says="Azure answered 403 ", meets=only_azure),
    Fault(name="404 of the host", act=unknown_path, says="Azure answered 404 "),
    Fault(name="404 without a word", act=answers(Response(404)), says="Azure answered 404 "),
    Fault(
        name="404, just removed",
        act=removed,
        says="Azure answered 404 ",
        meets=whose_removal_is_news,
    ),
    Fault(name="429 for ever", act=too_many("17"), says="429"),
    Fault(name="429 for an hour", act=too_many("3600"), says="429"),
    Fault(name="429 without a time", act=too_many(""), says="429"),
    Fault(name="429 once", act=too_many("17"), says="", times=1),
    Fault(name="500", act=failure(500), says="Azure answered 500 "),
    Fault(name="503", act=answers(Response(503)), says="Azure answered 503 "),
    Fault(name="a redirection", act=answers(PORTAL), says=f"{UNREAD}|redirect"),
)
BODIES = (
    Fault(name="HTML", act=answers(page(200, "Hello")), says=UNREAD),
    Fault(name="HTML called JSON", act=json_of(b"<html>Sign in</html>"), says=UNREAD),
    Fault(name="half the JSON", act=half, says=UNREAD),
    Fault(name="an empty body", act=json_of(b""), says=UNREAD),
    Fault(name="no content", act=answers(Response(204)), says=UNREAD),
    Fault(name="no text", act=json_of(b"\xff\xfe\x00\xd8"), says=UNREAD),
    Fault(name="a transfer that tears", act=answers(TORN), says=f"{UNREAD}|connection failed"),
)
SHAPES = tuple(
    # A token that is none is only found out by whom it is shown to.
    Fault(name=name, act=act, says=UNREAD, says_at_sign_in="signing in failed|Azure answered 401")
    for name, act in (
        ("null", json_of(b"null")),
        ("an empty object", json_of(b"{}")),
        ("a text", json_of(b'"sign in first"')),
        ("another object", json_of(b'{"status": "ok", "login": "https://portal.example.test"}')),
        ("an error called success", json_of(b'{"error": {"code": "Busy", "message": "Busy."}}')),
        ("list for object", spoilt(swapped)),
        ("items that are null", with_items(lambda items: [None for _ in items])),
        ("items and a null", with_items(lambda items: [*items, None][::-1])),
        ("items that are empty", with_items(lambda items: [{} for _ in items])),
        ("null for the items", with_items(lambda items: None)),
        ("fields that are null", spoilt(lambda body: leaves(body, None))),
        ("fields that are numbers", spoilt(lambda body: leaves(body, 7))),
    )
)
CONTRADICTIONS = (
    Fault(
        name="an error beside the value",
        act=spoilt(lambda body: {**body, "error": {"code": "Busy", "message": "Busy."}}),
        says=UNREAD,
        meets=lists_of_arm,
    ),
    Fault(name="a name twice in an object", act=a_name_twice, says=UNREAD, meets=only_azure),
    Fault(
        name="resources of another type",
        act=with_each_item(type="Microsoft.Storage/storageAccounts"),
        says=UNREAD,
        meets=of_path("/accounts", "/workspaces", "/computes"),
    ),
    Fault(
        name="resources of another group",
        act=of_another_group,
        says=UNREAD,
        meets=of_path("/accounts", "/workspaces", "/computes", "/resources"),
    ),
    Fault(
        name="iterations of another project",
        act=with_each_item(projectId="0b0b0b0b-0000-4000-8000-00000000000b"),
        says=UNREAD,
        meets=of_path("/iterations"),
    ),
    *(
        Fault(name=name, act=with_items(change), says="contradict", meets=counted_elsewhere)
        for name, change in (
            ("an emptied list", lambda items: []),
            ("a list without an item", without_the_last),
        )
    ),
)
PAGES = tuple(
    Fault(name=name, act=act, says=says, meets=lists_of_arm, times=times)
    for name, act, says, times in (
        ("an empty page first", paged(lambda request, serve: serve(whole(request))), "", 2),
        ("page two: 500", paged(failure(500)), "Azure answered 500 ", None),
        ("page two: HTML", paged(answers(page(200, "Hello"))), UNREAD, None),
        ("page two: an empty object", paged(json_of(b"{}")), UNREAD, None),
        ("page two: null", paged(json_of(b"null")), UNREAD, None),
        ("pages in a circle", in_circles, UNREAD, None),
        ("page two has no address", led_to("next"), UNREAD, None),
        ("page two has a number", led_to(17), UNREAD, None),
    )
)
RESET = breaks(ConnectionResetError())
NETWORK = (
    Fault(name="reset", act=RESET, says="the connection failed"),
    Fault(name="reset once", act=RESET, says="", times=1),
    Fault(
        name="silence",
        act=breaks(TimeoutError()),
        says="did not answer in time",
        hurry=True,
    ),
    Fault(
        name="silence at the door",
        act=RESET,
        says="did not answer in time",
        connection_fault=ConnectionFault.SILENCE,
        hurry=True,
    ),
    Fault(
        name="refused by the proxy",
        act=RESET,
        says="the proxy does not let it through",
        connection_fault=ConnectionFault.REFUSAL,
    ),
    Fault(
        name="reset at the door",
        act=RESET,
        says="failed|proxy",
        connection_fault=ConnectionFault.RESET,
    ),
    Fault(
        name="another host's certificate",
        act=RESET,
        says="not trusted",
        connection_fault=ConnectionFault.OTHER_HOST,
    ),
    Fault(
        name="another authority's certificate",
        act=RESET,
        says="not trusted",
        connection_fault=ConnectionFault.OTHER_AUTHORITY,
    ),
    Fault(name="no such name", act=RESET, says="not known to DNS", offline="no name"),
    Fault(name="refused", act=RESET, says="the connection failed", offline="refused"),
)
FAULTS = (*REFUSALS, *BODIES, *SHAPES, *CONTRADICTIONS, *PAGES, *NETWORK)


def named(name: str) -> Fault:
    """The fault of that name."""
    return next(fault for fault in FAULTS if fault.name == name)


def names(faults: Iterable[Fault] = FAULTS) -> list[str]:
    """Their names."""
    return [fault.name for fault in faults]
