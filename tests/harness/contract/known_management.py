"""Where Resource Manager and its providers are otherwise than their documents."""

from tests.harness.contract.exception import Known

NULLS_OF_ML = "Azure answers null where its document knows text, a list or an object"
NEWER = "answered by the service, written into no document so far"

MACHINE_LEARNING: tuple[Known, ...] = (
    Known(
        "machineLearningServices * Workspaces_*",
        (
            "200 *.etag is unknown",
            "200 *.properties.creationTime is unknown",
            "200 *.properties.linkedModelInventoryArmId is unknown",
            "200 *.properties.notebookInfo.isPrivateLinkEnabled is unknown",
            "200 *.properties.sasGetterUri is unknown",
            "200 *.properties.sdkTelemetryAppInsightsKey is unknown",
            "200 *.properties.softDeleteEnabled is unknown",
        ),
        "aml.workspace.get",
        NEWER,
    ),
    Known(
        "machineLearningServices * Workspaces_*",
        (
            "200 *.properties.EnableSoftwareBillOfMaterials is unknown",
            "200 *.properties.allowRoleAssignmentOnRG is unknown",
            "200 *.properties.enableServiceSideCMKEncryption is unknown",
            "200 *.properties.ipAllowlist is unknown",
            "200 *.properties.managedNetwork.changeableIsolationModes is unknown",
            "200 *.properties.systemDatastoresAuthMode is unknown",
        ),
        "aml.workspace.get.2024",
        NEWER,
    ),
    Known(
        "machineLearningServices * Workspaces_*",
        ("200 *.properties.imageBuildCompute is null, not string",),
        "aml.workspace.get",
        NULLS_OF_ML,
    ),
    Known(
        "machineLearningServices * Workspaces_*",
        (
            "200 *.properties.serverlessComputeSettings.serverlessComputeCustomSubnet"
            " is null, not string",
        ),
        "aml.workspace.get.2024",
        NULLS_OF_ML,
    ),
    Known(
        "machineLearningServices * Compute_ListNodes",
        ("200 .computeType is unknown",),
        "azure-cli-extensions, recorded: test_compute_list_nodes",
        NEWER,
    ),
    Known(
        "machineLearningServices * Compute_*",
        (
            "200 *.properties.properties.idleTimeBeforeShutdown is unknown",
            "200 *.schedules.computeStartStop[[]].recurrence is null, not object",
        ),
        "aml.compute.get.running",
        "one trigger of a schedule is null, and the service knows an idle time",
    ),
    Known(
        "machineLearningServices * Compute_*",
        (
            "201 .properties.properties.applicationSharingPolicy is null, not string",
            "201 .properties.properties.applications is null, not array",
            "201 .properties.properties.connectivityEndpoints is null, not object",
            "201 .properties.properties.errors is null, not array",
            "201 .properties.properties.osImageMetadata is null, not object",
            "201 .properties.properties.state is null, not string",
            "201 .properties.properties.versions is null, not object",
        ),
        "aml.compute.create_instance",
        NULLS_OF_ML,
    ),
    Known(
        "machineLearningServices * Compute_*",
        ("200 *.properties.properties.osImageMetadata.currentImageVersion is null, not string",),
        "aml.compute.get.creating",
        NULLS_OF_ML,
    ),
    Known(
        "machineLearningServices * Compute_*",
        ("200 *.properties.properties.sshSettings.adminPublicKey is null, not string",),
        "aml.compute.get.running",
        NULLS_OF_ML,
    ),
    Known(
        "machineLearningServices * Compute_*",
        (
            "20[01] *.properties.properties.autologgerSettings is unknown",
            "20[01] *.properties.properties.updateStatus is unknown",
        ),
        "aml.compute.get.running",
        NEWER,
    ),
    Known(
        "machineLearningServices * *",
        (
            "40[04] .componentName is unknown",
            "40[04] .correlation is unknown",
            "40[04] .environment is unknown",
            "40[04] .error*.additionalInfo is null, not array",
            "40[04] .error*.debugInfo is unknown",
            "40[04] .error*.detailsUri is unknown",
            "40[04] .error*.innerError is unknown",
            "40[04] .error*.messageFormat is unknown",
            "40[04] .error*.messageParameters is unknown",
            "40[04] .error*.referenceCode is unknown",
            "40[04] .error*.severity is unknown",
            "40[04] .error*.target is null, not string",
            "40[04] .location is unknown",
            "40[04] .time is unknown",
        ),
        "aml.compute.error.user_error",
        "the envelope of errors inside Machine Learning is its own",
    ),
    Known(
        "machineLearningServices * Compute_CreateOrUpdate",
        (
            "201 .properties.properties.allocationState is null, not string",
            "201 *.scaleSettings.nodeIdleTimeBeforeScaleDown is null, not string",
            "201 .properties.properties.vmPriority is null, not string",
        ),
        "guess",
        "what a cluster that is being made does not know, as of an instance",
    ),
    Known(
        "machineLearningServices * Compute_Delete",
        ("request: ?underlyingresourceaction is missing",),
        "a request of clients that delete by id: differences.md, Machine Learning",
        "such clients cannot send it",
    ),
)

