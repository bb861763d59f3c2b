"""The small committed reference: country points, sea areas, sea gates and a gazetteer of places."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from app.intake.values import places
from app.intake.values.headings import Headings, ranked
from app.intake.values.places import Boxes, Gazetteer, Location, Town

if TYPE_CHECKING:
    from shapely.geometry import Polygon

#: A town of so many people is known beyond its country: a row that names it under another one is worth a look.
LARGE_TOWN_PEOPLE = 300_000


class Reference:
    """The files of the reference folder, each read once, when it is first asked for: most of them for builds alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv", keep_default_na=False)

    @functools.cached_property
    def countries(self) -> pd.DataFrame:
        """Label point, anchor point and area of each country by its ISO code."""
        return self._table("countries").set_index("code")

    @functools.cached_property
    def sea_areas(self) -> pd.DataFrame:
        """Label point and corners of each sea area by its code."""
        return self._table("sea_areas").set_index("code")

    @functools.cached_property
    def region_nodes(self) -> pd.DataFrame:
        """The point of each region of countries and each basin of sea areas (core.groups), by its code; and where its
        sea lanes begin (``gates``, blank: at the point)."""
        return self._table("region_nodes").set_index("code")

    @functools.cached_property
    def sea_gates(self) -> pd.DataFrame:
        """Points at which the sea lanes of some countries begin, one for each coast or outlet; ``abroad`` is
        the country in which that of a landlocked one lies."""
        return self._table("sea_gates")

    @functools.cached_property
    def foreign_gates(self) -> dict[str, str]:
        """The country of each gate that lies abroad, by the landlocked country that uses it."""
        gates = self.sea_gates.dropna(subset="abroad")
        return dict(zip(gates["code"], gates["abroad"], strict=True))

    @functools.cached_property
    def hand_placed(self) -> pd.DataFrame:
        """Places that were looked up by hand, with what they are."""
        return self._table("gazetteer")

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Names of countries in many languages, and the code of each."""
        return dict(self._table("country_names").itertuples(index=False, name=None))

    @functools.cached_property
    def headings(self) -> Headings:
        """Headings of columns, and the field that each names."""
        return ranked(self._table("headings").itertuples(index=False, name=None))

    @functools.cached_property
    def carriers(self) -> dict[str, tuple[str, str]]:
        """Means of transport, and the mode and submode of each."""
        means = self._table("carriers").to_dict("records")
        return {row["name"]: (row["mode"], row["submode"]) for row in means}

    @functools.cached_property
    def concealment(self) -> dict[str, str]:
        """Words of how a load was hidden or what it lay among, and the kind of each (see intake.values.concealment);
        a blank kind takes a phrase out: wooden crates are no timber."""
        return dict(self._table("concealment_words").itertuples(index=False, name=None))

    @functools.cached_property
    def towns(self) -> Gazetteer:
        """Towns, ports, airports, divisions and their codes of the whole world; read when a file is taken in."""
        return read_gazetteer(self.folder)

    @property
    def codes(self) -> frozenset[str]:
        """Every known ISO 3166-1 alpha-2 code."""
        return frozenset(self.countries.index)

    def sea_area(self, lon: float, lat: float) -> str:
        """Code of the sea area that holds a point (``XZ`` when none does); first match in file order."""
        from shapely.geometry import Point

        points = [Point(lon + shift, lat) for shift in (0, -360)]
        for code, shape in self._seas.items():
            if any(shape.covers(p) for p in points):
                return code
        return "XZ"

    @functools.cached_property
    def _seas(self) -> dict[str, Polygon]:
        """The shapes of the sea areas. Only a build asks for them, so a server does not read what makes them."""
        from shapely.geometry import Polygon

        corners = self.sea_areas["polygon"].map(lambda text: [pair.split() for pair in text.split(",")])
        return {str(code): Polygon([tuple(map(float, pair)) for pair in pairs]) for code, pairs in corners.items()}


def _frame(folder: Path, name: str) -> pd.DataFrame:
    """A file made by hand, or (``.gz``) by ``make_places.py``."""
    path = next(folder.glob(f"{name}.csv*"))
    return pd.read_csv(path, keep_default_na=False, dtype={"code": str})


def _table(folder: Path, name: str) -> Iterator[tuple[Any, ...]]:
    return _frame(folder, name).itertuples(index=False, name=None)


class TownIndex(Mapping[tuple[str, str], list[Town]]):
    """Towns by (country, key). Those of a country are laid out when it is first asked for: files name few countries."""

    def __init__(self, rows: pd.DataFrame, aliases: pd.DataFrame) -> None:
        self._rows = dict(iter(rows.groupby("country")))
        self._aliases = dict(iter(aliases.groupby("country")))
        self._by_country: dict[str, dict[str, list[Town]]] = {}

    def _towns_of(self, country: str) -> dict[str, list[Town]]:
        if country not in self._by_country:
            self._by_country[country] = self._laid_out(country)
        return self._by_country[country]

    def _laid_out(self, country: str) -> dict[str, list[Town]]:
        towns_by_key: dict[str, list[Town]] = {}
        columns = ["region", "keys", "lat", "lon", "precision", "weight"]
        for region, keys, *facts in self._rows.get(country, _NONE)[columns].itertuples(index=False, name=None):
            town = Town(region, *facts)
            for key in keys.split("|"):
                towns_by_key.setdefault(key, []).append(town)
        for alias, name in self._aliases.get(country, _NONE)[["alias", "name"]].itertuples(index=False, name=None):
            there = next((towns_by_key[key] for key in places.names_of(name) if key in towns_by_key), [])
            for key in places.names_of(alias) if there else []:
                towns_by_key.setdefault(key, there)
        return towns_by_key

    def __getitem__(self, key: tuple[str, str]) -> list[Town]:
        return self._towns_of(key[0])[key[1]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((country, key) for country in self._rows for key in self._towns_of(country))

    def __len__(self) -> int:
        return sum(len(self._towns_of(country)) for country in self._rows)


_NONE = pd.DataFrame(columns=["region", "keys", "lat", "lon", "precision", "weight", "alias", "name"])


def read_gazetteer(folder: Path) -> Gazetteer:
    """The gazetteers and the codes as tables to look names up in."""
    own = _frame(folder, "gazetteer").assign(region="", weight=LARGE_TOWN_PEOPLE)
    own["keys"] = ["|".join(places.names_of(name)) for name in own["name"]]
    rows = pd.concat([own.drop(columns="name"), _frame(folder, "places")], ignore_index=True)
    codes: dict[tuple[str, str], tuple[str, Location | None]] = {}
    for scheme, code, country, _name, lat, lon, precision in _table(folder, "place_codes"):
        spot = Location(float(lat), float(lon), precision, "code") if lat != "" else None
        if spot or (scheme, code) not in codes:
            codes[scheme, code] = (country, spot)
    towns = TownIndex(rows, _frame(folder, "place_aliases"))
    return Gazetteer(towns, _regions(folder), codes, _known(rows), boxes(rows))


def _known(rows: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Countries that have a large town of a name, or an airport. Of an airport the whole name counts: without the word
    it may be any village's."""
    ports = rows[rows["precision"] == "port"]
    first = ports["keys"].str.split("|").str[0]
    airport = first.str.contains("airport", regex=False)
    large = rows[rows["weight"] >= LARGE_TOWN_PEOPLE]
    by_key: dict[str, set[str]] = {}
    for country, keys in zip(large["country"], large["keys"], strict=True):
        for key in keys.split("|"):
            by_key.setdefault(key, set()).add(country)
    for country, key in zip(ports.loc[airport, "country"], first[airport], strict=True):
        by_key.setdefault(key, set()).add(country)
    return {key: frozenset(codes) for key, codes in by_key.items()}


def _regions(folder: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """The middle of each first-level division, by its own name and by those in other languages."""
    points = {(c, key): (lat, lon) for c, keys, lat, lon in _table(folder, "regions") for key in keys.split("|")}
    for country, alias, name in _table(folder, "place_aliases"):
        there = next((points[country, k] for k in places.names_of(name) if (country, k) in points), None)
        if there:
            points.update({(country, key): there for key in places.names_of(alias) if (country, key) not in points})
    return points


def boxes(rows: pd.DataFrame) -> Boxes:
    """The smallest box around the towns of each country."""
    ends = rows.groupby("country").agg(s=("lat", "min"), w=("lon", "min"), n=("lat", "max"), e=("lon", "max"))
    return {str(country): (s, w, n, e) for country, s, w, n, e in ends.itertuples(name=None)}
