"""What stands in the middle of a page: a map or a chart, drawn into a box, with the entries of its legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from app.core.mercator import mercator
from app.core.paper_sizes import REGIONS, Bounds, Seen, Viewport, projection_of
from app.core.projection import Floats, Frame, Projection, turned
from app.core.storyboard import Annotation
from app.core.style import in_one_colour
from app.drawing import annotations as slide_annotations
from app.drawing import base, flows_nodes, graticule, labels, legend, overlays, ribbons, seizures_corridors
from app.drawing.declutter import PlacedSeizure
from app.drawing.room import OccupiedSpace
from app.drawing.scene import Scene
from app.drawing.svg import element
from app.i18n import Translator

Box = tuple[float, float, float, float]
#: Sizes of the type by theme: title, sentence, names, legend, foot.
SIZES = {"light": (25.0, 13.0, 11.0, 11.0, 9.6), "projector": (29.0, 15.5, 14.0, 14.0, 11.5)}
SIZES["dark"] = SIZES["light"]
#: What a map shows: a region by name, what is on screen, or west, south, east and north in degrees.
Where = str | Seen | Box
#: The least side of a part of the world, in degrees: a short route keeps its surroundings.
ROOM = 36.0
#: From so much land in a frame on a coarse map is not fine enough: units of the page to a degree.
FINE = 28.0


class Plate(Protocol):
    """Something that can be drawn into a box of a page."""

    def legend(self, style: flows_nodes.Style, t: Translator) -> list[list[legend.Entry]]:
        """The groups of its legend."""

    def drawn(self, box: Box, theme: str, style: flows_nodes.Style) -> str:
        """Its drawing as SVG within left, top, width and height."""


@dataclass(frozen=True)
class Map:
    """The map of a scene: a region by name, or what is on screen; ``notes`` are the marks of a slide."""

    scene: Scene
    where: Where
    t: Translator
    metric: str = "events"
    annotations: Sequence[Annotation] = ()

    def legend(self, style: flows_nodes.Style, t: Translator) -> list[list[legend.Entry]]:
        """Widths, modes, status and roles."""
        return legend.entries(self.scene, self.style(style), t, self.metric)

    def style(self, style: flows_nodes.Style) -> flows_nodes.Style:
        """The style of its lines: in one colour where streams are."""
        plain = self.scene.streams is not None and self.scene.streams.coloured == "none"
        return in_one_colour(style) if plain else style

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """The map in its frame: base, flows, nodes, names, marks."""
        projection, frame = placed(self.where, box)
        style = self.style(style)
        detail = "fine" if frame.scale * np.pi / 180 > FINE else "coarse"
        big = theme == "projector"
        nodes = flows_nodes.placed_nodes(self.scene, projection, frame, big=big)
        spots = seizures_corridors.spots(self.scene, projection, frame, style)
        left, top, width, height = box
        rim = {"x": left, "y": top, "width": width, "height": height}
        clip = element("clipPath", element("rect", **rim), id="frame")
        # Only on a page of the world the world's own edge is seen; elsewhere the sea fills the frame.
        sea = "none" if self.where == "world" else style["map"]["sea"]
        streams, rows = streams_svg(self.scene, projection, frame, style)
        inner = [
            element("rect", **rim, fill=sea),
            base.drawn(projection, frame, theme, detail),
            element("g", overlays.drawn(self.scene.overlays, projection, frame, style), id="overlays"),
            graticule.drawn(projection, frame, style, self.t) if self.scene.graticule else "",
            element("g", seizures_corridors.corridors(self.scene, projection, frame, style), id="corridors"),
            element("g", flows_nodes.flows_svg(self.scene, projection, frame, style), id="flows"),
            *streams,
            slide_annotations.drawn(self.scene.area, projection, frame, style["map"], big),
            element("g", flows_nodes.nodes_svg(nodes, style), id="nodes"),
            element("g", seizures_corridors.seizures(spots, style, self.t), id="seizures"),
            element("g", *self.names(nodes, spots, rows, projection, frame, theme, style), id="names"),
            slide_annotations.drawn(self.annotations, projection, frame, style["map"], big),
        ]
        return element("defs", clip) + element("g", *inner, clip_path="url(#frame)", id="map")

    def names(
        self,
        nodes: list[flows_nodes.PlacedNode],
        spots: list[PlacedSeizure],
        rows: list[ribbons.Row],
        projection: Projection,
        frame: Frame,
        theme: str,
        style: dict[str, Any],
    ) -> list[str]:
        """Every name, the most needed ones first: of nodes, of departures on their ribbons, of shapes of overlays."""
        room, size, streams = OccupiedSpace(frame), SIZES[theme][2], self.scene.streams
        marks = [(spot.x, spot.y, spot.r) for spot in spots]
        return [
            labels.names(nodes, marks, room, size, style["map"], few=theme == "projector"),
            ribbons.names(streams, rows, style, room, size) if streams else "",
            overlays.names(self.scene.overlays, projection, frame, size - 1, style, room),
        ]


def streams_svg(
    scene: Scene, projection: Projection, frame: Frame, style: dict[str, Any]
) -> tuple[list[str], list[ribbons.Row]]:
    """The streams of a scene, where it has them, and the rows whose names are written: those that are lit, else all."""
    streams = scene.streams
    if streams is None:
        return [], []
    rows, lit = (ribbons.placed(streams, part, projection, frame, style) for part in (streams.loads, streams.lit))
    return [element("g", ribbons.svg(streams, rows, lit, style), id="streams")], lit or rows


def around(scene: Scene, selected: bool) -> Where:
    """A part of the world that holds all that is lit in a scene with some room; the world where that is most of it, or
    where nothing is ``selected``."""
    lit = scene.lit_alone()
    lines = [flow.path for flow in lit.flows] + stream_lines(scene) + [np.array([[n.lon, n.lat]]) for n in lit.nodes]
    if not selected or not lines:
        return "world"
    points = np.concatenate(lines)
    # Beside the first point, so that what lies over the date line stays together.
    points[:, 0] = points[0, 0] + (points[:, 0] - points[0, 0] + 180) % 360 - 180
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    across, down = max(ROOM, (east - west) * 1.25), max(ROOM, (north - south) * 1.35)
    if across > 300:
        return "world"
    lon, lat = (west + east) / 2, (south + north) / 2
    return lon - across / 2, max(-75.0, lat - down / 2), lon + across / 2, min(80.0, lat + down / 2)


def stream_lines(scene: Scene) -> list[Floats]:
    """The lines of the streams that are lit, of all where none is."""
    streams = scene.streams
    used = {abs(stretch) for load in (streams.lit or streams.loads) for stretch in load.lane} if streams else set()
    return [streams.lines[stretch] for stretch in sorted(used)] if streams else []


#: What a page leaves of its height for the map: title, legend and foot take the rest.
MAP_SHARE = 0.62


def zoom_of(seen: Seen | None, size: tuple[float, float]) -> float:
    """About the zoom of the web's tiles at which a page of a size shows what a screen showed; 0 where that is not
    given."""
    if not isinstance(seen, Bounds):
        return seen.zoom if seen else 0.0
    _x, (south, north) = mercator(np.zeros(2), np.array([seen.south, seen.north]))
    across, down = (seen.east - seen.west) / 360, south - north
    return float(np.log2(min(size[0] / across, size[1] * MAP_SHARE / down) / 256))


def placed(where: Where, box: Box) -> tuple[Projection, Frame]:
    """Projection and frame of a region, or of what is on screen."""
    if isinstance(where, Viewport):
        projection = Projection("mercator", turned(where.lon, 0))
        scale = 256 * 2**where.zoom / (2 * np.pi)
        _x, y = projection.project(np.array([0.0]), np.array([where.lat]))
        half = (box[2] / 2 / scale, box[3] / 2 / scale)
        return projection, Frame.fitted(box, [-half[0], half[0]], [y[0] - half[1], y[0] + half[1]])
    if isinstance(where, Bounds):
        projection = Projection("mercator", turned(where.middle, 0))
        reach = (where.east - where.west) / 2
        xs, ys = projection.project(np.array([-reach, reach]), np.array([where.south, where.north]))
        return projection, Frame.fitted(box, xs.tolist(), ys.tolist())
    if where == "world":
        projection = projection_of(where)
        xs, ys = projection.outline()
        return projection, Frame.fitted(box, xs.tolist(), ys.tolist())
    west, south, east, north = REGIONS[where] if isinstance(where, str) else where
    projection = Projection("equal-earth", (west + east) / 2)
    lons = np.linspace(west, east, 41) - projection.centre
    edge = [projection.project(lons, np.full(41, lat)) for lat in (south, north)]
    frame = Frame.fitted(box, [x for xs, _ys in edge for x in xs], [y for _xs, ys in edge for y in ys])
    return projection, frame
