"""What is new: reported routes of a recent window beside those of a baseline, in exclusive tiers.

A route is an ordered chain (or pair) of nodes with its mode. The unit of evidence is the reported seizure, so a tier
says what is first seen in these data, never that a route is new. Methods: the exact conditional test of two Poisson
counts (Przyborowski and Wilenski 1940: given both, the recent count is binomial), twice the nearer tail, which agrees
with Clopper and Pearson's exact interval carried over to the ratio of rates; Benjamini and Hochberg's false discovery
rate; Fisher's exact test on the share of the reporting countries' seizures; Good and Turing's estimate of what has not
been seen, with the variance of Good's estimator. All laws are scipy's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from app.core.exact import binomial_p, rising_share_p

#: Tiers in the order in which they want attention. Each route has exactly one.
TIERS = (
    "statistically_emergent", "emergent", "repeated", "first_sighting", "reopened", "growing", "shrinking",
    "established", "dormant", "no_baseline",
)  # fmt: skip
#: Tiers of routes without any seizure in the baseline.
NEW = frozenset(["statistically_emergent", "emergent", "repeated", "first_sighting"])
#: Tiers that say "more than before": the share test asks whether the reporting countries reported more of all.
RISING = frozenset(["statistically_emergent", "emergent", "growing"])
#: Recent seizures from which a route that was never seen may be called emergent, and on how many dates: three seizures
#: of one day, or of one article, are one observation.
EMERGENT_FROM, EMERGENT_DATES = 3, 2


@dataclass(frozen=True)
class Thresholds:
    """``alpha`` for one route, ``fdr`` over all of them, the level of the interval, and the months without a seizure
    after which a route is dormant."""

    alpha: float = 0.05
    fdr: float = 0.10
    level: float = 0.95
    dormant: int = 12


#: Columns that ``board`` reads, a row for each route. Counts are of seizures; ``days`` are different dates in the
#: recent window; ``exposure`` is the number of months that the reporting countries covered; ``all`` counts every
#: seizure of the reporting countries; ``quiet`` is months between the last seizure before the recent window and the
#: first one in it (nan without both); ``since`` is months between the last seizure and the end of the recent window.
COUNTS = (
    "recent", "baseline", "before", "days", "exposure_recent", "exposure_baseline", "all_recent", "all_baseline",
    "quiet", "since",
)  # fmt: skip


def board(counts: pd.DataFrame, limits: Thresholds | None = None) -> pd.DataFrame:
    """``counts`` (see ``COUNTS``) with ratio, low, high, p, q, share_p, with_reporting and tier.

    The ratio compares seizures per covered month and is infinite where the baseline has none; p and q are nan where
    neither window has a seizure or one has no covered month. ``with_reporting``: the route rises, but not its share."""
    limits = limits or Thresholds()
    table = counts.copy()
    table["ratio"], table["low"], table["high"] = rate_ratio(table, limits.level)
    table["p"] = poisson_p(table)
    table["q"] = rates_of_false_discovery(table)
    table["share_p"] = share_p(table)
    table["tier"] = tiers(table, limits)
    table["with_reporting"] = table["tier"].isin(RISING) & ~(table["share_p"] <= limits.alpha)
    return table


def rate_ratio(counts: pd.DataFrame, level: float) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The ratio of seizures per covered month with its exact interval."""
    k, n = counts["recent"], counts["recent"] + counts["baseline"]
    months = counts["exposure_baseline"] / counts["exposure_recent"].replace(0, np.nan)
    tail = (1 - level) / 2
    # With nothing (all) of the seizures recent the lower (upper) end is 0 (1), where the beta law has none.
    low = np.where(k > 0, scipy.stats.beta.ppf(tail, k, n - k + 1), 0.0)
    high = np.where(k < n, scipy.stats.beta.ppf(1 - tail, k + 1, n - k), 1.0)
    known = (n > 0) & (months > 0)

    def odds(share: NDArray[np.float64]) -> pd.Series:
        with np.errstate(divide="ignore", invalid="ignore"):
            return pd.Series(share / (1 - share), index=counts.index) * months

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = pd.Series(np.asarray(k, float) / np.asarray(counts["baseline"], float), index=counts.index) * months
    return ratio.where(known), odds(low).where(known), odds(high).where(known)


def poisson_p(counts: pd.DataFrame) -> pd.Series:
    """Two-sided p of the exact conditional test: given both counts, the recent one is binomial by covered months. Zero
    in 24 months against k in 6 gives twice 0.2 to the power of k."""
    columns = ["recent", "baseline", "exposure_recent", "exposure_baseline"]
    # Routes share few pairs of counts, however many they are: each pair is tested once.
    pairs = counts[columns].drop_duplicates()
    n, months = pairs["recent"] + pairs["baseline"], pairs["exposure_recent"] + pairs["exposure_baseline"]
    known = (n > 0) & (pairs["exposure_recent"] > 0) & (pairs["exposure_baseline"] > 0)
    p = binomial_p(pairs["recent"], n, pairs["exposure_recent"] / months.replace(0, np.nan))
    tested = pairs.assign(p=np.where(known, p, np.nan))
    return counts[columns].merge(tested, on=columns, how="left")["p"].set_axis(counts.index)


def rates_of_false_discovery(table: pd.DataFrame) -> pd.Series:
    """q by Benjamini and Hochberg: over all routes with recent seizures, and for the others over all routes that have a
    seizure in either window."""
    q = adjusted_p(table["p"])
    active = table["recent"] > 0
    q[active] = adjusted_p(table.loc[active, "p"])
    return q


