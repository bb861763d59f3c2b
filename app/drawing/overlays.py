"""Overlays on a drawn map: their shapes in any projection, their tiles where it is the web's own (Mercator); as the
screen draws them (assets/js/56_overlays.js)."""

from __future__ import annotations

import base64
import json
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.core.measures import OVERLAY
from app.core.mercator import latitude
from app.core.overlay import Overlay
from app.core.projection import Floats, Frame, Projection, turned
from app.drawing import text_width as lettering
from app.drawing.base import bent, cut
from app.drawing.room import OccupiedSpace
from app.drawing.svg import dashes, element, path, words
from app.overlays import OUTLINES, Overlays, tiles

#: Tiles of one drawing at most: beyond, the next coarser zoom is drawn.
MOST_TILES = 120
Style = dict[str, Any]


@dataclass(frozen=True)
class Laid:
    """An overlay that is on: what is known of it, its shapes as GeoJSON, or the file of its tiles."""

    overlay: Overlay
    features: tuple[dict[str, Any], ...] = ()
    file: Path | None = None


def laid(overlays: Overlays, keys: tuple[str, ...]) -> list[Laid]:
    """The overlays of some keys that are kept here."""
    out = []
    for overlay in overlays.named(keys):
        if overlay.kind == "tiles":
            out.append(Laid(overlay, file=overlays.file(overlay.key)))
        else:
            body = json.loads(overlays.file(overlay.key, OUTLINES).read_bytes())
            out.append(Laid(overlay, tuple(body["features"])))
    return out


def drawn(overlays: list[Laid], projection: Projection, frame: Frame, style: Style) -> str:
    """The tiles of some overlays, and over them the shapes of the others."""
    pictures = [tile for one in overlays if one.file for tile in pictures_of(one, projection, frame)]
    shapes = [element("g", shapes_of(one, projection, frame, style), class_="overlay") for one in overlays]
    return "".join([*pictures, *shapes])


def shapes_of(one: Laid, projection: Projection, frame: Frame, style: Style) -> str:
    """The polygons, lines and points of an overlay."""
    ink, (width, dash, fill) = style["map"]["ink"], OVERLAY["styles"][one.overlay.style]
    look = {"stroke": ink, "stroke_width": width, "stroke_dasharray": dashes(dash), "stroke_opacity": OVERLAY["alpha"]}
    out = []
    for feature in one.features:
        for kind, lines in parts(feature["geometry"]):
            if kind == "Point":
                spots = (spot(line, projection, frame) for line in lines)
                out += [element("circle", cx=x, cy=y, r=OVERLAY["point"], fill=ink) for x, y in spots]
                continue
            closed = kind == "Polygon"
            d = "".join(ways(lines, closed, projection, frame))
            paint = {"fill": ink, "fill_opacity": fill} if closed and fill else {"fill": "none"}
            out += [element("path", d=d, fill_rule="evenodd", stroke_linejoin="round", **look, **paint)] if d else []
    return "".join(out)


