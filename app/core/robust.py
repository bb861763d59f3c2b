"""How much a ranking hangs on its measure and on single events: the same keys ranked in several ways."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Ways to rank: number, kilograms, median; number and kilograms without the five largest events; best grades alone.
MEASURES = ("events", "kg", "median", "events_less", "kg_less", "graded")
#: Events that are left out of ``events_less`` and ``kg_less``.
LARGEST = 5
#: A median of fewer weights says nothing about a key and is not ranked.
LEAST_WEIGHED = 3
#: How often the events are drawn again, and which draws.
DRAWS, SEED = 1_000, 1


def ranking(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """``table`` has a row for each ``key`` with the measures and ``weighed``; adds ``rank_<measure>`` (1 is the
    greatest, equals share the best place, nan where nothing is stated), ``best`` and ``worst`` over all measures, in
    the order of ``by``."""
    ranked = table.copy()
    ranked["median"] = ranked["median"].where(ranked["weighed"] >= LEAST_WEIGHED)
    for measure in MEASURES:
        stated = ranked[measure].where(ranked[measure] > 0)
        ranked[f"rank_{measure}"] = stated.rank(method="min", ascending=False)
    places = ranked[[f"rank_{measure}" for measure in MEASURES]]
    ranked["best"], ranked["worst"] = places.min(axis=1), places.max(axis=1)
    return ranked.sort_values(
        [by, "events", "key"], ascending=[False, False, True], na_position="last", ignore_index=True
    )


def places_by_chance(counts: NDArray[np.int64], level: float = 0.95) -> pd.DataFrame:
    """How far places by number hang on which events happen to be documented: for each count the range of its places
    (``low``, ``high``) and how often it is first (``first``, a share; of equals each is), over ``DRAWS`` resamplings of
    the events. Each event is drawn a Poisson number of times, so that a count of n becomes one of mean n (the Poisson
    bootstrap; B. Efron, Annals of Statistics 7, 1979, drew with replacement)."""
    drawn = np.random.default_rng(SEED).poisson(counts, (DRAWS, len(counts)))
    # The place of a count is one more than how many are greater.
    ordered = np.sort(drawn, axis=1)
    pairs = zip(ordered, drawn, strict=True)
    places = np.stack([1 + len(counts) - np.searchsorted(row, own, "right") for row, own in pairs])
    tail = (1 - level) / 2
    low, high = np.quantile(places, [tail, 1 - tail], axis=0, method="nearest")
    return pd.DataFrame({"low": low.astype(int), "high": high.astype(int), "first": (places == 1).mean(axis=0)})


def measures_taken(ranked: pd.DataFrame) -> list[str]:
    """The measures by which anything is ranked: where no weight is stated, kilograms rank nothing."""
    return [measure for measure in MEASURES if ranked[f"rank_{measure}"].notna().any()]
