"""Overview: the chain explorer beside the map, roles over the years, and published figures."""

from __future__ import annotations

from typing import Any

from dash import Dash

from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import current
from app.ui import chain, figures, ids, tags
from app.ui.page_parts import answered, bind, frame, head, small_map, widths
from app.wording import headings

PATH = "/overview"


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    foot = tags.P([tags.Span(t("app.caveat")), tags.Span(t("app.boundary"))], className="caveat")
    legend = tags.P([*widths(ids.OVERVIEW_MAP, t), tags.Span(t("overview.brush"))], className="board-legend")
    mapped = tags.Div([small_map(ids.OVERVIEW_MAP), legend], className="chain-map")
    explorer = tags.Div(
        [tags.Div(id=ids.OVERVIEW.tools, className="chain-box"), mapped],
        className="chain-explorer",
    )
    figure_map = tags.Div(
        [small_map(ids.FIGURES_MAP), tags.P(id=ids.FIGURES_NOTE, className="board-legend")], className="chain-map"
    )
    published = tags.Section(
        [
            tags.H2(t("figures.title")),
            tags.P(t("figures.note"), className="hint"),
            tags.Div(id=ids.FIGURES),
            tags.Div([figure_map, tags.Div(id=ids.FIGURES_LIST)], className="figures-explorer"),
        ],
        className="overview-box",
    )
    main = tags.Main([explorer, tags.Div(id=ids.OVERVIEW.body), published], className="board-main")
    return frame(ids.OVERVIEW, query, main, tags.Footer(foot, className="foot"), kind="board whole")


def parts(context: PageContext, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), context.t
    sections = [
        (
            t("overview.shift"),
            [
                tags.P(t("overview.shift_note"), className="hint"),
                chain.role_key(t),
                chain.shift(queries.overview.role_years(context.filters), context),
            ],
        ),
    ]
    return {
        ids.OVERVIEW.head: head(queries, context, problems, headings.overview_title(queries, context), []),
        ids.OVERVIEW.tools: [
            tags.Div([tags.H2(t("overview.alluvial")), chain.cleared(context)], className="row"),
            chain.drawing(queries.overview.chains(context.filters, context.view.sel), context),
            chain.ribbon_key(context),
        ],
        ids.FIGURES: figures.controls(queries, context),
        ids.FIGURES_NOTE: figures.mapped(queries, context),
        ids.FIGURES_LIST: figures.listed(queries, context),
        ids.OVERVIEW.body: [
            tags.Section([tags.H2(title), *body], className="overview-box") for title, body in sections
        ],
    }


def update_overview(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.page_parts)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.OVERVIEW, update_overview)
