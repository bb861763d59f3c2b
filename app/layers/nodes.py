"""Countries, sea areas or places with the roles that the selected events give them."""

from __future__ import annotations

from typing import Any

from app.core.groups import SEAS
from app.core.modes import JOURNEY_ROLES
from app.layers import Extra, LayerRequest

EXTRA: Extra = {}


def row_of(key: str, ask: LayerRequest) -> dict[str, Any]:
    """What a node is: point, name, how well it is known."""
    place = ask.queries.data.places[key]
    return {
        "key": key,
        "name": place["name"] or ask.t.country(place["country"]),
        "country": place["country"],
        "lon": place["lon"],
        "lat": place["lat"],
        "sea": place["country"].startswith("XZ") or place["country"] in SEAS,
        "precision": place["precision"],
    }


def node_rows(ask: LayerRequest) -> list[dict[str, Any]]:
    """One row per node, largest first: point, name, and events by role (an event may hold several)."""
    counts = ask.queries.summary.roles(ask.filters, ask.view.level)
    roles_by_node: dict[str, dict[str, int]] = {}
    for node, role, n in zip(counts["node"], counts["role"], counts["n"].tolist(), strict=True):
        roles_by_node.setdefault(node, dict.fromkeys(JOURNEY_ROLES, 0))[role] = n
    ranked = sorted(roles_by_node.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [row_of(key, ask) | {"roles": roles} for key, roles in ranked]


def body(ask: LayerRequest) -> dict[str, Any]:
    """All nodes of the level; a node's size is its largest role."""
    return {"nodes": node_rows(ask)}
