"""Seizures at the places of a country by year and mode: a panel for each place, on the same axes."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pandas as pd

from app.charts.country_years import bars
from app.charts.description import Chart, Panel
from app.core import country as core
from app.i18n import Translator

#: So many places are shown, those with the most seizures.
MOST = 6


def describe(
    events: pd.DataFrame,
    code: str,
    shared: core.SharedScales,
    filling: str | None,
    link: Callable[[str, int], str],
    t: Translator,
) -> Chart:
    """``events``, ``shared`` and ``filling`` as for charts.country_years; ``link`` gives the address of the events of
    a place and a year. Without a place that is stated there is no panel."""
    span = range(shared.first, shared.last + 1)
    events = events[["seizure", "place", "year", "mode"]]
    places = core.places(events, code).drop("", errors="ignore")
    counts = {
        str(name): core.years(events[events["place"] == name], code).reindex(span, fill_value=0)
        for name in places.head(MOST).index
    }
    drawn = [bars(table, shared.modes, filling, functools.partial(link, name), t) for name, table in counts.items()]
    panels = tuple(Panel(name, series) for name, (series, _totals) in zip(counts, drawn, strict=True))
    title = t("country_page.places_of", name=t.country(code))
    shown = sum(int(table.to_numpy().sum()) for table in counts.values())
    summary = t("country_page.places_summary", shown=t.number(shown), all=t.number(_in_span(events, code, span)))
    totals = tuple(total for _series, total in drawn)
    return Chart(
        title, "", panels, shared.first, shared.last, float(shared.place_top), f"{title}. {summary}", True, totals
    )


def _in_span(events: pd.DataFrame, code: str, span: range) -> int:
    return int(core.years(events, code).reindex(span, fill_value=0).to_numpy().sum())
