"""The leg table: every event's chain at country and at place level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from app.builder.places import Resolver
from app.core.filters import ROLE_COLUMNS
from app.core.flows import KEY_PARTS, flow_key
from app.core.legs import Chain, legs_of

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


def leg_rows(chain: int, levels: dict[str, Chain]) -> Iterator[LegRow]:
    """The legs of one chain at both levels, in order."""
    for level, stops in levels.items():
        for seq, leg in enumerate(legs_of(stops)):
            ends = (leg.origin.node, leg.target.node, leg.origin.role, leg.target.role)
            yield LegRow(chain, level, seq, *ends, leg.line, leg.basis)


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


def country_rows(event: pd.DataFrame) -> pd.DataFrame:
    """(event_id, country), each once: every country that an event names, in any role."""
    held = event[["event_id", *(c for columns in ROLE_COLUMNS.values() for c in columns)]]
    held = held.loc[:, ~held.columns.duplicated()][event["record_type"] == "event"]
    long = held.melt("event_id", value_name="country").dropna(subset="country")
    return long[["event_id", "country"]].drop_duplicates(ignore_index=True)


def route_tables(event: pd.DataFrame, resolver: Resolver) -> dict[str, pd.DataFrame]:
    """The tables ``leg`` (an event's legs, ``kg`` null where no weight is stated), ``role`` and ``event_country``.

    Aggregates sum several seizures and have no route. Columns are stable even when there are no rows.
    """
    clean = event.astype(object).where(event.notna(), None).assign(kg=event["kg"])
    counted = clean[clean["record_type"] == "event"]
    numbers = counted.groupby(CHAIN, dropna=False, sort=False).ngroup()
    legs: list[LegRow] = []
    roles: list[RoleRow] = []
    for row in counted.assign(chain=numbers)[~numbers.duplicated()].itertuples():
        levels = {"country": country_chain(row), "place": place_chain(row, resolver)}
        legs += leg_rows(row.chain, levels)
        roles += role_rows(row.chain, levels)
    shared = counted[["event_id", "mode", "kg"]].assign(chain=numbers)
    leg = shared.merge(pd.DataFrame(legs, columns=LegRow._fields), on="chain")
    leg["key"] = flow_key(*(leg[part] for part in KEY_PARTS))
    role = shared.merge(pd.DataFrame(roles, columns=RoleRow._fields), on="chain")
    return {"leg": leg[LEG], "role": role[["event_id", *RoleRow._fields[1:]]], "event_country": country_rows(clean)}
