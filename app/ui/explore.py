"""What follows from an address of Explore: what is drawn; parts as HTML, the card and the tables; the list."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import orjson
import pandas as pd

from app.charts import timeline
from app.core import view as view_query
from app.core.filters import Filters
from app.layers import LayerRequest, layer_json, streams
from app.page_context import PageContext, parse_context
from app.queries import Queries
from app.ui import card, coverage, ids, map_controls, panel, tables, tags
from app.ui.facets import chips, facets
from app.ui.head import head
from app.ui.markup import render

#: Layers of the map that follow from the address alone.
LAYERS = ("flows", "nodes", "corridors")
#: Drawn in place of the lines of flows.
STREAMS = "streams"


def answer(queries: Queries, query: str, unfolded: frozenset[str] | None = None) -> dict[str, Any]:
    """Everything that follows from the address, in one answer: a page whose parts arrive together never contradicts
    itself. ``unfolded`` are parts of the filter column (see ui.facets). ``card`` is a tree of components, for it holds
    a map; a layer's table that is closed is None."""
    context, problems = parse_context(query)
    shown = card.card(queries, context)
    canonical = view_query.to_query(context.filters, context.view)
    make, name = functools.partial(of_address, queries, context, bool(shown), unfolded), sorted(unfolded or ())
    # Overlays are named in the column, and change without the data.
    overlays = [overlay.plain() for overlay in queries.data.overlays.all()]
    key = (canonical, unfolded is None, name, overlays)
    cached = orjson.loads(queries.store.answers.cached_bytes("explore", make, *key))
    return {
        # The head holds the storyboards, too, which change without the data.
        "html": {ids.HEAD: render(head(queries, context, problems)), **cached},
        "card": shown,
        "columns": tables.event_columns(context),
        "table": layer_table(queries, context),
        "side": side_class(context, bool(shown)),
        "canonical": canonical,
        "path": context.path,
    }


def of_address(queries: Queries, context: PageContext, has_card: bool, unfolded: frozenset[str] | None) -> bytes:
    """Parts of the page that follow from the address and the data alone, as JSON."""
    return orjson.dumps(html_parts(queries, context, queries.summary.months(context.filters), has_card, unfolded))


def drawn(queries: Queries, query: str, seen: dict[str, Any], near: bool = False) -> bytes:
    """Map and time axis of an address as JSON: layers by their name, the axis as ``time``. They change together, before
    all that is read, and share what their questions find out. Clusters are those of what is ``seen`` of the map (see
    layers.seizures); they are left out where that is not known yet. Where streams are drawn the lines of flows are left
    out, too, but for who is so ``near`` that each flow has a line.
    """
    context, _problems = parse_context(query)
    ask = LayerRequest(queries, context.filters, context.view, context.t)
    as_streams = streams.are_drawn(ask)
    names = [name for name in LAYERS if context.view.shows(name) and (name != "flows" or near or not as_streams)]
    parts = {name: layer_json(name, ask) for name in [*names, *([STREAMS] if as_streams else [])]}
    if context.filters.area:
        parts["area"] = layer_json("area", ask)
    if context.view.overlays:
        parts["overlays"] = layer_json("overlays", ask)
    if seen and context.view.shows("seizures"):
        parts["seizures"] = layer_json("seizures", dataclasses.replace(ask, extra=seen))
    parts["time"] = time_axis(queries, context)
    return b"{%s}" % b",".join(b'"%s":%s' % (name.encode(), body) for name, body in parts.items())


def time_axis(queries: Queries, context: PageContext) -> bytes:
    """The time axis as JSON (see charts.timeline.columns)."""

    def make() -> bytes:
        months, filling = queries.summary.months(context.filters), queries.reporting.filling_from(context.filters)
        every = queries.summary.months(Filters(form=context.filters.form))
        return orjson.dumps(timeline.columns(months, context.view, filling, every))

    return queries.store.answers.cached_bytes("time", make, view_query.to_query(context.filters, context.view))


def html_parts(
    queries: Queries, context: PageContext, months: pd.DataFrame, has_card: bool, unfolded: frozenset[str] | None
) -> dict[str, str]:
    """Parts of the page as HTML by the id of their place (see ui.markup)."""
    parts = {
        ids.MAPBAR: map_controls.mapbar(context),
        ids.METRIC_BAR: map_controls.metric_bar(context),
        ids.TOP_BAR: map_controls.flow_limit_bar(context),
        ids.FACETS: [tags.Div(chips(context), className="facet-top chips-top"), *facets(queries, context, unfolded)],
        ids.TIMEBAR: map_controls.timebar(context, months),
        ids.COVERAGE: coverage.strip(queries, context, months),
        ids.SIDE_HEAD: [] if has_card else panel.side_head(queries, context),
    }
    return {place: render(tree) for place, tree in parts.items()}


def side_class(context: PageContext, has_card: bool) -> str:
    """Which of its three views the right column shows, and how wide."""
    kind = "card" if has_card else "list" if context.view.panel == "events" else "table"
    return f"side {kind}{' wide' if context.view.wide == '1' else ''}"


def layer_table(queries: Queries, context: PageContext) -> dict[str, Any] | None:
    """Columns and rows of the layer's table that is open; a closed one stays as it is."""
    make = tables.TABLES.get(context.view.panel)
    if make is None:
        return None
    columns, rows = make(queries, context)
    return {"columnDefs": columns, "rowData": rows}


def rows(queries: Queries, query: str, first: int, last: int, order: list[tuple[str, bool]]) -> bytes:
    """Rows ``first`` to ``last`` (not included) of the list in an order of (column, whether downwards), and how many
    there are in all, as JSON."""
    context, _problems = parse_context(query)
    filters, sel = context.filters, context.view.sel

    def make() -> bytes:
        frame = queries.events.page(filters, sel, order, first, last)
        return orjson.dumps({"rows": tables.event_rows(frame, context.t), "n": panel.total_of(queries, filters, sel)})

    return queries.store.answers.cached_bytes(
        "rows", make, filters.to_query(), sel, context.view.lang, first, last, order
    )
