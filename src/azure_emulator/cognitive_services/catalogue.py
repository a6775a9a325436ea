"""Which kinds of account there are, in which tiers, where. Data; each cloud has its own copy."""

from dataclasses import dataclass

from azure_emulator.resource_manager.regions import CUSTOM_VISION_REGIONS, REGIONS

ELSEWHERE = tuple(REGIONS)


@dataclass(frozen=True)
class Kind:
    """A kind of account.

    Args:
        skus: the names of its tiers; `F0` is the free one, one account a subscription.
        regions: where it is offered.
        calls_per_second: the account's default rate limit, per SKU; shown, not held.
        free_calls: how many calls 30 days of the free tier include, if that is metered.
    """

    skus: tuple[str, ...]
    regions: tuple[str, ...] = ELSEWHERE
    calls_per_second: int = 10
    free_calls: int | None = None

    def tier(self, sku: str) -> str:
        """`Free` or `Standard`."""
        return "Free" if sku == "F0" else "Standard"


def catalogue() -> dict[str, Kind]:
    """A new catalogue: the kinds that Azure offers, a selection.

    The limits of the Custom Vision kinds are those of Microsoft's page "limits and quotas".
    """
    return {
        "AIServices": Kind(("S0",)),
        "CognitiveServices": Kind(("S0",)),
        "ComputerVision": Kind(("F0", "S1"), free_calls=5000),
        "ContentSafety": Kind(("F0", "S0"), free_calls=5000),
        "CustomVision.Prediction": Kind(("F0", "S0"), CUSTOM_VISION_REGIONS, free_calls=10_000),
        "CustomVision.Training": Kind(("F0", "S0"), CUSTOM_VISION_REGIONS),
        "Face": Kind(("F0", "S0"), free_calls=30_000),
        "FormRecognizer": Kind(("F0", "S0"), free_calls=500),
        "OpenAI": Kind(("S0",)),
        "SpeechServices": Kind(("F0", "S0")),
        "TextAnalytics": Kind(("F0", "S"), free_calls=5000),
        "TextTranslation": Kind(("F0", "S1")),
    }
