"""Flows of period A, of period B, or their difference; all three on one scale that a change of filter leaves alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core.flows import LEAST_FULL, round_values, scale_of
from app.layers import BadExtra, Extra, LayerRequest
from app.layers._flow import lines

WHICH = ("a", "b", "change")
#: So many flows are drawn, those with the greatest change first.
MOST = 60


def which(text: str) -> str:
    """``a``, ``b`` or ``change``."""
    if text not in WHICH:
        raise BadExtra("which must be a, b or change")
    return text


EXTRA: Extra = {"which": which}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Lines with their width as ``events``; a difference also says whether it rose or fell."""
    wanted = ask.extra.get("which", "change")
    changes = ask.queries.comparison.changes(ask.filters, ask.view).head(MOST)
    if changes.empty:
        return {"lines": [], "scale": None}
    scale = scale_of(changes[["events_a", "events_b"]].max(axis=1), locked=True, least=LEAST_FULL)
    width = changes["change"].abs() if wanted == "change" else changes[f"events_{wanted}"]
    drawn = changes.assign(
        events=width, turn=changes["change"].map(lambda n: "up" if n > 0 else "down" if n < 0 else "same")
    )
    # Named after the others are gone: a frame without rows takes those of a longer column that it is given.
    drawn = drawn[drawn["events"] > 0]
    drawn = drawn.assign(line="travelled", key=drawn["origin"] + ">" + drawn["target"] + "|" + drawn["mode"])
    columns = ["key", "origin", "target", "mode", "line", "events", "turn"]
    return {
        "lines": lines(ask, drawn[columns].sort_values("events", ascending=False)) if len(drawn) else [],
        "scale": {"full": scale.full, "values": round_values(scale.full)},
        "frame": frame(ask, changes),
    }


def frame(ask: LayerRequest, changes: pd.DataFrame) -> list[list[float]]:
    """(lat, lon) of every node of both periods: the three maps show the same part of the world."""
    places = ask.queries.data.places
    nodes = sorted({*changes["origin"], *changes["target"]} & places.keys())
    return [[places[key]["lat"], places[key]["lon"]] for key in nodes]
