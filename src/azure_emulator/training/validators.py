"""What a tier allows, as Microsoft documents it ("Limits and quotas" of Custom Vision)."""

from __future__ import annotations

from dataclasses import dataclass

from azure_emulator.cognitive_services.account import Account

BATCH_IMAGES = 64
BATCH_TAGS = 20
TAGS_AN_IMAGE = 100
ITERATIONS_A_PROJECT = 20
IMAGES_A_PAGE = 256
IMAGES_A_TAG_TO_TRAIN = 5
TAGS_TO_TRAIN = 2
TRAINING_BYTES = 6 * 2**20
PREDICTION_BYTES = 4 * 2**20
PREDICTION_DAYS = 30


@dataclass(frozen=True)
class Limits:
    """Counts that a tier does not let an account exceed."""

    projects: int
    images: int
    tags: int


FREE = Limits(projects=2, images=5_000, tags=50)
STANDARD = Limits(projects=100, images=100_000, tags=500)


def limits(account: Account) -> Limits:
    """The limits of an account's tier: F0, else those of S0."""
    return FREE if (account.sku or {}).get("name") == "F0" else STANDARD
