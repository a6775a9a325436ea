"""The prediction API by version, as data.

Source: its OpenAPI documents v3.0 and v3.1 in azure-rest-api-specs; a test compares them with this
where they are at hand.
"""

from azure_emulator.training.versions import Api

MODELS = {
    "BoundingBox": "left top width height",
    "ImagePrediction": "id project iteration created predictions:Prediction",
    "ImageUrl": "url",
    "Prediction": "probability tagId tagName boundingBox:BoundingBox tagType@v3.1",
}
"""The fields of each model; as recorded too, v3.0 leaves the types of the tags out."""

OPERATIONS = """
POST /{}/classify/iterations/{}/image <image> -> ImagePrediction
POST /{}/classify/iterations/{}/image/nostore <image> -> ImagePrediction
POST /{}/classify/iterations/{}/url ImageUrl -> ImagePrediction
POST /{}/classify/iterations/{}/url/nostore ImageUrl -> ImagePrediction
POST /{}/detect/iterations/{}/image <image> -> ImagePrediction
POST /{}/detect/iterations/{}/image/nostore <image> -> ImagePrediction
POST /{}/detect/iterations/{}/url ImageUrl -> ImagePrediction
POST /{}/detect/iterations/{}/url/nostore ImageUrl -> ImagePrediction
"""

PREDICTION = Api(
    name="prediction",
    versions=("v3.0", "v3.1"),
    models=MODELS,
    words={},
    nulls={},
    operations=OPERATIONS,
    kinds={"url": "text"},
)
