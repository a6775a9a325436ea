"""Where Custom Vision is otherwise than its documents."""

from tests.harness.contract.exception import Known

GATEWAY = "the gateway's envelope is not the service's that the document shows"
NEWER = "answered by the service, written into no document so far"

CUSTOM_VISION: tuple[Known, ...] = (
    Known(
        "[tp]r* v3* *",
        (
            "4[02][149] .code is missing",
            "4[02][149] .error is unknown",
            "4[02][149] .message is missing",
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
        "training v3.0 *Project*",
        (
            "200 *.settings.useNegativeSet is unknown",
            "200 *.settings.detectionParameters is unknown",
        ),
        "recorded by Microsoft's tests of its .NET client: BaseTests, 2019",
        "they are older than their document",
    ),
    Known(
        "training * CreateImages*",
        ("20[07] *.images[[]].status is 'ErrorInvalidRegion', not in its enumeration",),
        "azure-docs, issue 96584, 2022",
        NEWER,
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
