"""The types of resources that each namespace has in Azure, as data: the first word of each.

Sources: the index of bicep-types-az (2026), and `GET /providers` as issues show it for what has no
resources. Types below these are not listed: what a known one may hold is not known here.
"""

COMMON = "checkNameAvailability locations operations skus usages"
"""Names that most namespaces have; so that none of them is taken for unknown."""

TYPES: dict[str, str] = {
    "Microsoft.AlertsManagement": (
        "actionRules alerts alertsList alertsMetaData alertsSummary investigations issues "
        "migrateFromSmartDetection prometheusRuleGroups smartDetectorAlertRules "
        "smartDetectorRuntimeEnvironments smartGroups tenantActivityLogAlerts"
    ),
    "Microsoft.Authorization": (
        "accessReviewHistoryDefinitions accessReviewScheduleDefinitions "
        "accessReviewScheduleSettings attributeNamespaces checkAccess classicAdministrators "
        "dataPolicyManifests denyAssignments diagnosticSettings elevateAccess "
        "eligibleChildResources findOrphanRoleAssignments locks permissions policyassignments "
        "policydefinitions policyEnrollments policyExemptions policySetDefinitions "
        "privateLinkAssociations providerOperations resourceManagementPrivateLinks "
        "roleAssignmentApprovals roleAssignments roleAssignmentScheduleInstances "
        "roleAssignmentScheduleRequests roleAssignmentSchedules roleAssignmentsUsageMetrics "
        "roleDefinitions roleEligibilityScheduleInstances roleEligibilityScheduleRequests "
        "roleEligibilitySchedules roleManagementAlertConfigurations "
        "roleManagementAlertDefinitions roleManagementAlerts roleManagementPolicies "
        "roleManagementPolicyAssignments variables"
    ),
    "Microsoft.Batch": "batchAccounts",
    "Microsoft.Cache": "Redis redisEnterprise",
    "Microsoft.CognitiveServices": (
        "accounts attestationDefinitions attestations calculateModelCapacity "
        "checkDomainAvailability checkSkuAvailability commitmentPlans deletedAccounts "
        "locations modelCapacities models quotaTiers raiExternalSafetyProviders raiPolicy"
    ),
    "Microsoft.Compute": (
        "availabilitySets capacityReservationGroups cloudServices diskAccesses "
        "diskEncryptionSets disks galleries hostGroups images interconnectBlocks locations "
        "payloadGroups proximityPlacementGroups restorePointCollections scheduledActions "
        "sharedVMExtensions sharedVMImages skus snapshots sshPublicKeys swiftlets usages "
        "virtualMachines virtualMachineScaleSets"
    ),
    "Microsoft.ContainerInstance": (
        "aiAgentsGroups containerGroupProfiles containerGroups ngroups sandboxGroups "
        "serviceAssociationLinks"
    ),
    "Microsoft.ContainerRegistry": "registries",
    "Microsoft.ContainerService": (
        "aiManagers containerServices deploymentSafeguards fleets locations "
        "maintenanceWindows managedClusters managedclustersnapshots nodeCustomizations "
        "openShiftManagedClusters preparedImageSpecifications snapshots"
    ),
    "Microsoft.DocumentDB": (
        "cassandraClusters databaseAccountNames databaseAccounts fleets garnetClusters "
        "locations mongoClusters operationResults throughputPools"
    ),
    "Microsoft.EventGrid": (
        "domains eventSubscriptions extensionTopics namespaces operationResults "
        "operationsStatus partnerConfigurations partnerDestinations partnerNamespaces "
        "partnerRegistrations partnerTopics systemTopics topics topicTypes verifiedPartners"
    ),
    "Microsoft.EventHub": (
        "availableClusterRegions checkNamespaceAvailability clusters namespaces sku"
    ),
    "Microsoft.Insights": (
        "actionGroups activityLogAlerts alertrules automatedExportSettings autoscalesettings "
        "baseline calculatebaseline components createNotifications dataCollectionEndpoints "
        "dataCollectionRuleAssociations dataCollectionRules diagnosticSettings "
        "diagnosticSettingsCategories eventCategories eventtypes extendedDiagnosticSettings "
        "guestDiagnosticSettings guestDiagnosticSettingsAssociation listMigrationDate "
        "logDefinitions logprofiles logs metricAlerts metricbaselines metricDefinitions "
        "metricNamespaces metrics monitoredObjects myWorkbooks notificationStatus "
        "privateLinkScopes queries scheduledQueryRules tenantActionGroups topology "
        "transactions vmInsightsOnboardingStatuses webtests workbooks workbooktemplates"
    ),
    "Microsoft.KeyVault": "deletedManagedHSMs deletedVaults hsmPools locations managedHSMs vaults",
    "Microsoft.MachineLearningServices": (
        "aisysteminventories capacityReserverationGroups registries virtualMachineSizes workspaces"
    ),
    "Microsoft.ManagedIdentity": "identities userAssignedIdentities",
    "Microsoft.Management": (
        "checkNameAvailability getEntities managementGroups operationResults resources "
        "serviceGroups startTenantBackfill tenantBackfillStatus"
    ),
    "Microsoft.Network": (
        "applicationGatewayAvailableRequestHeaders applicationGatewayAvailableResponseHeaders "
        "applicationGatewayAvailableServerVariables applicationGatewayAvailableSslOptions "
        "applicationGatewayAvailableWafRuleSets applicationGateways "
        "ApplicationGatewayWebApplicationFirewallPolicies applicationSecurityGroups "
        "azureFirewalls azureWebCategories bastionHosts bgpServiceCommunities "
        "checkFrontDoorNameAvailability checkTrafficManagerNameAvailability cloudServiceSlots "
        "connections customIpPrefixes ddosCustomPolicies ddosProtectionPlans "
        "dnsForwardingRulesets dnsOperationResults dnsOperationStatuses "
        "dnsResolverDomainLists dnsResolverPolicies dnsResolvers dnszones dscpConfigurations "
        "expressRouteCircuits expressRouteCrossConnections expressRouteGateways "
        "expressRouteLags ExpressRoutePorts ExpressRoutePortsLocations "
        "expressRouteProviderPorts expressRouteServiceProviders firewallPolicies "
        "firstPartyServiceTags frontDoors FrontDoorWebApplicationFirewallPolicies "
        "getDnsResourceReference interconnectGroups interfaceEndpoints internalNotify "
        "IpAllocations ipGroups loadBalancers localNetworkGateways locations managementGroups "
        "natGateways NetworkExperimentProfiles networkInterfaces networkManagerConnections "
        "networkManagers networkProfiles networkSecurityGroups networkSecurityPerimeters "
        "networkVirtualAppliances networkVirtualApplianceSkus networkWatchers p2svpnGateways "
        "privateDnsOperationResults privateDnsOperationStatuses privateDnsZones "
        "privateDnsZonesInternal privateEndpoints privateLinkServices publicIPAddresses "
        "publicIPPrefixes routeFilters routeTables securityPartnerProviders "
        "serviceEndpointPolicies serviceGateways trafficManagerGeographicHierarchies "
        "trafficmanagerprofiles trafficManagerUserMetricsKeys virtualHubs "
        "virtualNetworkAppliances virtualnetworkgateways virtualnetworks virtualNetworkTaps "
        "virtualRouters virtualWans vpnGateways vpnServerConfigurations vpnSites"
    ),
    "Microsoft.OperationalInsights": (
        "clusters deletedWorkspaces linkTargets queryPacks storageInsightConfigs workspaces"
    ),
    "Microsoft.Portal": (
        "consoles dashboards listTenantConfigurationViolations locations tenantConfigurations "
        "userSettings"
    ),
    "Microsoft.Resources": (
        "builtInTemplateSpecs bulkDelete calculateTemplateHash changes checkPolicyCompliance "
        "checkResourceName checkZonePeers dataBoundaries deployments deploymentScripts "
        "deploymentStacks deploymentStacksWhatIfResults links notifyResourceJobs providers "
        "resourceGroups resources snapshots subscriptions tags templateSpecs tenants "
        "validateResources"
    ),
    "Microsoft.Search": (
        "checkServiceNameAvailability deleteServices resourceHealthMetadata searchServices"
    ),
    "Microsoft.ServiceBus": "checkNamespaceAvailability namespaces premiumMessagingRegions sku",
    "Microsoft.Sql": (
        "checkNameAvailability instancePools locations managedInstances servers virtualClusters"
    ),
    "Microsoft.Storage": "deletedAccounts locations storageAccounts storageTasks",
    "Microsoft.Web": (
        "apiManagementAccounts aseregions availableStacks billingMeters certificates "
        "classicMobileServices connectionGateways connections containerApps csrs customApis "
        "customhostnameSites deletedSites deploymentLocations freeTrialStaticWebApps "
        "functionAppStacks generateGithubAccessTokenForAppserviceCLI georegions "
        "hostingEnvironments ishostingenvironmentnameavailable ishostnameavailable "
        "isusernameavailable kubeEnvironments listSitesAssignedToHostName locations "
        "managedHostingEnvironments premieraddons publishingUsers resourceHealthMetadata "
        "runtimes serverfarms sites sourcecontrols staticSites validate "
        "verifyHostingEnvironmentVnet webAppStacks workerApps"
    ),
}

