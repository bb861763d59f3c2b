"""Seizures and corridors on a drawn map, as the canvas draws them (assets/js/35_shapes.js, 50_canvas.js)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from app.core.measures import CORRIDOR, MARK
from app.core.mercator import latitude
from app.core.projection import Frame, Projection, turned
from app.drawing import text_width as lettering
from app.drawing.declutter import PlacedSeizure, spread_apart
from app.drawing.flows_nodes import OUTLINES, Style, pieces
from app.drawing.scene import Scene
from app.drawing.svg import dashes, element, path, words
from app.i18n import Translator

#: How well a place is known -> the outline of its mark; only a known point is filled.
SHAPE_OF_PRECISION = {"point": "cross", "sea": "circle", "region": "square", "country": "diamond"}


def spots(scene: Scene, projection: Projection, frame: Frame, style: Style) -> list[PlacedSeizure]:
    """The groups of seizures in the frame, as fine as its scale and the size of marks ask for."""
    if scene.seizures is None:
        return []
    out, size = [], style["mark"]
    zoom = max(0, min(20, round(math.log2(2 * math.pi * frame.scale / 256 / size))))
    for group in scene.seizures(zoom):
        lon, lat = turned(group["x"] * 360 - 180, projection.centre), latitude(group["y"])
        xs, ys = frame.place(*projection.project(np.array([lon]), np.array([lat])))
        if frame.holds(float(xs[0]), float(ys[0])):
            out.append(PlacedSeizure(float(xs[0]), float(ys[0]), group["kind"], group["n"], size))
    return spread_apart(out)


def seizures(placed: list[PlacedSeizure], style: Style, t: Translator) -> str:
    """Every seizure alone, or a group with its number."""
    return "".join(one(s.kind, s.x, s.y, style, s.r) if s.n == 1 else group(s, style, t) for s in placed)


def outline(kind: str, x: float, y: float, r: float, **more: Any) -> str:
    """The outline of a kind of place."""
    shape = SHAPE_OF_PRECISION[kind]
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=r, **more)
    if shape == "square":
        return element("rect", x=x - r, y=y - r, width=2 * r, height=2 * r, **more)
    return element("path", d=path(OUTLINES[shape](x, y, r), closed=True), **more)


def one(kind: str, x: float, y: float, style: Style, r: float = MARK["seizure"]) -> str:
    """A single seizure: a cross at a known point; an indicative position is hollow."""
    colour, halo = style["roles"]["seizure"]["colour"], style["map"]["halo"]
    if kind == "point":
        edge = {"stroke": halo, "stroke_width": 3, "paint_order": "stroke"}
        return element("g", outline(kind, x, y, r, fill=colour, **edge), class_="seizure")
    under = outline(kind, x, y, r, fill="none", stroke=halo, stroke_width=4.5)
    dash = "3 2" if kind == "country" else None
    line = outline(kind, x, y, r, fill="none", stroke=colour, stroke_width=1.8, stroke_dasharray=dash)
    return element("g", under, line, class_="seizure")


def group(spot: PlacedSeizure, style: Style, t: Translator) -> str:
    """Several seizures with their number."""
    colour, halo = style["roles"]["seizure"]["colour"], style["map"]["halo"]
    hollow = spot.kind != "point"
    fill, ink = (halo, colour) if hollow else (colour, halo)
    look = {"fill": fill, "fill_opacity": 0.9, "stroke": ink, "stroke_width": 1.8}
    kind = spot.kind if hollow else "sea"
    text = t.number(spot.n)
    size = 11 * spot.big
    text_x = spot.x - lettering.width(text, size, 600) / 2
    label = words(text_x, spot.y + 0.36 * size, text, size, font_weight=600, fill=ink)
    return element("g", outline(kind, spot.x, spot.y, spot.r, **look), label, class_="seizure")


def corridors(scene: Scene, projection: Projection, frame: Frame, style: Style) -> str:
    """Statements of sources: thin open lines through their nodes."""
    colour, halo = style["map"]["corridor"], style["map"]["halo"]
    out = []
    for corridor in scene.corridors:
        stops = [(node["lon"], node["lat"]) for node in corridor["nodes"]]
        legs = [np.asarray(leg, float) for leg in corridor["legs"]]
        lines = [path(points) for leg in legs for points, _last in pieces(leg, projection, frame)]
        look = {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
        parts = [element("path", d=d, stroke=halo, stroke_width=CORRIDOR["halo"], **look) for d in lines]
        dash = {"stroke_width": CORRIDOR["line"], "stroke_dasharray": dashes(CORRIDOR["dash"])}
        parts += [element("path", d=d, stroke=colour, **dash, **look) for d in lines]
        for lon, lat in stops:
            xs, ys = frame.place(*projection.project(np.array([turned(lon, projection.centre)]), np.array([lat])))
            parts.append(element("circle", cx=float(xs[0]), cy=float(ys[0]), r=CORRIDOR["stop"], fill=colour))
        out.append(element("g", *parts, class_="corridor", opacity=0.7))
    return "".join(out)
