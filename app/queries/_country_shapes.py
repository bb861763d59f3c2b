"""The shapes of countries, from the base map that the screen draws: which of them an area holds or touches."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.core.area import Ring, on_the_globe, union_of
from app.settings import ROOT

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@functools.cache
def country_rings() -> dict[str, list[Ring]]:
    """The outlines of each country by its ISO code, as (longitude, latitude)."""
    body = json.loads((ROOT / "assets" / "basemap" / "coarse.json").read_bytes())
    rings: dict[str, list[Ring]] = {}
    for country in body["countries"]:
        own = [[lonlat / body["scale"] for lonlat in flat] for flat in country["rings"]]
        rings.setdefault(country["code"], []).extend(
            list(zip(flat[::2], flat[1::2], strict=True)) for flat in own if len(flat) >= 8
        )
    return rings


def rings_of(countries: Iterable[str]) -> list[Ring]:
    """The outlines of some countries."""
    return [ring for code in countries for ring in country_rings().get(code, [])]


def countries_in(area: BaseGeometry) -> tuple[str, ...]:
    """The countries that lie in a shape on the globe wholly."""
    return _fitting(area, lambda area, country: bool(area.covers(country)))


def countries_touched(area: BaseGeometry) -> tuple[str, ...]:
    """The countries of which any part lies in a shape on the globe."""
    return _fitting(area, lambda area, country: bool(area.intersects(country)))


def countries_of(areas: NDArray[np.object_]) -> list[tuple[int, str]]:
    """Pairs of a shape, by its place, and a country that lies in it wholly: ``countries_in`` of each, at once. (A copy
    of a shape matters only where it runs on over the date line.)"""
    import shapely

    codes, bounds = list(_shapes()), shapely.bounds(areas)
    over = set(np.flatnonzero((bounds[:, 0] < -180) | (bounds[:, 2] > 180)).tolist())
    tree = shapely.STRtree(list(_shapes().values()))
    pairs = tree.query(areas, "covers").T.tolist()
    usual = [(area, codes[country]) for area, country in pairs if area not in over]
    return usual + [(area, code) for area in sorted(over) for code in countries_in(on_the_globe(areas[area]))]


def _fitting(area: BaseGeometry, test: Callable[[BaseGeometry, BaseGeometry], bool]) -> tuple[str, ...]:
    return tuple(code for code, country in _shapes().items() if test(area, country))


@functools.cache
def _shapes() -> dict[str, BaseGeometry]:
    """Each country once: a shape that is turned with the area would be held by none of its copies."""
    return {code: union_of(rings) for code, rings in country_rings().items() if rings}
