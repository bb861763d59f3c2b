"""A page with a map: title, filter sentence, map, legend, and what every product says of itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.core.papers import REGIONS, Paper, Viewport, projection_of
from app.core.projection import Frame, Projection, turned
from app.core.style import style_table
from app.drawing import base, labels, legend, marks
from app.drawing import type as lettering
from app.drawing.scene import Scene
from app.drawing.svg import element, number, words
from app.i18n import Translator

MARGIN = 30.0
#: Sizes of the type by theme: title, sentence, names, legend, foot.
SIZES = {"light": (25.0, 13.0, 11.0, 11.0, 9.6), "projector": (29.0, 15.5, 14.0, 14.0, 11.5)}
SIZES["dark"] = SIZES["light"]
#: From so much land in a frame on a coarse map is not fine enough: units of the page to a degree.
FINE = 28.0


@dataclass(frozen=True)
class Said:
    """The texts of a page, in the language of the export."""

    title: str
    sentence: str
    figures: str
    shown: str
    scale: str
    sources: str
    marking: str
    caveat: str
    boundary: str
    version: str


def page(scene: Scene, paper: Paper, where: str | Viewport, theme: str, metric: str, said: Said, t: Translator) -> str:
    """The whole page as SVG."""
    wide, high = paper.size
    style = style_table(theme)
    ink, muted = style["map"]["ink"], style["map"]["label"]
    head, top = heading(said, wide, theme, ink, muted)
    rows = legend.rows(legend.entries(scene, style, t, metric), SIZES[theme][3], wide - 2 * MARGIN)
    foot, bottom = footing(said, rows, wide, high, theme, ink, muted)
    box = (MARGIN, top, wide - 2 * MARGIN, bottom - top)
    drawn = the_map(scene, where, box, theme, style)
    back = element("rect", width=wide, height=high, fill=PAPER[theme])
    size = {"viewBox": f"0 0 {number(wide)} {number(high)}", "width": f"{number(wide)}", "height": f"{number(high)}"}
    return element("svg", back, drawn, head, foot, xmlns="http://www.w3.org/2000/svg", font_family="Inter", **size)


def bare(scene: Scene, where: str | Viewport, size: tuple[float, float], theme: str) -> str:
    """The map alone, without the words of a page, as SVG."""
    wide, high = size
    drawn = the_map(scene, where, (0, 0, wide, high), theme, style_table(theme))
    box = {"viewBox": f"0 0 {number(wide)} {number(high)}", "width": number(wide), "height": number(high)}
    return element("svg", drawn, xmlns="http://www.w3.org/2000/svg", font_family="Inter", **box)


PAPER = {"light": "#FFFFFF", "projector": "#FFFFFF", "dark": "#12181E"}


def heading(said: Said, wide: float, theme: str, ink: str, muted: str) -> tuple[str, float]:
    """Title, sentence and marking at the top; and where the map may begin."""
    big, small = SIZES[theme][:2]
    tag = lettering.width(said.marking, small, 600) + 18
    room = wide - 2 * MARGIN - tag - 18
    out, y = [], MARGIN + big * 0.72
    for text in lettering.wrapped(said.title, big, room, 700, lines=2 if wide > 1000 else 3):
        out.append(words(MARGIN, y, text, big, font_weight=700, fill=ink))
        y += big * 1.16
    y += small * 0.25
    for text in lettering.wrapped(f"{said.sentence} · {said.figures}", small, wide - 2 * MARGIN, lines=3):
        out.append(words(MARGIN, y - big * 0.2, text, small, fill=muted))
        y += small * 1.32
    left = wide - MARGIN - tag
    frame = {"fill": "none", "stroke": ink, "stroke_width": 1, "rx": 3}
    out.append(element("rect", x=left, y=MARGIN - 4, width=tag, height=small * 1.75, **frame))
    out.append(words(left + 9, MARGIN - 4 + small * 1.23, said.marking, small, font_weight=600, fill=ink))
    return "".join(out), y - big * 0.2 - small * 0.4


def footing(
    said: Said, rows: list[list[legend.Entry]], wide: float, high: float, theme: str, ink: str, muted: str
) -> tuple[str, float]:
    """Legend and foot; and where the map must end."""
    key, small = SIZES[theme][3:]
    texts = [said.shown, said.scale, said.caveat, said.sources, f"{said.boundary} {said.version}"]
    lines = [line for text in texts if text for line in lettering.wrapped(text, small, wide - 2 * MARGIN, lines=3)]
    y = high - MARGIN * 0.8 - small * 1.34 * (len(lines) - 1)
    begin = y - small - 8 - key * 1.75 * len(rows)
    out = [words(MARGIN, y + i * small * 1.34, line, small, fill=muted) for i, line in enumerate(lines)]
    for i, row in enumerate(rows):
        out.append(legend.drawn(row, MARGIN, begin + 8 + key * 1.75 * (i + 0.45), key, ink))
    return "".join(out), begin


def the_map(
    scene: Scene, where: str | Viewport, box: tuple[float, float, float, float], theme: str, style: marks.Style
) -> str:
    """The map in its frame: base, flows, nodes, names."""
    projection, frame = placed(where, box)
    detail = "fine" if frame.scale * np.pi / 180 > FINE else "coarse"
    found = marks.marks(scene, projection, frame, big=theme == "projector")
    left, top, width, height = box
    clip = element("clipPath", element("rect", x=left, y=top, width=width, height=height), id="frame")
    size = SIZES[theme][2]
    inner = [
        element(
            "rect", x=left, y=top, width=width, height=height, fill=style["map"]["sea"] if detached(where) else "none"
        ),
        base.drawn(projection, frame, theme, detail),
        element("g", marks.flows(scene, projection, frame, style), id="flows"),
        element("g", marks.nodes(found, style), id="nodes"),
        element("g", labels.names(found, frame, size, style["map"], few=theme == "projector"), id="names"),
    ]
    return element("defs", clip) + element("g", *inner, clip_path="url(#frame)", id="map")


def detached(where: str | Viewport) -> bool:
    """Whether the sea fills the frame: only on a page of the world the world's own edge is seen."""
    return where != "world"


def placed(where: str | Viewport, box: tuple[float, float, float, float]) -> tuple[Projection, Frame]:
    """Projection and frame of a region, or of what is on screen."""
    if isinstance(where, Viewport):
        projection = Projection("mercator", turned(where.lon, 0))
        scale = 256 * 2**where.zoom / (2 * np.pi)
        _x, y = projection.project(np.array([0.0]), np.array([where.lat]))
        half = (box[2] / 2 / scale, box[3] / 2 / scale)
        return projection, Frame.fitted(box, [-half[0], half[0]], [y[0] - half[1], y[0] + half[1]])
    projection = projection_of(where)
    if where == "world":
        xs, ys = projection.outline()
        return projection, Frame.fitted(box, xs.tolist(), ys.tolist())
    west, south, east, north = REGIONS[where]
    lons = np.linspace(west, east, 41) - projection.centre
    edge = [projection.project(lons, np.full(41, lat)) for lat in (south, north)]
    frame = Frame.fitted(box, [x for xs, _ys in edge for x in xs], [y for _xs, ys in edge for y in ys])
    return projection, frame
