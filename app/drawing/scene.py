"""What a map shows, asked once: the same flows, nodes and scale that the canvas on screen gets, in lon and lat."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from app.core.flows import Scale, round_values
from app.core.measures import STREAM
from app.core.projection import Floats
from app.core.storyboard import Annotation
from app.drawing.overlays import Laid, laid
from app.drawing.ribbons import Streams
from app.layers import LayerRequest, area, corridors, seizures
from app.layers import streams as stream_layer
from app.layers.nodes import node_rows
from app.queries import DrawnPath


@dataclass(frozen=True)
class Flow:
    """One line: its path (lon, lat rows, unwrapped), what it is, its value in the view's metric, and its place beside
    others (``slot`` of its pair, ``fan`` of its origin); for ``approach``, ``known`` and ``room`` see
    queries.DrawnPath."""

    path: Floats
    origin: str
    target: str
    mode: str
    line: str
    value: float | None
    slot: int
    fan: float
    lit: bool
    approach: tuple[Floats, ...] = ()
    known: bool = True
    room: bool = True


@dataclass(frozen=True)
class Node:
    """A country, sea area or place with its events by role."""

    key: str
    name: str
    lon: float
    lat: float
    roles: dict[str, int]
    lit: bool = True

    @property
    def n(self) -> int:
        """Its largest role."""
        return max(self.roles.values())


@dataclass(frozen=True)
class Scene:
    """Everything that is drawn, and what its legend says. ``seizures`` gives the groups of seizures at a zoom (see
    layers.seizures), where they are on; ``corridors`` are those of layers.corridors."""

    flows: list[Flow]
    nodes: list[Node]
    scale: Scale
    #: Flows of the filter (0 where the layer is off), and those that are drawn, the extra ones of what was clicked too.
    total: int
    drawn: int
    samples: list[float] = field(default_factory=list)
    seizures: Callable[[int], list[dict[str, Any]]] | None = None
    corridors: list[dict[str, Any]] = field(default_factory=list)
    #: What is drawn as streams; the flows are those that no stream shows then.
    streams: Streams | None = None
    #: The outline of the filter's area.
    area: list[Annotation] = field(default_factory=list)
    graticule: bool = False
    overlays: list[Laid] = field(default_factory=list)

    def lit_alone(self) -> Scene:
        """The same without what is not selected."""
        return replace(self, flows=[f for f in self.flows if f.lit], nodes=[n for n in self.nodes if n.lit])


def scene_of(ask: LayerRequest, zoom: float = 0) -> Scene:
    """The scene of a filter and view; layers that are off are left out. From some ``zoom`` on each flow has a line."""
    q, filters, view = ask.queries, ask.filters, ask.view
    scale = q.flows.scale(filters, view)
    far = zoom < STREAM["below_zoom"]
    streams = streams_of(ask) if far and stream_layer.are_drawn(ask) else None
    flows = flows_of(ask, streams is not None) if view.shows("flows") else []
    picked = any(not flow.lit for flow in flows) or bool(streams and streams.lit)
    ends = {end for flow in flows if flow.lit for end in (flow.origin, flow.target)}
    if streams:
        ends |= {end for key in q.streams.lit(filters, view) for end in key.split("|")[0].split(">")}
    rows = node_rows(ask) if view.shows("nodes") else []
    nodes = [node_of(row, not picked or row["key"] in ends) for row in rows]
    total = len(q.flows.sizes(filters, view.level)) if flows or streams else 0
    samples = round_values(scale.full) if flows else []
    lines = corridors.body(ask)["corridors"] if view.shows("corridors") else []
    groups = grouped(ask) if view.shows("seizures") else None
    outline = [outlined(rings) for rings in area.body(ask)["polygons"]]
    mine = laid(q.data.overlays, view.overlays, zoom)
    return Scene(
        flows, nodes, scale, total, len(flows), samples, groups, lines, streams, outline, view.shows("graticule"), mine
    )


def outlined(rings: list[list[tuple[float, float]]]) -> Annotation:
    """A polygon of an area as a mark."""
    outer, *holes = (tuple((lon, lat) for lon, lat in ring) for ring in rings)
    return Annotation("area", outer, holes=tuple(holes))


def grouped(ask: LayerRequest) -> Callable[[int], list[dict[str, Any]]]:
    """The groups of seizures of the whole world at a zoom; the page that is drawn knows which zoom it has."""

    def groups_at_zoom(zoom: int) -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = seizures.body(replace(ask, extra={"zoom": zoom}))["groups"]
        return groups

    return groups_at_zoom


def streams_of(ask: LayerRequest) -> Streams:
    """The maritime flows of a filter along their lanes."""
    q, filters, view, t = ask.queries, ask.filters, ask.view, ask.t
    network = q.data.sea_lanes(view.level)
    full, loads = q.streams.full(filters, view), q.streams.measured(filters, view)
    used = {abs(stretch) for load in loads for stretch in load.lane}
    lines = {n: np.asarray(json.loads(network.points[n]), float) for n in used}
    names = [*map(t.country, q.streams.departures), t("streams.others")]
    lit = q.streams.chosen(filters, view)
    return Streams(loads, network.ends, lines, full, round_values(full), names, view.coloured, lit)


def flows_of(ask: LayerRequest, beside_streams: bool = False) -> list[Flow]:
    """The drawn flows, largest first; beside streams those that no stream shows."""
    q, filters, view = ask.queries, ask.filters, ask.view
    flows, beside = q.flows, STREAM["beside"]
    top = flows.other_flows(filters, view, beside) if beside_streams else flows.top_flows(filters, view)
    ids = top["origin"] + ">" + top["target"] + "|" + top["mode"]
    paths = ask.queries.flows.paths(ids.unique().tolist())
    drawn = [paths[i] for i in ids]
    curves = q.streams.flights(view.level) if beside_streams else {}
    flights = (top["origin"] + ">" + top["target"]).where(top["mode"] == "air", "")
    points = [curves.get(pair) or json.loads(path.points) for pair, path in zip(flights, drawn, strict=True)]
    rows = top.assign(path=[np.asarray(line, float) for line in points]).to_dict("records")
    fans = fan_out(rows)
    picked = bool(q.streams.lit(filters, view) if beside_streams else top["lit"].any())
    metric = ask.view.metric
    return [
        Flow(
            r["path"], r["origin"], r["target"], r["mode"], r["line"],
            None if r[metric] != r[metric] else float(r[metric]), int(r["slot"]), fans.get(i, 0.0),
            bool(r["lit"]) or not picked, approaches(path), path.known, path.room,
        )
        for i, (r, path) in enumerate(zip(rows, drawn, strict=True))
    ]  # fmt: skip


def approaches(path: DrawnPath) -> tuple[Floats, ...]:
    """The approaches of a path over land as (lon, lat) rows."""
    return tuple(np.asarray(line, float) for line in json.loads(path.approach))


def fan_out(rows: list[dict[str, Any]]) -> dict[int, float]:
    """Sea lanes bundle where many leave one place: they part like a fan, ordered by bearing. A pair with traffic both
    ways keeps to its own side instead. (As ``fanned`` in assets/js/50_canvas.js.)"""
    pairs = {(r["origin"], r["target"]) for r in rows}
    leaving: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, r in enumerate(rows):
        if r["mode"] == "maritime" and (r["target"], r["origin"]) not in pairs:
            leaving[r["origin"]][r["target"]].append(i)

    def bearing(same: list[int]) -> float:
        path = rows[same[0]]["path"]
        return float(np.arctan2(path[-1][0] - path[0][0], path[-1][1] - path[0][1]) % (2 * np.pi))

    offsets: dict[int, float] = {}
    for targets in leaving.values():
        ordered = sorted(targets.values(), key=bearing)
        for place, same in enumerate(ordered):
            offsets |= dict.fromkeys(same, place - (len(ordered) - 1) / 2)
    return offsets


def node_of(row: dict[str, Any], lit: bool) -> Node:
    """A node of the layer."""
    return Node(row["key"], row["name"], float(row["lon"]), float(row["lat"]), row["roles"], lit)
