"""Where a named place lies: by its code, or by its name within the country, with the precision that this gives.

A name that several places of a country share is settled by the region that the row gives, or by a place ten times
the size of the next; else it stays at its country. Nothing is looked for outside the country that the row names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.text import fold
from app.intake.values.names import key

#: A place so many times the size of the next of its name is the one that is meant.
LARGER = 10
#: Entries of one name that are no farther apart than so many degrees are one place (a town and its port).
NEAR = 0.4
_KINDS = r"port|puerto|porto|harbou?r|seaport|terminal|muelle|airport|aeropuerto|aeroporto|international|internacional"
_DIVISIONS = (
    r"city|ciudad|cidade|municipio|municipality|commune|comuna|province|provincia|department|departamento|state"
)
_GENERIC = re.compile(rf"\b({_KINDS}|{_DIVISIONS}|estado|region|district|distrito|of|de|del|do|da)\b")
_AIRPORT = re.compile(r"\b(airport|aeropuerto|aeroporto|aerodromo?|aeroport|airfield|airstrip)\b")
_CAPITAL = re.compile(r"\bd\.?\s?c\.?\s*$")
_ROMAN = re.compile(r"^[ivx]+\b\.?[ªº]?\s*")


class Location(NamedTuple):
    """A point in degrees, how well it is known (city, port, region), and what settled it (code, name, region)."""

    lat: float
    lon: float
    precision: str
    by: str


class Town(NamedTuple):
    """A place of the gazetteer; ``weight`` is its number of people, 0 for a port or an airport."""

    region: str
    lat: float
    lon: float
    precision: str
    weight: float


class Found(NamedTuple):
    """What a row's place came to: the spot, or why there is none (unknown, ambiguous); ``shared`` is true where the
    region alone told it from another place of that name."""

    spot: Location | None
    why: str = ""
    shared: bool = False


#: Country -> (south, west, north, east) of its towns, in degrees.
Boxes = Mapping[str, tuple[float, float, float, float]]


@dataclass(frozen=True)
class Gazetteer:
    """Places by (country, key of the name), regions likewise, and codes by (scheme, code) with their country."""

    towns: Mapping[tuple[str, str], list[Town]] = field(default_factory=dict)
    regions: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], tuple[str, Location | None]] = field(default_factory=dict)
    #: Countries that have a town of some size, a port or an airport of a name.
    known_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    boxes: Boxes = field(default_factory=dict)

    def find(self, country: str, place: str, region: str = "", code: str = "") -> Found:
        """Where a row's place lies. A code decides, then the name (which may be a code itself), then the region."""
        if not country:
            return Found(None, "unknown")
        by_code = self._by_code(country, code)
        if by_code:
            return by_code
        named = self._by_name(country, place, region)
        if named.spot or named.why == "ambiguous":
            return named
        by_code = self._by_code(country, place)
        if by_code:
            return by_code
        middle = self._middle(country, region or place)
        return Found(Location(*middle, "region", "region")) if middle else named

    def _middle(self, country: str, region: str) -> tuple[float, float] | None:
        """The middle of a region, or the town that it is called after."""
        for name in keys(region):
            if (country, name) in self.regions:
                return self.regions[country, name]
        for name in keys(region):
            towns = self.towns.get((country, name))
            spot = settled(towns).spot if towns else None
            if spot:
                return spot.lat, spot.lon
        return None

    def _by_code(self, country: str, text: str) -> Found | None:
        for scheme, code in schemes(country, text):
            where, spot = self.codes.get((scheme, code), ("", None))
            if where == country and spot:
                return Found(spot)
        return None

    def _by_name(self, country: str, place: str, region: str) -> Found:
        for name in keys(place):
            towns = self.towns.get((country, name), [])
            if towns:
                return chosen(towns, region, wants_airport=bool(_AIRPORT.search(fold(place))))
        return Found(None, "unknown")

    def country_of(self, regions: Sequence[str]) -> tuple[str, list[str]]:
        """The country that has most of some regions, and those of them that it has; "" when two have as many."""
        return most_of(regions, self.regions)

    def country_of_towns(self, names: Sequence[str]) -> tuple[str, list[str]]:
        """The same by the names of towns. Towns of one name lie in many countries, so the first must have a quarter
        more of them than the next."""
        country, known = most_of(names, self.towns)
        others = [name for name in self.towns if name[0] != country] if known else []
        return (country, known) if len(most_of(names, others)[1]) * 1.25 <= len(known) else ("", [])

    def elsewhere(self, country: str, place: str, region: str = "") -> frozenset[str]:
        """Other countries with a large place of this name, where the row's own has neither it nor the region.

        A small town may bear a great city's name: so a region that the country does have settles it."""
        if self.find(country, place, region).why != "unknown":
            return frozenset()
        countries = next((self.known_in[name] for name in keys(place) if name in self.known_in), frozenset())
        return countries - {country}


