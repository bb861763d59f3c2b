"""Which column of a file holds which field: headings in five languages, compared without case, accents or signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.core.text import fold

#: field -> heading key -> rank; the headings stand in data/reference/headings.csv, best first.
Headings = Mapping[str, Mapping[str, int]]


def key(heading: str) -> str:
    """A heading without case, accents and signs: ``DRUG_NAME``, ``Drug.Name`` and ``drug name`` are one."""
    return re.sub(r"[^a-z0-9]", "", fold(heading))


def ranked(pairs: Iterable[tuple[str, str]]) -> Headings:
    """(field, heading) in order of preference, as a table to ``suggest`` from."""
    table: dict[str, dict[str, int]] = {}
    for field, heading in pairs:
        ranks = table.setdefault(field, {})
        ranks.setdefault(key(heading), len(ranks))
    return table


def suggest(headings: Iterable[str], known: Headings) -> dict[str, str]:
    """field -> heading for all that is recognised; each heading serves one field, each field takes its best heading.

    >>> suggest(["FECHA", "Observaciones"], ranked([("date", "fecha"), ("place", "lugar")]))
    {'date': 'FECHA'}
    """
    listed = list(headings)
    by_key = {key(h): h for h in listed}
    # R writes "Country obtained (Departure Country)" as Country.obtained...Departure.Country: the last part counts.
    by_key |= {key(h.split("...")[-1]): h for h in listed if "..." in h}
    offers = [(rank, f, by_key[k]) for f, ranks in known.items() for k, rank in ranks.items() if k in by_key]
    found: dict[str, str] = {}
    for _rank, field, heading in sorted(offers, key=lambda offer: offer[0]):
        if field not in found and heading not in found.values():
            found[field] = heading
    return {field: found[field] for field in known if field in found}


def score(cells: Iterable[str], known: Headings) -> int:
    """How many cells of a row are known headings: the header of a file is the row with most."""
    keys = {k for ranks in known.values() for k in ranks}
    return sum(key(c) in keys for c in cells if c)
