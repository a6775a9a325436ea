"""The training API by version, as data.

Source: its OpenAPI documents v3.0 to v3.4-preview in azure-rest-api-specs; a test compares them
with this where they are at hand. Nothing recorded shows a field before its version's document.
"""

from azure_emulator.training.versions import Api

MODELS = {
    "BoundingBox": "left top width height",
    "CreateProjectOptions": "exportModelContainerUri notificationQueueUri",
    "CustomBaseModelInfo": "projectId iterationId",
    "Domain": (
        "id name type exportable enabled exportablePlatforms@v3.4-preview "
        "modelInformation:ModelInformation@v3.4-preview"
    ),
    "Export": "platform status downloadUri flavor newerVersionAvailable",
    "Image": (
        "id created width height resizedImageUri thumbnailUri originalImageUri tags:ImageTag "
        "regions:ImageRegion metadata:{}@v3.3"
    ),
    "ImageCreateResult": "sourceUrl status image:Image",
    "ImageCreateSummary": "isBatchSuccessful images:ImageCreateResult",
    "ImageFileCreateBatch": "images:ImageFileCreateEntry tagIds metadata:{}@v3.3",
    "ImageFileCreateEntry": "name contents tagIds regions:Region",
    "ImageIdCreateBatch": "images:ImageIdCreateEntry tagIds metadata:{}@v3.3",
    "ImageIdCreateEntry": "id tagIds regions:Region",
    "ImageMetadataUpdateEntry": "imageId status metadata:{}",
    "ImageMetadataUpdateSummary": "isBatchSuccessful images:ImageMetadataUpdateEntry",
    "ImagePerformance": (
        "predictions:Prediction id created width height imageUri thumbnailUri tags:ImageTag "
        "regions:ImageRegion"
    ),
    "ImagePrediction": "id project iteration created predictions:Prediction",
    "ImageProcessingSettings": "augmentationMethods:{}",
    "ImageRegion": "regionId tagName created tagId left top width height",
    "ImageRegionCreateBatch": "regions:ImageRegionCreateEntry",
    "ImageRegionCreateEntry": "imageId tagId left top width height",
    "ImageRegionCreateResult": "imageId regionId tagName created tagId left top width height",
    "ImageRegionCreateSummary": (
        "created:ImageRegionCreateResult duplicated:ImageRegionCreateEntry "
        "exceeded:ImageRegionCreateEntry"
    ),
    "ImageRegionProposal": "projectId imageId proposals:RegionProposal",
    "ImageTag": "tagId tagName created",
    "ImageTagCreateBatch": "tags:ImageTagCreateEntry",
    "ImageTagCreateEntry": "imageId tagId",
    "ImageTagCreateSummary": (
        "created:ImageTagCreateEntry duplicated:ImageTagCreateEntry exceeded:ImageTagCreateEntry"
    ),
    "ImageUrl": "url",
    "ImageUrlCreateBatch": "images:ImageUrlCreateEntry tagIds metadata:{}@v3.3",
    "ImageUrlCreateEntry": "url tagIds regions:Region",
    "Iteration": (
        "id name status created lastModified trainedAt projectId exportable exportableTo domainId "
        "classificationType trainingType reservedBudgetInHours trainingTimeInMinutes@v3.1 "
        "publishName originalPublishResourceId "
        "customBaseModelInfo:CustomBaseModelInfo@v3.4-preview trainingErrorDetails@v3.4-preview"
    ),
    "IterationPerformance": (
        "perTagPerformance:TagPerformance precision precisionStdDeviation recall "
        "recallStdDeviation averagePrecision"
    ),
    "ModelInformation": "estimatedModelSizeInMegabytes description",
    "Prediction": "probability tagId tagName boundingBox:BoundingBox tagType@v3.3",
    "PredictionQueryResult": "token:PredictionQueryToken results:StoredImagePrediction",
    "PredictionQueryTag": "id minThreshold maxThreshold",
    "PredictionQueryToken": (
        "session continuation maxCount orderBy tags:PredictionQueryTag iterationId startTime "
        "endTime application"
    ),
    "Project": (
        "id name description settings:ProjectSettings created lastModified thumbnailUri "
        "drModeEnabled status@v3.2"
    ),
    "ProjectExport": (
        "iterationCount imageCount tagCount regionCount estimatedImportTimeInMS token"
    ),
    "ProjectSettings": (
        "domainId classificationType targetExportPlatforms useNegativeSet "
        "detectionParameters imageProcessingSettings:ImageProcessingSettings@v3.1 "
        "exportModelContainerUri@v3.4-preview notificationQueueUri@v3.4-preview"
    ),
    "Region": "tagId left top width height",
    "RegionProposal": "confidence boundingBox:BoundingBox",
    "StoredImagePrediction": (
        "resizedImageUri thumbnailUri originalImageUri domain id project iteration created "
        "predictions:Prediction"
    ),
    "StoredSuggestedTagAndRegion": (
        "width height resizedImageUri thumbnailUri originalImageUri domain id project iteration "
        "created predictions:Prediction predictionUncertainty"
    ),
    "SuggestedTagAndRegion": (
        "id project iteration created predictions:Prediction predictionUncertainty"
    ),
    "SuggestedTagAndRegionQuery": (
        "token:SuggestedTagAndRegionQueryToken results:StoredSuggestedTagAndRegion"
    ),
    "SuggestedTagAndRegionQueryToken": "tagIds threshold session continuation maxCount sortBy",
    "Tag": "id name description type imageCount",
    "TagFilter": "tagIds threshold",
    "TagPerformance": (
        "id name precision precisionStdDeviation recall recallStdDeviation averagePrecision"
    ),
    "TrainingParameters": "selectedTags customBaseModelInfo:CustomBaseModelInfo@v3.4-preview",
}
"""The fields of each model; one without a version is as old as its model.

`useNegativeSet` and `detectionParameters` were recorded in v3.0, whose document lacks them.
"""

