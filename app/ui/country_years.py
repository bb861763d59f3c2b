"""Seizures in a country by year and mode, on the axes that it shares with the countries beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.core import country as core
from app.core.modes import MODES
from app.core.view import href
from app.i18n import Translator
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import coverage, tags
from app.ui.controls import nav, pair

#: So many years are shown, the latest.
MOST = 16


def years(events: pd.DataFrame, code: str, shared: core.SharedScales, queries: Queries, context: PageContext) -> Any:
    """A bar for each year of all countries beside each other, stacked by mode, with its number above. Under them what
    is declared to be covered; a year that is still filling up is hatched."""
    t, found = context.t, core.years(events, code)
    found = found.reindex(range(shared.first, shared.last + 1), fill_value=0)
    if not shared.last:
        return tags.P(t("country_page.nothing"), className="hint")
    late = (queries.reporting.filling_from(context.filters) or "9999")[:4]
    bars = [year(y, row, shared.top, str(y) >= late, code, context) for y, row in found.to_dict("index").items()]
    line = coverage.of_country(queries, context, code, f"{shared.first}-01", f"{shared.last}-12")
    crowded = " crowded" if len(bars) > 8 else ""
    return tags.Div([tags.Div(bars, className=f"years{crowded}"), line, key(shared.modes, t)], className="with-line")


def year(y: int, row: dict[str, int], top: int, late: bool, code: str, context: PageContext) -> tags.Element:
    """One year; its number opens its events."""
    t, n = context.t, sum(row.values())
    parts = [
        tags.Span(
            className=f"fill-{m}",
            style={"height": f"{100 * row[m] / top:.1f}%"},
            title=f"{y}, {t.code('mode', m)}: {t.number(row[m])}",
        )
        for m in reversed(MODES)
        if row[m]
    ]
    kept = replace(context.filters, seizure=(code,), since=str(y), until=str(y))
    number = nav(t.number(n), href(HOME, kept, context.unclicked)) if n else ""
    return tags.Div(
        [tags.Div([tags.B(number), *parts], className="year-bar"), tags.Small(str(y)[2:], title=str(y))],
        className="year filling" if late else "year",
        title=t("time.filling", month=str(y)) if late else None,
    )


def key(modes: tuple[str, ...], t: Translator) -> tags.Element:
    """What the colours of the modes are."""
    return tags.P([pair(f"fill-{m} key-box", t.code("mode", m)) for m in modes], className="board-legend bare")
