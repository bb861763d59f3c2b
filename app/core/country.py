"""One country in the events that name it: its roles, its situation by mode, its partners, and how sure that is.

Every function takes the events that name the country in any role, and its code. Kilograms are those stated; the median
is over stated weights alone. A count never becomes a total: a consignment seized elsewhere stands where it was seized.
"""

from __future__ import annotations

import pandas as pd

from app.core.filters import TRANSITS
from app.core.modes import MODES, POINT_PRECISIONS

#: What a country can be to a consignment, in the order of the chain.
ROLES = ("production", "departure", "transit", "seizure", "destination")
#: Ways in which a consignment concerns a country -> the role that makes it so.
WAYS = {"out": "departure", "through": "transit", "into": "destination", "seized": "seizure"}
#: Columns that these functions read.
COLUMNS = [
    "event_id", "date", "year", "production", "departure", "departure_basis", "seizure", "destination", *TRANSITS,
    "mode", "submode", "kg", "place", "precision", "confidence", "concealment", "operation", "arrests", "publisher",
    "date_precision",
]  # fmt: skip


def holds(events: pd.DataFrame, role: str, code: str) -> pd.Series:
    """Which events give the country a role."""
    columns = list(TRANSITS) if role == "transit" else [role]
    return events[columns].eq(code).any(axis=1)


def measured(events: pd.DataFrame) -> dict[str, float]:
    """``n``, ``kg`` (nan where no weight is stated), ``weighed`` (events with a weight), ``median`` and ``largest``."""
    known = events["kg"].dropna()
    return {
        "n": len(events),
        "kg": known.sum() if len(known) else float("nan"),
        "weighed": len(known),
        "median": known.median(),
        "largest": known.max(),
    }


def roles(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """(role, n, kg, weighed, median, largest); an event counts in every role that it gives the country."""
    rows = [{"role": role, **measured(events[holds(events, role, code)])} for role in ROLES]
    return pd.DataFrame(rows)


def stopped(events: pd.DataFrame, code: str) -> dict[str, float]:
    """What never left: consignments of the country's departures that were seized there before they did."""
    held = holds(events, "departure", code) & (events["departure_basis"] == "interdicted at departure")
    return measured(events[held])


def situation(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """(mode, way, n, kg): how the country stands by air, by sea and by each other mode; see ``WAYS``."""
    rows = []
    for mode in MODES:
        part = events[events["mode"] == mode]
        for way, role in WAYS.items():
            found = measured(part[holds(part, role, code)])
            rows.append({"mode": mode, "way": way, "n": found["n"], "kg": found["kg"], "median": found["median"]})
    return pd.DataFrame(rows)


def partners(events: pd.DataFrame, code: str, way: str) -> pd.Series:
    """Events by the other end: destinations of what left the country (``out``), departures of what was bound for it
    (``into``). What is not stated is counted under ""."""
    role, other = {"out": ("departure", "destination"), "into": ("destination", "departure")}[way]
    return events.loc[holds(events, role, code), other].fillna("").value_counts()


def places(events: pd.DataFrame, code: str) -> pd.Series:
    """Events by place of seizure in the country."""
    return events.loc[holds(events, "seizure", code), "place"].fillna("").value_counts()


def years(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """Seizures in the country by year (index) and mode (columns), every year between the first and the last."""
    held = events[holds(events, "seizure", code)]
    if held.empty:
        return pd.DataFrame(columns=list(MODES), dtype=int)
    table = pd.crosstab(held["year"], held["mode"]).reindex(columns=list(MODES), fill_value=0)
    return table.reindex(range(int(table.index.min()), int(table.index.max()) + 1), fill_value=0)


def operations(events: pd.DataFrame) -> pd.DataFrame:
    """(operation, n, kg, arrests, told): ``told`` is how many of its events state arrests; a blank is not zero."""
    named = events[events["operation"].notna() & (events["operation"] != "")]
    found = named.groupby("operation").agg(
        n=("event_id", "size"), kg=("kg", lambda kg: kg.sum(min_count=1)),
        arrests=("arrests", lambda a: a.sum(min_count=1)), told=("arrests", "count"),
    )  # fmt: skip
    return found.sort_values(["n", "kg"], ascending=False).reset_index()


def quality(events: pd.DataFrame) -> dict[str, float]:
    """Shares of the events: known departure, destination, weight, day, a place at a point, high confidence; and how
    many publishers stand behind them."""
    n = max(1, len(events))
    return {
        "departure": events["departure"].notna().sum() / n,
        "destination": events["destination"].notna().sum() / n,
        "kg": events["kg"].notna().sum() / n,
        "day": (events["date_precision"] == "day").sum() / n,
        "point": events["precision"].astype(str).isin(POINT_PRECISIONS).sum() / n,
        "confidence": (events["confidence"].astype(str) == "high").sum() / n,
        "publishers": events["publisher"].nunique(),
    }
