"""Countries, sea areas or places with the roles that the selected events give them."""

from __future__ import annotations

from typing import Any

from app.layers import Ask, Extra

EXTRA: Extra = {}


def row_of(key: str, ask: Ask) -> dict[str, Any]:
    """What a node is: point, name, how well it is known."""
    place = ask.queries.data.places[key]
    return {
        "key": key,
        "name": place["name"] or ask.t.country(place["country"]),
        "country": place["country"],
        "lon": place["lon"],
        "lat": place["lat"],
        "sea": place["country"].startswith("XZ"),
        "precision": place["precision"],
    }


def node_rows(ask: Ask) -> list[dict[str, Any]]:
    """One row per node, largest first: point, name, and events by role (an event may hold several)."""
    counts = ask.queries.roles(ask.filters, ask.view.level)
    wide = counts.pivot_table(index="node", columns="role", values="n", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=["departure", "transit", "seizure", "destination"], fill_value=0).astype(int)
    wide["n"] = wide.sum(axis=1)
    return [
        row_of(str(key), ask) | {"roles": {r: int(row[r]) for r in wide.columns if r != "n"}}
        for key, row in wide.sort_values("n", ascending=False).iterrows()
    ]


def body(ask: Ask) -> dict[str, Any]:
    """All nodes of the level; a node's size is its largest role."""
    return {"nodes": node_rows(ask)}
