"""Seizures of a sheet by year and mode, on the axes that it shares with the sheets beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pandas as pd

from app.charts.description import Chart, Panel, Point, Series
from app.core import country as core
from app.core.modes import MODES
from app.core.sheet import Sheet
from app.i18n import Translator


def describe(sheet: Sheet, link: Callable[[int], str], t: Translator) -> Chart:
    """Bars by year, stacked by mode; from the year of the month ``sheet.filling`` on reports still come in. ``link``
    gives the address of the events of a year."""
    shared = sheet.shared
    counts = core.years(sheet.events, sheet.key).reindex(range(shared.first, shared.last + 1), fill_value=0)
    series, totals = bars(counts, shared.modes, sheet.filling, link, t)
    sums = counts.sum(axis=1)
    name = t(sheet.text("years_of"), name=sheet.name)
    summary = t("country_page.years_summary", n=int(sums.sum()), first=shared.first, last=shared.last)
    top = float(shared.top)
    return Chart(name, "", (Panel("", series),), shared.first, shared.last, top, f"{name}. {summary}", True, (totals,))


def bars(
    counts: pd.DataFrame, named: Collection[str], filling: str | None, link: Callable[[int], str], t: Translator
) -> tuple[tuple[Series, ...], dict[int, str]]:
    """Counts by year (index) and mode (columns) as bars on each other, of the ``named`` modes, and the total of each
    year that has one; see ``describe``."""
    late = int((filling or "9999")[:4])
    series = tuple(
        Series(t.code("mode", mode), f"modes.{mode}", _points(counts[mode], mode, late, link, t))
        for mode in MODES
        if mode in named
    )
    return series, {int(year): t.number(n) for year, n in counts.sum(axis=1).items() if n}


def _points(counts: pd.Series, mode: str, late: int, link: Callable[[int], str], t: Translator) -> tuple[Point, ...]:
    name = t.code("mode", mode)
    return tuple(
        Point(
            year, float(n), f"{year}, {name}: {t('sentence.events', n=int(n))}"
            + (f". {t('time.filling', month=str(year))}" if year >= late else ""),
            partial=year >= late, link=link(year),
        )
        for year, n in zip(map(int, counts.index), counts, strict=True)
        if n
    )  # fmt: skip
