"""Published annual figures: what stands in one series, and the figure of each country that a map may show.

A figure belongs to its indicator, unit and estimator: those of different estimators never stand in one line, and none
is added to or divided by another. A half year or a sum over several years is no annual figure and is said to be none.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

#: Words in the name of a source -> whose method its figures follow. SIMCI is UNODC's monitoring in Colombia.
ESTIMATORS = {"ONDCP": "ONDCP", "UNODC": "UNODC", "SIMCI": "UNODC", "DEVIDA": "DEVIDA"}
#: Areas that stand in a chart; figures of ports and agencies are listed with their country.
AREAS = ("country", "region", "world")


def estimator_of(r: dict[str, Any]) -> str:
    """Whose method a stated figure follows, by its own column or by the name of its source; "" where neither says."""
    if isinstance(r.get("estimator"), str) and r["estimator"]:
        return str(r["estimator"])
    said = " ".join(str(r[name]) for name in ("source_publisher", "note") if isinstance(r.get(name), str))
    return next((by for word, by in ESTIMATORS.items() if word in said), "")


def annual(statistic: pd.DataFrame) -> pd.DataFrame:
    """The figures of countries, regions and the world with their estimator as ``by``; ``whole`` are final ones of one
    whole year."""
    held = statistic[statistic["area_level"].isin(AREAS)]
    provisional = held["note"].fillna("").str.contains("provisional|preliminary", case=False)
    whole = held["period"].map(whole_year).astype(bool) & ~held["partial"].astype(bool) & ~provisional
    return held.assign(by=[estimator_of(r) for r in held.to_dict("records")], whole=whole)


def indicators(statistic: pd.DataFrame) -> pd.DataFrame:
    """(indicator, unit, n, countries): what is stated, the one with most countries first."""
    held = annual(statistic)
    countries = held["iso2"].where(held["area_level"] == "country")
    found = held.assign(country=countries).groupby(["indicator", "unit"], as_index=False)
    sizes = found.agg(n=("value", "size"), countries=("country", "nunique"))
    return sizes.sort_values(["countries", "n", "indicator"], ascending=[False, False, True], ignore_index=True)


def of_part(r: dict[str, Any]) -> str:
    """Why a figure is no final one of a whole year, as a code: ``sum`` of several years, ``partial``; "" when it is."""
    return "" if r["whole"] else "sum" if "/" in r["period"] else "partial"


def of_indicator(statistic: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """The figures of one indicator by area and estimator, the latest first; a whole year before its part."""
    held = annual(statistic)
    held = held[held["indicator"] == indicator]
    return held.sort_values(["area", "by", "year", "whole"], ascending=[True, True, False, False], ignore_index=True)


def whole_year(period: str) -> bool:
    """Whether a period is one whole year."""
    return len(period) == 4 and period.isdigit()


def of_map(figures: pd.DataFrame, by: str | None, year: int | None) -> pd.DataFrame:
    """For each country the figure of a year, or its latest; of one estimator where one is asked for. A whole year
    stands before a part or a sum of years; of two estimators for one year the one with more figures is shown."""
    held = figures[(figures["area_level"] == "country") & figures["iso2"].notna()]
    held = held[held["by"] == by] if by else held
    # A sum over several years is a figure of none of them.
    held = held[(held["year"] == year) & ~held["period"].str.contains("/", regex=False)] if year else held
    sizes = figures["by"].value_counts()
    ranked = held.assign(size=held["by"].map(sizes))
    order = ["iso2", "year", "whole", "size", "by"]
    first = ranked.sort_values(order, ascending=[True, False, False, False, True]).drop_duplicates("iso2")
    return first.drop(columns="size").sort_values("value", ascending=False, ignore_index=True)
