"""What is selected, in words and in numbers: for the side, the titles of pages and what is drawn of them."""

from __future__ import annotations

import pandas as pd

from app.core.selection import bare, way_of, window_of
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import MOST_ROWS, Queries
from app.wording.route_board import route_label


def selection_name(queries: Queries, context: PageContext, sel: str) -> tuple[str, str]:
    """(kind, name) of what was clicked, in words."""
    kind, _sep, key = sel.partition(":")
    places, t = queries.data.places, context.t
    if kind in ("flow", "leg"):
        ends, *rest = bare(key).split("|")
        names = [t.place(places[e]) if e in places else e for e in ends.split(">")]
        labels = [t.code(k, v) if t.has(f"{k}.{v}") else v for k, v in zip(("mode", "line"), rest, strict=False)]
        return t("panel.flow"), " → ".join(names) + (" · " + " · ".join(labels) if labels else "")
    if kind == "node":
        return t("panel.node"), t.place(places[key]) if key in places else key
    if kind == "route":
        return t("panel.route"), route_label(key, queries, t)
    if kind == "window":
        return window_name(queries, context, key)
    if kind == "as":
        role, _sep, node = key.partition("|")
        return t(f"role.{role}").capitalize(), t.place(places[node]) if node in places else node
    if kind == "way":
        return t("streams.way"), way_name(queries, context, key)
    if kind == "backs":
        return t("panel.backs"), key
    if kind == "same":
        field, _sep, text = key.partition("|")
        label = t.code(field, text) if t.has(f"{field}.{text}") else text or t("unstated")
        return t(f"panel.same_{field}"), label
    if kind == "month":
        return (t("panel.year"), key[:4]) if key.endswith("-??") else (t("panel.month"), t.date(key))
    return t("panel.cell"), places_in(queries, context, sel)


def window_name(queries: Queries, context: PageContext, key: str) -> tuple[str, str]:
    """A route or a leg in a time, with the least weight of a window of the route board."""
    t, window = context.t, window_of(key)
    if window is None:
        return t("panel.all"), ""
    kind, name = selection_name(queries, context, window.inner)
    span = t("sentence.span", first=t.date(window.period.first), last=t.date(window.period.last))
    least = [t("panel.least", kg=t.kg(window.floor_kg))] if window.floor_kg else []
    return kind, " · ".join([name, span, *least])


def way_name(queries: Queries, context: PageContext, key: str) -> str:
    """Part of a sea lane by its ends that are most often named: from where to where."""
    t, way = context.t, way_of(key)
    if way is None:
        return ""
    level, first, last = way
    stretches = queries.data.sea_lanes(level).stretches_with(first, last)
    along = queries.streams.along(context.filters, level, stretches)
    return " → ".join(first_two(counts, t) for counts in (along.departures, along.destinations))


def first_two(counts: pd.Series, t: Translator) -> str:
    """The two countries with most events, and whether there are more."""
    first = [t.country(code) for code in counts.index[:2]]
    return ", ".join([*first, "…"]) if len(counts) > 2 else t.all_of(first) or t("unstated")


def places_in(queries: Queries, context: PageContext, cell: str) -> str:
    """The two places of a cluster with most events by name, and whether there are more."""
    names = queries.events.page(context.filters, cell, [], 0, MOST_ROWS)["place"].value_counts()
    first = [str(name) for name in names.index[:2]]
    return ", ".join([*first, "…"]) if len(names) > 2 else context.t.all_of(first)


def title(queries: Queries, context: PageContext, sel: str) -> str:
    """The selection as a title, with its number and weight."""
    t, totals = context.t, queries.summary.totals(context.filters, sel)
    kind, name = selection_name(queries, context, sel)
    key = "title.selected_kg" if totals["kg_known"] else "title.selected"
    lead = "" if sel.startswith(("flow:", "leg:", "node:", "route:", "window:")) else f"{kind} "
    return t(key, name=lead + name, said=t("sentence.events", n=int(totals["events"])), kg=t.kg(totals["kg"]))
