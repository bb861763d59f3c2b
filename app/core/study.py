"""What a comparison of two windows is asked with: the unit of a route, the windows, the floor and the thresholds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from app.core.newness import Thresholds
from app.core.windows import Windows

#: What the board may count.
EVIDENCE = ("days", "events")


@dataclass(frozen=True)
class Study:
    """``last`` is the month up to which reports are in. Windows are in months; an event under ``floor_kg`` is left out,
    one whose weight is not stated stays in. ``evidence`` is what is counted: a route once a day (``days``), so that
    a load of many seizures, or one that was sent twice, counts once; or each seizure (``events``)."""

    last: str
    unit: str = "chain"
    recent: int = 6
    baseline: int = 24
    gap: int = 0
    dormant: int = Thresholds.dormant
    floor_kg: float = 5.0
    alpha: float = Thresholds.alpha
    fdr: float = Thresholds.fdr
    evidence: str = "days"

    @classmethod
    def from_view(cls, view: Any, last: str) -> Study:
        """The study that a view asks for; ``last`` where the view names no month of its own."""
        own = {f.name: getattr(view, f.name) for f in fields(cls) if f.name != "last"}
        return cls(view.asof or last, **own)

    @property
    def windows(self) -> Windows:
        """Both windows."""
        return Windows.ending(self.last, self.recent, self.baseline, self.gap)

    @property
    def thresholds(self) -> Thresholds:
        """Levels of the tests, and when a route is dormant."""
        return Thresholds(alpha=self.alpha, fdr=self.fdr, dormant=self.dormant)

    @property
    def key(self) -> str:
        """One text for one study: part of a cache key."""
        return "|".join(str(getattr(self, f.name)) for f in fields(self))
