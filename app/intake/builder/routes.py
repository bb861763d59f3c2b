"""Chains: what the events that name the same stops share, at country and at place level.

A million events have some ten thousand chains. Legs, roles and countries are kept once for a chain, and an event names
its chain at each level by a number: a question adds up the events of a chain first and joins what is left (ten times
quicker than a row for each leg of each event, and a quarter of the store).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from app.core.filters import ROLE_COLUMNS
from app.core.flows import KEY_PARTS, flow_key
from app.core.groups import region_of
from app.core.legs import Chain, legs_of
from app.core.modes import CHAINS, LEVELS
from app.core.routes import LEVEL_OF, UNITS, ends_of, nodes_of, parts_of, route_key
from app.intake.builder.leg_modes import LegModes
from app.intake.builder.places import Resolver

#: What the legs of an event between countries follow from; events that agree in all of it share a chain.
COUNTRY_CHAIN = ["departure", "transits", "node", "seizure", "destination", "departure_basis", "mode", "production"]
#: What follows from the places besides.
PLACE_CHAIN = [*COUNTRY_CHAIN, "departure_place", "destination_place", "place_key", "at_sea"]
KEYS = {"region": COUNTRY_CHAIN, "country": COUNTRY_CHAIN, "place": PLACE_CHAIN}
#: All that is asked of an event to make its chain: a copy of whole events took as much memory as everything else.
ASKED = ["event_id", *dict.fromkeys([*PLACE_CHAIN, *(name for names in ROLE_COLUMNS.values() for name in names)])]
CHAIN_COLUMNS = list(CHAINS)


class LegRow(NamedTuple):
    """One leg of a chain, before the events that share it."""

    chain: int
    level: str
    seq: int
    origin: str
    target: str
    origin_role: str
    target_role: str
    mode: str
    line: str
    basis: str


class RoleRow(NamedTuple):
    """This chain names this node in this role."""

    chain: int
    level: str
    node: str
    role: str


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def country_chain(row: Any) -> Chain:
    """The chain of countries; a seizure at sea stands at its sea area."""
    return Chain(
        row.departure, _split(row.transits), row.node, row.seizure, row.destination, row.departure_basis, row.departure
    )


def place_chain(row: Any, resolver: Resolver) -> Chain:
    """The chain of places; a country stands in where the source names no place.

    A country never stands in for a place inside the country of the seizure: "seized at Vigo, bound for
    Spain" names no second place, so there is no leg to draw.
    """
    start = resolver.place(row.event_id, row.departure or row.seizure, row.departure_place)
    end = resolver.place(row.event_id, row.destination or row.seizure, row.destination_place)
    inland = None if row.at_sea else row.seizure
    end = end or (row.destination if row.destination != inland else None)
    seized = row.place_key
    if row.departure_basis == "interdicted at departure":
        # Seized before it left: the place of the one is the place of the other, and the better known of both.
        start = seized = start if start and ":" not in seized else seized
    start = start or (row.departure if row.departure != inland else None)
    country = row.departure or (row.seizure if start else None)
    return Chain(start, _split(row.transits), seized, row.seizure, end, row.departure_basis, country)


def leg_rows(chain: int, level: str, mode: str, stops: Chain, modes: LegModes) -> Iterator[LegRow]:
    """The legs of one chain, in order. Those between regions are those between their countries; a leg within a region
    is none."""
    node, seq = node_at(level), 0
    for leg in legs_of(stops):
        origin, target = leg.origin.node, leg.target.node
        mode_of = modes.intended if leg.line == "intended" else modes.travelled
        own = mode_of(mode, origin, target)
        ends = (node(origin), node(target))
        if ends[0] != ends[1]:
            yield LegRow(chain, level, seq, *ends, leg.origin.role, leg.target.role, own, leg.line, leg.basis)
            seq += 1


def node_at(level: str) -> Callable[[str], str]:
    """The node of a level in which a node of a chain lies."""
    return region_of if level == "region" else str


def roles_of(chain: Chain) -> list[tuple[str, str]]:
    """(node, role) of every stop that the source names, each once."""
    stops = [
        (chain.departure, "departure"),
        *((t, "transit") for t in chain.transits),
        (chain.seizure, "seizure"),
        (chain.destination, "destination"),
    ]
    return list(dict.fromkeys((node, role) for node, role in stops if node))


def named_routes(level: str, mode: str, stops: Chain) -> dict[str, str]:
    """The route of a chain in each unit of its level; none where nothing is named that could make a leg."""
    nodes = nodes_of(legs_of(stops))
    ends = {unit: ends_of(nodes) if unit == "pair" else nodes for unit in UNITS if LEVEL_OF[unit] == level}
    return {f"route_{unit}": route_key(route_nodes, mode, unit) for unit, route_nodes in ends.items() if route_nodes}


def countries_of(row: Any) -> list[str]:
    """Every country that a chain names, in any role, once."""
    countries = dict.fromkeys(getattr(row, column) for columns in ROLE_COLUMNS.values() for column in columns)
    return [country for country in countries if country]


class Chains:
    """The chains of all events, as rows of the tables that are made of them."""

    def __init__(self, resolver: Resolver, modes: LegModes) -> None:
        self._resolver, self._modes = resolver, modes
        self.legs: list[LegRow] = []
        self.roles: list[RoleRow] = []
        self.countries: list[tuple[int, str]] = []
        self.routes: dict[int, dict[str, str]] = {}

    def add(self, level: str, row: Any) -> None:
        """One chain at one level, from the first event that has it."""
        stops = place_chain(row, self._resolver) if level == "place" else country_chain(row)
        self.legs += leg_rows(row.chain, level, row.mode, stops, self._modes)
        roles = dict.fromkeys((node_at(level)(node), role) for node, role in roles_of(stops))
        self.roles += [RoleRow(row.chain, level, node, role) for node, role in roles]
        self.routes[row.chain] = named_routes(level, row.mode, stops)
        if level == "country":
            self.countries += [(row.chain, country) for country in countries_of(row)]

    def tables(self) -> dict[str, pd.DataFrame]:
        """``chain_leg``, where ``flow`` numbers the keys in their order and ``once`` is false for a leg that its chain
        has already; ``chain_role``; ``chain_named``.
        Columns are stable even when there are no rows."""
        leg = pd.DataFrame(self.legs, columns=LegRow._fields)
        leg["key"] = flow_key(*(leg[part] for part in KEY_PARTS))
        leg["flow"] = leg.groupby("key", sort=True).ngroup()
        leg["once"] = ~leg.duplicated(["chain", "key"])
        return {
            "chain_leg": leg,
            "chain_role": pd.DataFrame(self.roles, columns=RoleRow._fields),
            "chain_named": pd.DataFrame(self.countries, columns=["chain", "country"]),
        }


def route_tables(event: pd.DataFrame, resolver: Resolver, modes: LegModes) -> dict[str, pd.DataFrame]:
    """The tables of chains (see ``Chains.tables``), and ``route``: an event's chain at each level and its route in each
    unit, a column for each. Aggregates sum several seizures and have neither."""
    counted = event.loc[event["record_type"] == "event", ASKED]
    chains, route = Chains(resolver, modes), pd.DataFrame({"event_id": counted["event_id"]})
    taken = 0
    for level in LEVELS:
        numbers = counted.groupby(KEYS[level], dropna=False, sort=False).ngroup() + taken
        first = counted.assign(chain=numbers)[~numbers.duplicated()]
        for row in first.astype(object).where(first.notna(), None).itertuples():
            chains.add(level, row)
        route[f"chain_{level}"] = numbers
        taken += len(first)
    for unit in UNITS:
        named = pd.Series({chain: routes.get(f"route_{unit}") for chain, routes in chains.routes.items()}, dtype=object)
        chain = route[f"chain_{LEVEL_OF[unit]}"]
        # Texts are held once: a million events share few.
        route[f"route_{unit}"] = named.astype("category").reindex(chain).set_axis(route.index)
    return {**chains.tables(), "route": route}


def drawn_pairs(route: pd.DataFrame, modes: LegModes) -> list[tuple[str, str, str]]:
    """(origin, target, mode) of every route that is known by its two ends alone: it is drawn as one line."""
    keys = route["route_pair"].dropna().unique()
    pairs = []
    for key in keys:
        (origin, target), mode, _unit = parts_of(str(key))
        pairs.append((origin, target, modes.intended(mode, origin, target)))
    return pairs
