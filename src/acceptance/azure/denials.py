"""What Azure's refusals mean, and what cures each: data, in the order in which they are tried.

Most refusals are cured by a role, and name the action that it needs. The rest are not: a lock, a
denial, a policy, a disabled subscription, another directory, a stronger sign-in. Of Azure's text
only actions and the names of resources, locks' places and denials are shown: never who asked, no
id, no URL.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from acceptance.azure import roles
from acceptance.plain_text import masked


@dataclass(frozen=True)
class Refusal:
    """Azure's answer other than success.

    Args:
        status: of HTTP.
        code: Azure's error code, or "".
        text: the texts in the body.
        challenge: the header `WWW-Authenticate`, or "".
    """

    status: int
    code: str
    text: str
    challenge: str = ""


def words(body: str) -> str:
    """The texts of a body, JSON's escapes undone, a line each; whatever is no JSON, as it is."""
    try:
        return "\n".join(_texts(json.loads(body)))
    except (ValueError, RecursionError):
        return body


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


@dataclass(frozen=True)
class Denial:
    """One kind of refusal.

    Args:
        says: what it means; `{action}` and the like are what `pattern` named.
        cure: what cures it.
        source: where Azure's words for it are written down.
        codes: Azure's error codes for it.
        statuses: of HTTP; none means any.
        pattern: what Azure's text holds; its groups are what may be shown of it.
        needs_pattern: whether the code alone does not tell.
        challenge: what the header `WWW-Authenticate` holds, as a regular expression.
        defaults: what is shown where Azure's text lacks it.
    """

    says: str
    cure: str
    source: str
    codes: frozenset[str] = frozenset()
    statuses: frozenset[int] = frozenset()
    pattern: str = ""
    needs_pattern: bool = False
    challenge: str = ""
    defaults: dict[str, str] = field(default_factory=dict)

    def recognise(self, refused: Refusal) -> dict[str, str] | None:
        """What of Azure's text may be shown, if the refusal is of this kind."""
        if self.statuses and refused.status not in self.statuses:
            return None
        found = re.search(self.pattern, refused.text, re.I | re.S) if self.pattern else None
        by_code = refused.code in self.codes and not (self.needs_pattern and found is None)
        challenged = bool(self.challenge and re.search(self.challenge, refused.challenge))
        if not (by_code or challenged or (found and not self.codes)):
            return None
        shown = dict(self.defaults)
        for name, text in (found.groupdict() if found else {}).items():
            if text:
                shown[name] = _SHOW.get(name, str)(text)
        if "data" in shown:
            shown["command"] = roles.assign_for_data(shown["data"])
        return shown


def explanation(refused: Refusal) -> tuple[str, str]:
    """What a refusal means, "" if its status says all, and what cures it."""
    for denial in DENIALS:
        shown = denial.recognise(refused)
        if shown is not None:
            return denial.says.format(**shown), denial.cure.format(**shown)
    return "", _by_status(refused.status)


def _by_status(status: int) -> str:
    if status == 401:
        return "run again if a key was renewed; else sign in again, to the subscription's tenant"
    if status == 403:
        return (
            "ask an owner of the subscription what forbids it: roles, denials, locks, policies, "
            "the resource's network"
        )
    if status == 404:
        return "it was removed during the run, or is minutes old: run again in a minute"
    if status == 429:
        return "too many requests just now: run again in a few minutes"
    return LATER


def _place(scopes: str) -> str:
    """Where something stands, by the names in its scopes and without their ids."""
    places = [_named(scope.strip()) for scope in scopes.split(",") if scope.strip()]
    return " and ".join(dict.fromkeys(places[:3]))


def _named(scope: str) -> str:
    parts = scope.strip("/").split("/")
    if len(parts) > 7:
        return f'the resource "{masked(parts[-1])}"'
    if len(parts) > 3:
        return f'the resource group "{masked(parts[3])}"'
    return "the management group" if "managementgroups" in scope.casefold() else "the subscription"


def _quoted(name: str) -> str:
    return f' "{masked(name)}"'


_SHOW = {"scopes": _place, "name": _quoted}
"""How a group of a pattern is shown; any other as it is, which its pattern has to allow for."""

LATER = "run again in a few minutes; https://azure.status.microsoft shows Azure's own trouble"
ALLOW_KEYS = (
    "allow the resource's keys: az resource update --ids ID --set properties.disableLocalAuth=false"
)
OFFLINE = "or have a cassette graded that was recorded before"
SIGN_IN_ELSEWHERE = "az login --tenant ID, then add --tenant=ID, with the subscription's directory"

