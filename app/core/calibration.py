"""How often the tiers cry wolf, and how often they find what is there: markets that are simulated, with a known truth.

The market: 600 routes whose sizes follow Zipf's law with exponent 1.1, 1,200 seizures in a baseline of 24 months, 300
in 6 recent ones, and as many a month in 36 months before. In an unchanged market each new tier is a false alarm; in a
changed one some routes are truly new. Seizures come in bursts where ``bursts`` says so: those of a route and day move
together, as in files of individual seizures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core.newness import NEW, TIERS, Thresholds, board, chance, reopened_by_chance

RISES = (*(tier for tier in TIERS if tier in NEW), "growing", "shrinking")
#: What one seizure a route and day is.
ALONE = (1.0,)
#: Days of a route with more seizures count as days with so many.
MOST = 10
#: Shares of the days of a route that hold one seizure, two, three, ... in UNODC's individual drug seizures of 2016:
#: 1,318 cocaine seizures that name a departure or destination abroad, on 913 days of a chain of countries and a mode.
UNODC_2016 = (0.6933, 0.2640, 0.0131, 0.0164, 0.0055, 0.0022, 0.0, 0.0011, 0.0, 0.0044)


def bursts_of(sizes: pd.Series) -> tuple[float, ...]:
    """The shares of days of a route with one seizure, two, three, from how many each such day holds."""
    counted = sizes.clip(upper=MOST).value_counts(normalize=True)
    return tuple(float(counted.get(n, 0.0)) for n in range(1, MOST + 1))


@dataclass(frozen=True)
class Market:
    """Sizes of a simulated market. ``new`` routes appear in the recent window, with ``mean`` seizures on average;
    ``bursts`` are the shares of days of a route with one seizure, two, three; ``evidence`` is what is counted, seizures
    (``events``) or days (``days``)."""

    routes: int = 600
    exponent: float = 1.1
    baseline: int = 1_200
    recent: int = 300
    months: int = 6
    months_before: int = 24
    history: int = 36
    new: int = 0
    mean: float = 4.0
    bursts: Sequence[float] = ALONE
    evidence: str = "events"

    @property
    def shares(self) -> NDArray[np.float64]:
        """What each route has of all days."""
        sizes = 1.0 / np.arange(1, self.routes + 1) ** self.exponent
        return np.asarray(sizes / sizes.sum())

    @property
    def burst(self) -> float:
        """Seizures of a day of a route on average."""
        return float(np.dot(np.arange(1, len(self.bursts) + 1), self.bursts) / sum(self.bursts))

    @property
    def before(self) -> int:
        """Seizures before the baseline, at its rate."""
        return round(self.baseline * self.history / self.months_before)


def counts_of(market: Market, draws: np.random.Generator) -> pd.DataFrame:
    """Counts of one market (see newness.COUNTS); ``truly_new`` marks the routes that were added."""
    spans = {
        "recent": (market.recent, 0, market.months),
        "baseline": (market.baseline, -market.months_before, 0),
        "before": (market.before, -market.months_before - market.history, -market.months_before),
    }
    # The days of each window by route, with their months; new routes follow those that were always there.
    days = {
        name: (draws.multinomial(round(n / market.burst), market.shares), (first, last))
        for name, (n, first, last) in spans.items()
    }
    added = draws.poisson(market.mean / market.burst, market.new)
    found = {}
    for name, (n, span) in days.items():
        every = np.concatenate([n, added if name == "recent" else np.zeros(market.new, int)])
        found[name] = drawn(every, span, market, draws)
    frame = pd.DataFrame({name: window[market.evidence] for name, window in found.items()})
    last_before = found["baseline"]["last"].fillna(found["before"]["last"])
    return frame.assign(
        truly_new=np.arange(len(frame)) >= market.routes,
        days=found["recent"]["days"], quiet=np.floor(found["recent"]["first"] - last_before), since=0,
        exposure_recent=market.months, exposure_baseline=market.months_before,
        all_recent=frame["recent"].sum(), all_baseline=frame["baseline"].sum(),
    )  # fmt: skip


def drawn(days: NDArray[np.int64], span: tuple[int, int], market: Market, draws: np.random.Generator) -> pd.DataFrame:
    """(events, days, first, last) of each route in a window: its seizures, its days, and the first and last month."""
    route = np.repeat(np.arange(len(days)), days)
    shares = np.asarray(market.bursts) / sum(market.bursts)
    seizures = draws.choice(np.arange(1, len(shares) + 1), len(route), p=shares)
    month = pd.Series(draws.uniform(*span, len(route))).groupby(route).agg(["min", "max"]).reindex(range(len(days)))
    events = np.bincount(route, seizures, minlength=len(days)).astype(int)
    return pd.DataFrame({"events": events, "days": days, "first": month["min"], "last": month["max"]})


def simulate(market: Market, runs: int, seed: int = 1, limits: Thresholds | None = None) -> pd.DataFrame:
    """A row for each run: how many routes got each rising tier in truth and in error (``tier``, ``tier.true``), unseen
    routes (``unseen``), what chance foretold of the seizures on them (``expected``, ``low``, ``high``) and what came
    (``observed``), routes that were seen again (``reopened``) and how many of them chance makes
    (``reopened.expected``)."""
    draws, limits = np.random.default_rng(seed), limits or Thresholds()
    months = market.history + market.months_before + market.months
    rows = []
    for _run in range(runs):
        routes = board(counts_of(market, draws), limits)
        old = routes[~routes["truly_new"]]
        row: dict[str, float] = {}
        for tier in RISES:
            here = routes["tier"] == tier
            row[tier] = int((here & ~routes["truly_new"]).sum())
            row[f"{tier}.true"] = int((here & routes["truly_new"]).sum())
        line = chance(old)
        row |= {name: getattr(line, name) for name in ("expected", "low", "high", "observed")}
        row["reopened"] = int((old["tier"] == "reopened").sum())
        row["reopened.expected"] = reopened_by_chance(old, months, market.months, limits.dormant)
        row["active"] = int((routes["recent"] > 0).sum())
        row["unseen"] = int(((old["recent"] > 0) & (old["baseline"] == 0)).sum())
        rows.append(row)
    return pd.DataFrame(rows)


def markets(bursts: Sequence[float]) -> dict[str, Market]:
    """The markets of the documented calibration: nothing changes, few and more routes are truly new; seizures alone and
    in bursts, counted each and once a day."""
    plain = {"unchanged": Market(), "3 new routes": Market(new=3), "10 new routes": Market(new=10)}
    burst = {f"{name}, bursts": replace(market, bursts=bursts) for name, market in plain.items()}
    daily = {f"{name}, once a day": replace(market, evidence="days") for name, market in burst.items()}
    return plain | burst | daily


def text_table(runs: int, seed: int = 1, bursts: Sequence[float] = UNODC_2016) -> str:
    """The calibration as a plain table: false alarms a run, and the share of truly new routes that each tier finds."""
    lines = [
        f"{runs} simulated markets each: {Market.routes} routes (Zipf {Market.exponent}), {Market.baseline} baseline "
        f"and {Market.recent} recent seizures in {Market.months_before} and {Market.months} months; a route's day of a "
        f"burst holds {Market(bursts=bursts).burst:.2f} seizures"
    ]
    for name, market in markets(bursts).items():
        lines += ["", *of_market(name, market, simulate(market, runs, seed))]
    return "\n".join(lines)


def of_market(name: str, market: Market, found: pd.DataFrame) -> list[str]:
    """One market in lines."""
    mean, held = found.mean(), ((found["observed"] >= found["low"]) & (found["observed"] <= found["high"])).mean()
    lines = [
        f"{name}: {mean['unseen']:.1f} of {mean['active']:.1f} active routes were not seen before; seizures on them "
        f"foretold {mean['expected']:.1f}, seen {mean['observed']:.1f}; the range holds in {held:.0%}",
        f"  {'reopened':24} {mean['reopened']:6.2f} a run, {mean['reopened.expected']:.2f} by chance",
    ]
    for tier in RISES:
        finds = f", finds {mean[f'{tier}.true'] / market.new:.0%} of the new routes" if market.new else ""
        lines.append(f"  {tier:24} {mean[tier]:6.2f} false alarms a run{finds if tier in NEW else ''}")
    return lines
