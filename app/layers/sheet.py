"""Flows of the events of a sheet (core.sheet), the first of the address or another one: its small map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core.flows import round_values
from app.core.sheet import PLACE, Subject
from app.layers import Extra, LayerRequest
from app.layers._flow import lines

#: ``number``: the place of the sheet in the address, from 0 on.
EXTRA: Extra = {"number": int}


def body(ask: LayerRequest) -> dict[str, Any]:
    """The largest flows as lines, with the scale of the map of all; of a place between places. None without a sheet."""
    at, number, flows = ask.view.at, ask.extra.get("number", 0), ask.queries.flows
    subject = Subject.from_text(at[number], ask.filters) if 0 <= number < len(at) else None
    if subject is None:
        return {"lines": [], "scale": None}
    filters, selection = subject.events_behind(ask.filters)
    level = "place" if subject.kind == PLACE else "country"
    view = replace(ask.view, sel=selection, level=level, metric="events")
    shown, scale = flows.top_flows(filters, view), flows.scale(filters, view)
    if selection:
        # All of them are the sheet's: none stands out.
        shown = shown[shown["lit"]].assign(lit=False)
    return {"lines": lines(ask, shown), "scale": {"full": scale.full, "values": round_values(scale.full)}}
