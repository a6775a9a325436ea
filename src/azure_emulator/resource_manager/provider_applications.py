"""Microsoft's own applications that act for a resource provider in a subscription: data.

As Resource Manager answered in May 2021 (recorded by azure-mgmt-resource 18.0.0). Each line: the
application, its role, and the role by which it manages what others made.
"""

# ruff: noqa: E501 - three GUIDs are longer than a line.

APPLICATIONS: dict[str, str] = {
    "Microsoft.AlertsManagement": """
        3af5a1e8-2459-45cb-8683-bcd6cccbcc13 b1309299-720d-4159-9897-6158a61aee41
        161a339d-b9f5-41c5-8856-6a6669acac64 b61a6c11-d848-4eec-8c37-fb13ab7d5729
    """,
    "Microsoft.Authorization": """
        de926fbf-e23b-41f9-ae15-c943a9cfa630
        01fc33a7-78ba-4d2f-a4b7-768e336e890e
    """,
    "Microsoft.Batch": """
        ddbf3205-c6bd-46ae-8127-60eb93363864 b7f84953-1d03-4eab-9ea4-45f065258ff8
    """,
    "Microsoft.Cache": """
        96231a05-34ce-4eb4-aa6a-70759cbb5e83 4f731528-ba85-45c7-acfb-cd0a9b3cf31b
    """,
    "Microsoft.CognitiveServices": """
        7d312290-28c8-473c-a0ed-8e53749b6d6d 5cb87f79-a7c3-4a95-9414-45b65974b51b
    """,
    "Microsoft.Compute": """
        60e6cd67-9c8c-4951-9b3c-23c25a2169af e4770acb-272e-4dc8-87f3-12f44a612224
        a303894e-f1d8-4a37-bf10-67aa654a0596 903ac751-8ad5-4e5a-bfc2-5e49f450a241
        a8b6bf88-1d1a-4626-b040-9a729ea93c65 45c8267c-80ba-4b96-9a43-115b8f49fccd
        184909ca-69f1-4368-a6a7-c558ee6eb0bd 45c8267c-80ba-4b96-9a43-115b8f49fccd
        5e5e43d4-54da-4211-86a4-c6e7f3715801 ffcd6e5b-8772-457d-bb17-89703c03428f
        ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0 cb17cddc-dbac-4ae0-ae79-8db34eddfca0
        372140e0-b3b7-4226-8ef9-d57986796201 cb17cddc-dbac-4ae0-ae79-8db34eddfca0
        b9a92e36-2cf8-4f4e-bcb3-9d99e00e14ab 6efa92ca-56b6-40af-a468-5e3d2b5232f0
        579d9c9d-4c83-4efc-8124-7eba65ed3356 8c99c4ce-d744-4597-a2f0-0a0044d67560
    """,
    "Microsoft.ContainerInstance": """
        6bb8e274-af5d-4df2-98a3-4fd78b4cafd9 3c60422b-a83a-428d-9830-22609c77aa6c
    """,
    "Microsoft.ContainerRegistry": """
        6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26 78e18383-93eb-418a-9887-bc9271046576
        737d58c1-397a-46e7-9d12-7d8c830883c2 716bb53a-0390-4428-bf41-b1bedde7d751
        918d0db8-4a38-4938-93c1-9313bdfe0272 dcd2d2c9-3f80-4d72-95a8-2593111b4b12
        d2fa1650-4805-4a83-bcb9-cf41fe63539c c15f8dab-b103-4f8d-9afb-fbe4b8e98de2
        a4c95b9e-3994-40cc-8953-5dc66d48348d dc88c655-90fa-48d9-8d51-003cc8738508
        62c559cd-db0c-4da0-bab2-972528c65d42 437b639a-6d74-491d-959f-d172e8c5c1fc
    """,
    "Microsoft.ContainerService": """
        7319c514-987d-4e9b-ac3d-d38c4f427f4c 1b4a0c7f-2217-416f-acfa-cf73452fdc1c 9e3af657-a8ff-583c-a75c-2fe7c4bcb635
        6dae42f8-4368-4678-94ff-3960e28e3630 831388fc-33b1-4dd1-b64c-40fdcaf96654
    """,
    "Microsoft.DocumentDB": """
        57c0fc58-a83a-41d0-8ae9-08952659bdfd FFFD5CF5-FFD3-4B24-B0E2-0715ADD4C282
        36e2398c-9dd3-4f29-9a72-d9f2cfc47ad9 D5A795DE-916D-4818-B015-33C9E103E39B
        a232010e-820c-4083-83bb-3ace5fc29d0b D5A795DE-916D-4818-B015-33C9E103E39B
    """,
    "Microsoft.EventGrid": """
        4962773b-9cdb-44cf-a8bf-237846a00ab7 7FE036D8-246F-48BF-A78F-AB3EE699C8F3
    """,
    "Microsoft.EventHub": """
        80369ed6-5f11-4dd9-bef3-692475845e77 eb8e1991-5de0-42a6-a64b-29b059341b7b
        6201d19e-14fb-4472-a2d6-5634a5c97568
    """,
    "Microsoft.Insights": """
        6bccf540-eb86-4037-af03-7fa058c2db75 89dcede2-9219-403a-9723-d3c6473f9472
        11c174dc-1945-4a9a-a36b-c79a0f246b9b dd9d4347-f397-45f2-b538-85f21c90037b
        035f9e1d-4f00-4419-bf50-bf2d87eb4878 323795fe-ba3d-4f5a-ad42-afb4e1ea9485
        f5c26e74-f226-4ae8-85f0-b4af0080ac9e 529d7ae6-e892-4d43-809d-8547aeb90643
        b503eb83-1222-4dcc-b116-b98ed5216e05 68699c37-c689-44d4-9248-494b782d46ae
        ca7f3f0b-7d91-482c-8e09-c5d840d0eac5 5d5a2e56-9835-44aa-93db-d2f19e155438
        3af5a1e8-2459-45cb-8683-bcd6cccbcc13 b1309299-720d-4159-9897-6158a61aee41
        6a0a243c-0886-468a-a4c2-eff52c7445da d2eda64b-c5e6-4930-8642-2d80ecd7c2e2
        707be275-6b9d-4ee7-88f9-c0c2bd646e0f fa027d90-6ba0-4c33-9a54-59edaf2327e7
        461e8683-5575-4561-ac7f-899cc907d62a 68699c37-c689-44d4-9248-494b782d46ae
        562db366-1b96-45d2-aa4a-f2148cef2240 4109c8be-c1c8-4be0-af52-9d3c76c140ab
        e933bd07-d2ee-4f1d-933c-3752b819567b abbcfd44-e662-419a-9b5a-478f8e2f57c9
        f6b60513-f290-450e-a2f3-9930de61c5e7 4ef11659-08ac-48af-98a7-25fb6b1e1bc4
        12743ff8-d3de-49d0-a4ce-6c91a4245ea0 207b20a7-6802-4ae4-aaa2-1a36dd45bba0
    """,
    "Microsoft.KeyVault": """
        cfa8b339-82a2-471a-a3c9-0fc0be7a4093 1cf9858a-28a2-4228-abba-94e606305b95
        589d5083-6f11-4d30-a62a-a4b316a14abf
    """,
    "Microsoft.MachineLearningServices": """
        0736f41a-0425-4b46-bdb5-1563eff02385 376aa7d7-51a9-463d-bd4d-7e1691345612 91d00862-cf55-46a5-9dce-260bbd92ce25
        607ece82-f922-494f-88b8-30effaf12214 d312a9a6-5102-420b-b8b3-aa6b22670aaa 91d00862-cf55-46a5-9dce-260bbd92ce25
        18a66f5f-dbdf-4c17-9dd7-1634712a9cbe 8b910db7-60f9-4c04-af30-71aab18eda90 91d00862-cf55-46a5-9dce-260bbd92ce25
        fb9de05a-fecc-4642-b3ca-66b9d4434d4d 8b910db7-60f9-4c04-af30-71aab18eda90 91d00862-cf55-46a5-9dce-260bbd92ce25
        bf283ae6-5efd-44a8-b56a-2a7939982d60 8b910db7-60f9-4c04-af30-71aab18eda90 91d00862-cf55-46a5-9dce-260bbd92ce25
        6608bce8-e060-4e82-bfd2-67ed4f60262f 344880d0-81ee-4377-b825-b8b79810e492 91d00862-cf55-46a5-9dce-260bbd92ce25
    """,
    "Microsoft.Network": """
        2cf9eb86-36b5-49dc-86ae-9a63135dfa8c 13ba9ab4-19f0-4804-adc4-14ece36cc7a1
        7c33bfcb-8d33-48d6-8e60-dc6404003489 ad6261e4-fa9a-4642-aa5f-104f1b67e9e3
        1e3e4475-288f-4018-a376-df66fd7fac5f 1d538b69-3d87-4e56-8ff8-25786fd48261
        a0be0c72-870e-46f0-9c49-c98333a996f7 7ce22727-ffce-45a9-930c-ddb2e56fa131
        486c78bf-a0f7-45f1-92fd-37215929e116 98a9e526-0a60-4c1f-a33a-ae46e1f8dc0d
        19947cfd-0303-466c-ac3c-fcc19a7a1570 d813ab6c-bfb7-413e-9462-005b21f0ce09
        341b7f3d-69b3-47f9-9ce7-5b7f4945fdbd 8141843c-c51c-4c1e-a5bf-0d351594b86c
        328fd23b-de6e-462c-9433-e207470a5727 79e29e06-4056-41e5-a6b2-959f1f47747e
        6d057c82-a784-47ae-8d12-ca7b38cf06b4 c27dd31e-c1e5-4ab0-93e1-a12ba34f182e
        b4ca0290-4e73-4e31-ade0-c82ecfaabf6a 18363e25-ff21-4159-ae8d-7dfecb5bd001
        79d7fb34-4bef-4417-8184-ff713af7a679 1c1f11ef-abfa-4abe-a02b-226771d07fc7
    """,
    "Microsoft.OperationalInsights": """
        d2a0a418-0aac-4541-82b2-b3142c89da77 86695298-2eb9-48a7-9ec3-2fdb38b6878b
        ca7f3f0b-7d91-482c-8e09-c5d840d0eac5 5d5a2e56-9835-44aa-93db-d2f19e155438
    """,
    "Microsoft.Resources": """
        3b990c8b-9607-4c2a-8b04-1d41985facca
    """,
    "Microsoft.Search": """
        408992c7-2af6-4ff1-92e3-65b73d2b5092 20FA3191-87CF-4C3D-9510-74CCB594A310
    """,
    "Microsoft.ServiceBus": """
        80a10ef9-8168-493d-abf9-3297c4ef6e3c 2b7763f7-bbe2-4e19-befe-28c79f1cf7f7
        eb070ea5-bd17-41f1-ad68-5851f6e71774
    """,
    "Microsoft.Sql": """
        e4ab13ed-33cb-41b4-9140-6e264582cf85 ec3ddc95-44dc-47a2-9926-5e9f5ffd44ec
        0130cc9f-7ac5-4026-bd5f-80a08a54e6d9 45e8abf8-0ec4-44f3-9c37-cff4f7779302
        76cd24bf-a9fc-4344-b1dc-908275de6d6d c13b7b9c-2ed1-4901-b8a8-16f35468da29
        76c7f279-7959-468f-8943-3954880e0d8c 7f7513a8-73f9-4c5f-97a2-c41f0ea783ef f2f79976-90be-4501-89c6-7caf12474683
        022907d3-0f1b-48f7-badc-1ba6abab6d66
    """,
    "Microsoft.Storage": """
        a6aa9161-5291-40bb-8c5c-923b567bee3b 070ab87f-0efc-4423-b18b-756f3bdb0236
        e406a681-f3d4-42a8-90b6-c2b029497af1
    """,
    "Microsoft.Web": """
        abfa0a7c-a6b6-4736-8310-5855508787cd f47ed98b-b063-4a5b-9e10-4b9b44fa7735
    """,
}

_KEYS = ("applicationId", "roleDefinitionId", "managedByRoleDefinitionId")


def authorizations(namespace: str) -> dict[str, object]:
    """A provider's field: `authorization` for one application, `authorizations` for several."""
    lines = APPLICATIONS.get(namespace, "").split("\n")
    found = [dict(zip(_KEYS, line.split(), strict=False)) for line in lines if line.strip()]
    if not found:
        return {}
    return {"authorization": found[0]} if len(found) == 1 else {"authorizations": found}