def most_of(names: Sequence[str], known: Iterable[tuple[str, str]]) -> tuple[str, list[str]]:
    """The country that has most of some names, by pairs of country and key, and those that it has; "" for a tie."""
    wanted = {own: name for name in names for own in reversed(keys(name))}
    by_country: dict[str, dict[str, None]] = {}
    for country, own in known:
        if own in wanted:
            by_country.setdefault(country, {})[wanted[own]] = None
    ranked = sorted(by_country.items(), key=lambda pair: -len(pair[1]))[:2]
    if not ranked or (len(ranked) == 2 and len(ranked[0][1]) == len(ranked[1][1])):
        return "", []
    return ranked[0][0], list(ranked[0][1])


def chosen(towns: list[Town], region: str, wants_airport: bool) -> Found:
    """The one of several places of a name that is meant, if that can be known."""
    candidates = [t for t in towns if (t.precision == "port") == wants_airport] or towns
    wanted = set(keys(region))
    there = [t for t in candidates if wanted & set(keys(t.region))] if wanted else []
    alone = settled(candidates)
    if not there:
        return alone
    best = settled(there)
    return best._replace(shared=bool(best.spot) and best.spot != alone.spot)


def settled(towns: list[Town]) -> Found:
    """The place that all entries are, or that is far larger than the others."""
    first = max(towns, key=lambda t: t.weight)
    far = [t for t in towns if abs(t.lat - first.lat) > NEAR or abs(t.lon - first.lon) > NEAR]
    if far and first.weight <= LARGER * max(t.weight for t in far):
        return Found(None, "ambiguous")
    return Found(Location(first.lat, first.lon, first.precision, "name"))


def schemes(country: str, text: str) -> list[tuple[str, str]]:
    """The schemes that a code could be of: ``COBUN`` a UN/LOCODE, ``BOG`` IATA, ``SKBO`` ICAO, ``5001000`` DANE.

    >>> schemes("CO", "5001000.0"), schemes("CO", "BOG")
    ([('dane', '05001')], [('iata', 'BOG')])
    """
    bare = text.strip().replace(" ", "").removesuffix(".0")
    if bare.isascii() and bare.isdigit() and country == "CO" and 4 <= len(bare) <= 8:
        return [("dane", bare.zfill(8)[:5] if len(bare) > 6 else bare.zfill(5)[:5])]
    if not bare.isascii() or not bare.isalnum() or bare.upper() != bare:
        return []
    return [(scheme, bare) for scheme, size in (("locode", 5), ("iata", 3), ("icao", 4)) if len(bare) == size]


def names_of(name: str) -> list[str]:
    """Keys that a place of the gazetteer is found by: its whole name, and the name without its kind."""
    folded = fold(name)
    return list(dict.fromkeys(k for k in (key(folded), key(_GENERIC.sub(" ", folded))) if k))


@functools.lru_cache(maxsize=100_000)
def keys(text: str) -> tuple[str, ...]:
    """Keys to look a name up by, the most particular first: whole, without what stands in brackets, either side of a
    slash, and without words such as port, airport or city."""
    folded = fold(text).strip()
    if not folded:
        return ()
    bare = _CAPITAL.sub("", re.sub(r"\(.*?\)", " ", folded)).strip()
    parts = [folded, bare, _ROMAN.sub("", bare), *re.split(r"[/,;]| - ", bare)]
    spare = [_GENERIC.sub(" ", part) for part in parts]
    return tuple(dict.fromkeys(k for k in map(key, [*parts, *spare]) if k))
