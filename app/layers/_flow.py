"""What every drawn line carries: ends by name, mode, line, numbers and the path."""

from __future__ import annotations

from typing import Any

import orjson
import pandas as pd

from app.core.frames import records
from app.layers import LayerRequest
from app.queries import Path


def drawn(path: Path) -> dict[str, Any]:
    """A path as the canvas has it: ``known`` and ``room`` stand only where they are false."""
    told = {name: False for name in ("known", "room") if not getattr(path, name)}
    approach = {} if path.approach == "[]" else {"approach": orjson.Fragment(path.approach)}
    return {"points": orjson.Fragment(path.points), **approach, **told}


def lines(ask: LayerRequest, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of flows or legs as lines; both have origin, target, mode, line and key."""
    shown = records(frame[[name for name in frame if name not in ("event_id", "level", "seq")]])
    ids = [f"{row['origin']}>{row['target']}|{row['mode']}" for row in shown]
    paths = ask.queries.flows.paths(list(dict.fromkeys(ids)))
    places, t = ask.queries.data.places, ask.t
    return [
        {
            **row,
            "from": t.place(places[row["origin"]]),
            "into": t.place(places[row["target"]]),
            **drawn(paths[row_id]),
        }
        for row_id, row in zip(ids, shown, strict=True)
    ]
