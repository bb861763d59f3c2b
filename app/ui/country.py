"""The same template for every country, side by side: what its sections say stands in wording.country_sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc

from app.charts.country_years import MOST
from app.core import country as core
from app.core import view as view_query
from app.core.view import href
from app.i18n import Translator
from app.layers.countries import side_by_side_link
from app.page_context import PageContext
from app.queries import Queries
from app.ui import country_years, ids, report_drawer, tags
from app.ui.controls import attrs, nav
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import small_map, widths
from app.ui.sections import painted
from app.wording import country_sections as sections
from app.wording import moved_routes

#: How long the lists of one country's column are.
LENGTHS = sections.Lengths(lists=6, routes=12)
#: Countries of a batch, until somebody names others: those that most events name.
BATCH = 13


def sheets(queries: Queries, context: PageContext) -> list[list[tuple[str, Any]]]:
    """(title, body) of every section for each country of the address, in the order of the template; those side by side
    share their axes and rows. A sheet's country takes the place of the filter's countries in any role, in its numbers,
    its links and its files."""
    context = replace(context, filters=replace(context.filters, country=()))
    events_by_country = {code: queries.events.naming(context.filters, code) for code in context.view.at}
    shared, moved = core.shared_scales(events_by_country, MOST), moved_routes.moved_routes(queries, context)
    return [sheet(queries, context, code, events, shared, moved) for code, events in events_by_country.items()]


def sheet(
    queries: Queries,
    context: PageContext,
    code: str,
    events: pd.DataFrame,
    shared: core.SharedScales,
    moved: sections.Moved,
) -> list[tuple[str, Any]]:
    """The sections of one country; ``shared`` and ``moved`` are asked for once for all countries."""
    section_list = sections.of_country(queries, context, code, events, shared, moved, LENGTHS)
    bodies = [(context.t(section.key), body(section, code, context)) for section in section_list]
    years = (context.t("country_page.years"), country_years.years(events, code, shared, queries, context))
    weights, table_of_weights = bodies[5]
    drawn = country_years.sizes(events, code, shared, context)
    by_size = (weights, tags.Div([Html(render(table_of_weights)), drawn]))
    by_place = (context.t("country_page.places_years"), country_years.places(events, code, shared, queries, context))
    return [
        (context.t("country_page.map"), map_of(code, context)),
        *bodies[:4],
        years,
        (context.t("country_page.upstream"), country_years.upstream(events, code, shared, queries, context)),
        bodies[4],
        by_place,
        by_size,
        *bodies[6:],
    ]


def body(section: sections.Section, code: str, context: PageContext) -> Any:
    """A section as a table, and what the page alone has under it."""
    section_table = painted(section, context)
    if section.key == "country_page.figures":
        return tags.Div(section_table, className="long")
    ends = {"country_page.to": ("departure", "destination"), "country_page.from": ("destination", "departure")}
    if section.key not in ends:
        return section_table
    role, other = ends[section.key]
    chosen: dict[str, Any] = {role: (code,)}
    ranked = href("/ranks", replace(context.filters, **chosen), replace(context.view, of=other, level="country"))
    return tags.Div([section_table, nav(context.t("country_page.six_ways"), ranked, className="link")])


def chooser(queries: Queries, context: PageContext) -> Any:
    """Every country that an event names, in a list that is searched: beside a map until one is chosen, then in a
    drawer. The list holds them all, so it stands for the map where that cannot be seen."""
    t = context.t
    counts = queries.summary.named_countries(replace(context.filters, country=()))
    many = batch(context, list(map(str, counts.index)))
    if context.view.at:
        summary = tags.Summary(t("country_page.choose"), className="button")
        body = tags.Div(ranked(counts, context), className="drawer-body")
        drawer = tags.Details([summary, body], id="country-choose", className="drawer")
        return Html(render(tags.Div([drawer, many], className="row top")))
    hint = tags.P([shades(counts, t), t("country_page.map_hint")], className="hint")
    shown = tags.Div([small_map(ids.COUNTRIES_MAP), hint], className="chain-map countries-map")
    aside = tags.Div([ranked(counts, context), many], id="country-choose", className="country-choose")
    return tags.Div([shown, Html(render(aside))], className="countries-choice")


def shades(counts: pd.Series, t: Translator) -> tags.Element:
    """What the shades of the map of countries mean (assets/js/76_board.js), fewest first."""
    bounds = core.class_bounds(int(counts.max()) if len(counts) else 1)
    above = [str(b - 1) for b in bounds[1:]] + [""]
    texts = [
        t.number(low) if str(low) == up else f"{t.number(low)}–{up}" if up else t("country_page.from_on", n=low)
        for low, up in zip(bounds, above, strict=True)
    ]
    share = [100 * (0.18 + 0.72 * (n + 1) / len(bounds)) for n in range(len(bounds))]
    boxes = [
        tags.Span(
            [tags.I(className="key-box country-shade", style={"--share": f"{s:.0f}%"}), text], className="legend-pair"
        )
        for s, text in zip(share, texts, strict=True)
    ]
    return tags.Span(boxes)


def ranked(counts: pd.Series, context: PageContext) -> tags.Element:
    """Every country with its number of events, the most first; a click puts it beside the others or takes it out. What
    is written above the list narrows it (assets/js/82_country_search.js)."""
    t, most = context.t, max(1, int(counts.max()) if len(counts) else 1)
    box = tags.Input(type="search", autoComplete="off", className="entry", **attrs(data_narrows="country-list"))
    field = tags.Label([tags.Span(t("country_page.search")), box], className="entry-label country-search")
    rows = []
    for code, n in zip(map(str, counts.index), counts.tolist(), strict=True):
        bar = tags.Span(tags.I(style={"width": f"{100 * n / most:.1f}%"}), className="country-bar")
        words = [tags.Span(t.country(code)), bar, tags.B(t.number(n))]
        target = side_by_side_link(context.filters, context.view, code)
        row = nav(words, target, on=code in context.view.at, className="country-row")
        rows.append(tags.Li(row if target else tags.Span(words, className="country-row full")))
    listed = tags.Ol(rows, id="country-list", className="country-list", **attrs(aria_label=t("country_page.choose")))
    return tags.Div([field, listed], className="country-chooser")


def map_of(code: str, context: PageContext) -> tags.Element:
    """Flows of the events that name a country, drawn by the browser."""
    name = f"{ids.SHEET_MAP}-{code}"
    legend = tags.Div(widths(name, context.t), className="board-legend bare")
    return tags.Div([small_map(name), legend], className="chain-map sheet-map")


def batch(context: PageContext, codes: list[str]) -> tags.Element:
    """Sheets of many countries in one file; the browser counts them while they come (assets/js/89_batch.js)."""
    t = context.t
    wanted = ",".join(context.view.at or codes[:BATCH])
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
