"""Two periods side by side: what was reported along each flow in both, and how sure a difference is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from app.core import dates
from app.core.newness import rate_ratio
from app.core.windows import index_of, month_of

#: Fewer seizures than this in both periods together are called few: no ratio and no share is made of them.
FEW = 10
PARTS = ["origin", "target", "mode"]
#: What may be compared: flows, or countries and places by the role that events give them.
MOVED = ("flows", "departure", "transit", "seizure", "destination")


@dataclass(frozen=True)
class Period:
    """A period by its first and last month, both inclusive."""

    first: str
    last: str

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """``2024-01/2024-12``, ``2024/2025`` or one of their parts alone; None for anything else.

        >>> Period.parse("2024")
        Period(first='2024-01', last='2024-12')
        """
        first, _slash, last = text.partition("/")
        if not all(dates.is_date(part) and len(part) in (4, 7) for part in (first, last or first)):
            return None
        period = cls(dates.day_range(first)[0].isoformat()[:7], dates.day_range(last or first)[1].isoformat()[:7])
        return period if period.first <= period.last else None

    @property
    def text(self) -> str:
        """The period as ``parse`` reads it."""
        return f"{self.first}/{self.last}"

    @property
    def months(self) -> int:
        """Its length."""
        return index_of(self.last) - index_of(self.first) + 1

    def moved(self, months: int) -> Period:
        """The same length, so many months later."""
        return Period(month_of(index_of(self.first) + months), month_of(index_of(self.last) + months))


def last_year(until: str) -> tuple[Period, Period]:
    """The twelve months up to a month, and the twelve before them: (A, B)."""
    b = Period(month_of(index_of(until) - 11), until)
    return b.moved(-12), b


def periods_around(month: str, until: str, length: int = 12) -> tuple[Period, Period]:
    """As many months before a month and from it on, at most ``length`` and no later than ``until``."""
    size = max(1, min(length, index_of(until) - index_of(month) + 1))
    b = Period(month, month_of(index_of(month) + size - 1))
    return b.moved(-size), b


def compare(
    a: pd.DataFrame, b: pd.DataFrame, first: Period, second: Period, parts: Sequence[str] = PARTS
) -> pd.DataFrame:
    """(``parts``, events_a, events_b, kg_a, kg_b, median_a, median_b, change, few, ratio, low, high), the greatest
    change first; ``parts`` name what is compared. What a period does not have counts 0 there and has no weight; the
    ratio compares seizures a month and is nan where they are few."""
    keys = list(parts)
    merged = a.merge(b, on=keys, how="outer", suffixes=("_a", "_b"))
    merged[["events_a", "events_b"]] = merged[["events_a", "events_b"]].fillna(0).astype(int)
    merged["change"] = merged["events_b"] - merged["events_a"]
    merged["few"] = merged["events_a"] + merged["events_b"] < FEW
    counts = pd.DataFrame({"recent": merged["events_b"], "baseline": merged["events_a"]}).assign(
        exposure_recent=second.months, exposure_baseline=first.months
    )
    for name, values in zip(("ratio", "low", "high"), rate_ratio(counts, 0.95), strict=True):
        merged[name] = values.where(~merged["few"])
    order = merged.assign(size=merged["change"].abs(), whole=merged["events_a"] + merged["events_b"])
    order = order.sort_values(["size", "whole", *keys], ascending=[False, False, *(True for _key in keys)])
    return order.drop(columns=["size", "whole"]).reset_index(drop=True)
