"""What the selected events are counted by: facets, and the size bands of consignments."""

from __future__ import annotations

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
    "date_precision": "date_precision",
    "source": "source",
    "band": "band",
}
#: Facets whose values the chain of an event says: columns, and those of which a chain may have several.
CHAIN_FACETS = ("production", "departure", "seizure", "destination", "transit", "country")
#: Facets of which an event may have several values: one column, its codes with ``;`` between them.
SEVERAL_FACETS = ("concealed",)
FACETS = (*COLUMN_FACETS, "transit", "country", *SEVERAL_FACETS)
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


def band_of(kg: float) -> str | None:
    """The band of a weight by its place in ``BANDS``, as text; None when the weight is not stated.

    >>> band_of(1200.0)
    '1'
    """
    return next((str(i) for i, (low, _high) in enumerate(BANDS) if kg >= (low or 0)), None)
