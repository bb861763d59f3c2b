"""Maritime flows along the sea lanes that they share, by the colour of their departure; all others as lines."""

from __future__ import annotations

from typing import Any

from app.core.flows import round_values
from app.core.measures import STREAM
from app.layers import Extra, LayerRequest, network
from app.layers._flow import lines

EXTRA: Extra = {}


def are_drawn(ask: LayerRequest) -> bool:
    """Whether flows are drawn as streams at world and ocean zoom: where the view says so, and there are not few."""
    view = ask.view
    if not (view.shows("flows") and view.draw == "streams" and view.metric != "median"):
        return False
    return len(ask.queries.streams.loads(ask.filters, view.level)) >= STREAM["from_flows"]


def body(ask: LayerRequest) -> dict[str, Any]:
    """``loads``: [pair, status, colour, value by the metric] of each maritime flow; ``colours``: what each colour
    stands for, the last one for every other departure; ``full``, of the widest stretch; ``lines`` of the flows that no
    stream shows, with their own scale; and the counts of the legend. ``network`` is the address of the lanes that they
    belong to (see layers.network)."""
    q, filters, view, t = ask.queries, ask.filters, ask.view, ask.t
    loads, full = q.streams.loads(filters, view.level), q.streams.full(filters, view)
    names = [{"key": code, "name": t.country(code)} for code in q.streams.departures]
    metric = "kg" if view.metric == "kg" else "events"
    rows = [loads[name].tolist() for name in ("pair", "line", "colour", metric)]
    return {
        "network": network.address_of(ask),
        "metric": metric,
        "colours": [*names, {"key": "", "name": t("streams.others")}],
        "loads": list(zip(*rows, strict=True)),
        "full": full,
        "values": round_values(full),
        "lit": q.streams.lit(filters, view) if view.sel else None,
        "lines": lines(ask, q.flows.other_flows(filters, view, STREAM["beside"])),
        "scale": {"full": q.flows.scale(filters, view).full},
        "events": q.streams.events(filters, view.level),
        "selected": q.summary.count(filters),
    }