_TEXTS = """
application classificationType contents continuation created description detectionParameters
domainId endTime exportModelContainerUri id imageId iterationId lastModified name
notificationQueueUri orderBy originalPublishResourceId projectId publishName session sortBy
startTime status tagId thumbnailUri trainedAt trainingErrorDetails trainingType type url
"""
_NUMBERS = """
imageCount maxCount maxThreshold minThreshold reservedBudgetInHours threshold trainingTimeInMinutes
"""
KINDS = {
    **dict.fromkeys(_TEXTS.split(), "text"),
    **dict.fromkeys(_NUMBERS.split(), "number"),
    **dict.fromkeys(("drModeEnabled", "exportable", "useNegativeSet"), "flag"),
    **dict.fromkeys(("exportableTo", "selectedTags", "tagIds", "targetExportPlatforms"), "texts"),
    **dict.fromkeys(("images", "regions", "tags"), "objects"),
    "customBaseModelInfo": "object",
    "imageProcessingSettings": "object",
    "metadata": "object",
    "settings": "object",
    "augmentationMethods": "flags",
}
"""What the fields of requests are; the measures of regions have a refusal of their own."""

_PLATFORMS = {"OpenVino": ("v3.4-preview", ""), "IVS": ("v3.4-preview", "")}
"""IVS is in no document; it was recorded in v3.4-preview."""
_TAG_TYPES = {"GeneralProduct": ("v3.3", "Regular")}
WORDS = {
    ("Export", "platform"): _PLATFORMS,
    ("Export", "flavor"): {
        "TensorFlowNormal": ("v3.1", ""),
        "TensorFlowLite": ("v3.1", ""),
    },
    ("ImageCreateResult", "status"): {
        "ErrorImageDimensions": ("v3.4-preview", "ErrorImageFormat"),
        "ErrorInvalidTag": ("v3.4-preview", "ErrorUnknown"),
    },
    ("Iteration", "exportableTo"): {**_PLATFORMS, "VAIDK": ("v3.3", "")},
    ("ProjectSettings", "targetExportPlatforms"): _PLATFORMS,
    ("Tag", "type"): _TAG_TYPES,
}
"""Words that came later. Guess: what an older version says in their stead.

An iteration is not exportable to VAIDK in v3.2, as recorded; its document has the word. Guess: that
it was in v3.3.
"""

