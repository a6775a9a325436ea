"""A selection of Azure's own roles, around Custom Vision, secrets and file shares, as data.

Source: role definitions as recorded from 2020 to 2024; those of
storage, Microsoft's page "Azure built-in roles for Storage".
"""

from azure_emulator.entra.roles import OWNER, READER, Role

VISION = "Microsoft.CognitiveServices/accounts/CustomVision"
COGNITIVE_READ = "Microsoft.CognitiveServices/*/read"
NO_EXPORT = (f"{VISION}/projects/export/read",)

CONTRIBUTOR = Role(
    "Contributor",
    ("*",),
    (
        "Microsoft.Authorization/*/Delete",
        "Microsoft.Authorization/*/Write",
        "Microsoft.Authorization/elevateAccess/Action",
        "Microsoft.Blueprint/blueprintAssignments/write",
        "Microsoft.Blueprint/blueprintAssignments/delete",
        "Microsoft.Compute/galleries/share/action",
        "Microsoft.Purview/consents/write",
        "Microsoft.Purview/consents/delete",
    ),
)
COGNITIVE_SERVICES_USER = Role(
    "Cognitive Services User",
    (
        COGNITIVE_READ,
        "Microsoft.CognitiveServices/accounts/listkeys/action",
        "Microsoft.Insights/alertRules/read",
        "Microsoft.Insights/diagnosticSettings/read",
        "Microsoft.Insights/logDefinitions/read",
        "Microsoft.Insights/metricdefinitions/read",
        "Microsoft.Insights/metrics/read",
        "Microsoft.ResourceHealth/availabilityStatuses/read",
        "Microsoft.Resources/deployments/operations/read",
        "Microsoft.Resources/subscriptions/operationresults/read",
        "Microsoft.Resources/subscriptions/read",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        "Microsoft.Support/*",
    ),
    data_actions=("Microsoft.CognitiveServices/*",),
)
CUSTOM_VISION_READER = Role(
    "Cognitive Services Custom Vision Reader",
    (COGNITIVE_READ,),
    data_actions=(f"{VISION}/*/read", f"{VISION}/projects/predictions/query/action"),
    not_data_actions=NO_EXPORT,
)
CUSTOM_VISION_DEPLOYMENT = Role(
    "Cognitive Services Custom Vision Deployment",
    (COGNITIVE_READ,),
    data_actions=(
        f"{VISION}/*/read",
        *(f"{VISION}/projects/{what}/*" for what in ("predictions", "iterations/publish")),
        *(f"{VISION}/projects/{what}/*" for what in ("iterations/export", "quicktest")),
        *(f"{VISION}/{what}/*" for what in ("classify", "detect")),
    ),
    not_data_actions=NO_EXPORT,
)

_SECRETS = "Microsoft.KeyVault/vaults/secrets"
KEY_VAULT_SECRETS_USER = Role(
    "Key Vault Secrets User",
    data_actions=(f"{_SECRETS}/getSecret/action", f"{_SECRETS}/readMetadata/action"),
)
KEY_VAULT_SECRETS_OFFICER = Role(
    "Key Vault Secrets Officer",
    (
        "Microsoft.Authorization/*/read",
        "Microsoft.Insights/alertRules/*",
        "Microsoft.KeyVault/checkNameAvailability/read",
        "Microsoft.KeyVault/deletedVaults/read",
        "Microsoft.KeyVault/locations/*/read",
        "Microsoft.KeyVault/operations/read",
        "Microsoft.KeyVault/vaults/*/read",
        "Microsoft.Resources/deployments/*",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        "Microsoft.Support/*",
    ),
    data_actions=(f"{_SECRETS}/*",),
)

_FILES = "Microsoft.Storage/storageAccounts/fileServices"
FILE_PRIVILEGED_READER = Role(
    "Storage File Data Privileged Reader",
    data_actions=(
        f"{_FILES}/fileshares/files/read",
        f"{_FILES}/readFileBackupSemantics/action",
    ),
)
FILE_PRIVILEGED_CONTRIBUTOR = Role(
    "Storage File Data Privileged Contributor",
    data_actions=(
        f"{_FILES}/fileshares/files/read",
        f"{_FILES}/fileshares/files/write",
        f"{_FILES}/fileshares/files/delete",
        f"{_FILES}/fileshares/files/modifypermissions/action",
        f"{_FILES}/readFileBackupSemantics/action",
        f"{_FILES}/writeFileBackupSemantics/action",
    ),
)
FILE_SHARE_READER = Role(
    "Storage File Data SMB Share Reader",
    data_actions=(f"{_FILES}/fileshares/files/read",),
)
STORAGE_KEY_OPERATOR = Role(
    "Storage Account Key Operator Service Role",
    (
        "Microsoft.Storage/storageAccounts/listkeys/action",
        "Microsoft.Storage/storageAccounts/regeneratekey/action",
    ),
)

BY_ROLES = (
    "Only works for key vaults that use the 'Azure role-based access control' permission model."
)

BUILT_IN: dict[str, tuple[Role, str]] = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": (
        OWNER,
        "Grants full access to manage all resources, including the ability to assign roles in "
        "Azure RBAC.",
    ),
    "b24988ac-6180-42a0-ab88-20f7382dd24c": (
        CONTRIBUTOR,
        "Grants full access to manage all resources, but does not allow you to assign roles in "
        "Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.",
    ),
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": (
        READER,
        "View all resources, but does not allow you to make any changes.",
    ),
    "a97b65f3-24c7-4388-baec-2e87135dc908": (
        COGNITIVE_SERVICES_USER,
        "Lets you read and list keys of Cognitive Services.",
    ),
    "93586559-c37d-4a6b-ba08-b9f0940c2d73": (
        CUSTOM_VISION_READER,
        "Read-only actions in the project. Readers can’t create or update the project.",
    ),
    "5c4089e1-6d96-4d2f-b296-c1bc7137275f": (
        CUSTOM_VISION_DEPLOYMENT,
        "Publish, unpublish or export models. Deployment can view the project but can’t update.",
    ),
    "4633458b-17de-408a-b874-0445c86b69e6": (
        KEY_VAULT_SECRETS_USER,
        f"Read secret contents. {BY_ROLES}",
    ),
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": (
        KEY_VAULT_SECRETS_OFFICER,
        f"Perform any action on the secrets of a key vault, except manage permissions. {BY_ROLES}",
    ),
    "b8eda974-7b85-4f76-af95-65846b26df6d": (
        FILE_PRIVILEGED_READER,
        "Customer has read access on Azure Storage file shares.",
    ),
    "69566ab7-960f-475b-8e7c-b3118f30c6bd": (
        FILE_PRIVILEGED_CONTRIBUTOR,
        "Customer has read, write, delete and modify NTFS permission access on Azure Storage file "
        "shares.",
    ),
    "aba4ae5f-2193-4029-9191-0cb91df5e314": (
        FILE_SHARE_READER,
        "Allows for read access to Azure File Share over SMB",
    ),
    "81a9662b-bebf-436f-a333-f67b29880f12": (
        STORAGE_KEY_OPERATOR,
        "Storage Account Key Operators are allowed to list and regenerate keys on Storage Accounts",
    ),
}
"""Role and description by the definition's id."""
