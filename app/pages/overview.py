"""Overview: the chain explorer beside the map, roles over the years, and published figures."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc

from app.core.query import whole_number
from app.i18n import Translator
from app.page_context import parse_context
from app.queries import current
from app.ui import chain, figures, ids, tags
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head, small_map, widths
from app.wording import headings

PATH = "/overview"
#: Panels of a chart beside each other, at most.
MOST_COLUMNS = 6


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    foot = tags.P([tags.Span(t("app.caveat")), tags.Span(t("app.boundary"))], className="caveat")
    legend = tags.P([*widths(ids.OVERVIEW_MAP, t), tags.Span(t("overview.brush"))], className="board-legend")
    mapped = tags.Div([small_map(ids.OVERVIEW_MAP), legend], className="chain-map")
    explorer = tags.Div(
        [Html(id=ids.OVERVIEW.tools, className="chain-box"), mapped],
        className="chain-explorer",
    )
    figure_map = tags.Div(
        [small_map(ids.FIGURES_MAP), Html(id=ids.FIGURES_NOTE, tag="p", className="board-legend")],
        className="chain-map",
    )
    published = tags.Section(
        [
            tags.H2(t("figures.title")),
            tags.P(t("figures.note"), className="hint"),
            Html(id=ids.FIGURES),
            tags.Div(id=ids.FIGURES_CHARTS, className="figures-charts"),
            dcc.Store(id=ids.COLUMNS),
            tags.P([t("figures.chart_note"), " ", t("figures.hatched")], className="hint"),
            tags.Div([figure_map, Html(id=ids.FIGURES_LIST)], className="figures-explorer"),
        ],
        className="overview-box",
    )
    main = tags.Main([explorer, Html(id=ids.OVERVIEW.body), published], className="board-main")
    return frame(ids.OVERVIEW, query, main, tags.Footer(foot, className="foot"), kind="board whole")


def update_overview(query: str | None) -> tuple[str, str, str, str, str, str, dict[str, str]]:
    """Head, chain, controls, note and list of the published figures, roles over the years, and address for a query."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    title = headings.overview_title(queries, context)
    explorer = [
        tags.Div([tags.H2(t("overview.alluvial")), chain.cleared(context)], className="row"),
        chain.drawing(queries.overview.chains(context.filters, context.view.sel), context),
        chain.ribbon_key(context),
    ]
    roles = [
        tags.H2(t("overview.shift")),
        tags.P(t("overview.shift_note"), className="hint"),
        chain.role_key(t),
        chain.shift(queries.overview.role_years(context.filters), context),
    ]
    return (
        render(head(queries, context, problems, title, [])),
        render(explorer),
        render(figures.controls(queries, context)),
        render(figures.map_note(queries, context)),
        render(figures.listed(queries, context)),
        render(tags.Section(roles, className="overview-box")),
        address_of(context),
    )


def update_charts(columns: str | None, query: str | None) -> list[Any]:
    """The charts of the published figures for a query, in so many columns as the window has room for."""
    context, _problems = parse_context(query, PATH)
    return figures.charts(current(), context, whole_number(columns or "", 1, MOST_COLUMNS) or MOST_COLUMNS)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.clientside_callback(
        ClientsideFunction("charts", "columns"), Output(ids.COLUMNS, "data"), Input(ids.OVERVIEW.query, "data")
    )
    app.callback(
        Output(ids.FIGURES_CHARTS, "children"),
        Input(ids.COLUMNS, "data"),
        Input(ids.OVERVIEW.query, "data"),
    )(update_charts)
    app.callback(
        Output(ids.OVERVIEW.head, "html"),
        Output(ids.OVERVIEW.tools, "html"),
        Output(ids.FIGURES, "html"),
        Output(ids.FIGURES_NOTE, "html"),
        Output(ids.FIGURES_LIST, "html"),
        Output(ids.OVERVIEW.body, "html"),
        Output(ids.OVERVIEW.address, "data"),
        Input(ids.OVERVIEW.query, "data"),
    )(update_overview)
    follow_address(app, ids.OVERVIEW)
