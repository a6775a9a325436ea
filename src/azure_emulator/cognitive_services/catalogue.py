"""Which kinds of account there are, in which tiers, where. Data; each cloud has its own copy.

Source: the list of all kinds and tiers that a test of the Azure CLI recorded in June 2020, without
the kinds that were for tests; what has come since (AIServices, ContentSafety, HealthInsights,
MetricsAdvisor, OpenAI), with the tiers of Microsoft's pages.
"""

from dataclasses import dataclass

from azure_emulator.resource_manager.regions import CUSTOM_VISION_REGIONS, REGIONS

ELSEWHERE = tuple(REGIONS)
GLOBAL = ("global",)


@dataclass(frozen=True)
class Kind:
    """A kind of account.

    Args:
        skus: the names of its tiers; `F0` is the free one, one account a subscription.
        regions: where it is offered.
        calls_per_second: the account's default rate limit, per SKU; shown, not held.
        free_calls: how many calls 30 days of the free tier include, if that is metered.
        free_tier: what the tier of its `F0` is called.
    """

    skus: tuple[str, ...]
    regions: tuple[str, ...] = ELSEWHERE
    calls_per_second: int = 10
    free_calls: int | None = None
    free_tier: str = "Free"

    def tier(self, sku: str) -> str:
        """`Free`, `Standard`, `Premium` or `Enterprise`."""
        names = {"F": self.free_tier, "P": "Premium", "E": "Enterprise"}
        return names.get(sku[:1], "Standard")


_FREE_OR_PAID = ("F0", "S0")


def _tiers(*ends: int, of: str = "S") -> tuple[str, ...]:
    """The names of tiers by the first number and the last: `S1`, `S2` and so on."""
    return tuple(f"{of}{number}" for number in range(ends[0], ends[1] + 1))


def catalogue() -> dict[str, Kind]:
    """A new catalogue: the kinds that Azure offers.

    The limits of the Custom Vision kinds are those of Microsoft's page "limits and quotas".
    """
    return {**_vision(), **_language(), **_bing(), **_others()}


def _vision() -> dict[str, Kind]:
    vision = ("F0", "S0", "S1", *_tiers(1, 6, of="P"))
    return {
        "ComputerVision": Kind(vision, free_calls=5000),
        "CustomVision.Prediction": Kind(_FREE_OR_PAID, CUSTOM_VISION_REGIONS, free_calls=10_000),
        "CustomVision.Training": Kind(_FREE_OR_PAID, CUSTOM_VISION_REGIONS),
        "Face": Kind(("F0", "S0", "E0"), free_calls=30_000),
        "FormRecognizer": Kind(_FREE_OR_PAID, free_calls=500),
        "InkRecognizer": Kind(_FREE_OR_PAID, GLOBAL),
    }


def _language() -> dict[str, Kind]:
    translation = ("F0", *_tiers(1, 4), *_tiers(2, 4, of="C"))
    return {
        "ImmersiveReader": Kind(("F0", "S0", "S1")),
        "LUIS": Kind(("F0", "S0", "V0", "V1", "S1")),
        "LUIS.Authoring": Kind(("F0", "F1", "S1", "E0")),
        "QnAMaker": Kind(_FREE_OR_PAID),
        "SpeechServices": Kind(_FREE_OR_PAID),
        "TextAnalytics": Kind(("F0", *_tiers(0, 4), "S"), free_calls=5000),
        "TextTranslation": Kind(translation, (*GLOBAL, *ELSEWHERE)),
    }


def _bing() -> dict[str, Kind]:
    return {
        "Bing.Autosuggest.v7": Kind(("F0", "S1"), GLOBAL, free_tier="Standard"),
        "Bing.CustomSearch": Kind(("F0", *_tiers(1, 4)), GLOBAL, free_tier="Standard"),
        "Bing.EntitySearch": Kind(("F0", "S1"), GLOBAL),
        "Bing.Search.v7": Kind(("F0", "F1", *_tiers(1, 11)), GLOBAL, free_tier="Standard"),
        "Bing.SpellCheck.v7": Kind(("F0", "S1"), GLOBAL, free_tier="Standard"),
    }


def _others() -> dict[str, Kind]:
    return {
        "AIServices": Kind(("S0",)),
        "AnomalyDetector": Kind(_FREE_OR_PAID),
        "CognitiveServices": Kind(("S0",)),
        "ContentModerator": Kind(("F0", "S0", "V0", "V1", "V3", "E0")),
        "ContentSafety": Kind(_FREE_OR_PAID, free_calls=5000),
        "HealthInsights": Kind(_FREE_OR_PAID),
        "MetricsAdvisor": Kind(_FREE_OR_PAID),
        "OpenAI": Kind(("S0",)),
        "Personalizer": Kind(("F0", "S0", "E0")),
    }