_OTHERS = (
    "aad aadiam addons advisor agfoodplatform agricultureplatform analysisservices "
    "apicenter apimanagement app appcomplianceautomation appconfiguration applink "
    "appplatform attestation automanage automation avs awsconnector azureactivedirectory "
    "azurearcdata azurebridge.admin azuredata azuredatatransfer azurefleet "
    "azurelargeinstance azureplaywrightservice azureresiliencemanagement azurestack "
    "azurestackhci backup.admin baremetalinfrastructure billing billingbenefits "
    "billingtrust blueprint botservice capacity cdn certificateregistration chaos "
    "classiccompute classicnetwork classicstorage cloudhealth codesigning commerce "
    "communication community compute.admin computebulkactions computelimit "
    "computeschedule confidentialledger confluent connectedcache connectedvmwarevsphere "
    "consumption containerregistry.admin containerstorage contoso costmanagement "
    "customerinsights customerlockbox customproviders dashboard databasefleetmanager "
    "databasewatcher databox databoxedge databricks datacatalog datadog datafactory "
    "datalakeanalytics datalakestore datamigration dataprotection datareplication "
    "datashare dbformariadb dbformysql dbforpostgresql delegatednetwork dependencymap "
    "deployment.admin desktopvirtualization devcenter devhub deviceregistry devices "
    "deviceupdate devops devopsinfrastructure devspaces devtestlab digitaltwins discovery "
    "domainregistration durabletask dynamics365fraudprotection easm edge edgemarketplace "
    "edgeorder edgeorderpartner edgezones education elastic elasticsan engagementfabric "
    "enterpriseknowledgegraph extendedlocation fabric fabric.admin features fileshares "
    "fluidrelay gallery.admin graphservices guestconfiguration hanaonazure "
    "hardwaresecuritymodules hdinsight healthbot healthcareapis healthdataaiservices help "
    "horizondb hybridcloud hybridcompute hybridconnectivity hybridcontainerservice "
    "hybridnetwork impact importexport infrastructureinsights.admin integrationspaces "
    "intune iotcentral iotfirmwaredefense iotoperations iotoperationsdataprocessor "
    "iotoperationsmq iotoperationsorchestrator kubernetes kubernetesconfiguration "
    "kubernetesruntime kusto labservices loadtestservice logic m365securityandcompliance "
    "machinelearning maintenance managednetwork managednetworkfabric managedops "
    "managedservices managementpartner manufacturingplatform maps marketplace "
    "marketplaceordering migrate mission monitor mysqldiscovery netapp network.admin "
    "networkcloud networkfunction notificationhubs offazure offazurespringboot "
    "onlineexperimentation openenergyplatform operationsmanagement orbital peering "
    "policyinsights portalservices powerbi powerbidedicated powerplatform "
    "professionalservice programenrollment programmableconnectivity providerhub purview "
    "quantum quota recommendationsservice recoveryservices redhatopenshift relationships "
    "relay resourceconnector resourcegraph resourcehealth scheduler scom scvmm "
    "secretsynccontroller security securityandcompliance securityinsights serialconsole "
    "servicefabric servicefabricmesh servicelinker servicenetworking signalrservice "
    "softwareplan solutions sovereign sqlvirtualmachine standbypool storage.admin "
    "storageactions storagecache storagediscovery storagemover storagepool storagesync "
    "streamanalytics subscription subscriptions.admin support synapse syntex testbase "
    "timeseriesinsights update.admin verifiedid videoindexer virtualmachineimages "
    "vmwarecloudsimple weightsandbiases widget windowsesu windowsiot workloadmonitor "
    "workloads "
)
OTHERS = frozenset(_OTHERS.split())
"""Namespaces that Azure has besides, without their `microsoft.`: nothing of them is served."""
