"""Says what runs and costs money, in the same words in every report. Pure."""

from datetime import UTC, datetime

from acceptance.reports.document import Cost, Document, Source


def amount(cents: int, currency: str) -> str:
    """An amount of money, as `7.03 USD`."""
    return f"{cents // 100:,}.{cents % 100:02} {currency}".strip()


def rate(cost: Cost) -> str:
    """What it costs a day, as a clause; that nobody knows, if nobody does."""
    if cost.cents_a_day is None:
        return "costs money as long as it runs; the rate of its size is not known here"
    return f"costs about {amount(cost.cents_a_day, cost.currency)} a day as long as it runs"


def when(source: Source) -> str:
    """When it was seen to run: nothing is said of today."""
    if source.kind == "recording":
        return f"when this was recorded ({_utc(source.recorded_at)})"
    return "when this was graded"


def _utc(time: str | None) -> str:
    if not time:
        return "at a time that is not known"
    try:
        return f"{datetime.fromisoformat(time).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError):
        return time


def sentences(document: Document) -> list[str]:
    """A sentence for each thing that costs, and one for where the rates are from."""
    said = [
        f"The {cost.what} was {cost.state} {when(document.source)}. "
        f"It {rate(cost)}: stop it if you do not need it."
        for cost in document.costs
    ]
    rates = {
        f"Rates as of {cost.as_of}, not of your contract: {cost.source}"
        for cost in document.costs
        if cost.cents_a_day is not None
    }
    return [*said, *sorted(rates)]
