"""How much a ranking hangs on its measure and on single events: the same keys ranked in several ways."""

from __future__ import annotations

import pandas as pd

#: Ways to rank: number, kilograms, median; number and kilograms without the five largest events; best grades alone.
MEASURES = ("events", "kg", "median", "events_less", "kg_less", "graded")
#: Events that are left out of ``events_less`` and ``kg_less``.
LARGEST = 5
#: A median of fewer weights says nothing about a key and is not ranked.
LEAST_WEIGHED = 3


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
