"""How often the tiers cry wolf, and how often they find what is there: markets that are simulated, with a known truth.

The market: 600 routes whose sizes follow Zipf's law with exponent 1.1, 1,200 seizures in a baseline of 24 months and
300 in 6 recent ones. In an unchanged market each new tier is a false alarm; in a changed one some routes are truly new.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.core.newness import NEW, TIERS, Thresholds, board, chance

RISES = (*(tier for tier in TIERS if tier in NEW), "growing", "shrinking")


@dataclass(frozen=True)
class Market:
    """Sizes of a simulated market. ``new`` routes appear in the recent window, with ``mean`` seizures on average."""

    routes: int = 600
    exponent: float = 1.1
    baseline: int = 1_200
    recent: int = 300
    months: int = 6
    months_before: int = 24
    new: int = 0
    mean: float = 4.0


def counts_of(market: Market, chance_of: np.random.Generator) -> pd.DataFrame:
    """Counts of one market (see newness.COUNTS); ``truly_new`` marks the routes that were added."""
    sizes = 1.0 / np.arange(1, market.routes + 1) ** market.exponent
    shares = sizes / sizes.sum()
    added = chance_of.poisson(market.mean, market.new)
    recent = np.concatenate([chance_of.multinomial(market.recent, shares), added])
    baseline = np.concatenate([chance_of.multinomial(market.baseline, shares), np.zeros(market.new, int)])
    frame = pd.DataFrame({"recent": recent, "baseline": baseline})
    frame["truly_new"] = np.arange(len(frame)) >= market.routes
    return frame.assign(
        before=0, days=frame["recent"], exposure_recent=market.months, exposure_baseline=market.months_before,
        all_recent=frame["recent"].sum(), all_baseline=frame["baseline"].sum(), quiet=np.nan, since=0,
    )  # fmt: skip


def simulate(market: Market, runs: int, seed: int = 1, limits: Thresholds | None = None) -> pd.DataFrame:
    """A row for each run: how many routes got each rising tier in truth and in error (``tier``, ``tier.true``), unseen
    routes (``unseen``), what chance foretold of the seizures on them (``expected``) and what came (``observed``)."""
    draws = np.random.default_rng(seed)
    rows = []
    for _run in range(runs):
        routes = board(counts_of(market, draws), limits)
        row: dict[str, float] = {}
        for tier in RISES:
            here = routes["tier"] == tier
            row[tier], row[f"{tier}.true"] = (
                int((here & ~routes["truly_new"]).sum()),
                int((here & routes["truly_new"]).sum()),
            )
        line = chance(routes[~routes["truly_new"]])
        active = routes["recent"] > 0
        row |= {"expected": line.expected, "observed": line.observed, "active": int(active.sum())}
        row["unseen"] = int((active & (routes["baseline"] == 0) & ~routes["truly_new"]).sum())
        rows.append(row)
    return pd.DataFrame(rows)


#: The markets of the documented calibration: nothing changes, few and more routes are truly new.
MARKETS = {"unchanged": Market(), "3 new routes": Market(new=3), "10 new routes": Market(new=10)}


def text_table(runs: int, seed: int = 1) -> str:
    """The calibration as a plain table: false alarms a run, and the share of truly new routes that each tier finds."""
    lines = [
        f"{runs} simulated markets each: {Market.routes} routes (Zipf {Market.exponent}), {Market.baseline} baseline "
    ]
    lines[0] += f"and {Market.recent} recent seizures in {Market.months_before} and {Market.months} months"
    for name, market in MARKETS.items():
        mean = simulate(market, runs, seed).mean()
        lines += [
            "",
            f"{name}: {mean['unseen']:.1f} of {mean['active']:.1f} active routes were not seen before; seizures on",
        ]
        lines[-1] += f" them foretold {mean['expected']:.1f}, seen {mean['observed']:.1f}"
        for tier in RISES:
            detected = (
                f", finds {mean[f'{tier}.true'] / market.new:.0%} of the new routes"
                if market.new and tier in NEW
                else ""
            )
            lines.append(f"  {tier:24} {mean[tier]:6.2f} false alarms a run{detected}")
    return "\n".join(lines)
