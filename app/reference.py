"""The small committed reference: country points, sea areas, sea gates and a gazetteer of places."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
from shapely.geometry import Polygon

from app.core.reading import places
from app.core.reading.headings import Headings, ranked
from app.core.reading.places import Boxes, Gazetteer, Spot, Town

#: A town of so many people is known beyond its country: a row that names it under another one is worth a look.
KNOWN = 300_000


@dataclass(frozen=True)
class Reference:
    """Frames read once. ``countries`` is indexed by ISO code (label point, anchor point, area)."""

    countries: pd.DataFrame
    sea_areas: pd.DataFrame
    sea_gates: pd.DataFrame
    gazetteer: pd.DataFrame
    names: dict[str, str]
    headings: Headings
    carriers: dict[str, tuple[str, str]]
    folder: Path

    @functools.cached_property
    def towns(self) -> Gazetteer:
        """Towns, ports, airports, divisions and their codes of the whole world; read when a file is taken in."""
        return gazetteer(self.folder)

    @property
    def codes(self) -> frozenset[str]:
        """Every known ISO 3166-1 alpha-2 code."""
        return frozenset(self.countries.index)

    def sea_area(self, lon: float, lat: float) -> str:
        """Code of the sea area that holds a point (``XZ`` when none does); first match in file order."""
        points = [shapely.Point(lon + shift, lat) for shift in (0, -360)]
        for code, shape in zip(self.sea_areas.index, self.sea_areas["shape"], strict=True):
            if any(shape.covers(p) for p in points):
                return str(code)
        return "XZ"


def _shape(text: str) -> Polygon:
    return Polygon([tuple(map(float, pair.split())) for pair in text.split(",")])


def load(folder: Path) -> Reference:
    """Read the reference folder."""

    def table(name: str) -> pd.DataFrame:
        return pd.read_csv(folder / f"{name}.csv", keep_default_na=False)

    areas = table("sea_areas").set_index("code")
    areas["shape"] = areas["polygon"].map(_shape)
    means = table("carriers").to_dict("records")
    return Reference(
        table("countries").set_index("code"),
        areas,
        table("sea_gates"),
        table("gazetteer"),
        names=dict(table("country_names").itertuples(index=False, name=None)),
        headings=ranked(table("headings").itertuples(index=False, name=None)),
        carriers={row["name"]: (row["mode"], row["submode"]) for row in means},
        folder=folder,
    )


def _table(folder: Path, name: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a file made by hand, or (``.gz``) by ``make_places.py``."""
    path = next(folder.glob(f"{name}.csv*"))
    return pd.read_csv(path, keep_default_na=False, dtype={"code": str}).itertuples(index=False, name=None)


def gazetteer(folder: Path) -> Gazetteer:
    """The gazetteers and the codes as tables to look names up in."""
    towns: dict[tuple[str, str], list[Town]] = {}
    known: dict[str, set[str]] = {}
    own = ((r[0], "", "|".join(places.names_of(r[1])), *r[2:], KNOWN) for r in _table(folder, "gazetteer"))
    for country, region, keys, lat, lon, precision, weight in itertools.chain(own, _table(folder, "places")):
        town = Town(region, lat, lon, precision, weight)
        for place, key in enumerate(keys.split("|")):
            towns.setdefault((country, key), []).append(town)
            # Of an airport the whole name counts: without the word it may be any village's.
            if weight >= KNOWN or (precision == "port" and place == 0 and "airport" in key):
                known.setdefault(key, set()).add(country)
    for country, alias, name in _table(folder, "place_aliases"):
        there = next((towns[country, k] for k in places.names_of(name) if (country, k) in towns), [])
        for key in places.names_of(alias) if there else []:
            towns.setdefault((country, key), there)
    regions = _regions(folder)
    codes: dict[tuple[str, str], tuple[str, Spot | None]] = {}
    for scheme, code, country, _name, lat, lon, precision in _table(folder, "place_codes"):
        spot = Spot(float(lat), float(lon), precision, "code") if lat != "" else None
        if spot or (scheme, code) not in codes:
            codes[scheme, code] = (country, spot)
    return Gazetteer(towns, regions, codes, {key: frozenset(held) for key, held in known.items()}, boxes(towns))


def _regions(folder: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """The middle of each first-level division, by its own name and by those in other languages."""
    found = {(c, key): (lat, lon) for c, keys, lat, lon in _table(folder, "regions") for key in keys.split("|")}
    for country, alias, name in _table(folder, "place_aliases"):
        there = next((found[country, k] for k in places.names_of(name) if (country, k) in found), None)
        if there:
            found.update({(country, key): there for key in places.names_of(alias) if (country, key) not in found})
    return found


def boxes(towns: Mapping[tuple[str, str], list[Town]]) -> Boxes:
    """The smallest box around the towns of each country."""
    found: dict[str, tuple[float, float, float, float]] = {}
    for (country, _key), held in towns.items():
        for town in held:
            s, w, n, e = found.get(country, (90.0, 180.0, -90.0, -180.0))
            found[country] = (min(s, town.lat), min(w, town.lon), max(n, town.lat), max(e, town.lon))
    return found
