"""What every drawn line carries: ends by name, mode, line, numbers and the path."""

from __future__ import annotations

from typing import Any

import orjson
import pandas as pd

from app.layers import Ask


def plain(value: Any) -> Any:
    """A cell as JSON takes it: numbers plain, missing as null."""
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value


def lines(ask: Ask, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of flows or legs as lines; both have origin, target, mode, line and key."""
    ids = frame["origin"] + ">" + frame["target"] + "|" + frame["mode"]
    paths = ask.queries.paths(ids.unique().tolist())
    places, t = ask.queries.data.places, ask.t
    out = []
    for row_id, row in zip(ids, frame.to_dict("records"), strict=True):
        out.append(
            {
                **{k: plain(row[k]) for k in row if k not in ("event_id", "level", "seq")},
                "from": t.place(places[row["origin"]]),
                "into": t.place(places[row["target"]]),
                "points": orjson.Fragment(paths[row_id]),
            }
        )
    return out
