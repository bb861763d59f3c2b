"""Flows and nodes of a scene as SVG in a frame, by the style table that the canvas on screen reads, too."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.core import strokes
from app.core.measures import LINE, MARK
from app.core.modes import ROLES
from app.core.projection import Frame, Projection, turned
from app.core.strokes import Points
from app.drawing.scene import Flow, Node, Scene
from app.drawing.svg import dashes, element, path
from app.drawing.ways import pieces

Style = dict[str, Any]


def is_hairline(flow: Flow) -> bool:
    """Whether a flow is drawn as a hairline without width: its mode is not stated, or its way is not known."""
    return flow.mode == "unknown" or not flow.known


def width_of(flow: Flow, scene: Scene, style: Style) -> float:
    """The width of a flow; one with an inlay is never too thin to show it."""
    if scene.streams:
        return max(LINE["unknown"], strokes.width(flow.value, scene.scale.full, *LINE["beside"]))
    if is_hairline(flow):
        return float(LINE["unknown"])
    width = strokes.width(flow.value, scene.scale.full, *style["width"])
    return max(width, style["inlayFloor"]) if style["modes"][flow.mode]["inlay"] else width


def flows_svg(scene: Scene, projection: Projection, frame: Frame, style: Style) -> str:
    """Every flow, the widest first, so that small ones lie on top."""
    spread = min(LINE["fan_most"], LINE["fan"] * 2 * math.pi * frame.scale / 1000)
    gap = LINE["gap_node"] if scene.nodes else LINE["gap"]
    out: list[str] = []
    ranked = sorted(scene.flows, key=lambda f: -width_of(f, scene, style))
    picked = any(not flow.lit for flow in ranked)
    for place, flow in enumerate(ranked):
        # At rest the largest dozen are read, the others are there.
        resting = 0.8 if picked or place < LINE["largest"] else LINE["quiet"]
        alpha = LINE["beside_alpha"] if scene.streams else resting
        wide = width_of(flow, scene, style)
        most = LINE["aside"][flow.room]
        shift = max(-most, min(most, flow.slot * (wide + LINE["apart"]) + wide / 2 + 1 + flow.fan * spread))
        out += [approach(part, style) for line in flow.approach for part, _last in pieces(line, projection, frame)]
        for points, last in pieces(flow.path, projection, frame):
            beside = strokes.parallel(points, shift)
            out.append(stroke(flow, beside, wide, gap, last, style, bool(scene.streams), alpha))
    return "".join(out)


def approach(points: Points, style: Style) -> str:
    """How a consignment reached the sea from an inland end, or came from it: not known, a dashed hairline."""
    line = {
        "stroke": style["map"]["label"],
        "stroke_width": LINE["unknown"],
        "stroke_dasharray": dashes(LINE["unknown_dash"]),
    }
    return element("path", d=path(points), fill="none", class_="approach", **line)


def stroke(
    flow: Flow,
    points: Points,
    wide: float,
    gap: float,
    last: bool,
    style: Style,
    quiet: bool = False,
    alpha: float = 0.8,
) -> str:
    """One part of a flow: casing, stroke with the dash of its status, inlay of its mode, and its arrowhead."""
    arrow = strokes.arrow(points, wide, gap, gap + 1) if last else strokes.Arrow(points, [])
    if arrow is None:
        return ""
    mode, d = style["modes"][flow.mode], path(arrow.stroke)
    cap = "round" if flow.line == "inferred" else "butt"
    line = {"d": d, "fill": "none", "stroke_linejoin": "round", "stroke_linecap": cap}
    parts = []
    bare = quiet or is_hairline(flow)
    if flow.line == "travelled" and not bare:
        casing = {"stroke_width": wide + 2 * LINE["casing"], "stroke_opacity": LINE["casing_alpha"]}
        parts.append(element("path", **line, stroke=style["map"]["casing"], **casing))
    dash = dashes(strokes.dash(style["lines"][flow.line], wide) if flow.known else LINE["unknown_dash"])
    parts.append(element("path", **line, stroke=mode["colour"], stroke_width=wide, stroke_dasharray=dash))
    if mode["inlay"] and not bare:
        thread = {"stroke": style["map"]["casing"], "stroke_width": strokes.inlay_width(wide)}
        parts.append(element("path", **line, **thread, stroke_dasharray=dashes(mode["inlay"])))
    if arrow.tip:
        parts.append(element("path", d=path(arrow.tip, closed=True), fill=mode["colour"]))
    return element(
        "g",
        *parts,
        class_=f"flow {flow.mode} {flow.line}",
        opacity=alpha if flow.lit else 0.12,
    )


@dataclass(frozen=True)
class PlacedNode:
    """A node on the page."""

    node: Node
    x: float
    y: float
    r: float


def placed_nodes(scene: Scene, projection: Projection, frame: Frame, big: bool) -> list[PlacedNode]:
    """Every node in the frame with its radius, the largest first."""
    largest = max((node.n for node in scene.nodes), default=1)
    out = []
    for node in scene.nodes:
        lon, lat = np.array([turned(node.lon, projection.centre)]), np.array([node.lat])
        xs, ys = frame.place(*projection.project(lon, lat))
        r = node_radius(node.n, largest, big)
        if frame.holds(float(xs[0]), float(ys[0])):
            out.append(PlacedNode(node, float(xs[0]), float(ys[0]), r))
    return sorted(out, key=lambda m: -m.r)


def node_radius(n: int, largest: int, big: bool) -> float:
    """The radius of a node whose largest role has n events, where the largest of all has ``largest``: its area grows
    with the events. ``big`` is for the projector."""
    least, times = MARK["node"]
    return float((MARK["node_projector"] if big else 1) * (least + times * math.sqrt(n / largest)))


def nodes_svg(nodes: list[PlacedNode], style: Style) -> str:
    """Nodes, the smallest on top: the shape of the main role, of one that is not small inside a ring that shows the
    share of each role."""
    return "".join(_node(mark, style) for mark in nodes)


def _node(mark: PlacedNode, style: Style) -> str:
    x, y, r, roles = mark.x, mark.y, mark.r, mark.node.roles
    main = max(roles, key=lambda role: roles[role])
    opacity = None if mark.node.lit else 0.25
    if r < MARK["node_ringed"]:
        halo = {"stroke": style["map"]["halo"], "stroke_width": 3, "paint_order": "stroke"}
        return element("g", shape(style["roles"][main], x, y, r * 0.75, **halo), class_="node", opacity=opacity)
    whole, ring = sum(roles.values()) or 1, _part(MARK["ring"], r)
    parts = [element("circle", cx=x, cy=y, r=r + 1.5, fill=style["map"]["halo"])]
    start = -math.pi / 2
    for role in (role for role in ROLES if roles.get(role)):
        end = start + 2 * math.pi * roles[role] / whole
        line = {"fill": "none", "stroke": style["roles"][role]["colour"], "stroke_width": ring}
        parts.append(_arc(x, y, r - ring / 2, start, end, line))
        start = end
    parts.append(shape(style["roles"][main], x, y, _part(MARK["shape"], r - ring)))
    return element("g", *parts, class_="node", opacity=opacity)


def _part(rule: list[float], of: float) -> float:
    least, share = rule
    return max(least, of * share)


def _arc(x: float, y: float, r: float, start: float, end: float, line: dict[str, Any]) -> str:
    if end - start > 2 * math.pi - 1e-6:
        return element("circle", cx=x, cy=y, r=r, **line)
    steps = max(2, math.ceil((end - start) / 0.2))
    turns = [start + (end - start) * i / steps for i in range(steps + 1)]
    return element("path", d=path((x + r * math.cos(a), y + r * math.sin(a)) for a in turns), **line)


def shape(role: dict[str, str], x: float, y: float, r: float, **edge: Any) -> str:
    """The mark of a role: triangle, diamond, circle or cross."""
    if role["shape"] == "circle":
        return element("circle", cx=x, cy=y, r=r, fill=role["colour"], **edge)
    return element("path", d=path(OUTLINES[role["shape"]](x, y, r), closed=True), fill=role["colour"], **edge)


def _cross(x: float, y: float, r: float) -> Points:
    a, b = r * 0.42, r * 1.1
    turns = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a), (-a, -a)]
    return [(x + dx, y + dy) for dx, dy in turns]


#: As in assets/js/35_shapes.js.
OUTLINES = {
    "triangle": lambda x, y, r: [(x, y - r * 1.15), (x + r * 1.05, y + r * 0.8), (x - r * 1.05, y + r * 0.8)],
    "diamond": lambda x, y, r: [(x, y - r * 1.2), (x + r * 1.2, y), (x, y + r * 1.2), (x - r * 1.2, y)],
    "cross": _cross,
}
