"""The leg table: every event's chain at country and at place level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from app.builder.places import Resolver
from app.core.filters import ROLE_COLUMNS
from app.core.flows import flow_key
from app.core.legs import Chain, legs_of


class LegRow(NamedTuple):
    """One row of the store's ``leg`` table; ``kg`` is the event's weight, null when not stated."""

    event_id: str
    level: str
    seq: int
    origin: str
    target: str
    origin_role: str
    target_role: str
    mode: str
    line: str
    basis: str
    kg: float
    key: str


class RoleRow(NamedTuple):
    """One row of the store's ``role`` table: this event names this node in this role."""

    event_id: str
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


def leg_rows(event: pd.DataFrame, resolver: Resolver) -> Iterator[LegRow]:
    """Legs of every event that counts (aggregates sum several seizures and have no route)."""
    for row in event[event["record_type"] == "event"].itertuples():
        for level, chain in (("country", country_chain(row)), ("place", place_chain(row, resolver))):
            for seq, leg in enumerate(legs_of(chain)):
                yield LegRow(
                    row.event_id,
                    level,
                    seq,
                    leg.origin.node,
                    leg.target.node,
                    leg.origin.role,
                    leg.target.role,
                    row.mode,
                    leg.line,
                    leg.basis,
                    row.kg,
                    flow_key(leg.origin.node, leg.target.node, row.mode, leg.line),
                )


def roles_of(chain: Chain) -> list[tuple[str, str]]:
    """(node, role) of every stop that the source names, each once."""
    stops = [
        (chain.departure, "departure"),
        *((t, "transit") for t in chain.transits),
        (chain.seizure, "seizure"),
        (chain.destination, "destination"),
    ]
    return list(dict.fromkeys((node, role) for node, role in stops if node))


def role_rows(event: pd.DataFrame, resolver: Resolver) -> Iterator[RoleRow]:
    """Roles of every event that counts, at both levels."""
    for row in event[event["record_type"] == "event"].itertuples():
        for level, chain in (("country", country_chain(row)), ("place", place_chain(row, resolver))):
            for node, role in roles_of(chain):
                yield RoleRow(row.event_id, level, node, role)


def country_rows(event: pd.DataFrame) -> pd.DataFrame:
    """(event_id, country), each once: every country that an event names, in any role."""
    held = event[["event_id", *(c for columns in ROLE_COLUMNS.values() for c in columns)]]
    held = held.loc[:, ~held.columns.duplicated()][event["record_type"] == "event"]
    long = held.melt("event_id", value_name="country").dropna(subset="country")
    return long[["event_id", "country"]].drop_duplicates(ignore_index=True)


def route_tables(event: pd.DataFrame, resolver: Resolver) -> dict[str, pd.DataFrame]:
    """The tables ``leg``, ``role`` and ``event_country``, with stable columns even when they are empty."""
    clean = event.astype(object).where(event.notna(), None).assign(kg=event["kg"])
    return {
        "leg": pd.DataFrame(list(leg_rows(clean, resolver)), columns=LegRow._fields),
        "role": pd.DataFrame(list(role_rows(clean, resolver)), columns=RoleRow._fields),
        "event_country": country_rows(clean),
    }
