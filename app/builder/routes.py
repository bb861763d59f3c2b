"""The leg table: every event's chain at country and at place level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from app.builder.places import Resolver
from app.core.filters import ROLE_COLUMNS
from app.core.flows import KEY_PARTS, flow_key
from app.core.legs import Chain, legs_of
from app.core.routes import LEVEL_OF, UNITS, ends_of, nodes_of, parts_of, route_key

#: What the routes of an event follow from. Events that agree in all of it share them: a chain is worked out once.
CHAIN = [
    "departure",
    "transits",
    "node",
    "seizure",
    "destination",
    "departure_basis",
    "departure_place",
    "destination_place",
    "place_key",
    "at_sea",
    "mode",
    "production",
]
LEG = [
    "event_id",
    "level",
    "seq",
    "origin",
    "target",
    "origin_role",
    "target_role",
    "mode",
    "line",
    "basis",
    "kg",
    "key",
]


class LegRow(NamedTuple):
    """One leg of a chain, before the events that share it."""

    chain: int
    mode: str
    level: str
    seq: int
    origin: str
    target: str
    origin_role: str
    target_role: str
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


def leg_rows(chain: int, mode: str, levels: dict[str, Chain]) -> Iterator[LegRow]:
    """The legs of one chain at both levels, in order."""
    for level, stops in levels.items():
        for seq, leg in enumerate(legs_of(stops)):
            ends = (leg.origin.node, leg.target.node, leg.origin.role, leg.target.role)
            yield LegRow(chain, mode, level, seq, *ends, leg.line, leg.basis)


def roles_of(chain: Chain) -> list[tuple[str, str]]:
    """(node, role) of every stop that the source names, each once."""
    stops = [
        (chain.departure, "departure"),
        *((t, "transit") for t in chain.transits),
        (chain.seizure, "seizure"),
        (chain.destination, "destination"),
    ]
    return list(dict.fromkeys((node, role) for node, role in stops if node))


def role_rows(chain: int, levels: dict[str, Chain]) -> Iterator[RoleRow]:
    """The roles that one chain gives, at both levels."""
    for level, stops in levels.items():
        for node, role in roles_of(stops):
            yield RoleRow(chain, level, node, role)


def route_rows(chain: int, mode: str, levels: dict[str, Chain]) -> Iterator[tuple[int, str, str]]:
    """(chain, unit, route) for each unit in which the chain is a route."""
    for unit, level in LEVEL_OF.items():
        nodes = nodes_of(legs_of(levels[level]))
        ends = ends_of(nodes) if unit == "pair" else nodes
        if ends:
            yield chain, unit, route_key(ends, mode, unit)


def country_rows(chain: int, row: Any) -> Iterator[tuple[int, str]]:
    """(chain, country), each once: every country that a chain names, in any role."""
    held = dict.fromkeys(getattr(row, column) for columns in ROLE_COLUMNS.values() for column in columns)
    return ((chain, country) for country in held if country)


def route_tables(event: pd.DataFrame, resolver: Resolver) -> dict[str, pd.DataFrame]:
    """The tables ``leg`` (an event's legs, ``kg`` null where no weight is stated), ``role``, ``route`` (an event's
    route in each unit, a column for each) and ``event_country``.

    Aggregates sum several seizures and have no route. Columns are stable even when there are no rows.
    """
    counted = event[event["record_type"] == "event"]
    numbers = counted.groupby(CHAIN, dropna=False, sort=False).ngroup()
    first = counted.assign(chain=numbers)[~numbers.duplicated()]
    legs: list[LegRow] = []
    roles: list[RoleRow] = []
    countries: list[tuple[int, str]] = []
    routes: list[tuple[int, str, str]] = []
    for row in first.astype(object).where(first.notna(), None).itertuples():
        levels = {"country": country_chain(row), "place": place_chain(row, resolver)}
        legs += leg_rows(row.chain, row.mode, levels)
        roles += role_rows(row.chain, levels)
        countries += country_rows(row.chain, row)
        routes += route_rows(row.chain, row.mode, levels)
    shared = counted[["event_id", "kg"]].assign(chain=numbers)
    leg = pd.DataFrame(legs, columns=LegRow._fields)
    leg["key"] = flow_key(*(leg[part] for part in KEY_PARTS))
    tables = {
        "leg": (leg, LEG),
        "role": (pd.DataFrame(roles, columns=RoleRow._fields), ["event_id", *RoleRow._fields[1:]]),
        "event_country": (pd.DataFrame(countries, columns=["chain", "country"]), ["event_id", "country"]),
    }
    made = {name: of_events(shared, rows)[columns] for name, (rows, columns) in tables.items()}
    named = pd.DataFrame(routes, columns=["chain", "unit", "route"]).pivot(
        index="chain", columns="unit", values="route"
    )
    wide = named.reindex(columns=list(UNITS)).reindex(numbers).set_axis(counted["event_id"]).astype("category")
    return {**made, "route": wide.add_prefix("route_").reset_index()}


def of_events(shared: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What chains say, for every event that shares them. Texts are held once: a million events share few."""
    texts = rows.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in rows.dtypes]]
    return shared.merge(rows.astype(dict.fromkeys(texts, "category")), on="chain")


def drawn_pairs(route: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(origin, target, mode) of every route that is known by its two ends alone: it is drawn as one line."""
    keys = route["route_pair"].dropna().unique()
    found = []
    for key in keys:
        (origin, target), mode, _unit = parts_of(str(key))
        found.append((origin, target, mode))
    return found
