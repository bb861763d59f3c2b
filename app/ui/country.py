"""The same template for every country, side by side: what its sections say stands in wording.country_sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc

from app.charts.country_years import MOST
from app.core import country as core
from app.core import view as view_query
from app.core.view import MOST_BESIDE, href
from app.page_context import PageContext
from app.queries import Queries
from app.ui import country_years, report_drawer, tags
from app.ui.controls import attrs, nav
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
    by_place = (context.t("country_page.places_years"), country_years.places(events, code, shared, queries, context))
    return [*bodies[:4], years, bodies[4], by_place, *bodies[5:]]


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


def chooser(queries: Queries, context: PageContext) -> tags.Element:
    """Every country that an event names, most events first; a click puts it beside the others or takes it out."""
    t = context.t
    counts = queries.summary.named_countries(replace(context.filters, country=()))
    links = []
    for code, n in counts.items():
        now = tuple(sorted(set(context.view.at) ^ {str(code)}))
        words: list[Any] = [t.country(str(code)), tags.B(t.number(n))]
        on = code in context.view.at
        full = tags.Span(words, className="tier zero")
        links.append(full if len(now) > MOST_BESIDE else nav(words, context.link(at=now), on=on, className="tier"))
    summary = tags.Summary(t("country_page.choose"), className="button")
    choose = tags.Details([summary, tags.Div(links, className="tiers")], id="country-choose", open=not context.view.at)
    return tags.Div([choose, batch(context, list(map(str, counts.index)))], className="row top")


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
