"""The route that is selected, or those of the board that are picked, or the first of it: their legs with their tier."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from app.core.flows import LEAST_FULL, round_values, scale_of
from app.core.routes import parts_of
from app.layers import Extra, LayerRequest
from app.layers._flow import lines

EXTRA: Extra = {}
#: So many routes are drawn where nobody has picked any.
MOST = 25
#: Tiers that are left out of the map where nobody has picked any route or tier.
STILL = ("established", "dormant", "no_baseline")


def body(ask: LayerRequest) -> dict[str, Any]:
    """Lines with tier, kind of change and width by recent seizures (by those of the baseline where there are none)."""
    board = ask.queries.routes.ranked_board(ask.filters, ask.view)
    kind, _sep, only = (ask.view.sel or "").partition(":")
    chosen = (only,) if kind == "route" else ask.view.routes
    if chosen:
        board = board[board["route"].isin(chosen)]
    elif not ask.view.tier:
        moved = board[~board["tier"].isin(STILL)]
        board = moved if len(moved) else board
    rows = pd.DataFrame([leg for row in board.head(MOST).to_dict("records") for leg in legs(row)])
    if rows.empty:
        return {"lines": [], "scale": None}
    scale = scale_of(rows["events"], locked=False, least=LEAST_FULL)
    return {"lines": lines(ask, rows), "scale": {"full": scale.full, "values": round_values(scale.full)}}


def legs(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The legs of one route."""
    nodes, mode, _unit = parts_of(row["route"])
    n = int(row["recent"] or row["baseline"] or row["before"])
    shared = {"mode": mode, "line": "travelled", "tier": row["tier"], "route": row["route"], "events": n}
    return [
        {"key": f"{row['route']}#{i}", "origin": a, "target": b, **shared} for i, (a, b) in enumerate(pairwise(nodes))
    ]