def adjusted_p(p: pd.Series) -> pd.Series:
    """Benjamini and Hochberg's q of each p; nan stays nan and is no test."""
    known = p.notna()
    q = pd.Series(np.nan, index=p.index)
    if known.any():
        q[known] = scipy.stats.false_discovery_control(p[known].to_numpy(), method="bh")
    return q


def share_p(counts: pd.DataFrame) -> pd.Series:
    """Fisher's exact one-sided p that the route's share of its reporting countries' seizures rose."""
    whole = counts["all_recent"] + counts["all_baseline"]
    p = rising_share_p(counts["recent"], counts["all_recent"], whole, counts["recent"] + counts["baseline"])
    return pd.Series(np.where(whole > 0, p, 1.0), index=counts.index)


def tiers(table: pd.DataFrame, limits: Thresholds) -> pd.Series:
    """The one tier of each route; the first rule that fits decides."""
    unseen, seen = table["baseline"] == 0, table["baseline"] > 0
    recent = table["recent"]
    silent = (table["quiet"] >= limits.dormant) | (unseen & (table["before"] > 0))
    sure = table["q"] <= limits.fdr
    many = unseen & (recent >= EMERGENT_FROM) & (table["days"] >= EMERGENT_DATES)
    rules = [
        ("dormant", (recent == 0) & (table["since"] >= limits.dormant)),
        ("no_baseline", (recent > 0) & (table["exposure_baseline"] == 0)),
        ("reopened", (recent > 0) & silent),
        ("statistically_emergent", many & (table["p"] <= limits.alpha) & sure),
        ("emergent", many & (table["p"] <= limits.alpha)),
        ("repeated", unseen & (recent >= 2) & (table["days"] >= 2)),
        ("first_sighting", unseen & (recent >= 1)),
        ("growing", seen & (table["low"] > 1) & sure),
        ("shrinking", seen & (table["high"] < 1) & sure),
    ]
    chosen = np.select([mask.to_numpy(bool) for _tier, mask in rules], [tier for tier, _mask in rules], "established")
    return pd.Series(chosen, index=table.index, dtype=object)


@dataclass(frozen=True)
class Chance:
    """How many recent seizures fell on routes that the baseline does not have, and how many would have if nothing
    changed. ``expected`` is nan without a baseline; ``low`` and ``high`` are the range of 95 %, nan where no route of
    the baseline was seen once and nothing tells how far chance reaches."""

    expected: float
    observed: int
    recent: int
    baseline: int
    once: int
    low: float
    high: float


def chance(counts: pd.DataFrame) -> Chance:
    """Good and Turing: the chance that the next seizure falls on a route not seen is the share of seizures whose route
    was seen once. ``expected = recent * once / baseline``; never more than there are recent seizures."""
    recent, baseline = int(counts["recent"].sum()), int(counts["baseline"].sum())
    once, twice = (int((counts["baseline"] == n).sum()) for n in (1, 2))
    observed = int(counts.loc[counts["baseline"] == 0, "recent"].sum())
    expected = recent * once / baseline if baseline else np.nan
    return Chance(expected, observed, recent, baseline, once, *unseen_range(recent, baseline, once, twice))


def unseen_range(recent: int, baseline: int, once: int, twice: int, level: float = 0.95) -> tuple[float, float]:
    """The range in which ``recent`` seizures fall on routes not seen: their number is bounded, and the share of what is
    not seen is itself estimated, so the law is beta-binomial. The share M = once / baseline has Good's variance
    ``(once (1 - M) + 2 twice) / baseline²`` (I. J. Good, Biometrika 40, 1953). A Poisson range, as before, was too wide
    and went beyond ``recent``."""
    if not baseline or not recent or not once:
        return np.nan, np.nan
    share = once / baseline
    if share == 1:
        return float(recent), float(recent)
    spread = (once * (1 - share) + 2 * twice) / baseline**2 / (share * (1 - share))
    # The beta law whose variance is that of the share; a share of a few seizures may vary as no beta law can.
    size = max(1 / spread - 1, 1e-3)
    law = scipy.stats.betabinom(recent, share * size, (1 - share) * size)
    low, high = law.interval(level)
    return float(low), float(high)


def reopened_by_chance(counts: pd.DataFrame, months: int, recent: int, silence: int) -> float:
    """How many routes would be seen again after ``silence`` months or more if each had been reported at one rate over
    all ``months``, of which ``recent`` are the recent window. Of n seizures that fall anywhere alike, one is the first
    of the window (n a ways, a = recent / months), and the others lie outside the silence before it, ``(1 - b)`` to the
    power of ``n - 1`` with b = silence / months; not all of them in the window itself, a to the power of n."""
    n = (counts["recent"] + counts["baseline"] + counts["before"]).to_numpy(float)
    a, b = recent / months, min(1.0, silence / months)
    return float(np.sum(np.where(n > 0, np.maximum(0.0, n * a * (1 - b) ** (n - 1) - a**n), 0.0)))


#: Orders of the board: the column, and whether the greatest comes first.
ORDERS = {
    "recent": ("recent", False), "kg": ("kg_recent", False), "ratio": ("ratio", False), "q": ("q", True),
    "last": ("last", False),
}  # fmt: skip


def ranked(table: pd.DataFrame, order: str) -> pd.DataFrame:
    """A board in order: by tier, then the surest and the most first; or by one figure. One without routes has none."""
    if table.empty:
        return table
    place = table["tier"].map({tier: i for i, tier in enumerate(TIERS)})
    column, rising = ORDERS.get(order, ("place", True))
    by = [column, *(c for c in ("place", "q") if c != column), "recent", "baseline", "route"]
    ups = [rising, *(True for c in ("place", "q") if c != column), False, False, True]
    return table.assign(place=place).sort_values(by, ascending=ups, na_position="last").drop(columns="place")
