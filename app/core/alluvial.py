"""The chain of the selected events as an alluvial: departure, transit, seizure, destination, and what runs between.

Every column holds every event once. One that names several transits stands under all of them in their order
(``CL;PE;PA;BE``), never under the first alone: what a source does not state has a band of its own (``UNSTATED``), and
countries beyond the largest are gathered (``OTHERS``). Positions are shares of the height, from the top.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from app.core.modes import JOURNEY_ROLES

COLUMNS = JOURNEY_ROLES
#: Stands between the transits of one event.
THEN = ";"
UNSTATED, OTHERS = "", "*"
#: Countries of a column that have a band of their own.
MOST = 8
#: Share of the height that all gaps of a column take together.
GAPS = 0.16


def largest_groups(groups: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """``groups`` (the four columns, ``n``, and ``lit``: how many of them are selected) with the smaller countries of
    each column as ``OTHERS``."""
    table = groups.copy()
    for column in COLUMNS:
        table[column] = table[column].fillna(UNSTATED)
        sizes = table[table[column] != UNSTATED].groupby(column)["n"].sum()
        largest = sizes.sort_values(ascending=False, kind="stable").head(most).index
        if len(sizes) > most:
            table[column] = table[column].where(table[column].isin(largest) | (table[column] == UNSTATED), OTHERS)
    return table.groupby(list(COLUMNS), as_index=False)[["n", "lit"]].sum()


def bands(groups: pd.DataFrame) -> pd.DataFrame:
    """(column, key, n, lit, top, bottom): the largest first, then the others, then what is not stated."""
    whole, rows = groups["n"].sum(), []
    for column in COLUMNS:
        sizes = groups.groupby(column)[["n", "lit"]].sum().reset_index()
        sizes["late"] = sizes[column].map({OTHERS: 1, UNSTATED: 2}).fillna(0)
        sizes = sizes.sort_values(["late", "n", column], ascending=[True, False, True])
        gap = GAPS / max(1, len(sizes) - 1) if len(sizes) > 1 else 0.0
        top = 0.0
        for key, n, lit in zip(sizes[column], sizes["n"], sizes["lit"], strict=True):
            high = n / whole * (1 - gap * (len(sizes) - 1))
            rows.append((column, key, int(n), int(lit), top, top + high))
            top += high + gap
    return pd.DataFrame(rows, columns=["column", "key", "n", "lit", "top", "bottom"])


def spaced_labels(places: list[float], least: float, last: float) -> list[float]:
    """Places of labels, in order, moved as little as it takes for each to be ``least`` below the one before and none
    to lie beyond ``last``.

    >>> spaced_labels([0, 1, 50], 10, 52)
    [0, 10, 50]
    """
    spaced: list[float] = []
    for place in places:
        spaced.append(max(place, spaced[-1] + least) if spaced else place)
    for i in reversed(range(len(spaced))):
        spaced[i] = min(spaced[i], last - least * (len(spaced) - 1 - i))
    return spaced


def ribbons(groups: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """(left, right, origin, target, n, lit, top_left, bottom_left, top_right, bottom_right) between neighbouring
    columns, in the order of their bands, so that ribbons of one band do not cross inside it."""
    place = nodes.set_index(["column", "key"])
    order = {pair: i for i, pair in enumerate(place.index)}
    rows = []
    for left, right in pairwise(COLUMNS):
        flows = groups.groupby([left, right], as_index=False)[["n", "lit"]].sum()
        ends = [(left, right)[side] for side in (0, 1)]
        flows["o"] = [order[left, key] for key in flows[ends[0]]]
        flows["t"] = [order[right, key] for key in flows[ends[1]]]
        used = {side: dict.fromkeys(place.index, 0.0) for side in ("out", "in")}
        for row in flows.sort_values(["o", "t"]).to_dict("records"):
            span = {}
            for side, column in (("out", left), ("in", right)):
                band = place.loc[(column, row[column])]
                high = (band["bottom"] - band["top"]) * row["n"] / band["n"]
                start = band["top"] + used[side][column, row[column]]
                used[side][column, row[column]] += high
                span[side] = (start, start + high)
            counts = (int(row["n"]), int(row["lit"]))
            rows.append((left, right, row[left], row[right], *counts, *span["out"], *span["in"]))
    names = ["left", "right", "origin", "target", "n", "lit", "top_left", "bottom_left", "top_right", "bottom_right"]
    return pd.DataFrame(rows, columns=names)


def outline(r: Mapping[str, Any], ends: tuple[float, float], body: tuple[float, float], share: float) -> str:
    """The path (SVG) of the upper ``share`` of a ribbon between two places ``ends`` across; ``body`` is the top and
    the height of the columns."""
    top = [body[0] + body[1] * r[f"top_{side}"] for side in ("left", "right")]
    low = [body[0] + body[1] * (r[f"top_{s}"] + share * (r[f"bottom_{s}"] - r[f"top_{s}"])) for s in ("left", "right")]
    (x0, x1), mid = ends, sum(ends) / 2
    there = f"M{x0:.1f},{top[0]:.1f}C{mid:.1f},{top[0]:.1f} {mid:.1f},{top[1]:.1f} {x1:.1f},{top[1]:.1f}"
    return f"{there}L{x1:.1f},{low[1]:.1f}C{mid:.1f},{low[1]:.1f} {mid:.1f},{low[0]:.1f} {x0:.1f},{low[0]:.1f}Z"
