"""Flows between countries or places: the largest ``top``, with the width scale and what was left out."""

from __future__ import annotations

from typing import Any

from app.core.flows import round_values
from app.layers import Extra, LayerRequest
from app.layers._flow import lines

EXTRA: Extra = {}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Lines, scale with three round values, and the counts for "60 of 214 flows, 91 % of events"."""
    q, filters, view = ask.queries, ask.filters, ask.view
    top, covered, scale = (
        q.flows.top_flows(filters, view),
        q.flows.drawn_share(filters, view),
        q.flows.scale(filters, view),
    )
    return {
        "metric": view.metric,
        "lines": lines(ask, top),
        "shown": int((~top["extra"]).sum()),
        "extra": int(top["extra"].sum()),
        "total": len(q.flows.sizes(filters, view.level)),
        "events": int(covered["all"]),
        "eventsShown": int(covered["shown"]),
        "selected": q.summary.count(filters),
        "scale": {
            "full": scale.full,
            "greatest": scale.greatest,
            "locked": scale.locked,
            "clamped": scale.clamped,
            "values": round_values(scale.full),
        },
    }
