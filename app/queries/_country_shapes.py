"""The shapes of countries, from the base map that the screen draws: which of them an area holds or touches."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from app.core.area import Ring, shape_of
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


def countries_in(ring: Ring) -> tuple[str, ...]:
    """The countries that lie in a drawn shape wholly."""
    return _fitting(ring, lambda area, country: bool(area.covers(country)))


def countries_touched(ring: Ring) -> tuple[str, ...]:
    """The countries of which any part lies in a drawn shape."""
    return _fitting(ring, lambda area, country: bool(area.intersects(country)))


def _fitting(ring: Ring, test: Callable[[BaseGeometry, BaseGeometry], bool]) -> tuple[str, ...]:
    area = shape_of([ring])
    return tuple(code for code, country in _shapes().items() if test(area, country))


@functools.cache
def _shapes() -> dict[str, BaseGeometry]:
    """Each country once: a shape that is turned with the area would be held by none of its copies."""
    import shapely
    from shapely.geometry import Polygon

    return {
        code: shapely.union_all([shapely.make_valid(Polygon(ring)) for ring in rings])
        for code, rings in country_rings().items()
        if rings
    }
