"""What every drawn line carries: ends by name, mode, line, numbers and the path."""

from __future__ import annotations

import itertools
from typing import Any

import orjson
import pandas as pd

from app.core.frames import records
from app.core.modes import NOT_STATED
from app.layers import LayerRequest
from app.queries import DrawnPath


def drawn(path: DrawnPath) -> dict[str, Any]:
    """A path as the canvas has it: ``known`` and ``room`` stand only where they are false."""
    told = {name: False for name in ("known", "room") if not getattr(path, name)}
    approach = {} if path.approach == "[]" else {"approach": orjson.Fragment(path.approach)}
    return {"points": orjson.Fragment(path.points), **approach, **told}


def lines(ask: LayerRequest, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of flows or legs as lines; both have origin, target, mode, line and key."""
    shown = records(frame[[name for name in frame if name not in ("event_id", "level", "seq")]])
    paths = paths_of(ask, shown)
    places, t = ask.queries.data.places, ask.t
    return [
        {
            **row,
            "from": t.place(places[row["origin"]]),
            "into": t.place(places[row["target"]]),
            **({} if mode == row["mode"] else {"mode": mode}),
            **drawn(path),
        }
        for row, (mode, path) in zip(shown, paths, strict=True)
    ]


def paths_of(ask: LayerRequest, rows: list[dict[str, Any]]) -> list[tuple[str, DrawnPath]]:
    """Mode and path of each row. A route has one mode; a leg of it that cannot have been gone by it (a lorry over the
    sea) has a path of no stated mode alone."""
    ids = [[f"{row['origin']}>{row['target']}|{mode}" for mode in (row["mode"], NOT_STATED)] for row in rows]
    paths = ask.queries.flows.paths(list(dict.fromkeys(itertools.chain.from_iterable(ids))))
    chosen = [next(key for key in pair if key in paths) for pair in ids]
    return [(key.rpartition("|")[2], paths[key]) for key in chosen]
