"""The chain of one event for the card's small map: its legs and the place of seizure."""

from __future__ import annotations

from typing import Any

from app.layers import BadExtra, Extra, LayerRequest
from app.layers._flow import lines

EXTRA: Extra = {"event": str}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Legs at place level with their ends; an event without legs shows its place alone."""
    event = ask.queries.events.event(ask.extra.get("event", ""))
    if event is None:
        raise BadExtra("event must be the id of an event in this store")
    legs = lines(ask, ask.queries.events.chain(event["event_id"], "place"))
    return {
        "lines": legs,
        "seizure": {"lon": event["lon"], "lat": event["lat"], "precision": event["precision"], "name": event["place"]},
    }
