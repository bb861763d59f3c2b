"""Months as whole numbers, and the two windows of a comparison: a recent one and the baseline before it."""

from __future__ import annotations

import functools
from dataclasses import dataclass


def index_of(month: str) -> int:
    """A month as a number that grows by one each month: ``index_of("2020-01") == 24240``."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


@functools.lru_cache(4096)
def month_of(index: int) -> str:
    """The ISO month of a number.

    >>> month_of(index_of("2020-01") - 1)
    '2019-12'
    """
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


@dataclass(frozen=True)
class Windows:
    """Both windows by their first and last month, all inclusive. The baseline ends where the recent window begins."""

    recent_first: str
    recent_last: str
    baseline_first: str
    baseline_last: str

    @classmethod
    def ending(cls, last: str, recent: int, baseline: int, gap: int = 0) -> Windows:
        """Windows of so many months; ``gap`` months before ``last`` are left out because reports still come in.

        >>> Windows.ending("2025-12", 6, 24)
        Windows(recent_first='2025-07', recent_last='2025-12', baseline_first='2023-07', baseline_last='2025-06')
        """
        end = index_of(last) - gap
        start = end - recent + 1
        return cls(month_of(start), month_of(end), month_of(start - baseline), month_of(start - 1))

    def months(self, which: str) -> list[str]:
        """Every month of ``recent`` or ``baseline``."""
        first, last = getattr(self, f"{which}_first"), getattr(self, f"{which}_last")
        return [month_of(i) for i in range(index_of(first), index_of(last) + 1)]
