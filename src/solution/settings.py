"""What the exercise asks a student to enter, as one frozen value; the defaults are its own."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

PROVIDER = "Microsoft.MachineLearningServices"

REPOSITORY = "https://github.com/udacity/AI_fundamentals/blob/main"
TODAY = f"{REPOSITORY}/computer-vision/exercises/image-classification/test-images"
"""Where the repository keeps the test images since its folders were renamed."""


def _test_image(animal: str) -> tuple[str, str]:
    return (
        f"{REPOSITORY}/lesson-4/testing-images/{animal}-test-001.jpg?raw=true",
        f"{TODAY}/{animal}-test-01.jpg?raw=true",
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One run of the exercise.

    Args:
        subscription: the subscription's id.
        suffix: what makes the accounts' names unique in the world; by default 8 characters derived
            from the subscription and the group, so that each run finds what the last one made.
        location: the region of the resource group, and of everything in it.
        account_location: another region for both Custom Vision accounts.
        workspace_location: another region for the workspace.
        tiers: the pricing tiers to try, in order, at the two accounts.
        subdomains: whether the accounts have hosts of their own, or answer at their region's.
        cats: how many of the cat images to upload, from the first on; `dogs` likewise.
        container_registry: whether the workspace gets a container registry.
        cat_test: URLs of the cat's test image: the exercise's own, then where to look instead.
        images: a folder with `cats/` and `dogs/`; without it, the exercise's public images by URL.
        test_images: a folder of images for the notebook; without it, the test images by URL.
        notebook: where to write the completed, executed notebook.
        poll: seconds between two looks at something that takes its time.
        patience: seconds for which a thing just made may still be unknown elsewhere in Azure.
    """

    subscription: str
    resource_group: str = "udacity-exercises"
    location: str = "eastus"
    suffix: str = ""
    account: str = "udacitycustomvision"
    account_location: str | None = None
    tiers: tuple[str, ...] = ("F0", "S0")
    subdomains: bool = True
    project: str = "Pet Classification"
    description: str = "Image classifier for dogs and cats"
    domain: str = "General"
    classification_type: str = "Multiclass"
    cat_tag: str = "cat"
    dog_tag: str = "dog"
    cats: int = 15
    dogs: int = 15
    training_type: str = "Regular"
    training_hours: int = 0
    publish_name: str = "pet-classifier"
    workspace: str = "udacity-ml-workspace"
    friendly_name: str = "udacity-ml-workspace"
    workspace_location: str | None = None
    container_registry: bool = False
    compute: str = "udacity-ml-vm"
    vm_size: str = "Standard_DS3_v2"
    cat_test: tuple[str, ...] = _test_image("cat")
    dog_test: tuple[str, ...] = _test_image("dog")
    images: Path | None = None
    test_images: Path | None = None
    notebook: Path | None = None
    poll: float = 2.0
    patience: float = 120.0

    @property
    def unique(self) -> str:
        """The suffix given, or the one derived."""
        seed = f"{self.subscription}/{self.resource_group}".casefold()
        return self.suffix or hashlib.sha256(seed.encode()).hexdigest()[:8]

    @property
    def plain_suffix(self) -> str:
        """The suffix for names that take lower-case letters and digits only, at most 11 of them."""
        plain = "".join(
            letter for letter in self.unique.casefold() if letter.isascii() and letter.isalnum()
        )
        return plain[:11]

    @property
    def training_account(self) -> str:
        """The name of the account to train with."""
        return f"{self.account}{self.unique}"

    @property
    def prediction_account(self) -> str:
        """The name of the account to predict with, as the portal makes it."""
        return f"{self.training_account}-Prediction"

    @property
    def other_group(self) -> str:
        """The group beside the exercise's, for submissions that need one."""
        return f"{self.resource_group}-other"

    @property
    def other_account(self) -> str:
        """The name of a prediction account in the other group."""
        return f"{self.training_account}-Elsewhere"

    @property
    def supply(self) -> str:
        """The name of each resource that the workspace needs: a storage account's rule fits all."""
        return f"udacityml{self.plain_suffix}"

    @property
    def own_compute(self) -> str:
        """The compute instance's name where the exercise's is taken: at most 24 characters."""
        return f"{self.compute}{self.plain_suffix}"[:24]

    def compute_id(self, name: str) -> str:
        """The Resource Manager id of a compute of the workspace."""
        return f"{self.resource_id(f'{PROVIDER}/workspaces', self.workspace)}/computes/{name}"

    def resource_id(self, kind: str, name: str) -> str:
        """The Resource Manager id of a resource: its full type and its name."""
        return self.in_group(self.resource_group, kind, name)

    def in_group(self, group: str, kind: str, name: str) -> str:
        """The same in any group of the subscription."""
        return f"/subscriptions/{self.subscription}/resourceGroups/{group}/providers/{kind}/{name}"