OPERATIONS = """
GET /domains -> Domain
GET /domains/{} -> Domain
GET /projects -> Project
POST /projects CreateProjectOptions@v3.4-preview -> Project
POST /projects/import ?name@v3.3 -> Project @v3.2
GET /projects/{} -> Project
PATCH /projects/{} Project -> Project
DELETE /projects/{}
GET /projects/{}/export -> ProjectExport @v3.2
GET /projects/{}/artifacts @v3.3
GET /projects/{}/tags -> Tag
POST /projects/{}/tags -> Tag
GET /projects/{}/tags/{} -> Tag
PATCH /projects/{}/tags/{} Tag -> Tag
DELETE /projects/{}/tags/{}
GET /projects/{}/images -> Image @v3.3
POST /projects/{}/images <image> -> ImageCreateSummary
DELETE /projects/{}/images ?allImages@v3.1,allIterations@v3.1
POST /projects/{}/images/files ImageFileCreateBatch -> ImageCreateSummary
POST /projects/{}/images/urls ImageUrlCreateBatch -> ImageCreateSummary
POST /projects/{}/images/predictions ImageIdCreateBatch -> ImageCreateSummary
GET /projects/{}/images/id -> Image
GET /projects/{}/images/count @v3.3
GET /projects/{}/images/tagged -> Image
GET /projects/{}/images/tagged/count
GET /projects/{}/images/untagged -> Image
GET /projects/{}/images/untagged/count
POST /projects/{}/images/tags ImageTagCreateBatch -> ImageTagCreateSummary
DELETE /projects/{}/images/tags
POST /projects/{}/images/regions ImageRegionCreateBatch -> ImageRegionCreateSummary
DELETE /projects/{}/images/regions
POST /projects/{}/images/metadata {} -> ImageMetadataUpdateSummary @v3.3
POST /projects/{}/images/suggested SuggestedTagAndRegionQueryToken -> SuggestedTagAndRegionQuery @v3.1
POST /projects/{}/images/suggested/count TagFilter -> {} @v3.1
POST /projects/{}/images/{}/regionproposals -> ImageRegionProposal
POST /projects/{}/tagsandregions/suggestions -> SuggestedTagAndRegion @v3.1
POST /projects/{}/train TrainingParameters@v3.2 -> Iteration
GET /projects/{}/iterations -> Iteration
GET /projects/{}/iterations/{} -> Iteration
PATCH /projects/{}/iterations/{} Iteration -> Iteration
DELETE /projects/{}/iterations/{}
GET /projects/{}/iterations/{}/performance -> IterationPerformance
GET /projects/{}/iterations/{}/performance/images -> ImagePerformance
GET /projects/{}/iterations/{}/performance/images/count
POST /projects/{}/iterations/{}/publish ?overwrite@v3.3
DELETE /projects/{}/iterations/{}/publish
GET /projects/{}/iterations/{}/export -> Export
POST /projects/{}/iterations/{}/export -> Export
POST /projects/{}/quicktest/url ImageUrl ?store@v3.1 -> ImagePrediction
POST /projects/{}/quicktest/image <image> ?store@v3.1 -> ImagePrediction
POST /projects/{}/predictions/query PredictionQueryToken -> PredictionQueryResult
DELETE /projects/{}/predictions
"""  # noqa: E501

TRAINING = Api(
    name="training",
    versions=("v3.0", "v3.1", "v3.2", "v3.3", "v3.4-preview"),
    models=MODELS,
    words=WORDS,
    nulls={("Iteration", "exportableTo"): "v3.4-preview"},
    operations=OPERATIONS,
    kinds=KINDS,
    multi_status="v3.3",
)
