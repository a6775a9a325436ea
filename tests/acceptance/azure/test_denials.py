"""Refusals that no role cures, as Azure words them: what each is, and what cures it."""

from __future__ import annotations

import json
import re

import pytest

from acceptance.azure import sign_in_errors
from acceptance.azure.denials import DENIALS, Refusal, explanation, words
from acceptance.azure.errors import meaning
from acceptance.causes import NoAnswer

SUBSCRIPTION = "/subscriptions/6f0b2f0a-0000-4000-8000-000000000001"
GROUP = f"{SUBSCRIPTION}/resourceGroups/pets"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/pets-Prediction"
WHO = (
    "The client 'someone@example.test' with object id '0e0e0e0e-0000-4000-8000-00000000000e' has "
    "permission to perform action 'Microsoft.CognitiveServices/accounts/listKeys/action' on scope "
    f"'{ACCOUNT}'"
)
LOCKED = "The scope '{}' cannot perform write operation because following scope(s) are locked: '{}'"

CASES = [
    (
        409,
        "ScopeLocked",
        LOCKED.format(ACCOUNT, GROUP) + ". Please remove the lock and try again.",
        'a read-only lock is on the resource group "pets"',
        "take the lock away",
    ),
    (
        409,
        "ScopeLocked",
        LOCKED.format(ACCOUNT, f"{SUBSCRIPTION},{ACCOUNT}"),
        'on the subscription and the resource "pets-Prediction"',
        "take the lock away",
    ),
    (
        409,
        "ScopeLocked",
        "",
        "a read-only lock is on it, or what it is in",
        "have a cassette graded",
    ),
    (
        403,
        "DenyAssignmentAuthorizationFailed",
        f"{WHO}; however, the access is denied because of the deny assignment with name "
        f"'After the deadline' and Id '0e0e0e0e000040008000000000000001' at scope '{GROUP}'.",
        'the deny assignment "After the deadline" on the resource group "pets" forbids it',
        "leave this identity out of it",
    ),
    (
        403,
        "AuthorizationFailed",
        f"{WHO}; however, the access is denied because of the deny assignment with name 'Deny "
        f"assignment 'x' created by {SUBSCRIPTION}' and Id '0e0e' at scope '{SUBSCRIPTION}'.",
        "on the subscription forbids it",
        "no role helps",
    ),
    (
        403,
        "AuthorizationFailed",
        "Access was denied by a deny assignment.",
        "the deny assignment on the resource, or what it is in",
        "no role helps",
    ),
    (
        403,
        "AuthorizationFailed",
        "The client 'someone@example.test' with object id '0e0e0e0e-0000-4000-8000-00000000000e' "
        "has an authorization with ABAC condition that is not fulfilled to perform action "
        f"'Microsoft.CognitiveServices/accounts/listKeys/action' over scope '{ACCOUNT}'.",
        "the condition of this identity's role",
        "without that condition",
    ),
    (
        403,
        "LinkedAuthorizationFailed",
        f"{WHO}; however, it does not have permission to perform action "
        "'Microsoft.KeyVault/vaults/read' on the linked scope(s) "
        f"'{GROUP}/providers/Microsoft.KeyVault/vaults/safe' or the linked scope(s) are invalid.",
        "has the action Microsoft.CognitiveServices/accounts/listKeys/action, but lacks the "
        'action Microsoft.KeyVault/vaults/read on the resource "safe"',
        "a role with the second action",
    ),
    (
        403,
        "LinkedAuthorizationFailed",
        f"{WHO}, however the current tenant '0e0e0e0e-0000-4000-8000-00000000000e' is not "
        "authorized to access linked subscription '6f0b2f0a-0000-4000-8000-000000000001'.",
        "in a subscription that its directory may not see",
        "az login --tenant ID",
    ),
    (
        403,
        "RequestDisallowedByPolicy",
        "Resource 'pets' was disallowed by policy. Policy identifiers: '[{\"policyAssignment\":"
        '{"name":"No keys","id":"/subscriptions/6f0b2f0a"}}]\'.',
        'an Azure policy "No keys" forbids it',
        "exempt the resource",
    ),
    (
        403,
        "RequestDisallowedByPolicy",
        "To do this action your account must have multi-factor authentication (MFA).",
        "a second factor",
        "az logout",
    ),
    (
        409,
        "ReadOnlyDisabledSubscription",
        "The subscription '6f0b2f0a' is disabled and therefore marked as read only.",
        "the subscription is disabled",
        "Reactivate",
    ),
    (
        403,
        "403",
        "The subscription 6f0b2f0a has been disabled.",
        "the subscription is disabled",
        "Reactivate",
    ),
    (
        404,
        "SubscriptionNotFound",
        "The subscription '6f0b2f0a' could not be found.",
        "it does not know the subscription",
        "az account list --refresh",
    ),
    (
        400,
        "InvalidSubscriptionId",
        "The provided subscription identifier 'x' is malformed or invalid.",
        "given as the subscription's id is none",
        "--subscription=ID",
    ),
    (
        401,
        "InvalidAuthenticationTokenTenant",
        "The access token is from the wrong issuer 'https://sts.windows.net/0e0e/'.",
        "to another directory",
        "--tenant=ID",
    ),
    (
        401,
        "InvalidAuthenticationTokenAudience",
        "The access token has been obtained for wrong audience.",
        "for another cloud",
        "AZURE_AUTHORITY_HOST",
    ),
    (401, "ExpiredAuthenticationToken", "It expired.", "has expired", "az login"),
    (
        403,
        "AuthorizationFailed",
        "The client 'someone@example.test' does not have authorization to perform action "
        f"'Microsoft.CognitiveServices/accounts/read' over scope '{ACCOUNT}'.",
        "lacks the action Microsoft.CognitiveServices/accounts/read",
        "fixtures/roles.json",
    ),
    (
        401,
        "PermissionDenied",
        "The principal `0e0e` lacks the required data action `Microsoft.CognitiveServices/"
        "accounts/CustomVision/projects/read` to perform `GET /` operation.",
        "lacks the data action Microsoft.CognitiveServices/accounts/CustomVision/projects/read",
        "Custom Vision Reader",
    ),
    (
        403,
        "AuthenticationTypeDisabled",
        "Key based authentication is disabled.",
        "",
        "disableLocalAuth=false",
    ),
    (
        409,
        "AccountProvisioningStateInvalid",
        "Account pets-Prediction in state Accepted",
        "is being changed just now",
        "in a minute",
    ),
    (
        403,
        "403",
        "Public access is disabled. Please configure private endpoint.",
        "network does not let it through",
        "public network access",
    ),
    (403, "Forbidden", "No.", "", "ask an owner"),
]


