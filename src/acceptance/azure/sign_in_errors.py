"""Microsoft Entra's error codes of a sign-in, what each means, and what cures it: data.

Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes; what any other
code means stands at `LOOK_UP` and the code's number.
"""

import re

LOOK_UP = "https://login.microsoftonline.com/error?code="
SOURCE = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"

AGAIN = "sign in again: az login"
FACTOR = (
    "sign in anew and answer the prompt: az logout, then az login --tenant ID; what runs by itself "
    "signs in as an application"
)
ADMINISTRATOR = (
    "an administrator of the directory has to let this sign-in through (Entra ID > Sign-in logs "
    "names the policy); or sign in as an application with a role in the subscription"
)
TENANT = (
    "sign in to the subscription's directory: az login --tenant ID, then add --tenant=ID (portal > "
    "Subscriptions > the subscription > Directory)"
)
GUEST = (
    "have the account invited to the subscription's directory, or sign in with one that is in it: "
    "az login --tenant ID, then add --tenant=ID"
)
TENANT_VARIABLE = "correct AZURE_TENANT_ID, or --tenant=ID: the directory's id or its domain"
APPLICATION = "correct AZURE_CLIENT_ID, or AZURE_TENANT_ID if the application is in another tenant"
SECRET = "correct AZURE_CLIENT_SECRET: the secret's value, not its id"  # noqa: S105 - an instruction
FEDERATION = (
    "correct the application's federated credentials (Entra ID > App registrations > Certificates "
    "& secrets): issuer, subject and audience have to be those of the token"
)
ACCOUNT = "sign in with another account, or have an administrator unlock this one: az login"
WAIT = "run again in a few minutes"
ANYTHING = "check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or sign in: az login"

