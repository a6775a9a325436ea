"""The names in requests to Resource Manager, taken in any letter case: `{"Location": "eastus"}`.

Source of the names: the bodies of the operations in each provider's OpenAPI document. What is no
name of theirs stays as it was sent, and so do the keys of maps, which are the client's own.
"""

from typing import Any

ENVELOPE = """
    capacity etag extendedLocation family id identity kind location managedBy name plan
    principalId product promotionCode properties publisher size sku tags tenantId tier type
    userAssignedIdentities version zones
"""
"""What any resource has beside its properties, and inside its `sku`, `identity` and `plan`."""

WORDS = {
    "microsoft.authorization": """
        actions applicationId assignableScopes condition conditionVersion dataActions
        delegatedManagedIdentityResourceId denyAssignmentName description
        doNotApplyToChildScopes excludePrincipals isSystemProtected level notActions
        notDataActions notes owners permissions principalType principals roleDefinitionId
        roleName
    """,
    "microsoft.cognitiveservices": """
        actionsRequired allowedFqdnList apiProperties customSubDomainName defaultAction
        description disableLocalAuth dynamicThrottlingEnabled encryption groupIds
        identityClientId ignoreMissingVnetServiceEndpoint ipRules keyName keySource
        keyVaultProperties keyVaultUri keyVersion locations migrationToken networkAcls
        privateEndpoint privateLinkServiceConnectionState publicNetworkAccess regions resourceId
        restore restrictOutboundNetworkAccess routingMethod skus state status subdomainName
        userOwnedStorage value virtualNetworkRules
    """,
    "microsoft.machinelearningservices": """
        action additionalWorkspaceStorageAccounts address adminPublicKey adminUserName
        adminUserPassword adminUserSshPublicKey administratorAccount agentCount agentVmSize
        aksNetworkingConfiguration allowPublicAccessWhenBehindVnet applicationInsights
        applicationSharingPolicy assignedUser associatedWorkspaces autoPauseProperties
        autoScaleProperties bind cert clusterFqdn clusterPurpose cname collectionsThroughput
        computeInstanceAuthorizationType computeLocation computeRuntime computeStartStop
        computeType consistency containerRegistry cosmosDb createHostPath creationScript cron
        customServices dataLakeStoreAccountName databricksAccessToken defaultInstanceType
        defaultWorkspaceResourceGroup delayInMinutes description disableLocalAuth discoveryUrl
        dnsServiceIP docker dockerBridgeCidr enableDataIsolation enableNodePublicIp
        enableOSPatching enableRootAccess enableSSO enabled encryption endpoints
        environmentVariables expression extensionInstanceReleaseTrain extensionPrincipalId
        featureStoreSettings frequency friendlyName groupId hbiWorkspace hostIp hours
        hubResourceId identityClientId idleTimeBeforeShutdown image imageBuildCompute
        instanceTypes interval isNotebookInstanceCompute isolatedNetwork isolationMode key
        keyIdentifier keyVault keyVaultArmId keyVaultProperties leafDomainLabel linkedWorkspaces
        loadBalancerSubnet loadBalancerType managedNetwork maxNodeCount minNodeCount minutes
        monthDays namespace nocopy nodeCount nodeIdleTimeBeforeScaleDown nodeSize nodeSizeFamily
        notebookServerPort objectId offlineStoreConnectionName onlineStoreConnectionName
        osImageMetadata osType outboundRules overwriteExistingDomain password
        personalComputeInstanceSettings poolName primaryUserAssignedIdentity privateKeyData
        privateLinkResourceId propagation propertyBag protocol provisioningStatus publicKeyData
        publicNetworkAccess published readOnly recurrence relayConnectionString
        releaseQuotaOnStop remoteLoginPortPublicAccess requestMessage resourceGroup resourceId
        scaleSettings schedule schedules scriptArguments scriptData scriptSource scripts selinux
        serverlessComputeCustomSubnet serverlessComputeNoPublicIP serverlessComputeSettings
        serviceBusConnectionString serviceCidr serviceManagedResourcesSettings setupScripts
        sharedPrivateLinkResources softDeleteEnabled source sparkReady sparkRuntimeVersion
        sparkVersion sshPort sshPublicAccess sshSettings sslConfiguration startTime
        startupScript status storageAccount subnet subnetId subscriptionId target timeZone
        timeout tmpfs triggerType userAccountCredentials userAssignedIdentity username
        v1LegacyMode vcName virtualMachineImage virtualMachineSize vmPriority vmSize volume
        volumes weekDays workspaceHubConfig workspaceName workspaceUrl
    """,
    "microsoft.management": """
        details displayName parent
    """,
    "microsoft.resources": """
        debugSetting deploymentMode expressionEvaluationOptions mode onErrorDeployment operation
        options parameters parametersLink resources scope targetResourceGroup template
        templateLink uri validationLevel whatIfSettings resultFormat
    """,
    "microsoft.storage": """
        accessTier allowBlobPublicAccess allowSharedKeyAccess keyName minimumTlsVersion
        networkAcls publicNetworkAccess supportsHttpsTrafficOnly shareQuota isHnsEnabled
        defaultToOAuthAuthentication enabledProtocols
    """,
}
"""The names below `properties` and of actions, by namespace."""

MAPS = frozenset(
    {"apiProperties", "environmentVariables", "instanceTypes", "tags", "userAssignedIdentities"}
)
"""Names whose keys are the client's own."""

WHOLE = frozenset({"parameters", "template"})
"""What a deployment reads itself."""

_KNOWN = {
    namespace: {word.casefold(): word for word in f"{ENVELOPE} {words}".split()}
    for namespace, words in WORDS.items()
}
_ENVELOPE = {word.casefold(): word for word in ENVELOPE.split()}


def named(namespace: str, data: Any) -> Any:
    """The JSON of a request to a namespace, each name in Azure's letter case.

    Of names that differ in case alone, the last counts, as Newtonsoft's reader has it.
    """
    known = _KNOWN.get(namespace.casefold())
    return _named(data, known or _ENVELOPE, deep=known is not None)


def _named(data: Any, known: dict[str, str], *, deep: bool) -> Any:
    if isinstance(data, list):
        return [_named(each, known, deep=deep) for each in data]
    if not isinstance(data, dict):
        return data
    renamed: dict[str, Any] = {
        known.get(str(name).casefold(), str(name)): value for name, value in data.items()
    }
    return {
        name: value if _kept(name, deep=deep) else _named(value, known, deep=deep)
        for name, value in renamed.items()
    }


def _kept(name: str, *, deep: bool) -> bool:
    return name in MAPS or name in WHOLE or (name == "properties" and not deep)
