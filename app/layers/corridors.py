"""Published corridors as their sources name them: nodes in order, never counted, multi-origin ones never drawn."""

from __future__ import annotations

import json
from typing import Any

from app.core.corridors import matching_filter, parse_nodes
from app.layers import Extra, LayerRequest

EXTRA: Extra = {}


def body(ask: LayerRequest) -> dict[str, Any]:
    """One line of straight parts per drawable corridor; statements without a line are left to the table."""
    frame = matching_filter(ask.queries.store.answers.table("corridor"), ask.filters)
    return {
        "corridors": [
            {
                "id": row["corridor_id"],
                "name": row["name"],
                "kind": row["kind"],
                "mode": row["mode"],
                "period": row["period"],
                "says": row["what_the_source_says"],
                "publisher": row["source_publisher"],
                "nodes": parse_nodes(row["nodes"]),
                "legs": json.loads(row["lines"]),
            }
            for row in frame.to_dict("records")
            if row["kind"] != "statement"
        ]
    }