_LEARN = "https://learn.microsoft.com/azure/"
_CODES = f"{_LEARN}azure-resource-manager/troubleshooting/common-deployment-errors"
_ACTION = r"[\w./*]+"

DENIALS: tuple[Denial, ...] = (
    Denial(
        codes=frozenset({"ScopeLocked"}),
        pattern=r"scope\(s\) are locked: '(?P<scopes>[^'\n]{1,2000})'",
        defaults={"scopes": "it, or what it is in"},
        says="a read-only lock is on {scopes}, and keys cannot be read there",
        cure="an Owner or User Access Administrator has to take the lock away until it is graded: "
        f"az lock list, az lock delete --ids ID; no role helps; {OFFLINE}",
        source=f"{_LEARN}azure-resource-manager/management/lock-resources",
    ),
    Denial(
        pattern=r"deny assignment(?: with name '(?P<name>[^\n]{1,300}?)' and id ')?"
        r"(?:[^\n]{0,500}? at scope '(?P<scopes>[^'\n]{1,500})')?",
        statuses=frozenset({403}),
        defaults={"name": "", "scopes": "the resource, or what it is in"},
        says="the deny assignment{name} on {scopes} forbids it, whatever roles allow",
        cure="whoever made it has to leave this identity out of it (Access control (IAM) > Deny "
        f"assignments shows whose it is); no role helps; {OFFLINE}",
        source=f"{_LEARN}role-based-access-control/deny-assignments",
    ),
    Denial(
        pattern=rf"ABAC condition that is not fulfilled(?: to perform action '(?P<action>{_ACTION})"
        ")?",
        statuses=frozenset({403}),
        defaults={"action": "that was asked for"},
        says="the condition of this identity's role does not let it do the action {action}",
        cure="assign the role without that condition, and run again in 10 minutes: "
        f"{roles.assign()}",
        source=f"{_LEARN}role-based-access-control/conditions-overview",
    ),
    Denial(
        codes=frozenset({"LinkedAuthorizationFailed"}),
        pattern=rf"has permission to perform action '(?P<action>{_ACTION})'.*"
        rf"does not have permission to perform action(?:\(s\))? '(?P<other>{_ACTION})'"
        r"(?: on the linked scope\(s\) '(?P<scopes>[^'\n]{1,2000})')?",
        needs_pattern=True,
        defaults={"scopes": "what is linked to it"},
        says="this identity has the action {action}, but lacks the action {other} on {scopes}",
        cure="give it a role with the second action there, and run again in 10 minutes",
        source=_CODES,
    ),
    Denial(
        codes=frozenset({"LinkedAuthorizationFailed"}),
        pattern=rf"has permission to perform action '(?P<action>{_ACTION})'",
        defaults={"action": "that was asked for"},
        says="this identity has the action {action}, but what is linked to it is in a subscription "
        "that its directory may not see",
        cure=f"sign in to the directory of the linked subscription: {SIGN_IN_ELSEWHERE}",
        source=_CODES,
    ),
    Denial(
        codes=frozenset({"RequestDisallowedByPolicy", "RequestDisallowedByAzure"}),
        pattern=r"multi-?factor|\bMFA\b",
        needs_pattern=True,
        says="a policy wants a sign-in with a second factor for that",
        cure="sign in anew and answer the prompt: az logout, then az login; what runs by itself "
        "signs in as an application",
        source="https://learn.microsoft.com/entra/identity/authentication/"
        "concept-mandatory-multifactor-authentication",
    ),
    Denial(
        codes=frozenset({"RequestDisallowedByPolicy", "RequestDisallowedByAzure"}),
        pattern=r'"?policyAssignment"?:\{"name":"(?P<name>[^"\n]{1,200})"',
        defaults={"name": ""},
        says="an Azure policy{name} forbids it, whatever roles allow",
        cure="whoever keeps the policy has to exempt the resource from it (Policy > Compliance); "
        f"no role helps; {OFFLINE}",
        source=f"{_LEARN}governance/policy/troubleshoot/general",
    ),
    Denial(
        codes=frozenset({"ReadOnlyDisabledSubscription", "DisabledSubscription"}),
        says="the subscription is disabled: what is in it can be seen, but no key be read",
        cure="its owner has to reactivate it (portal > Subscriptions > the subscription > "
        f"Reactivate), then run again; no role helps; {OFFLINE}",
        source=f"{_LEARN}cost-management-billing/manage/subscription-disabled",
    ),
    Denial(
        pattern=r"subscription[^.\n]{0,80} (?:is|was|has been) (?:disabled|suspended)",
        statuses=frozenset({401, 403, 409}),
        says="the subscription is disabled",
        cure="its owner has to reactivate it (portal > Subscriptions > the subscription > "
        f"Reactivate), then run again; no role helps; {OFFLINE}",
        source=f"{_LEARN}cost-management-billing/manage/subscription-disabled",
    ),
    Denial(
        codes=frozenset({"SubscriptionNotFound"}),
        says="it does not know the subscription: it was deleted, moved to another directory, or "
        "is in another cloud",
        cure="sign in again, and look which subscriptions there are: az login, az account list "
        "--refresh; another is named by --subscription=ID",
        source=_CODES,
    ),
    Denial(
        codes=frozenset({"InvalidSubscriptionId"}),
        says="what was given as the subscription's id is none",
        cure="name the subscription by its id or name: --subscription=ID; az account list shows "
        "both",
        source=_CODES,
    ),
    Denial(
        codes=frozenset({"InvalidAuthenticationTokenTenant"}),
        says="the sign-in is to another directory than the subscription's",
        cure=f"{SIGN_IN_ELSEWHERE}; if it was moved to another one today, wait an hour",
        source="https://learn.microsoft.com/troubleshoot/azure/general/"
        "error-code-invalidauthenticationtokentenant",
    ),
    Denial(
        codes=frozenset({"InvalidAuthenticationTokenAudience"}),
        says="the sign-in is for another cloud, or another service",
        cure="set AZURE_AUTHORITY_HOST to the sign-in host of the subscription's cloud, or unset "
        "it for the public one, then run again",
        source=_CODES,
    ),
    Denial(
        codes=frozenset({"ExpiredAuthenticationToken"}),
        says="the sign-in has expired",
        cure="sign in again: az login; if that does not help, set this machine's clock",
        source=_CODES,
    ),
    Denial(
        statuses=frozenset({401}),
        challenge="insufficient_claims|claims=",
        says="a policy of the directory wants a stronger or a newer sign-in",
        cure="sign in anew and answer the prompt: az logout, then az login --tenant ID; what runs "
        "by itself signs in as an application that the policy leaves out",
        source="https://learn.microsoft.com/entra/identity-platform/claims-challenge",
    ),
    Denial(
        pattern=rf"does not have [\w ]*to perform action '(?P<action>{_ACTION})",
        statuses=frozenset({401, 403}),
        says="this identity lacks the action {action}",
        cure=f"give it the role of {roles.DEFINITION} (if Azure does not know it yet, first: "
        f"{roles.define()}), and run again in 10 minutes: {roles.assign()}",
        source=f"{_LEARN}role-based-access-control/troubleshooting",
    ),
    Denial(
        pattern=rf"data action [`'](?P<data>{_ACTION})",
        statuses=frozenset({401, 403}),
        says="this identity lacks the data action {data}",
        cure="give it a role that has it, and run again in 10 minutes: {command}",
        source=f"{_LEARN}role-based-access-control/troubleshooting",
    ),
    Denial(
        codes=frozenset({"AuthenticationTypeDisabled"}),
        says="",
        cure=ALLOW_KEYS,
        source=f"{_LEARN}ai-services/disable-local-auth",
    ),
    Denial(
        pattern="disableLocalAuth",
        says="",
        cure=ALLOW_KEYS,
        source=f"{_LEARN}ai-services/disable-local-auth",
    ),
    Denial(
        codes=frozenset({"AccountProvisioningStateInvalid"}),
        says="the resource is being changed just now",
        cure="run again in a minute",
        source=_CODES,
    ),
    Denial(
        pattern="quota",
        statuses=frozenset({403}),
        says="",
        cure="the month's free calls are used up: run again next month",
        source=f"{_LEARN}ai-services/custom-vision-service/limits-and-quotas",
    ),
    Denial(
        pattern=r"firewall|virtual network|public (?:network )?access|private (?:link|endpoint)|"
        r"\bIP\b",
        statuses=frozenset({403}),
        says="the resource's network does not let it through",
        cure="allow public network access to the resource (Networking > All networks), then run "
        "again",
        source=f"{_LEARN}ai-services/cognitive-services-virtual-networks",
    ),
)
"""The first that fits tells."""
