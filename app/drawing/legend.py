"""The legend of a drawn map: what widths, colours, dashes and shapes mean, in rows that break where they must."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.core.measures import CORRIDOR, OVERLAY
from app.core.modes import LINES, MODES, ROLES
from app.core.ribbon_shapes import Shape
from app.core.streams import Ribbon
from app.core.strokes import Points
from app.drawing import flows_nodes, ribbons, seizures_corridors
from app.drawing import text_width as lettering
from app.drawing.ribbons import Streams
from app.drawing.scene import Flow, Scene
from app.drawing.svg import dashes, element, path, words
from app.i18n import Translator

#: Width of a sample of a line, of a sample of a mark, and what stands between two entries.
LINE, MARK, GAP = 34.0, 13.0, 16.0
#: Width of the sample of a group of seizures.
GROUP = 18.0
Draw = Callable[[float, float], str]


class Entry(NamedTuple):
    """One entry: how wide its picture is, how it is drawn at a place (left, middle), and its word."""

    wide: float
    draw: Draw
    word: str
    heavy: bool = False


def entries(scene: Scene, style: flows_nodes.Style, t: Translator, metric: str) -> list[list[Entry]]:
    """Entries in groups: width, modes, status, roles, corridors, places; in the order of the page's legend."""

    def line(mode: str, kind: str, wide: float) -> Draw:
        flow = Flow(None, "", "", mode, kind, None, 0, 0.0, True)  # type: ignore[arg-type]

        def draw(x: float, y: float) -> str:
            points: Points = [(x, y), (x + LINE, y)]
            return flows_nodes.stroke(flow, points, wide, 0, False, style)

        return draw

    groups: list[list[Entry]] = []
    if scene.streams:
        groups += stream_entries(scene.streams, style, t, metric)
        present = [m for m in MODES if any(f.mode == m for f in scene.flows) and scene.streams.coloured != "none"]
        groups.append([Entry(LINE, thin_line(style, m), t.code("mode", m)) for m in present])
    elif scene.flows:
        narrow, wide = style["width"]
        samples = [
            Entry(
                LINE,
                line("maritime", "travelled", flows_nodes.strokes.width(v, scene.scale.full, narrow, wide)),
                t.number(v) if metric == "events" else t.kg_of_scale(v, scene.scale.full),
            )
            for v in scene.samples
        ]
        groups.append([Entry(0, lambda _x, _y: "", t(f"map.width.{metric}"), True), *samples])
        thick = max(4.0, style["inlayFloor"])
        present = [m for m in MODES if any(f.mode == m for f in scene.flows)]
        groups.append([Entry(LINE, line(m, "travelled", thick), t.code("mode", m)) for m in present])
        kinds = [k for k in ("travelled", "intended", "inferred") if any(f.line == k for f in scene.flows)]
        groups.append([Entry(LINE, line("maritime", k, 3), t(f"line.{k}")) for k in kinds])
    if scene.nodes:
        seen = [r for r in ROLES if any(n.roles.get(r) for n in scene.nodes) and r in style["roles"]]
        groups.append([Entry(MARK, role(style, r), t(f"role.{r}")) for r in seen])
    if scene.corridors:
        groups.append([Entry(LINE, corridor(style), t("map.corridor"))])
    shapes = [laid.overlay for laid in scene.overlays if laid.features]
    groups += [[Entry(LINE, overlay_sample(style, overlay.style), overlay.title)] for overlay in shapes]
    if scene.seizures:
        groups.append([Entry(0, lambda _x, _y: "", t("map.place"), True)])
        groups[-1] += [
            Entry(MARK, place(style, kind), t(f"map.kind.{kind}")) for kind in seizures_corridors.SHAPE_OF_PRECISION
        ]
        groups[-1].append(Entry(GROUP, several(style), t("map.group")))
    return groups