CODES: dict[int, tuple[str, str]] = {
    # A second factor.
    50072: ("the account has to be registered for a second factor first", FACTOR),
    50074: ("a second factor is needed", FACTOR),
    50076: ("a second factor is needed", FACTOR),
    50078: ("the second factor was given too long ago", FACTOR),
    50079: ("the account has to be registered for a second factor first", FACTOR),
    50158: ("another provider's second factor is needed", FACTOR),
    53004: ("the account has to be registered for a second factor first", FACTOR),
    # Conditional access.
    50005: ("the directory does not let this kind of device in", ADMINISTRATOR),
    50097: ("the directory wants to know the device", ADMINISTRATOR),
    50105: ("the account is not assigned to the application", ADMINISTRATOR),
    53000: ("conditional access wants a device that complies", ADMINISTRATOR),
    53001: ("conditional access wants a device that is joined to the domain", ADMINISTRATOR),
    53002: ("conditional access wants another application", ADMINISTRATOR),
    53003: ("conditional access forbids it", ADMINISTRATOR),
    53011: ("the account is blocked because of a risk", ADMINISTRATOR),
    530002: ("conditional access wants a device that complies", ADMINISTRATOR),
    530003: ("conditional access wants a device that is managed", ADMINISTRATOR),
    530031: ("conditional access forbids it", ADMINISTRATOR),
    530032: ("a security policy of the directory forbids it", ADMINISTRATOR),
    530034: ("a delegated administrator is not let in", ADMINISTRATOR),
    65001: ("nobody has consented to the application", ADMINISTRATOR),
    90094: ("an administrator has to consent", ADMINISTRATOR),
    # An expired sign-in.
    16000: ("the sign-in does not say which account is meant", AGAIN),
    50013: ("the sign-in is no longer valid", AGAIN),
    50085: ("the sign-in has to be repeated at its own provider", AGAIN),
    50089: ("the sign-in has expired", AGAIN),
    50132: ("the sign-in was revoked, or the password was changed", AGAIN),
    50133: ("the sign-in has expired, or the password was changed", AGAIN),
    50173: ("the sign-in was revoked, or the password was changed", AGAIN),
    54005: ("the sign-in was used already", AGAIN),
    70000: ("the sign-in is no longer valid", AGAIN),
    70008: ("the sign-in has expired", AGAIN),
    70043: ("the sign-in is older than conditional access allows", AGAIN),
    70044: ("the sign-in is older than conditional access allows", AGAIN),
    700082: ("the sign-in has expired: it was not used for long", AGAIN),
    700084: ("the sign-in has expired", AGAIN),
    # Guests, and other directories.
    50020: ("the account is of another directory, and no guest in this one", GUEST),
    50034: ("the account is not in the directory", GUEST),
    50177: ("the account's own directory cannot prove it to this one", GUEST),
    51004: ("the account is not in the directory", GUEST),
    90072: ("the account is of another directory, and no guest in this one", GUEST),
    500021: ("this network lets nobody sign in to that directory", ADMINISTRATOR),
    500212: ("the account's own directory does not let it be a guest there", ADMINISTRATOR),
    500213: ("the directory does not let guests from that one in", ADMINISTRATOR),
    500571: ("the guest's account is disabled", ACCOUNT),
    50059: ("it does not say which directory is meant", TENANT),
    90002: ("there is no such directory, or it has no subscription", TENANT_VARIABLE),
    90023: ("the directory's id is none", TENANT_VARIABLE),
    900021: ("the directory's id is none", TENANT_VARIABLE),
    900023: ("the directory's id is none", TENANT_VARIABLE),
    900144: ("a part of the sign-in is empty", ANYTHING),
    500011: ("the directory does not know Azure Resource Manager", TENANT),
    900382: (
        "the account is of another cloud",
        "set AZURE_AUTHORITY_HOST to the sign-in host of that cloud",
    ),
    # Applications.
    50012: ("the application's secret or certificate is not accepted", SECRET),
    70001: ("the application is not in the directory", APPLICATION),
    700016: ("the application is not in the directory", APPLICATION),
    7000112: ("the application is disabled", ADMINISTRATOR),
    7000215: ("the application's secret is wrong", SECRET),
    7000216: ("the application's secret is missing", SECRET),
    7000218: ("the application's secret is missing", SECRET),
    7000222: (
        "the application's secret has expired",
        "make a new one and set AZURE_CLIENT_SECRET: Entra ID > App registrations > Certificates & "
        "secrets",
    ),
    7000229: ("the application has no service principal in the directory", APPLICATION),
    700024: ("the proof of the application is not valid now", "set this machine's clock"),
    700027: (
        "the application's certificate is not accepted",
        "correct AZURE_CLIENT_CERTIFICATE_PATH, or upload the certificate to the application",
    ),
    70021: ("the application does not trust the token's issuer", FEDERATION),
    700211: ("the application does not trust the token's issuer", FEDERATION),
    700212: ("the application does not trust the token's audience", FEDERATION),
    700213: ("the application does not trust the token's subject", FEDERATION),
    # Accounts.
    50053: ("the account is locked, or its address is blocked", ACCOUNT),
    50055: ("the password has expired", "change it in the portal, then sign in again: az login"),
    50056: ("the account has no password here", ACCOUNT),
    50057: ("the account is disabled", ACCOUNT),
    50126: ("name or password is wrong", "correct AZURE_USERNAME and AZURE_PASSWORD, or: az login"),
    50142: ("the password has to be changed", "change it in the portal, then: az login"),
    50144: ("the password has expired", "change it in the portal, then sign in again: az login"),
    # What passes.
    50196: ("it was asked for too often", WAIT),
    90006: ("Microsoft Entra is not well", WAIT),
    90013: ("Microsoft Entra is not well", WAIT),
    90024: ("Microsoft Entra is not well", WAIT),
    90025: ("Microsoft Entra is not well", WAIT),
    90033: ("Microsoft Entra is not well", WAIT),
    90055: ("too many sign-ins to the directory", WAIT),
}
"""Entra's number -> what it means, what cures it."""


def code_in(text: str) -> int | None:
    """Entra's number in a text, the first of which something is known, else the first."""
    numbers = [int(number) for number in re.findall(r"AADSTS(\d{4,9})", text)]
    return next((number for number in numbers if number in CODES), next(iter(numbers), None))


def explanation(code: int) -> tuple[str, str]:
    """What a number means, "" if that is not known here, and what cures it."""
    return CODES.get(code, ("", f"{ANYTHING}; {LOOK_UP}{code} says what it means"))
