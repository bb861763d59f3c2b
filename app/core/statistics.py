"""Stated figures for a period and an area, and what may be added up among them.

Such figures are never events: one row can stand for three hundred seizures in a sector a thousand kilometres long. A
naive sum of a published annex is ten times the truth (leaf beside cocaine, a total beside its parts), so a sum is
refused with every reason, and never made silently.
"""

from __future__ import annotations

import pandas as pd

from app.core.message import Message, Refused

#: What two rows must agree in to be the same statement, whichever dataset brings it.
KEY = ("series", "indicator", "estimator", "area", "subarea", "component", "period", "drug", "unit")
COLUMNS = (
    "series", "indicator", "estimator", "area", "iso2", "area_level", "subarea", "component", "year", "year_end",
    "period", "partial", "drug", "form", "value", "unit", "events", "counted", "source_publisher", "source_url",
    "source_date", "note", "row",
)  # fmt: skip


def counted_once(frame: pd.DataFrame, newest_first: list[str]) -> pd.Series:
    """True where a row counts: of datasets that state the same thing (files that overlap in a year), the newest does.

    Rows of one dataset that repeat a key all count: they are submissions that belong together (UNODC's annex has
    several rows of a country, drug and year)."""
    if frame.empty:
        return pd.Series(dtype=bool)
    rank = frame["source"].map({name: place for place, name in enumerate(newest_first)})
    keys = [frame[name].fillna("") for name in KEY]
    return rank == rank.groupby(keys).transform("min")


def objections(frame: pd.DataFrame) -> list[Message]:
    """Why rows must not be added up; empty when they may."""
    messages = []
    for name in ("unit", "indicator", "estimator", "series"):
        kinds = sorted(frame[name].dropna().unique())
        if len(kinds) > 1:
            messages.append(Message(f"sum.{name}", values=kinds))
    forms = set(frame["form"].dropna())
    if "leaf" in forms and len(forms) > 1:
        messages.append(Message("sum.leaf"))
    if "total" in forms and len(forms) > 1:
        messages.append(Message("sum.total"))
    if not frame["counted"].astype(bool).all():
        messages.append(Message("sum.twice", n=int((~frame["counted"].astype(bool)).sum())))
    if frame["area_level"].nunique() > 1:
        messages.append(Message("sum.area_level", values=sorted(frame["area_level"].dropna().unique())))
    return messages


def add_up(frame: pd.DataFrame) -> float:
    """The sum of the values, in the unit of the rows. Raises ``Refused`` with every reason not to."""
    reasons = objections(frame)
    if reasons:
        raise Refused(*reasons)
    return float(frame["value"].sum())


def by_year(frame: pd.DataFrame) -> pd.DataFrame:
    """(series, indicator, estimator, unit, form, year, value, events, rows, partial): figures that may stand in one
    line each; forms of cocaine, leaf and totals stay apart."""
    keys = ["series", "indicator", "estimator", "unit", "area_level", "form", "year"]
    counted = frame[frame["counted"].astype(bool)]
    # A year of months is complete with twelve of them, whatever the fiscal years that they were stated in.
    months = counted["period"].where(counted["period"].str.len() == 7)
    n_months = months.groupby([counted["series"], counted["year"]]).transform("nunique")
    counted = counted.assign(partial=counted["partial"].astype(bool).where(n_months == 0, n_months < 12))
    sums = counted.groupby(keys, dropna=False).agg(
        value=("value", "sum"), events=("events", "sum"), rows=("value", "size"), partial=("partial", "any")
    )
    return sums.reset_index()
