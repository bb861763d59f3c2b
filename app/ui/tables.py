"""Columns and rows of the list and of each layer's table, as AG Grid takes them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from flask import current_app

from app.core.corridors import matching_filter
from app.core.flows import ranked
from app.core.frames import records
from app.core.modes import JOURNEY_ROLES, MODES
from app.core.selection import at_level
from app.i18n import Translator
from app.layers import LayerRequest
from app.layers.nodes import node_rows
from app.page_context import PageContext
from app.queries import Queries

MOST_ROWS = 1000
NARROW = ("date", "place", "kg")
WIDE = (
    *NARROW,
    "mode",
    "submode",
    "departure",
    "destination",
    "seizure",
    "form",
    "concealment",
    "agencies",
    "arrests",
    "operation",
    "confidence",
    "title",
    "publisher",
    "event_id",
)
SIZES = {
    "date": 96,
    "place": 150,
    "kg": 78,
    "mode": 84,
    "title": 320,
    "concealment": 200,
    "agencies": 170,
    "publisher": 180,
    "departure": 120,
    "destination": 120,
    "submode": 150,
    "from": 120,
    "to": 120,
    "name": 150,
    "says": 420,
    "events": 78,
}


def column(name: str, t: Translator, *, number: bool = False, sortable: bool = True, **more: Any) -> dict[str, Any]:
    """One column: heading by language, numbers to the right."""
    kind = {"type": "rightAligned"} if number else {}
    return {
        "field": name,
        "headerName": t(f"column.{name}"),
        "width": SIZES.get(name, 110),
        "sortable": sortable,
        "headerTooltip": t(f"column.{name}"),
        "tooltipField": name,
        **kind,
        **more,
    }


def dots() -> dict[str, str]:
    """The dot of its mode before a cell."""
    return {f"dot-{mode}": f"params.data && params.data.code === '{mode}'" for mode in MODES}


def event_columns(context: PageContext) -> list[dict[str, Any]]:
    """Columns of the event list; the wide panel shows all of them."""
    names = WIDE if context.view.wide == "1" else NARROW
    rules = {"cellClassRules": dots()}
    grow: dict[str, dict[str, Any]] = {
        "place": {**({"flex": 1, "minWidth": 84} if context.view.wide == "0" else {"width": 210}), **rules}
    }
    (first, down), *_rest = context.view.order
    grow.setdefault(first, {})["initialSort"] = "desc" if down else "asc"
    columns = [column(n, context.t, number=n == "kg", **grow.get(n, {})) for n in names]
    return [pick_column(context.t), *columns] if current_app.config["CHANGES_ALLOWED"] else columns


def pick_column(t: Translator) -> dict[str, Any]:
    """Marks of the events that are picked by hand (assets/js/79_picks.js)."""
    return {
        "colId": "pick", "field": "pick", "headerName": "☑", "headerTooltip": t("picks.column"), "width": 38,
        "sortable": False, "resizable": False, "pinned": "left", "valueGetter": {"function": "pickMark(params)"},
    }  # fmt: skip


def event_rows(frame: pd.DataFrame, t: Translator) -> list[dict[str, Any]]:
    """List rows in words; the id rides along for the click."""

    none = t("unstated")

    def code_text(kind: str, value: Any) -> str:
        return none if value is None else t.code(kind, str(value))

    return [
        {
            "event_id": row["event_id"],
            "date": t.date(row["date"]),
            "place": row["place"],
            "code": row["mode"],
            "kg": none if row["kg"] is None else t.weight(row["kg"]),
            **{k: code_text(k, row[k]) for k in ("mode", "submode", "form", "confidence")},
            **{k: code_text("country", row[k]) for k in ("departure", "destination", "seizure")},
            **{k: none if row[k] is None else row[k] for k in ("concealment", "agencies", "operation")},
            "arrests": none if row["arrests"] is None else t.number(row["arrests"]),
            "title": row["title"],
            "publisher": row["publisher"],
        }
        for row in records(frame)
    ]


def numeric(name: str, t: Translator) -> dict[str, Any]:
    """A column that sorts as a number and reads by locale."""
    return column(name, t, number=True, valueFormatter={"function": f"formatNumber(params.value, '{t.language}')"})


def flow_table(queries: Queries, context: PageContext) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every flow of the level, largest first; with a selection those of its events."""
    t, places, sel = context.t, queries.data.places, context.view.sel
    every = ranked(queries.ranking.flows(context.filters, context.view.level), context.view.metric)
    if sel:
        every = every[every["key"].isin(queries.ranking.lit(context.filters, context.view.level, sel))]
    frame = every.head(MOST_ROWS)
    rows = [
        {
            "key": f"flow:{at_level(r['key'], context.view.level)}",
            "from": t.place(places[r["origin"]]),
            "to": t.place(places[r["target"]]),
            "mode": t.code("mode", r["mode"]),
            "line": t.code("line", r["line"]),
            "code": r["mode"],
            "status": r["line"],
            "events": int(r["events"]),
            "kg": blank(r["kg"], r["kg_known"]),
            "median": blank(r["median"], r["kg_known"]),
            "unweighed": int(r["events"] - r["kg_known"]),
        }
        for r in frame.to_dict("records")
    ]
    # Beside the map there is room for both ends and their number; the ends take what a wide panel has.
    ends: dict[str, Any] = {"width": SIZES["from"]} if context.view.wide == "1" else {"flex": 1, "minWidth": 98}
    # Three flows between the same ends are told apart by their signs, also where mode and status are out of sight.
    italics = {"unsailed": "params.data && params.data.status !== 'travelled'"}
    signs: dict[str, Any] = {"cellClassRules": {**dots(), **italics}, "headerTooltip": t("panel.flow_signs")}
    columns = [
        column("from", t, **ends, **signs),
        column("to", t, **ends, cellClassRules=italics),
        numeric("events", t),
        numeric("kg", t),
        numeric("median", t),
        column("mode", t),
        column("line", t),
        numeric("unweighed", t),
    ]
    return columns, rows


def blank(value: Any, known: int) -> float | None:
    """A sum over no stated weight is blank, not zero."""
    return None if not known or pd.isna(value) else round(float(value), 3)


def node_table(queries: Queries, context: PageContext) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every node of the level with its roles."""
    t = context.t
    nodes = node_rows(LayerRequest(queries, context.filters, context.view, t))[:MOST_ROWS]
    rows = [{"key": f"node:{r['key']}", "name": t.place(queries.data.places[r["key"]]), **r["roles"]} for r in nodes]
    columns = [column("name", t, flex=1, minWidth=130)]
    for role in JOURNEY_ROLES:
        columns.append({**numeric(role, t), "headerName": t(f"role.{role}").capitalize(), "width": 96})
    return columns, rows


def corridor_table(queries: Queries, context: PageContext) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The corridors that the filter is about, the multi-origin statements too."""
    t = context.t
    rows = [
        {
            "key": f"corridor:{r['corridor_id']}",
            "name": r["name"],
            "period": r["period"],
            "kind": t(f"corridor.{r['kind']}"),
            "says": r["what_the_source_says"],
            "publisher": r["source_publisher"],
        }
        for r in matching_filter(queries.store.answers.table("corridor"), context.filters).to_dict("records")
    ]
    columns = [column("name", t, flex=1, minWidth=160), column("period", t), column("kind", t, width=150)]
    return columns + ([column("says", t), column("publisher", t)] if context.view.wide == "1" else []), rows


TABLES = {"flows": flow_table, "nodes": node_table, "corridors": corridor_table}