RESOURCES: tuple[Known, ...] = (
    Known(
        "resources * Deployments_ValidateAtSubscriptionScope",
        ("200 .location is unknown",),
        "Microsoft's tests of the Azure CLI, recorded: test_subscription_level_deployment",
        NEWER,
    ),
    Known(
        "resources * DeploymentOperations_*",
        ("200 *.properties.trackingId is unknown",),
        "azure-mgmt-resource 18.0.0, recorded: test_mgmt_resource.test_deployments_at_subscription",
        NEWER,
    ),
    Known(
        "resources * Providers_*",
        ("200 *.authorization* is unknown",),
        "azure-mgmt-resource 18.0.0, recorded: test_mgmt_resource.test_providers",
        NEWER,
    ),
    Known(
        "resources * Resources_*",
        ("20? *.systemData is unknown",),
        "arm.resources.list.expanded",
        "Resource Manager answers it of each resource that has it, documented for the types alone",
    ),
    Known(
        "resources * Resources_*ById",
        ("20? *.etag is unknown",),
        "Microsoft's documents of Storage: `FileShare` is an `AzureEntityResource`",
        "a field of a provider whose document is not here",
    ),
    Known(
        "resources * Resources_*ById",
        tuple(
            f"404 {field}"
            for field in (
                ".componentName is unknown",
                ".correlation is unknown",
                ".environment is unknown",
                ".error*.additionalInfo is null, not array",
                ".error*.debugInfo is unknown",
                ".error*.detailsUri is unknown",
                ".error*.innerError is unknown",
                ".error*.messageFormat is unknown",
                ".error*.messageParameters is unknown",
                ".error*.referenceCode is unknown",
                ".error*.severity is unknown",
                ".error*.target is null, not string",
                ".location is unknown",
                ".time is unknown",
            )
        ),
        "aml.compute.error.user_error, of another operation",
        "the envelope of errors inside Machine Learning, of types whose document is not here",
    ),
    Known(
        "subscriptions * *_List",
        ("200 .nextLink is missing",),
        "arm.resource_group.list, of another list",
        "the document requires it; Azure leaves it out on the last page",
    ),
    Known(
        "subscriptions * Subscriptions_List",
        ("200 .count is unknown",),
        "azure-cli, recorded: src/azure-cli-core, `GET /subscriptions`",
        NEWER,
    ),
    Known(
        "cognitiveservices * CheckSkuAvailability",
        (
            "200 *.message is null, not string",
            "200 *.reason is null, not string",
        ),
        "Microsoft's tests of its .NET client, recorded: CheckSkuAvailability, 2017",
        "null where a SKU is available",
    ),
    Known(
        "cognitiveservices * *Accounts_*",
        ("20[01] *.properties.allowProjectManagement is unknown",),
        "azure-cli, recorded in 2025: test_cognitiveservices_softdelete",
        "answered in versions from 2025-06-01",
        elsewhere=True,
    ),
    Known(
        "cognitiveservices * Accounts_*",
        ("200 *.properties.provisioningState is 'Updating', not in its enumeration",),
        "the document itself: its enumeration is open (modelAsString)",
        "a state that a test sets, to see that an unforeseen one blames nobody",
    ),
    Known(
        "[rs]* *_List*",
        ("request: ?$skiptoken is unknown",),
        "arm.resources.list.empty_page_with_nextlink",
        "of the link to the next page, which clients follow as it is",
    ),
    Known(
        "cognitiveservices * CheckDomainAvailability",
        ("200 .reason is null, not string",),
        "the case of a client that was measured against Azure",
        "null for a name that is free",
    ),
    Known(
        "* * *",
        ("405 .Message is unknown", "405 .error is missing"),
        "shown in public issue threads: differences.md, Resource Manager",
        "ASP.NET's own answer to a method that a path does not have",
    ),
    Known(
        "subscriptions * Subscriptions_ListLocations",
        ("200 .value[[]].latitude is unknown", "200 .value[[]].longitude is unknown"),
        "azure-mgmt-resource 23.1.1: its client of 2016-06-01",
        "before 2019-11-01 they stood beside the name",
        elsewhere=True,
    ),
)
