"""One country in the events that name it: its roles, its situation by mode, its partners, and how sure that is.

Every function takes the events that name the country in any role, and its code; or those of another subject of a sheet,
and its key (core.sheet). Kilograms are those stated; the median
is over stated weights alone. A count never becomes a total: a consignment seized elsewhere stands where it was seized.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from app.core import sizes
from app.core.filters import TRANSITS
from app.core.modes import MODES, POINT_PRECISIONS, ROLES

#: Ways in which a consignment concerns a country -> the role that makes it so.
WAYS = {"out": "departure", "through": "transit", "into": "destination", "seized": "seizure"}
#: Modes that every sheet states, also where there is nothing; the others stand where something is reported.
ALWAYS = ("air", "maritime")
#: Parts that are set beside each other -> the role that makes an event one of them; those of another role than seizure
#: were seized by others. (What a country's own authorities seize names it as the destination in few cases.)
CAUGHT = {"seized_own": "seizure", "inbound_elsewhere": "destination", "outbound_elsewhere": "departure"}
#: The basis of a departure whose consignment never left.
INTERDICTED = "interdicted at departure"
#: Columns that these functions read.
COLUMNS = [
    "event_id", "date", "year", "production", "departure", "departure_basis", "seizure", "destination", *TRANSITS,
    "mode", "submode", "kg", "place", "precision", "confidence", "concealed", "operation", "arrests", "publisher",
    "date_precision",
]  # fmt: skip


def events_in_role(events: pd.DataFrame, role: str, code: str) -> NDArray[np.bool_]:
    """Which events give the country a role, a mask in their order."""
    columns = TRANSITS if role == "transit" else (role,)
    # Plain arrays: a sheet asks this forty times, and a column's own comparison takes twenty times as long.
    masks = [events[column].to_numpy(object) == code for column in columns]
    return np.logical_or.reduce(masks).astype(bool)


def weight_summary(kg: ArrayLike) -> dict[str, float]:
    """Of the weights of some events: ``n``, ``kg`` (nan where none is stated), ``weighed`` (how many are stated),
    ``median`` and ``largest``."""
    every = np.asarray(kg, dtype=float)
    known = every[~np.isnan(every)]
    if not len(known):
        return {"n": len(every), "kg": np.nan, "weighed": 0, "median": np.nan, "largest": np.nan}
    sums = {"kg": known.sum(), "median": np.median(known), "largest": known.max()}
    return {"n": len(every), "weighed": len(known), **{name: float(value) for name, value in sums.items()}}


def roles(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """(role, n, kg, weighed, median, largest); an event counts in every role that it gives the country."""
    kg = events["kg"].to_numpy(float)
    return pd.DataFrame([{"role": role, **weight_summary(kg[events_in_role(events, role, code)])} for role in ROLES])


def seized_at_sea(events: pd.DataFrame, code: str) -> int:
    """How many of the seizures by its authorities were at sea."""
    return int((events_in_role(events, "seizure", code) & (events["precision"].to_numpy(object) == "sea")).sum())


def seized_before_leaving(events: pd.DataFrame, code: str) -> dict[str, float]:
    """What never left: consignments of the country's departures that were seized there before they did."""
    mask = events_in_role(events, "departure", code) & (events["departure_basis"].to_numpy(object) == INTERDICTED)
    return weight_summary(events["kg"].to_numpy(float)[mask])


