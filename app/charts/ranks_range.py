"""Places of a ranking with how far they can be trusted: under every measure, and if the events were drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from app.charts.rows import Mark, Row, RowChart, Span
from app.i18n import Translator

#: So many rows are shown, the first.
MOST = 15
DOT, ANEW, MEASURES = "modes.maritime", "map.border", "map.label"


def describe(
    ranked: pd.DataFrame, by: str, name: Callable[[str], str], link: Callable[[str], str], t: Translator
) -> RowChart:
    """``ranked`` as queries._ranking gives it, ``by`` the measure of its order. ``name`` and ``link`` give the name of
    a node and the address of its events. A node without a place by that measure is left out. Drawing anew counts
    events: its range stands beside places by number alone."""
    anew = by == "events"
    shown = ranked[ranked[f"rank_{by}"].notna()].head(MOST).to_dict("records")
    rows = []
    for r in shown:
        key, place = str(r["key"]), int(r[f"rank_{by}"])
        said = [t("ranks.chart_measures", best=t.number(r["best"]), worst=t.number(r["worst"]))]
        said += [t("ranks.chart_anew", low=t.number(r["low"]), high=t.number(r["high"]))] if anew else []
        text = f"{name(key)}: {t('ranks.place', n=place)}. {'. '.join(said)}"
        by_chance = (Span(r["low"], r["high"], ANEW, 11),) if anew else ()
        spans = (*by_chance, Span(r["best"], r["worst"], MEASURES))
        rows.append(Row(name(key), (Mark(place, DOT, text, link(key)),), spans))
    top = max((span.high for row in rows for span in row.spans), default=1.0)
    title = t("ranks.chart", measure=t(f"ranks.{by}").lower())
    looks = (
        *([(ANEW, t("ranks.chance"))] if anew else []),
        (MEASURES, t("ranks.range")),
        (DOT, t("ranks.chart_place")),
    )
    summary = f"{title}. {t('ranks.chart_shown', n=t.number(len(rows)), all=t.number(len(ranked)))}"
    return RowChart(title, t("ranks.chart_axis"), tuple(rows), 1.0, float(top), looks, summary)
