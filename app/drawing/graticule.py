"""A net of degrees on a drawn map, bent where the projection bends it; on screen 62_position.js draws a finer one."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.core.projection import Floats, Frame, Projection, turned
from app.drawing.svg import element, path, words
from app.i18n import Translator

STEPS = (30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5)
#: Units of the page that a cell of the net has at least.
ROOM = 90.0
#: The net ends short of the poles, where its lines would run together.
NORTH, SOUTH = 80.0, -80.0
TYPE = 9.0


def drawn(projection: Projection, frame: Frame, style: dict[str, Any], t: Translator) -> str:
    """Every line with its degrees, named at the left and at the foot of the frame."""
    step = next((s for s in reversed(STEPS) if frame.scale * np.pi / 180 * s >= ROOM), STEPS[0])
    digits, fine = 0 if step >= 1 else 1, min(2.0, step / 8)
    out = []
    for lat in np.arange(np.ceil(SOUTH / step) * step, NORTH + step / 2, step):
        across = np.arange(-180, 180 + fine / 2, fine)
        name = t(f"area.{'south' if lat < 0 else 'north'}", n=t.number(abs(float(lat)), digits))
        out.append(line(projection, frame, style, across, np.full_like(across, lat), name, last=False))
    for lon in np.arange(-180, 180, step):
        down, own = np.arange(SOUTH, NORTH + fine / 2, fine), turned(float(lon), projection.centre)
        name = t(f"area.{'west' if lon < 0 else 'east'}", n=t.number(abs(float(lon)), digits))
        out.append(line(projection, frame, style, np.full_like(down, own), down, name, last=True))
    return "".join(out)


def line(
    projection: Projection, frame: Frame, style: dict[str, Any], lons: Floats, lats: Floats, name: str, last: bool
) -> str:
    """One line; its name stands where it enters the frame, at the ``last`` point from above or the first from the left.
    Nothing where it does not meet the frame."""
    xs, ys = frame.place(*projection.project(lons, lats))
    right, foot = frame.left + frame.width, frame.top + frame.height
    shown = np.flatnonzero((xs >= frame.left) & (xs <= right) & (ys >= frame.top) & (ys <= foot))
    if not len(shown):
        return ""
    ink = style["map"]["label"]
    # What is seen, and a point beyond it on either side.
    first, end = max(0, int(shown[0]) - 1), int(shown[-1]) + 2
    points = list(zip(xs[first:end].tolist(), ys[first:end].tolist(), strict=True))
    drawn_line = element("path", d=path(points), fill="none", stroke=ink, stroke_width=0.5, opacity=0.45)
    at = int(shown[np.argmax(ys[shown])]) if last else int(shown[0])
    x, y = float(xs[at]), float(ys[at])
    place = (x + 2, y - 3) if last else (x + 3, y - 2)
    return drawn_line + words(*place, name, TYPE, fill=ink)