def situation(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """(way, mode, n, kg, median): how the country stands by air, by sea and by each other mode; see ``WAYS``."""
    kg, modes = events["kg"].to_numpy(float), events["mode"].to_numpy(object)
    rows = []
    for way, role in WAYS.items():
        mask = events_in_role(events, role, code)
        for mode in MODES:
            rows.append({"way": way, "mode": mode, **weight_summary(kg[mask & (modes == mode)])})
    return pd.DataFrame(rows)[["way", "mode", "n", "kg", "median"]]


@dataclass(frozen=True)
class SharedScales:
    """What sheets that stand side by side share, so that they can be read across: the years, the greatest number of a
    year of a sheet (``top``), of a place, of a carrier and of a part of ``CAUGHT``, the modes that are listed, whether
    one of them has consignments that never left, the bounds of the classes of weights in kg, and the most seizures of
    a class."""

    first: int
    last: int
    top: int
    modes: tuple[str, ...]
    stopped: bool
    place_top: int = 1
    carrier_top: int = 1
    caught_top: int = 1
    size_bounds: tuple[float, ...] = ()
    size_top: int = 1


def shared_scales(held: Sequence[tuple[str, pd.DataFrame]], most: int) -> SharedScales:
    """What the sheets of some countries (code, and the events that name it) share; at most ``most`` years, the
    latest."""
    parts = [caught(events, code) for code, events in held]
    years_of_parts = [part["year"] for of_country in parts for part in of_country.values() if len(part)]
    last = max((int(when.max()) for when in years_of_parts), default=0)
    first = max(min((int(when.min()) for when in years_of_parts), default=0), last - most + 1)
    span = range(first, last + 1)
    tops_by_part = [
        {name: int(by_year(part, span).sum(axis=1).max()) for name, part in of_country.items()}
        for of_country in (parts if last else ())
    ]
    top = max((tops["seized_own"] for tops in tops_by_part), default=1)
    caught_top = max((n for tops in tops_by_part for n in tops.values()), default=1)
    seen = {mode for code, events in held for mode in events["mode"].to_numpy(object)[_any_role(events, code)]}
    never = any(seized_before_leaving(events, code)["n"] for code, events in held)
    modes = tuple(m for m in MODES if m in seen or m in ALWAYS)
    place_top, carrier_top = (
        max((_text_top(events, code, column, first) for code, events in held), default=1)
        for column in ("place", "submode")
    )
    bounds, size_top = _size_scales([weighed(events, code)["kg"].to_numpy(float) for code, events in held])
    return SharedScales(
        first, last, max(1, top), modes, never, place_top=max(1, place_top), carrier_top=max(1, carrier_top),
        caught_top=max(1, caught_top), size_bounds=bounds, size_top=size_top,
    )  # fmt: skip


def caught(events: pd.DataFrame, code: str) -> dict[str, pd.DataFrame]:
    """Year and mode of the events of each part of ``CAUGHT``. What a country's authorities seized at sea is seized by
    its own."""
    own = events_in_role(events, "seizure", code)
    return {
        part: events.loc[own if role == "seizure" else events_in_role(events, role, code) & ~own, ["year", "mode"]]
        for part, role in CAUGHT.items()
    }


def by_year(events: pd.DataFrame, span: range) -> pd.DataFrame:
    """Events by year (index, each of ``span``) and mode (columns)."""
    inside = events["year"].between(span.start, span.stop - 1).to_numpy(bool)
    counts = by_mode(events["year"].to_numpy(int)[inside] - span.start, events["mode"][inside], len(span))
    return counts.set_axis(span)


def by_mode(numbers: NDArray[np.integer[Any]], modes: pd.Series, size: int) -> pd.DataFrame:
    """Events by a number below ``size`` (index) and mode (columns)."""
    codes = pd.Categorical(modes, categories=list(MODES)).codes.astype(int)
    known = codes >= 0
    counts = np.bincount(numbers[known] * len(MODES) + codes[known], minlength=size * len(MODES))
    return pd.DataFrame(counts.reshape(size, len(MODES)), columns=list(MODES))


def weighed(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """Weight and mode of the seizures by its authorities whose weight is stated, above zero."""
    stated = events["kg"].to_numpy(float) > 0
    return events.loc[events_in_role(events, "seizure", code) & stated, ["kg", "mode"]]


def _size_scales(weights: list[NDArray[np.float64]]) -> tuple[tuple[float, ...], int]:
    """The bounds of classes that hold the weights of all countries, and the most that a class of one has."""
    known = [kg for kg in weights if len(kg)]
    if not known:
        return (), 1
    edges = sizes.bounds(min(kg.min() for kg in known), max(kg.max() for kg in known))
    return edges, max(int(np.bincount(sizes.class_of(kg, edges)).max()) for kg in known)


def _text_top(events: pd.DataFrame, code: str, column: str, first: int) -> int:
    """The most seizures that a text of a column (a place, a carrier) has in a year from the first on."""
    seized = events.loc[events_in_role(events, "seizure", code) & (events["year"] >= first), [column, "year"]]
    named = seized[seized[column].astype(object).fillna("") != ""]
    return int(named.groupby([column, "year"], observed=True).size().max()) if len(named) else 0


def _any_role(events: pd.DataFrame, code: str) -> NDArray[np.bool_]:
    return np.logical_or.reduce([events_in_role(events, role, code) for role in WAYS.values()]).astype(bool)


def partners(events: pd.DataFrame, code: str, way: str) -> pd.Series:
    """Events by the other end: destinations of what left the country (``out``), departures of what was bound for it
    (``into``). What is not stated is counted under ""."""
    role, other = {"out": ("departure", "destination"), "into": ("destination", "departure")}[way]
    return events.loc[events_in_role(events, role, code), other].fillna("").value_counts()


def places(events: pd.DataFrame, code: str) -> pd.Series:
    """Events by place of seizure."""
    return texts(events, code, "place")


def texts(events: pd.DataFrame, code: str, column: str) -> pd.Series:
    """Seizures by a text of theirs, the most first; those that do not state it under ""."""
    return events.loc[events_in_role(events, "seizure", code), column].astype(object).fillna("").value_counts()


def kinds(concealed: pd.Series) -> pd.Series:
    """Events by kind of concealment, the most first: an event counts for each that it names (codes with ``;`` between
    them)."""
    return concealed.astype(object).str.split(";").explode().value_counts()


def years(events: pd.DataFrame, code: str) -> pd.DataFrame:
    """Seizures in the country by year (index) and mode (columns), every year between the first and the last."""
    mask = events_in_role(events, "seizure", code)
    if not mask.any():
        return pd.DataFrame(columns=list(MODES), dtype=int)
    seized = events.loc[mask, ["year", "mode"]]
    return by_year(seized, range(int(seized["year"].min()), int(seized["year"].max()) + 1))


def operations(events: pd.DataFrame) -> pd.DataFrame:
    """(operation, n, kg, arrests, told): ``told`` is how many of its events state arrests; a blank is not zero."""
    named = events.loc[events["operation"].notna() & (events["operation"] != ""), ["operation", "kg", "arrests"]]
    by = named.groupby("operation")
    table = pd.DataFrame(
        {
            "n": by.size(),
            "kg": by["kg"].sum(min_count=1),
            "arrests": by["arrests"].sum(min_count=1),
            "told": by["arrests"].count(),
        }
    )
    return table.sort_values(["n", "kg"], ascending=False).reset_index()


def class_bounds(greatest: int, classes: int = 5) -> list[int]:
    """The lowest counts of at most so many classes from 1 to the greatest: round numbers (1, 2, 5, 10 …) at equal
    ratios, for counts of countries differ by orders of magnitude."""
    bounds = {1}
    for step in range(1, classes):
        value = max(1.0, float(greatest)) ** (step / classes)
        unit = 10 ** int(np.log10(value))
        bounds.add(int(unit * max(n for n in (1, 2, 5) if n * unit <= value)))
    return sorted(bounds)


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
