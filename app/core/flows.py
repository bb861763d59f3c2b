"""Legs added up into flows: one flow per origin, target, mode and line.

A flow counts the EVENTS that name its leg; kilograms are those stated, and the median is over stated weights
only. Blank weight is not zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.core.lazy_ibis import _, ibis

KEY_PARTS = ["origin", "target", "mode", "line"]


def flow_key(origin: Any, target: Any, mode: Any, line: Any) -> Any:
    """The name of a flow in a link, ``EC>BE|maritime|travelled``; of texts, or of whole columns of them."""
    return origin + ">" + target + "|" + mode + "|" + line


def add_up(legs: ibis.Table, event: ibis.Table, level: str) -> ibis.Table:
    """Flows of the given events at a level: key, ends, mode, line, events, kg, kg_known, median. ``legs`` are those of
    chains (see intake.builder.routes); an event counts once in a flow, also where its chain has the leg twice."""
    event_chains = event.select("kg", chain=_[f"chain_{level}"])
    met = event_chains.inner_join(legs.filter(_.level == level, _.once).select("chain", "key", *KEY_PARTS), "chain")
    return met.group_by(["key", *KEY_PARTS]).aggregate(
        events=_.count(), kg=_.kg.sum(), kg_known=_.kg.count(), median=_.kg.median()
    )


def by_chain(event: ibis.Table, level: str) -> ibis.Table:
    """(chain, n, kg): the given events added up by their chain at a level."""
    return event.group_by(chain=_[f"chain_{level}"]).aggregate(n=_.count(), kg=_.kg.sum(), kg_known=_.kg.count())


def order(metric: str) -> list[str]:
    """A metric, then what breaks its ties; the key comes last, so that the order never depends on chance."""
    return [metric, *(m for m in ("events", "kg") if m != metric)]


def ranked(flows: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Largest first by metric. Ties go by key; numbers of flows are in the order of their keys."""
    columns, last = order(metric), "flow" if "flow" in flows else "key"
    down = [-flows[name].to_numpy(float) for name in columns]
    # What is not known sorts last, as NaN does in numpy.
    ties = flows[last].to_numpy() if last == "flow" else pd.factorize(flows[last], sort=True)[0]
    return flows.iloc[np.lexsort([ties, *reversed(down)])].reset_index(drop=True)


def slots(flows: Mapping[str, Iterable[str]]) -> list[int]:
    """Position of each flow among those that share its two ends in its direction: 0, 1, 2 ... side by side."""
    seen: Counter[tuple[str, str]] = Counter()
    positions = []
    for ends in zip(flows["origin"], flows["target"], strict=True):
        positions.append(seen[ends])
        seen[ends] += 1
    return positions


@dataclass(frozen=True)
class Scale:
    """Value at which a stroke is widest (see ``scale_of``) and the greatest value; wider is clamped."""

    full: float
    greatest: float
    locked: bool

    @property
    def clamped(self) -> bool:
        """Whether some value is above the widest stroke."""
        return self.greatest > self.full


#: Flows that the scale is made from: of ten thousand, the sixty that a map draws would all be of the full width.
SCALED = 200


def scale_of(values: pd.Series, locked: bool, least: float = 1e-9) -> Scale:
    """The scale of a metric's values, widest at the 99th percentile of the ``SCALED`` greatest; blanks are left out.
    The full width never means less than ``least``, so that a map of single seizures is not drawn as wide as one of
    hundreds."""
    numbers = values.to_numpy(float)
    known = np.sort(numbers[~np.isnan(numbers)])[-SCALED:]
    if not len(known):
        return Scale(1.0, 0.0, locked)
    return Scale(float(max(np.quantile(known, 0.99), least)), float(known[-1]), locked)


#: Events that the full width of a small map means at least.
LEAST_FULL = 10


def round_values(full: float) -> list[float]:
    """Three round values for a width legend, rising to about ``full``.

    >>> round_values(6.1)
    [1.0, 3.0, 6.0]
    """
    if full < 1:
        return [full]
    top = _round_down(full)
    return sorted({_round_down(top * share) for share in (0.15, 0.5, 1.0)})


def _round_down(value: float) -> float:
    """The largest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not above the value; at least 1."""
    if value <= 1:
        return 1.0
    power = 10.0 ** (len(str(int(value))) - 1)
    steps = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
    fitting = [s * power for s in steps if s * power <= value and (s * power).is_integer()]
    return max(fitting)
