"""The closed vocabularies of a seizure record: modes, roles, forms, precisions, confidence.

The order of codes is that in which they are shown and sorted. Labels live in ``app/i18n``, colours in ``core.style``.
"""

from __future__ import annotations

MODES: tuple[str, ...] = ("maritime", "river", "air", "land", "post", "other", "unknown")

#: The mode of what no source says the mode of.
NOT_STATED = "unknown"

#: Sub-modes with the mode that each belongs to.
SUBMODES: dict[str, str] = {
    "container": "maritime",
    "vessel": "maritime",
    "merchant": "maritime",
    "fishing": "maritime",
    "go-fast": "maritime",
    "yacht": "maritime",
    "semi-submersible": "maritime",
    "courier": "air",
    "air-cargo": "air",
    "private-aircraft": "air",
    "road": "land",
    "rail": "land",
}

#: Roles that a country can hold in one event, in the order of the chain.
ROLES: tuple[str, ...] = ("production", "departure", "transit", "seizure", "destination")
#: Those of a journey, from where it begins: production is seldom stated, and is not where a load was sent from.
JOURNEY_ROLES = ROLES[1:]

#: Drug forms (UNODC: leaf is counted apart; press that says "cocaine" is ``unspecified``).
FORMS: tuple[str, ...] = (
    "leaf",
    "paste",
    "base",
    "hydrochloride",
    "crack",
    "liquid",
    "mixed",
    "unspecified",
)

#: Confidence in the record; ``ungraded`` where nobody has graded it (imported files).
CONFIDENCE: tuple[str, ...] = ("high", "medium", "low", "ungraded")

#: How well the place of seizure is known, best first.
PRECISIONS: tuple[str, ...] = ("exact", "port", "city", "region", "country", "sea")

#: Precisions that may share a cluster; ``sea``, ``region`` and ``country`` are indicative only.
POINT_PRECISIONS: tuple[str, ...] = ("exact", "port", "city")

#: How a load was hidden, and then what it lay among: kinds that the words of sources are counted by (see
#: intake.values.concealment). A load may have several.
CONCEALMENTS: tuple[str, ...] = (
    "container-structure",
    "refrigeration",
    "rip-on",
    "hull",
    "ship-compartment",
    "afloat",
    "vehicle",
    "luggage",
    "body",
    "mail",
    "storage",
    "dissolved",
    "hollowed",
    "bananas",
    "fruit",
    "vegetables",
    "coffee",
    "cocoa",
    "sugar",
    "grain",
    "fish",
    "meat",
    "drinks",
    "other-food",
    "timber",
    "charcoal",
    "paper",
    "textiles",
    "scrap",
    "metals",
    "building",
    "chemicals",
    "machinery",
    "furniture",
    "flowers",
    "household",
)

DATE_PRECISIONS: tuple[str, ...] = ("day", "month", "year")
DEPARTURE_BASES: tuple[str, ...] = ("stated", "presumed", "interdicted at departure")
#: An aggregate sums several seizures; a repeat is linked to another record of the same load. Neither is counted.
RECORD_TYPES: tuple[str, ...] = ("event", "aggregate", "repeat")

#: How a leg is drawn: travelled up to the seizure, intended after it, inferred by an assessment.
LINES: tuple[str, ...] = ("travelled", "intended", "inferred")

#: The levels at which legs aggregate: regions and basins (core.groups), countries and sea areas, places.
LEVELS: tuple[str, ...] = ("region", "country", "place")
#: Column of an event with the number of its chain at each level.
CHAINS = tuple(f"chain_{level}" for level in LEVELS)
METRICS: tuple[str, ...] = ("events", "kg", "median")
#: Columns whose texts are codes, each with its codes in the order of their meaning: they are sorted by it.
CODED: dict[str, tuple[str, ...]] = {
    "mode": MODES,
    "submode": tuple(SUBMODES),
    "form": FORMS,
    "confidence": CONFIDENCE,
    "precision": PRECISIONS,
    "date_precision": DATE_PRECISIONS,
    "record_type": RECORD_TYPES,
    "line": LINES,
    "level": LEVELS,
}
