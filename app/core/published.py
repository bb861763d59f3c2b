"""Published annual figures: what stands in one series, and the figure of each country that a map may show.

A figure belongs to its indicator, unit and estimator: those of different estimators never stand in one line, and none
is added to or divided by another. A half year or a sum over several years is no annual figure and is said to be none.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

#: Words in the name of a source -> whose method its figures follow. SIMCI is UNODC's monitoring in Colombia.
ESTIMATORS = {"ONDCP": "ONDCP", "UNODC": "UNODC", "SIMCI": "UNODC", "DEVIDA": "DEVIDA"}
#: Areas whose figures are listed; offices, departments and sectors stand on the data page.
AREAS = ("country", "region", "world", "port", "airport", "agency")
#: What the rows of one series share that are parts of one figure.
PARTS = ["series", "source", "indicator", "form", "unit", "area", "iso2", "area_level", "year", "period", "estimator"]


def estimator_of(r: dict[str, Any]) -> str:
    """Whose method a stated figure follows, by its own column or by the name of its source; "" where neither says."""
    if isinstance(r.get("estimator"), str) and r["estimator"]:
        return str(r["estimator"])
    text = " ".join(str(r[name]) for name in ("source_publisher", "note") if isinstance(r.get(name), str))
    return next((by for word, by in ESTIMATORS.items() if word in text), "")


def annual(statistic: pd.DataFrame) -> pd.DataFrame:
    """Every figure of an area once, with its estimator as ``by`` and ``figure``: its indicator, and after a point the
    form of cocaine where it holds for one alone. ``whole`` are final ones of one whole year. Rows of an imported series
    that repeat all of ``PARTS`` are parts of one figure and are added; statements of several sources never are."""
    rows = statistic[statistic["area_level"].isin(AREAS) & statistic["counted"].astype(bool)]
    own = rows["series"] == "stated"
    rows = pd.concat([rows[own], _added(rows[~own])], ignore_index=True)
    provisional = rows["note"].fillna("").astype(str).str.contains("provisional|preliminary", case=False)
    whole = rows["period"].map(whole_year).astype(bool) & ~rows["partial"].astype(bool) & ~provisional
    form = rows["form"].fillna("").astype(str)
    figure = (rows["indicator"] + "." + form).where(form != "", rows["indicator"])
    return rows.assign(estimator=[estimator_of(r) for r in rows.to_dict("records")], whole=whole, figure=figure)


def _added(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    rest = {c: "first" for c in rows.columns if c not in (*PARTS, "value", "partial")}
    return rows.groupby(PARTS, dropna=False, as_index=False).agg({**rest, "value": "sum", "partial": "max"})


def indicators(figures: pd.DataFrame) -> pd.DataFrame:
    """Of annual figures (figure, indicator, form, unit, n, countries): the one with most countries first."""
    countries = figures["iso2"].where(figures["area_level"] == "country")
    keys = ["figure", "indicator", "form", "unit"]
    grouped = figures.assign(country=countries).groupby(keys, dropna=False, as_index=False)
    sizes = grouped.agg(n=("value", "size"), countries=("country", "nunique"))
    return sizes.sort_values(["countries", "n", "figure"], ascending=[False, False, True], ignore_index=True)


def part_code(r: dict[str, Any]) -> str:
    """Why a figure is no final one of a whole year, as a code: ``sum`` of several years, ``partial``; "" when it is."""
    return "" if r["whole"] else "sum" if "/" in r["period"] else "partial"


def of_figure(figures: pd.DataFrame, figure: str) -> pd.DataFrame:
    """Of annual figures one, of every area, by area and estimator, the latest first; a whole year before its part."""
    figures = figures[figures["figure"] == figure]
    order = ["area_level", "area", "estimator", "year", "whole"]
    return figures.sort_values(order, ascending=[True, True, True, False, False], ignore_index=True)


def chosen(figures: pd.DataFrame, figure: str, estimator: str | None) -> pd.DataFrame:
    """Of annual figures one, of every area (see ``of_figure``), of one estimator where one is asked for."""
    rows = of_figure(figures, figure)
    return rows[rows["estimator"] == estimator] if estimator else rows


def whole_year(period: str) -> bool:
    """Whether a period is one whole year."""
    return len(period) == 4 and period.isdigit()


def of_map(figures: pd.DataFrame, by: str | None, year: int | None) -> pd.DataFrame:
    """For each country the figure of a year, or its latest; of one estimator where one is asked for. A whole year
    stands before a part or a sum of years; of two estimators for one year the one with more figures is shown."""
    rows = figures[(figures["area_level"] == "country") & figures["iso2"].notna()]
    rows = rows[rows["estimator"] == by] if by else rows
    # A sum over several years is a figure of none of them.
    rows = rows[(rows["year"] == year) & ~rows["period"].str.contains("/", regex=False)] if year else rows
    sizes = figures["estimator"].value_counts()
    ranked = rows.assign(size=rows["estimator"].map(sizes))
    order = ["iso2", "year", "whole", "size", "estimator"]
    first = ranked.sort_values(order, ascending=[True, False, False, False, True]).drop_duplicates("iso2")
    return first.drop(columns="size").sort_values("value", ascending=False, ignore_index=True)
