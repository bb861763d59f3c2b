"""Median kg of the drawn flows by key, for who points at one; the map itself does not wait for them."""

from __future__ import annotations

from typing import Any

from app.layers import Extra, LayerRequest

EXTRA: Extra = {}


def body(ask: LayerRequest) -> dict[str, Any]:
    """``medians`` in kg; a flow of which no event states a weight is not in it."""
    return {"medians": ask.queries.flows.medians(ask.filters, ask.view)}