@pytest.mark.parametrize(("status", "code", "text", "means", "cure"), CASES)
def test_a_refusal_says_what_it_is_and_leads_on(
    status: int, code: str, text: str, means: str, cure: str
) -> None:
    """Also where JSON escapes its apostrophes, as Azure does; and nobody is named."""
    body = json.dumps({"error": {"code": code, "message": text}}).replace("'", r"\u0027")
    said, cured = explanation(Refusal(status, code, words(body)))
    assert means in said
    assert cure in cured
    for secret in ("someone@example.test", "6f0b2f0a", "0e0e0e0e-0000"):
        assert secret not in said + cured


def test_a_stronger_sign_in_is_asked_for_in_a_header() -> None:
    """A claims challenge holds no word in its body."""
    for challenge in ('Bearer error="insufficient_claims", claims="eyJhY2Nlc3M"', "claims=x"):
        said, cure = explanation(Refusal(401, "InvalidAuthenticationToken", "", challenge))
        assert "a stronger or a newer sign-in" in said
        assert "az logout" in cure


def test_every_kind_of_refusal_has_its_case() -> None:
    """And each is reached: none stands behind another that takes all of its own."""
    reached = set()
    for status, code, text, _, _ in CASES:
        refused = Refusal(status, code, text)
        reached.add(
            next((n for n, each in enumerate(DENIALS) if each.recognise(refused) is not None), None)
        )
    for refused in (
        Refusal(401, "", "", "insufficient_claims"),
        Refusal(403, "", "Out of call volume quota."),
        Refusal(400, "BadRequest", "disableLocalAuth is set to be true."),
    ):
        reached.add(
            next(n for n, each in enumerate(DENIALS) if each.recognise(refused) is not None)
        )
    assert set(range(len(DENIALS))) <= reached
    assert all(denial.source.startswith("https://learn.microsoft.com/") for denial in DENIALS)


@pytest.mark.parametrize("name", ["\x1b[2J", "a" * 5000, "someone@example.test", "‮evil"])
def test_a_name_in_a_refusal_cannot_write_to_the_terminal(name: str) -> None:
    """Whoever may name a denial or a group may not name it into the report as they like."""
    text = f"because of the deny assignment with name '{name}' and Id 'x' at scope '{GROUP}{name}'."
    said, _ = explanation(Refusal(403, "", text))
    assert name not in said
    assert len(said) < 1000


@pytest.mark.parametrize("code", sorted(sign_in_errors.CODES))
def test_every_number_of_entras_has_its_own_words_and_cure(code: int) -> None:
    """Through azure-identity's exception, which quotes Entra at length."""
    from azure.core.exceptions import ClientAuthenticationError

    quoted = f"Authentication failed: AADSTS{code}: someone@example.test must do this. Trace ID: 7"
    silence = meaning(ClientAuthenticationError(message=quoted), "a token")
    assert isinstance(silence, NoAnswer)
    means, cure = sign_in_errors.CODES[code]
    assert silence.reason == f"signing in was refused (AADSTS{code}): {means}"
    assert silence.cure == cure
    assert re.search(r"az log(in|out)|AZURE_|administrator|clock|minutes|credentials", cure)


def test_an_unknown_number_of_entras_leads_to_microsofts_own_page() -> None:
    """A number that is not in the table is named, and where its meaning stands."""
    code = sign_in_errors.code_in("AADSTS123456: something new")
    assert code == 123456
    assert (
        "https://login.microsoftonline.com/error?code=123456"
        in (sign_in_errors.explanation(code)[1])
    )


def test_of_several_numbers_the_known_one_counts() -> None:
    """The Azure CLI quotes what it tried before, too."""
    assert sign_in_errors.code_in("AADSTS999999 ... AADSTS50076") == 50076
    assert sign_in_errors.code_in("nothing of that sort") is None
