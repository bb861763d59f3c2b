"""Overlays on a drawn map: their shapes in any projection, their tiles where it is the web's own (Mercator); as the
screen draws them (assets/js/56_overlays.js)."""

from __future__ import annotations

import base64
import itertools
import json
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.core.measures import OVERLAY
from app.core.mercator import mercator
from app.core.overlay import Overlay
from app.core.projection import Floats, Frame, Projection, turned
from app.drawing import text_width as lettering
from app.drawing.base import bent, cut
from app.drawing.room import OccupiedSpace
from app.drawing.svg import dashes, element, path, words
from app.drawing.ways import pieces
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


def laid(overlays: Overlays, keys: tuple[str, ...], zoom: float = 0) -> list[Laid]:
    """The overlays of some keys that are kept here. Tiles are drawn where a screen is (its ``zoom``; 0: a region in a
    projection that would bend them), and not where the coarsest of them are much finer than that."""
    out = []
    for overlay in overlays.named(keys):
        if overlay.kind == "tiles":
            drawn_there = zoom > 0 and overlay.zooms[0] <= zoom + 1
            out.append(Laid(overlay, file=overlays.file(overlay.key) if drawn_there else None))
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
        if not closed:
            for points, _last in pieces(ring, projection, frame):
                yield path(points)
            continue
        for piece in cut(ring, projection.centre):
            fine = bent(piece)
            xs, ys = frame.place(*projection.project(fine[:, 0], fine[:, 1]))
            if np.isfinite(xs).all() and np.isfinite(ys).all() and meets(xs, ys, frame):
                yield path(zip(xs.tolist(), ys.tolist(), strict=True), closed=True)


def meets(xs: Floats, ys: Floats, frame: Frame) -> bool:
    """Whether the box around some points meets the frame."""
    across = xs.max() >= frame.left and xs.min() <= frame.left + frame.width
    return bool(across and ys.max() >= frame.top and ys.min() <= frame.top + frame.height)


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
    """The tiles of an overlay that meet the frame, as pictures within the drawing."""
    if projection.name != "mercator" or one.file is None:
        return
    low, high = one.overlay.zooms
    zoom = min(max(round(math.log2(2 * math.pi * frame.scale / 256)), low), high)
    while zoom > low and count(one.overlay, zoom, projection, frame) > MOST_TILES:
        zoom -= 1
    for x, y, (left, top, side) in itertools.islice(seen(one.overlay, zoom, projection, frame), MOST_TILES):
        try:
            found = tiles.tile(one.file, zoom, x, y)
        except (sqlite3.Error, ValueError, OSError):
            found = None
        if found:
            data = f"data:{found[1]};base64,{base64.b64encode(found[0]).decode('ascii')}"
            yield element("image", href=data, x=left, y=top, width=side + 0.3, height=side + 0.3)


def spans(
    overlay: Overlay, zoom: int, projection: Projection, frame: Frame
) -> tuple[float, float, float, range, range]:
    """The frame's corner in tiles and the side of one on the page, and the columns (from 180 W, beyond the edge where
    the world is seen twice) and rows (from the north) of a zoom that meet the frame and the overlay's latitudes."""
    n, turn = 2**zoom, 2 * math.pi
    side = turn * frame.scale / n
    x0 = ((frame.x0 + math.radians(projection.centre)) / turn + 0.5) * n
    y0 = (frame.y0 / turn + 0.5) * n
    _west, south, _east, north = overlay.bounds
    top, foot = (float(mercator(0.0, lat)[1]) * n for lat in (north, south))
    columns = range(math.floor(x0), math.floor(x0 + frame.width / side) + 1)
    rows = range(max(0, math.floor(max(y0, top))), min(n, math.floor(min(y0 + frame.height / side, foot)) + 1))
    return x0, y0, side, columns, rows


def count(overlay: Overlay, zoom: int, projection: Projection, frame: Frame) -> int:
    """How many tiles of a zoom may be seen, without listing them."""
    _x0, _y0, _side, columns, rows = spans(overlay, zoom, projection, frame)
    west, _south, east, _north = overlay.bounds
    across = min(len(columns), math.ceil((east - west) / 360 * 2**zoom) + 1)
    return across * len(rows)


def seen(
    overlay: Overlay, zoom: int, projection: Projection, frame: Frame
) -> Iterator[tuple[int, int, tuple[float, float, float]]]:
    """The tiles of a zoom that meet the frame and the overlay's bounds: x, y, and left, top and side on the page."""
    x0, y0, side, columns, rows = spans(overlay, zoom, projection, frame)
    n, (west, _south, east, _north) = 2**zoom, overlay.bounds
    for column in columns:
        lon = column % n / n * 360 - 180
        if lon <= east and lon + 360 / n >= west:
            for y in rows:
                yield column % n, y, (frame.left + (column - x0) * side, frame.top + (y - y0) * side, side)
