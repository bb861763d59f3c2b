"""A net of degrees on a drawn map, bent where the projection bends it; as the canvas draws it (62_position.js)."""

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
    digits = 0 if step >= 1 else 1
    out = []
    for lat in np.arange(np.ceil(SOUTH / step) * step, NORTH + step / 2, step):
        across = np.linspace(-180, 180, 181)
        name = t(f"area.{'south' if lat < 0 else 'north'}", n=t.number(abs(float(lat)), digits))
        out.append(line(projection, frame, style, across, np.full_like(across, lat), name, last=False))
    for lon in np.arange(-180, 180, step):
        down, own = np.linspace(SOUTH, NORTH, 81), turned(float(lon), projection.centre)
        name = t(f"area.{'west' if lon < 0 else 'east'}", n=t.number(abs(float(lon)), digits))
        out.append(line(projection, frame, style, np.full_like(down, own), down, name, last=True))
    return "".join(out)


def line(
    projection: Projection, frame: Frame, style: dict[str, Any], lons: Floats, lats: Floats, name: str, last: bool
) -> str:
    """One line; its name stands where it enters the frame, at the ``last`` point from above or the first from the left.
    Nothing where it does not meet the frame."""
    xs, ys = frame.place(*projection.project(lons, lats))
    shown = np.flatnonzero([frame.holds(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
    if not len(shown):
        return ""
    ink = style["map"]["label"]
    points = list(zip(xs.tolist(), ys.tolist(), strict=True))
    drawn_line = element("path", d=path(points), fill="none", stroke=ink, stroke_width=0.5, opacity=0.45)
    x, y = max((points[i] for i in shown), key=lambda p: p[1]) if last else points[int(shown[0])]
    at = (x + 2, min(y, frame.top + frame.height) - 3) if last else (max(x, frame.left) + 3, y - 2)
    return drawn_line + words(*at, name, TYPE, fill=ink)
