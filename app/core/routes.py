"""A route: the ordered nodes that a source names for one consignment, with its mode, in three units.

``chain`` is every country in order, ``pair`` its two ends alone, ``place`` the chain at the level of places.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.core.legs import Leg

UNITS: tuple[str, ...] = ("chain", "pair", "place")
#: The level of the legs that a unit is made of.
LEVEL_OF = {"chain": "country", "pair": "country", "place": "place"}


def nodes_of(legs: Iterable[Leg]) -> tuple[str, ...]:
    """The nodes of a chain of legs, in order; empty where nothing is named that could make a leg."""
    nodes: list[str] = []
    for leg in legs:
        if not nodes or nodes[-1] != leg.origin.node:
            nodes.append(leg.origin.node)
        nodes.append(leg.target.node)
    return tuple(nodes)


def ends_of(nodes: tuple[str, ...]) -> tuple[str, ...]:
    """The first and the last node, where they differ."""
    return (nodes[0], nodes[-1]) if nodes and nodes[0] != nodes[-1] else ()


def route_key(nodes: Iterable[str], mode: str, unit: str) -> str:
    """The name of a route in a link: ``EC>PA>BE|maritime|chain``."""
    return f"{'>'.join(nodes)}|{mode}|{unit}"


def parts_of(key: str) -> tuple[list[str], str, str]:
    """Nodes, mode and unit of a route's name. Raises ValueError for a text that is none."""
    nodes, mode, unit = key.split("|")
    return nodes.split(">"), mode, unit
