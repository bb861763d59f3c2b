"""Countries to choose from: a map, a list that is searched, and sheets of many of them in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc

from app.core import country as core
from app.core import view as view_query
from app.core.measures import SHADE
from app.i18n import Translator
from app.layers.countries import side_by_side_link
from app.page_context import PageContext
from app.queries import Queries
from app.ui import ids, report_drawer, tags
from app.ui.controls import attrs, nav
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import small_map

#: Countries of a batch, until somebody names others: those that most events name.
BATCH = 13
#: Places that the search finds: those that most events name.
MOST_PLACES = 400


def chooser(queries: Queries, context: PageContext) -> Any:
    """Every country that an event names, in a list that is searched: beside a map until one is chosen, then in a
    drawer. The list holds them all, so it stands for the map where that cannot be seen."""
    t = context.t
    counts = queries.summary.named_countries(replace(context.filters, country=()))
    many, listed = batch(context, list(map(str, counts.index))), ranked(queries, counts, context)
    if context.view.at:
        summary = tags.Summary(t("country_page.choose"), className="button")
        body = tags.Div(listed, className="drawer-body")
        drawer = tags.Details([summary, body], id="country-choose", className="drawer")
        return Html(render(tags.Div([drawer, many], className="row top")))
    hint = tags.P([shades(counts, t), t("country_page.map_hint")], className="hint")
    shown = tags.Div([small_map(ids.COUNTRIES_MAP), hint], className="chain-map countries-map")
    aside = tags.Div([listed, many], id="country-choose", className="country-choose")
    return tags.Div([shown, Html(render(aside))], className="countries-choice")


def shades(counts: pd.Series, t: Translator) -> tags.Element:
    """What the shades of the map of countries mean (assets/js/76_board.js), fewest first."""
    bounds = core.class_bounds(int(counts.max()) if len(counts) else 1)
    boxes = []
    for number, low in enumerate(bounds):
        high = bounds[number + 1] - 1 if number + 1 < len(bounds) else None
        text = t("country_page.from_on", n=low) if high is None else "–".join(map(t.number, sorted({low, high})))
        share = SHADE["least"] + SHADE["range"] * (number + 1) / len(bounds)
        box = tags.I(className="key-box country-shade", style={"--share": f"{share:.0%}"})
        boxes.append(tags.Span([box, text], className="legend-pair"))
    return tags.Span(boxes)


def ranked(queries: Queries, counts: pd.Series, context: PageContext) -> tags.Element:
    """Every country with its number of events, the most first; a click puts it beside the others or takes it out. What
    is written above the list narrows it, and finds places and sea areas too (assets/js/82_country_search.js)."""
    t, most = context.t, max(1, int(counts.max()) if len(counts) else 1)
    box = tags.Input(type="search", autoComplete="off", className="entry", **attrs(data_narrows="country-list"))
    field = tags.Label([tags.Span(t("country_page.search")), box], className="entry-label country-search")
    rows = []
    for code, n in zip(map(str, counts.index), counts.tolist(), strict=True):
        bar = tags.Span(tags.I(style={"width": f"{100 * n / most:.1f}%"}), className="country-bar")
        rows.append(tags.Li(row(code, [tags.Span(t.country(code)), bar, tags.B(t.number(n))], context)))
    places = queries.summary.named_places(replace(context.filters, country=())).head(MOST_PLACES)
    for key, n in zip(map(str, places.index), places.tolist(), strict=True):
        words = [tags.Span(t.place(queries.data.places[key])), tags.Span(), tags.B(t.number(n))]
        rows.append(tags.Li(row(key, words, context), className="when-sought", hidden=True))
    for code in queries.data.reference.sea_areas.index:
        words = [tags.Span(t.country(code)), tags.Span(), tags.B("")]
        rows.append(tags.Li(row(code, words, context), className="when-sought", hidden=True))
    listed = tags.Ol(rows, id="country-list", className="country-list", **attrs(aria_label=t("country_page.choose")))
    return tags.Div([field, listed], className="country-chooser")


def row(text: str, words: list[tags.Element], context: PageContext) -> tags.Element:
    """One that may be chosen, or that no more room is for."""
    target = side_by_side_link(context.filters, context.view, text)
    if not target:
        return tags.Span(words, className="country-row full")
    return nav(words, target, on=text in context.view.at, className="country-row")


def batch(context: PageContext, codes: list[str]) -> tags.Element:
    """Sheets of many countries in one file; the browser counts them while they come (assets/js/89_batch.js)."""
    t = context.t
    wanted = ",".join([text for text in context.view.at if text in codes] or codes[:BATCH])
    box = dcc.Input(type="text", value=wanted, autoComplete="off", className="entry")
    query = view_query.to_query(context.filters, view_query.View(lang=context.view.lang))
    buttons = [
        tags.Button(
            f"{t('report.batch_make')} ({kind.upper()})", type="button", className="button main",
            **attrs(data_batch=kind, data_query=query),
        )
        for kind in report_drawer.KINDS
    ]  # fmt: skip
    body = [
        tags.Label([tags.Span(t("report.batch_codes")), tags.Span(box, id="batch-codes")], className="import-field"),
        tags.Div(buttons, className="row"),
        tags.Progress(id="batch-bar", max="1", value="0", hidden=True),
        tags.P(id="batch-said", className="hint", role="status"),
    ]
    summary = tags.Summary(t("report.batch"), className="button")
    return tags.Details([summary, tags.Div(body, className="drawer-body report-form")], id="batch", className="drawer")