def parts(geometry: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """The parts of a geometry of GeoJSON: ``Polygon`` with its rings, ``LineString`` and ``Point`` with their lines."""
    kind, values = geometry["type"], geometry["coordinates"]
    for value in values if kind.startswith("Multi") else [values]:
        yield kind.removeprefix("Multi"), value if kind.endswith("Polygon") else [value]


def spot(point: list[float], projection: Projection, frame: Frame) -> tuple[float, float]:
    """A point on the page."""
    xs, ys = frame.place(*projection.project(np.array([turned(point[0], projection.centre)]), np.array([point[1]])))
    return float(xs[0]), float(ys[0])


def ways(lines: list[Any], closed: bool, projection: Projection, frame: Frame) -> Iterator[str]:
    """Rings or lines on the page, cut at the edge of the world."""
    for line in lines:
        ring = np.asarray(line, float)[:, :2]
        for piece in cut(ring, projection.centre) if closed else split(ring, projection.centre):
            fine = bent(piece)
            xs, ys = frame.place(*projection.project(fine[:, 0], fine[:, 1]))
            if not (np.isfinite(xs).all() and np.isfinite(ys).all() and meets(xs, ys, frame)):
                continue
            yield path(zip(xs.tolist(), ys.tolist(), strict=True), closed=closed)


def meets(xs: Floats, ys: Floats, frame: Frame) -> bool:
    """Whether the box around some points meets the frame."""
    across = xs.max() >= frame.left and xs.min() <= frame.left + frame.width
    return bool(across and ys.max() >= frame.top and ys.min() <= frame.top + frame.height)


def split(line: Floats, centre: float) -> Iterator[Floats]:
    """A line by longitudes from the centre, in two where it leaves the world at one edge to come in at the other."""
    lons = (line[:, 0] - centre + 180) % 360 - 180
    breaks = np.flatnonzero(np.abs(np.diff(lons)) > 180) + 1
    for piece in np.split(np.column_stack([lons, line[:, 1]]), breaks):
        if len(piece) > 1:
            yield piece


def names(
    overlays: list[Laid], projection: Projection, frame: Frame, size: float, style: Style, room: OccupiedSpace
) -> str:
    """The names of shapes that are wider than their name, where nothing else stands."""
    colours = style["map"]
    halo = {"stroke": colours["halo"], "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
    out = []
    for feature in (feature for one in overlays for feature in one.features):
        name, (west, _south, east, _north) = feature["properties"]["name"], feature["bbox"]
        wide = lettering.width(name, size, 400)
        if not name or np.radians(east - west) * frame.scale < wide:
            continue
        x, y = spot(feature["properties"]["at"], projection, frame)
        box = (x - wide / 2 - 2, y - size * 0.7, x + wide / 2 + 2, y + size * 0.7)
        if room.free(box):
            room.boxes.append(box)
            out.append(words(x - wide / 2, y + size * 0.35, name, size, fill=colours["label"], **halo))
    return "".join(out)


def pictures_of(one: Laid, projection: Projection, frame: Frame) -> Iterator[str]:
    """The tiles of an overlay that meet the frame, as pictures within the drawing; none where its projection bends
    them."""
    if projection.name != "mercator" or one.file is None:
        return
    zoom = min(max(round(math.log2(2 * math.pi * frame.scale / 256)), one.overlay.zooms[0]), one.overlay.zooms[1])
    spots = list(seen(one.overlay, zoom, projection, frame))
    while len(spots) > MOST_TILES and zoom > one.overlay.zooms[0]:
        zoom -= 1
        spots = list(seen(one.overlay, zoom, projection, frame))
    for x, y, (left, top, side) in spots[:MOST_TILES]:
        try:
            found = tiles.tile(one.file, zoom, x, y)
        except (sqlite3.Error, ValueError):
            found = None
        if found:
            data = f"data:{found[1]};base64,{base64.b64encode(found[0]).decode('ascii')}"
            yield element("image", href=data, x=left, y=top, width=side + 0.3, height=side + 0.3)


def seen(
    overlay: Overlay, zoom: int, projection: Projection, frame: Frame
) -> Iterator[tuple[int, int, tuple[float, float, float]]]:
    """The tiles of a zoom that meet the frame and the overlay's bounds: x, y, and left, top and side on the page."""
    count, turn = 2**zoom, 2 * math.pi
    side = turn * frame.scale / count
    # The corner of the frame in world widths: x from 180 W, beyond the edge where the world is seen twice; y from the
    # north.
    x0 = (frame.x0 + math.radians(projection.centre)) / turn + 0.5
    y0 = frame.y0 / turn + 0.5
    columns = range(math.floor(x0 * count), math.floor(x0 * count + frame.width / side) + 1)
    rows = range(max(0, math.floor(y0 * count)), min(count, math.floor(y0 * count + frame.height / side) + 1))
    west, south, east, north = overlay.bounds
    for y in rows:
        if latitude(y / count) < south or latitude((y + 1) / count) > north:
            continue
        for column in columns:
            lon = column % count / count * 360 - 180
            if lon <= east and lon + 360 / count >= west:
                place = (frame.left + (column - x0 * count) * side, frame.top + (y - y0 * count) * side, side)
                yield column % count, y, place
