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
    found = ask.queries.comparison.changes(ask.filters, ask.view).head(MOST)
    if found.empty:
        return {"lines": [], "scale": None}
    scale = scale_of(found[["events_a", "events_b"]].max(axis=1), locked=True, least=LEAST_FULL)
    width = found["change"].abs() if wanted == "change" else found[f"events_{wanted}"]
    drawn = found.assign(
        events=width, turn=found["change"].map(lambda n: "up" if n > 0 else "down" if n < 0 else "same")
    )
    # Named after the others are gone: a frame without rows takes those of a longer column that it is given.
    drawn = drawn[drawn["events"] > 0]
    drawn = drawn.assign(line="travelled", key=drawn["origin"] + ">" + drawn["target"] + "|" + drawn["mode"])
    kept = ["key", "origin", "target", "mode", "line", "events", "turn"]
    return {
        "lines": lines(ask, drawn[kept].sort_values("events", ascending=False)) if len(drawn) else [],
        "scale": {"full": scale.full, "values": round_values(scale.full)},
        "frame": frame(ask, found),
    }


def frame(ask: LayerRequest, found: pd.DataFrame) -> list[list[float]]:
    """(lat, lon) of every node of both periods: the three maps show the same part of the world."""
    places = ask.queries.data.places
    nodes = sorted({*found["origin"], *found["target"]} & places.keys())
    return [[places[key]["lat"], places[key]["lon"]] for key in nodes]
