"""Which events have to do with an area of the map (see core.area): where they were seized, where they depart or arrive,
or whether a leg of their route passes there.

A seizure lies in a drawn area where its own point does; one that is known by its country or a region of it only where
all of that country does, for a part of it may lie beside the area. What is left out so is counted (``undecided``),
and so is what lies there by an indicative position at sea (``indicative``).
Shapely does the geometry, once for each spot, place or path; the events follow by the numbers of those.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.area import ROLE_OF, SINGLE_RELATIONS, TOUCHES, Area, Point, on_the_globe, union_of
from app.core.groups import expand
from app.core.lazy_ibis import _, ibis
from app.core.mercator import degrees
from app.data_version import DataVersion
from app.queries._country_shapes import countries_in, countries_of, countries_touched, rings_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: How the place of an event may be known so roughly that its point says little.
COARSE = ("region", "country")
#: Areas whose answer is kept.
KEPT = 200
#: Degrees that the outline of a polygon of an overlay may be off its corners: two kilometres. What lies in it is told
#: by the corners themselves.
GRAIN = 0.02
Mask = NDArray[np.bool_]


class Spots(NamedTuple):
    """Where a drawn area holds seizures: the numbers of spots, and the countries of those that are known by no more."""

    numbers: NDArray[np.int64]
    countries: tuple[str, ...]


class Areas:
    """Areas over the events of one version of the data."""

    def __init__(self, data: DataVersion) -> None:
        self._data = data
        self._spots = functools.lru_cache(KEPT)(self._find_spots)
        self._chains = functools.lru_cache(KEPT)(self._find_chains)
        self._polygons = functools.lru_cache(KEPT // 10)(self._find_polygons)
        self._shape = functools.lru_cache(KEPT // 10)(lambda where: on_the_globe(self._own_shape(where)))

    def outlines(self, area: Area) -> list[list[list[Point]]]:
        """The polygons of an area, each as its outer ring and those of its holes, of (longitude, latitude): of a group
        the outline around all its countries."""
        import shapely

        if not area.key:
            return [[area.ring()]]
        own = self._own_shape(area.where)
        own = shapely.simplify(own, GRAIN) if area.overlay else own
        parts = [part for part in shapely.get_parts(own) if part.geom_type == "Polygon" and not part.is_empty]
        return [[list(ring.coords) for ring in (part.exterior, *part.interiors)] for part in parts]

    def _own_shape(self, where: str) -> BaseGeometry:
        """The shape of an area (``Area.where``) where it was drawn. Raises ``KeyError`` for an overlay that is gone."""
        area = _parsed(where)
        if area.overlay:
            key, number = area.overlay
            return self._data.overlays.shapes(key).geometry.at[number]
        if not area.key:
            return union_of([area.ring()])
        codes, seas = expand([area.key]), self._data.reference.sea_areas["polygon"]
        polygons = [seas.at[code].split(",") for code in codes if code in seas.index]
        rings = [[(float(lon), float(lat)) for lon, lat in map(str.split, corners)] for corners in polygons]
        return union_of(rings or rings_of(codes))

    def rows(self, text: str) -> Mask:
        """True for each row of the events that the area holds."""
        area, columns = _parsed(text), self._data.columns
        if area.relation == TOUCHES:
            return np.logical_or.reduce([self.rows(area.related(relation).text) for relation in SINGLE_RELATIONS])
        if not _by_spot(area):
            return _flags(self._chains(area), columns.chains).take(columns.numbers("chain_place"))
        return np.where(self._coarse_rows(), self._seized_in(self._spots(area).countries), self._near(area))

    def condition(self, text: str) -> ibis.Deferred:
        """The same events for the engine."""
        area = _parsed(text)
        if area.relation == TOUCHES:
            every = (self.condition(area.related(relation).text) for relation in SINGLE_RELATIONS)
            return functools.reduce(operator.or_, every)
        if not _by_spot(area):
            return _.chain_place.isin(self._chains(area).tolist())
        spots, coarse = self._spots(area), _.precision.cast("string").isin(COARSE)
        return (~coarse & _.spot.isin(spots.numbers.tolist())) | (coarse & _.seizure.isin(spots.countries))

    def undecided(self, text: str) -> Mask:
        """True for each row of events that a drawn area leaves out although they may belong to it: all that is known of
        where they were seized, depart or arrive is a country of which a part lies in the area, or a region whose point
        does."""
        area, columns = _parsed(text), self._data.columns
        if not area.is_shape or area.relation == "passes":
            return np.zeros(columns.size, dtype=bool)
        if area.relation == TOUCHES:
            every = [self.undecided(area.related(relation).text) for relation in SINGLE_RELATIONS]
            return np.logical_or.reduce(every) & ~self.rows(text)
        touched = countries_touched(self._shape(area.where))
        if not _by_spot(area):
            chains = self._naming(ROLE_OF[area.relation], touched)
            return _flags(chains, columns.chains).take(columns.numbers("chain_place")) & ~self.rows(text)
        codes = np.array([*columns.categories("precision"), ""], dtype=object)
        region = (codes == "region").take(columns.numbers("precision"))
        near = np.where(region, self._near(area), self._seized_in(touched))
        return self._coarse_rows() & near & ~self.rows(text)

    def indicative(self, text: str) -> Mask:
        """True for each row whose place in a drawn area is a position at sea, which a source seldom gives exactly."""
        columns = self._data.columns
        area = _parsed(text)
        if area.relation == TOUCHES:
            area = area.related("seized")
        codes = np.array([*columns.categories("precision"), ""], dtype=object) == "sea"
        return codes.take(columns.numbers("precision")) & _by_spot(area) & self.rows(area.text)

    def in_polygons(self, overlay: str, rows: NDArray[np.int32]) -> list[int]:
        """How many of some rows were seized in each polygon of an overlay."""
        columns, (size, spots, countries) = self._data.columns, self._polygons(overlay)
        coarse = self._coarse_rows()[rows]
        per_spot = np.bincount(columns.numbers("spot")[rows[~coarse]], minlength=len(columns.numbers("spot.mx")) + 1)
        codes = {code: i for i, code in enumerate(columns.categories("seizure"))}
        per_country = np.bincount(columns.numbers("seizure")[rows[coarse]], minlength=len(codes) + 1)
        n = np.bincount(spots[0], weights=per_spot[spots[1]], minlength=size)
        for polygon, country in countries:
            n[polygon] += per_country[codes[country]] if country in codes else 0
        return [int(count) for count in n]

    def _find_polygons(self, overlay: str) -> tuple[int, NDArray[np.int64], list[tuple[int, str]]]:
        """How many polygons an overlay has, pairs of a polygon and a spot in it, and of a polygon and a country all of
        which lies in it."""
        import shapely

        known = self._data.overlays.get(overlay)
        shapes = self._data.overlays.shapes(overlay).geometry.to_numpy()[: known.polygons if known else 0]
        lon, lat = degrees(*(self._data.columns.numbers(f"spot.{name}") for name in ("mx", "my")))
        turns = [shapely.points(lon + turn, lat) for turn in (-360, 0, 360)]
        found = np.concatenate([shapely.STRtree(points).query(shapes, "intersects") for points in turns], axis=1)
        return len(shapes), np.unique(found, axis=1), countries_of(shapes)

    def _near(self, area: Area) -> Mask:
        """True for each row whose point lies in a drawn area."""
        columns = self._data.columns
        return _flags(self._spots(area).numbers, len(columns.numbers("spot.mx"))).take(columns.numbers("spot"))

    def _coarse_rows(self) -> Mask:
        columns = self._data.columns
        codes = [i for i, code in enumerate(columns.categories("precision")) if code in COARSE]
        return np.isin(columns.numbers("precision"), codes)

    def _seized_in(self, countries: Collection[str]) -> Mask:
        columns = self._data.columns
        codes = [i for i, code in enumerate(columns.categories("seizure")) if code in countries]
        return np.isin(columns.numbers("seizure"), codes)

    def _find_spots(self, area: Area) -> Spots:
        """A point on the edge of an area lies in it."""
        import shapely

        x, y = (self._data.columns.numbers(f"spot.{name}") for name in ("mx", "my"))
        shape = self._shape(area.where)
        return Spots(np.flatnonzero(shapely.intersects_xy(shape, *degrees(x, y))), countries_in(shape))

    def _find_chains(self, area: Area) -> NDArray[np.int64]:
        """The chains of places of which an area's relation is true."""
        if area.relation != "passes":
            return self._naming(ROLE_OF[area.relation], self._nodes_in(area))
        return self._chains_of("leg_place", self._passing(area))

    def _naming(self, role: str, nodes: Collection[str]) -> NDArray[np.int64]:
        """The chains of places that name one of some nodes in a role."""
        named, roles = self._data.columns.nodes_and_roles("place")
        return self._chains_of("role_place", np.array([node in nodes for node in named], dtype=bool) & (roles == role))

    def _chains_of(self, table: str, fitting: Mask) -> NDArray[np.int64]:
        """The chains that have any of the fitting values of a table."""
        columns = self._data.columns
        chains = columns.numbers(f"{table}.chain")[fitting[columns.numbers(f"{table}.value")]]
        return np.unique(chains).astype(np.int64)

    def _nodes_in(self, area: Area) -> frozenset[str]:
        """Countries, sea areas and places that lie in an area: a country where all of it does."""
        places = self._data.places
        if not area.is_shape:
            codes = set(expand([area.key]))
            return frozenset(key for key in places if key.partition(":")[0] in codes)
        import shapely

        points = {key: place for key, place in places.items() if ":" in key}
        lon, lat = ([place[name] for place in points.values()] for name in ("lon", "lat"))
        shape = self._shape(area.where)
        inside = shapely.intersects_xy(shape, np.array(lon, float), np.array(lat, float))
        held = [key for key, holds in zip(points, inside, strict=True) if holds]
        return frozenset(held) | frozenset(countries_in(shape))

    def _passing(self, area: Area) -> Mask:
        """For each flow between places whether its path meets an area."""
        import shapely

        numbers, lines = self._paths
        passes = np.zeros(1 + int(numbers.max(initial=-1)), dtype=bool)
        passes[numbers[shapely.intersects(self._shape(area.where), lines)]] = True
        return passes

    @functools.cached_property
    def _paths(self) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """The number of each flow between places and its path; approaches over land belong to none."""
        import shapely

        flows = "SELECT DISTINCT flow, origin, target, mode FROM chain_leg WHERE level = 'place'"
        met = self._data.run(
            f"SELECT flow, points FROM ({flows}) AS met JOIN path USING (origin, target, mode) ORDER BY flow"
        )
        points = [json.loads(text) for text in met["points"]]
        index = np.repeat(np.arange(len(points)), [len(line) for line in points])
        flat = np.concatenate([np.asarray(line, float) for line in points]) if points else np.zeros((0, 2))
        return met["flow"].to_numpy(np.int64), shapely.linestrings(flat, indices=index)


def _by_spot(area: Area) -> bool:
    """Whether it is told by where events were seized; the seizures of a sea area or a country by their chains."""
    return area.relation == "seized" and area.is_shape


def _parsed(text: str) -> Area:
    area = Area.parse(text)
    if area is None:
        raise ValueError(f"{text!r} is no area")
    return area


def _flags(numbers: NDArray[np.int64], size: int) -> Mask:
    flags = np.zeros(size + 1, dtype=bool)
    flags[numbers] = True
    return flags
