"""The exercise's notebook, completed, really executed, and written without the key."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solution.images import fetched, image_files
from solution.kernel import Kernel

if TYPE_CHECKING:
    from solution.settings import Settings

KEY = "CUSTOM_VISION_PREDICTION_KEY"
"""The environment variable from which the notebook takes the key."""

FOLDER = "test-images"

INSTALL = "%pip install azure-cognitiveservices-vision-customvision"

IMPORTS = """\
from azure.cognitiveservices.vision.customvision.prediction import CustomVisionPredictionClient
from msrest.authentication import ApiKeyCredentials
import matplotlib.pyplot as plt
from PIL import Image
import os"""

VARIABLES = """\
projectId = '{project}'
key = os.environ['{key}']
endpoint = '{endpoint}'

# The model name must be the one that the model was published under.
modelName = '{model}'
print('Ready to classify images using the model named "{{}}" '
      'from Custom Vision Project Id {{}}.'.format(modelName, projectId))"""

CLIENT = """\
credentials = ApiKeyCredentials(in_headers={"Prediction-key": key})
client = CustomVisionPredictionClient(endpoint, credentials)"""

CLASSIFY = f"""\
%matplotlib inline

imageFolder = '{FOLDER}'
testImages = sorted(os.listdir(imageFolder))

print('Classifying the {{}} images found in {{}}...'.format(len(testImages), imageFolder))
for testImage in testImages:
    path = os.path.join(imageFolder, testImage)
    with open(path, 'rb') as imageData:
        classification = client.classify_image(projectId, modelName, imageData.read())

    # The predictions come with the highest probability first.
    prediction = classification.predictions[0].tag_name

    plt.figure()
    with Image.open(path) as picture:
        plt.imshow(picture)
    plt.axis('off')
    plt.title(prediction)"""

ROWS_AS_GIVEN = "len(testImages)/3"
"""The rows of the figure in the exercise's notebook: no whole number, which matplotlib refuses."""


def in_one_figure(rows: str) -> str:
    """The cell that classifies, drawing as the exercise's own does: all pictures in one figure."""
    return (
        CLASSIFY.replace(
            "for testImage in testImages:",
            "fig = plt.figure(figsize=(16, 8))\nfor i, testImage in enumerate(testImages):",
        )
        .replace("plt.figure()", f"a = fig.add_subplot({rows}, 4, i+1)")
        .replace("plt.axis('off')", "a.axis('off')")
        .replace("plt.title(", "a.set_title(")
    )


def completed(project: str, endpoint: str, model: str, classify: str = CLASSIFY) -> Any:
    """The notebook with all of its blanks filled in, not yet executed.

    Args:
        project: the project's id.
        endpoint: the prediction resource's.
        model: the published name.
        classify: the code of the last cell.

    Returns:
        An nbformat 4 `NotebookNode`.
    """
    import nbformat.v4

    v4: Any = nbformat.v4  # its functions have no types
    variables = VARIABLES.format(project=project, key=KEY, endpoint=endpoint, model=model)
    cells = [
        v4.new_markdown_cell("# Exercise: Create An Image Classification Solution"),
        v4.new_markdown_cell("## Install the Custom Vision library"),
        v4.new_code_cell(INSTALL),
        v4.new_markdown_cell("## Import libraries"),
        v4.new_code_cell(IMPORTS),
        v4.new_markdown_cell("## Set variables"),
        v4.new_code_cell(variables),
        v4.new_markdown_cell("## Create a Custom Vision prediction client"),
        v4.new_code_cell(CLIENT),
        v4.new_markdown_cell("## Use the deployed image classification model"),
        v4.new_code_cell(classify),
        v4.new_code_cell(""),
    ]
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"
    return v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py"},
        },
    )


def executed(notebook: Any, images: Mapping[str, bytes], key: str) -> Any:
    """Execute the notebook in this process, in a folder of its own that holds the test images.

    Args:
        notebook: as from `completed`; its cells get their outputs.
        images: the test images by file name.
        key: the prediction key, in the environment for as long as the cells run.

    Raises:
        Exception: what a cell raised.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, FOLDER).mkdir()
        for name, image in images.items():
            Path(folder, FOLDER, name).write_bytes(image)
        with chdir(folder), _in_environment(KEY, key):
            Kernel().run(notebook)
    return notebook


def test_images(settings: Settings) -> dict[str, bytes]:
    """The test images by file name, from the folder given or by the exercise's URLs.

    Raises:
        BadInput: the folder is not there, or holds no image.
        Refused: no URL answers.
    """
    if settings.test_images:
        return {file.name: file.read_bytes() for file in image_files(settings.test_images)}
    return {_file_name(urls[0]): fetched(urls) for urls in (settings.cat_test, settings.dog_test)}


def write(notebook: Any, file: Path) -> None:
    """Write a valid notebook file, its folder included."""
    import nbformat

    nbformat.validate(notebook)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n", encoding="utf-8")


def _file_name(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]


@contextmanager
def _in_environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
