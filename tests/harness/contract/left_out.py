"""Operations of Microsoft's documents that the emulator does not serve, and why: data.

By patterns of `service operation`; each operation that is not served fits one, the first that it
fits, and each pattern has some.
"""

LEFT_OUT: dict[str, str] = {
    "cognitiveservices CommitmentPlans_*": "prices agreed in advance; no course has any",
    "cognitiveservices CommitmentTiers_List": "prices agreed in advance; no course has any",
    "cognitiveservices Deployments_*": "models of Azure OpenAI",
    "cognitiveservices Models_List": "models of Azure OpenAI",
    "cognitiveservices Private*": "the emulated network has no private part",
    "cognitiveservices Operations_List": "asked by Azure's portal alone",
    "machineLearningServices ManagedNetwork*": "the emulated network has no private part",
    "machineLearningServices Private*": "the emulated network has no private part",
    "machineLearningServices Quotas_Update": "a change by an administrator of the subscription",
    "machineLearningServices WorkspaceConnections_*": "of other services; their list is empty",
    "machineLearningServices Operations_List": "asked by Azure's portal alone",
    "resources *AtTenantScope": "deployments and providers of a whole tenant; a lab has none",
    "resources *AtManagementGroupScope": "deployments to management groups; a lab has none",
    "resources *AtScope": "the same operations by another path; clients use the one of the scope",
    "resources Provider*": "roles and types of a provider by another path than its own",
    "resources Operations_List": "asked by Azure's portal alone",
    "subscriptions Operations_List": "asked by Azure's portal alone",
    "subscriptions Subscriptions_CheckZonePeers": "zones of regions, in which nothing stands here",
}

REFUSED: dict[str, str] = {
    "cognitiveservices CommitmentPlans_Get": "of an empty list",
    "cognitiveservices Deployments_Get": "of an empty list",
    "cognitiveservices PrivateEndpointConnections_Get": "of an empty list",
    "machineLearningServices Compute_ListKeys": "no instance and no cluster has any",
    "machineLearningServices ManagedNetworkSettingsRule_Get": "of an empty list",
    "machineLearningServices PrivateEndpointConnections_Get": "of an empty list",
    "machineLearningServices WorkspaceConnections_Get": "of an empty list",
}
"""Operations whose every answer is an error, and why."""
