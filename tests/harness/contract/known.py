"""Where Azure is otherwise than its documents: data, each with the reason and its source."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness.contract.documents import Operation


@dataclass(frozen=True)
class Known:
    """Complaints that are right all the same.

    Args:
        operations: a pattern of `service version operation`.
        what: patterns of complaints.
        source: the recording that shows it, or where else it is known from.
        reason: why.
        elsewhere: whether it holds only where another api-version is asked for than the document's.
    """

    operations: str
    what: tuple[str, ...]
    source: str
    reason: str
    elsewhere: bool = False

    def fits(self, operation: Operation, line: str, exact: bool) -> bool:
        """Whether a complaint is one of these."""
        if self.elsewhere and exact:
            return False
        return fnmatchcase(operation.name, self.operations) and any(
            fnmatchcase(line, pattern) for pattern in self.what
        )


NULLS_OF_ML = "Azure answers null where its document knows text, a list or an object"
GATEWAY = "the gateway's envelope is not the service's that the document shows"
UPLOADS = "recorded by Microsoft's tests of its .NET client: CreateImagesFromUrls"
NEWER = "answered by the service, written into no document so far"

_MACHINE_LEARNING = (
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
        ("200 .properties.properties.osImageMetadata.currentImageVersion is null, not string",),
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

_RESOURCES = (
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
)

_TRAINING = (
    Known(
        "[tp]r* v3* *",
        (
            "4[02][19] .code is missing",
            "4[02][19] .error is unknown",
            "4[02][19] .message is missing",
        ),
        "cognitiveservices.error.invalid_key, of a neighbour behind the same gateway",
        GATEWAY,
    ),
    Known(
        "[tp]r* v3* *",
        ("401 .statusCode is unknown",),
        "shown in public issue threads: differences.md, Cognitive Services",
        GATEWAY,
    ),
    Known(
        "training * TrainProject",
        ("400 .code is 'BadRequestTrainInProgress', not in its enumeration",),
        "seen in 2026: differences.md, Custom Vision training",
        "not the document's code",
    ),
    Known(
        "training * QueryPredictions",
        (
            "200 .token.application is null, not string",
            "200 .token.continuation is null, not string",
            "200 .token.tags is null, not array",
        ),
        "recorded by Microsoft's tests of its .NET client: QueryPredictionResults, 2020",
        "null where nothing was asked for",
    ),
    Known(
        "training * QuerySuggestedImages",
        ("200 .token.continuation is null, not string",),
        "recorded by Microsoft's tests of its .NET client: QuerySuggestedImages, 2020",
        "null at the end",
    ),
    Known(
        "training * GetArtifact",
        ("content type application/octet-stream",),
        "recorded by Microsoft's tests of its .NET client: GetArtifacts, 2020",
        "a file",
    ),
    Known(
        "training * CreateImageRegions",
        (
            "20[07] .created[[]].created is no date-time",
            "20[07] .created[[]].tagName is null, not string",
        ),
        "recorded by Microsoft's tests of its .NET client: RegionManipulation, 2019",
        "as of images, and in the answer to an upload",
    ),
    Known(
        "training * *Export*",
        ("200 *.downloadUri is null, not string",),
        "recorded by Microsoft's tests of its .NET client: ExportTests, 2019",
        "null until it is done",
    ),
    Known(
        "training * GetImagePerformances",
        ("200 *.created is no date-time",),
        "guess",
        "the times of images, as of the lists of images",
    ),
    Known(
        "training * GetDomain*",
        ("200 *.exportablePlatforms[[]] is 'IVS', not in its enumeration",),
        "recorded by Microsoft's tests of its .NET client: DomainsApiTests, 2020",
        NEWER,
    ),
    Known(
        "training * GetDomain*",
        ("200 *.modelInformation is null, not object",),
        "customvision.training.list_domains",
        "null where a domain has none",
    ),
    Known(
        "training * *Project*",
        ("200 *.settings.detectionParameters is null, not string",),
        "customvision.training.create_project",
        "null but in projects for detection",
    ),
    Known(
        "training * *Project*",
        ("200 *.thumbnailUri is null, not string",),
        "customvision.training.create_project",
        "null until the project has an image",
    ),
    Known(
        "training * *Images*",
        ("20[07] *.created is no date-time",),
        "customvision.training.list_images",
        "without an offset, as the service's own database has it",
    ),
    Known(
        "training * CreateImages*",
        ("20[07] .images[[]].image.tags[[]].tagName is null, not string",),
        "customvision.training.create_images_from_files",
        "null in the answer to an upload alone",
    ),
    Known(
        "training * CreateImages*",
        ("20[07] .images[[]].image.regions[[]].tagName is null, not string",),
        "guess",
        "as of the image's tags beside it",
    ),
    Known(
        "training * CreateImages*",
        ("207 .images[[]].image is null, not object",),
        "guess",
        "null of a file that is no image",
    ),
    Known(
        "training * *Iteration*",
        (
            "200 *.originalPublishResourceId is null, not string",
            "200 *.publishName is null, not string",
        ),
        "customvision.training.get_iteration.training",
        "null until it is published",
    ),
    Known(
        "training * TrainProject",
        (
            "200 .exportableTo is null, not array",
            "200 .originalPublishResourceId is null, not string",
            "200 .publishName is null, not string",
        ),
        "customvision.training.train",
        "null until it is trained and published",
    ),
    Known(
        "training v3.4-preview *",
        (
            "200 *.customBaseModelInfo is null, not object",
            "200 *.trainingErrorDetails is null, not string",
        ),
        "customvision.training.get_iterations",
        "null unless there is one",
    ),
    Known(
        "training * *Iteration*",
        ("200 *.exportableTo is null, not array",),
        "customvision.training.get_iterations",
        "null of a domain whose models are not exported",
    ),
)

_VERSIONS = (
    Known(
        "training v3.[01] GetProjects",
        (
            "200 [[]].description is null, not string",
            "200 [[]].settings.* is unknown",
            "200 [[]].status is unknown",
        ),
        "guess",
        "not yet answered by version",
    ),
)

KNOWN: tuple[Known, ...] = (*_MACHINE_LEARNING, *_RESOURCES, *_TRAINING, *_VERSIONS)