def stream_entries(streams: Streams, style: flows_nodes.Style, t: Translator, metric: str) -> list[list[Entry]]:
    """What a width of a stream is, whose departure a colour is, and how what was not travelled looks."""
    unit, departure = style["streamWidth"] / streams.full, streams.coloured == "departure"
    look = style["map"]["label"] if departure else style["modes"]["maritime"]["colour"]

    def sample(colour: str, line: str, width: float) -> Draw:
        ribbon = Ribbon(0, 0, line, width, 0, 0, 0)
        return lambda x, y: ribbons.stroke(Shape(ribbon, width, [(x, y), (x + LINE, y)]), colour, "butt")

    def said(value: float) -> str:
        return t.kg_of_scale(value, streams.full) if metric == "kg" else t.number(value)

    widths = [Entry(LINE, sample(look, "travelled", max(0.8, v * unit)), said(v)) for v in streams.values]
    groups = [
        [Entry(0, lambda _x, _y: "", t("streams.title_kg" if metric == "kg" else "streams.title"), True), *widths]
    ]
    if departure:
        used = sorted({load.group for load in streams.loads})
        names = [Entry(LINE, sample(style["streams"][i], "travelled", 7), streams.colours[i]) for i in used]
        groups.append([Entry(0, lambda _x, _y: "", t("streams.from"), True), *names])
    kinds = [line for line in LINES if any(load.line == line for load in streams.loads)]
    return [*groups, [Entry(LINE, sample(look, line, 7), t(f"line.{line}")) for line in kinds]]


def thin_line(style: flows_nodes.Style, mode: str) -> Draw:
    """The sample of a line of another mode beside streams."""
    colour = style["modes"][mode]["colour"]
    return lambda x, y: element("path", d=path([(x, y), (x + LINE, y)]), fill="none", stroke=colour, stroke_width=1.6)


def corridor(style: flows_nodes.Style) -> Draw:
    """The sample of a corridor."""
    line = {"stroke": style["map"]["corridor"], "stroke_width": 1.6, "stroke_dasharray": dashes(CORRIDOR["dash"])}
    return lambda x, y: element("path", d=path([(x, y), (x + LINE, y)]), fill="none", **line)


def overlay_sample(style: flows_nodes.Style, kind: str) -> Draw:
    """The sample of the shapes of an overlay."""
    ink, (width, dash, fill) = style["map"]["ink"], OVERLAY["styles"][kind]
    look = {"stroke": ink, "stroke_width": width, "stroke_dasharray": dashes(dash), "stroke_opacity": OVERLAY["alpha"]}
    return lambda x, y: element(
        "rect", x=x + 1, y=y - 4, width=LINE - 2, height=8, fill=ink, fill_opacity=float(fill), **look
    )


def place(style: flows_nodes.Style, kind: str) -> Draw:
    """The sample of how well a place is known."""
    return lambda x, y: seizures_corridors.one(kind, x + MARK / 2, y, style)


def several(style: flows_nodes.Style) -> Draw:
    """The sample of seizures that are drawn as one mark; its number would be smaller than anything is written."""
    look = {"fill": style["roles"]["seizure"]["colour"], "fill_opacity": 0.9, "stroke": style["map"]["halo"]}
    return lambda x, y: element("circle", cx=x + GROUP / 2, cy=y, r=GROUP / 2 - 1, stroke_width=1.8, **look)


def role(style: flows_nodes.Style, name: str) -> Draw:
    """The sample of a role."""
    return lambda x, y: flows_nodes.shape(style["roles"][name], x + MARK / 2, y, 4.8)


def rows(groups: list[list[Entry]], size: float, most: float) -> list[list[Entry]]:
    """Entries in lines no wider than the page; a group stays together where it can."""
    out: list[list[Entry]] = [[]]
    for group in groups:
        if out[-1] and wide_of([*out[-1], *group], size) > most:
            out.append([])
        for entry in group:
            if out[-1] and wide_of([*out[-1], entry], size) > most:
                out.append([])
            out[-1].append(entry)
    return [row for row in out if row]


def wide_of(row: list[Entry], size: float) -> float:
    """The width of a line of entries."""
    return sum(_wide(entry, size) for entry in row)


def _wide(entry: Entry, size: float) -> float:
    weight = 600 if entry.heavy else 400
    return entry.wide + (6 if entry.wide else 0) + lettering.width(entry.word, size, weight) + GAP


def drawn(row: list[Entry], left: float, middle: float, size: float, ink: str) -> str:
    """A line of the legend."""
    out, x = [], left
    for entry in row:
        out.append(entry.draw(x, middle))
        text_x = x + entry.wide + (6 if entry.wide else 0)
        out.append(
            words(text_x, middle + size * 0.36, entry.word, size, fill=ink, font_weight=600 if entry.heavy else 400)
        )
        x += _wide(entry, size)
    return "".join(out)
