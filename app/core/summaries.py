"""Counts of the selected events: totals, facets, months, roles."""

from __future__ import annotations

import ibis
from ibis import _

from app.core.flows import by_chain

#: Facets whose values are one column of the event table: query name -> column
COLUMN_FACETS: dict[str, str] = {
    "mode": "mode",
    "submode": "submode",
    "production": "production",
    "departure": "departure",
    "seizure": "seizure",
    "destination": "destination",
    "form": "form",
    "confidence": "confidence",
    "precision": "precision",
    "source": "source",
    "band": "band",
}
#: What the facets are counted from.
FACET_COLUMNS = (*dict.fromkeys(COLUMN_FACETS.values()), "t1", "chain_country", "kg")
#: Filter fields that a facet stands for, where that is not the field of the same name
FACET_FIELDS: dict[str, tuple[str, ...]] = {
    "band": ("min_kg", "max_kg"),
    "mode": ("mode", "submode"),
    "submode": ("mode", "submode"),
}
#: Size bands of a consignment in kg: (lower bound, upper bound), both inclusive as ``min_kg`` and ``max_kg`` are.
BANDS: tuple[tuple[float | None, float | None], ...] = (
    (5000.0, None),
    (1000.0, 4999.999),
    (100.0, 999.999),
    (None, 99.999),
)


def totals(event: ibis.Table) -> ibis.Table:
    """One row: events, kg, events with a stated weight, median, largest, first and last date, known routes."""
    return event.aggregate(
        events=_.count(),
        kg=_.kg.sum(),
        kg_known=_.kg.count(),
        median=_.kg.median(),
        largest=_.kg.max(),
        first=_.date.min(),
        last=_.date.max(),
        departures=_.departure.count(),
        destinations=_.destination.count(),
    )


def column_counts(event: ibis.Table, facet: str) -> ibis.Table:
    """(facet, value, n) for a facet that is one column; a blank value is null."""
    # Texts are made of the groups, not of the rows: half the time at a million.
    counted = event.group_by(code=_[COLUMN_FACETS[facet]]).aggregate(n=_.count())
    return counted.select("n", value=_.code.cast("string"), facet=ibis.literal(facet))


def transit_counts(event: ibis.Table, role: ibis.Table) -> ibis.Table:
    """(facet, value, n) for transit countries; an event with two counts once for each, one with none under null."""
    named = role_counts(role.filter(_.role == "transit"), event, "country").select("n", value=_.node)
    none = event.filter(_.t1.isnull()).group_by(value=ibis.null("string")).aggregate(n=_.count())
    both = named.select("value", "n").union(none.select("value", "n"))
    return both.mutate(facet=ibis.literal("transit"))


def country_counts(event: ibis.Table, named: ibis.Table) -> ibis.Table:
    """(facet, value, n) for countries in any role; ``named`` are those of chains."""
    met = by_chain(event, "country").inner_join(named, "chain")
    return met.group_by(value=_.country).aggregate(n=_.n.sum().cast("int64")).mutate(facet=ibis.literal("country"))


def band_of(kg: float) -> str | None:
    """The band of a weight by its place in ``BANDS``, as text; None when the weight is not stated.

    >>> band_of(1200.0)
    '1'
    """
    return next((str(i) for i, (low, _high) in enumerate(BANDS) if kg >= (low or 0)), None)


def months(event: ibis.Table) -> ibis.Table:
    """(month, year, mode, n, kg): month is null for events known only by year, which stand apart."""
    return event.group_by([_.month, _.year, _.mode.cast("string").name("mode")]).aggregate(
        n=_.count(), kg=_.kg.sum().fill_null(0), kg_known=_.kg.count()
    )


def role_counts(role: ibis.Table, event: ibis.Table, level: str) -> ibis.Table:
    """(node, role, n): events that name a node in a role; ``role`` are those of chains."""
    met = by_chain(event, level).inner_join(role.filter(_.level == level), "chain")
    return met.group_by(["node", "role"]).aggregate(n=_.n.sum().cast("int64"))
