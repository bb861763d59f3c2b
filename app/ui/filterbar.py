"""The filter on the pages of analysis: its chips, a drawer with every filter, and the switch for the largest events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import segmented
from app.ui.facets import chips, facets

#: So many of the heaviest events may be left out.
LESS = (0, 1, 5)


def largest_left_out(context: PageContext) -> tags.Element:
    """How much hangs on single seizures: the same page without the largest one, or the five largest."""
    t, now = context.t, context.filters.less
    options = [(t(f"panel.less_{n}"), context.link(replace(context.filters, less=n)), n == now) for n in LESS]
    return segmented(t("panel.less"), options)


def filterbar(queries: Queries, context: PageContext, idle: tuple[str, ...] = ()) -> tags.Element:
    """Every filter in a drawer, what is active as chips (without what the page does not apply), and the switch for the
    largest events."""
    n = len({f.name for f in context.filters.active()} - set(idle))
    name: list[Any] = [context.t("facet.drawer"), *([tags.B(context.t.number(n))] if n else [])]
    drawer = tags.Details(
        [tags.Summary(name, className="button"), tags.Div(facets(queries, context), className="drawer-body")],
        id="drawer", className="drawer",
    )  # fmt: skip
    return tags.Div([drawer, largest_left_out(context), chips(context, idle)], className="filterbar")
